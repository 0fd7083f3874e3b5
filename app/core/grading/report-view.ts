/** What the report page shows. Built from stored grades, the pinned rubric and the log; never from live content. */
import type { Level, Round, Score } from "../content/schemas";
import type { TestStatus } from "../interview/code/run";
import type { RunEntry } from "../interview/code/run-history";
import type { Mode } from "../interview/plan";
import type { Evidence, GradeResult, Grader, PointVerdict, Recommendation } from "./grade";
import type { ReportBoard } from "./report-board";

export interface ReportView {
	interviewId: string;
	round: Round;
	roundTitle: string;
	questionTitles: string[];
	level: Level;
	mode: Mode;
	startedAt: number;
	elapsedMs: number;
	absences: { atMs: number; minutes: number }[];
	extraTime: string | null;
	/** "sample" and "imported" rounds say so. */
	origin: "practised" | "imported" | "sample";
	state: "self-rating" | "grading" | "graded" | "failed";
	result: ReportVerdict | null;
	criteria: ReportCriterion[];
	transcript: ReportTurn[];
	provenance: { title: string; detail: string; icon: "rules" | "model" | "person" | "tests" | "rubric" }[];
	modelAnswers: { title: string; strongAnswer: string; commonMisses: string; solution: string | null }[];
	practiseNext: { title: string; detail: string; href: string; minutes: number }[];
	/** All tests on the code as it was at the end; empty in other rounds. */
	tests: ReportTest[];
	/** Every run and check of a coding round, in order; each can be looked at in the replay. */
	runs: RunEntry[];
	/** What a reader should know about what the tests were judged with; empty when it was one kit all along. */
	kitNotes: string[];
	/** Null in rounds without a board, and when it stayed empty. */
	board: ReportBoard | null;
	/** Lines of code that reach for what judges them: for a person who reviews the round. */
	suspicions: { file: string; line: number; quote: string }[];
	/** Who worded the round from when on; `name` is null for the practice engine. Empty for files that do not say. */
	engines: { atMs: number; name: string | null }[];
}

export interface ReportVerdict {
	mean: number | null;
	overall: number | null;
	recommendation: Recommendation | null;
	observedWeight: number;
	/** Distance from the nearest cut-off when it is at most 0.05, with its sign in words. */
	narrow: string | null;
	/** Two or three plain sentences from verified scores only. */
	summary: string;
	rule: string;
	mustHaves: string;
	redFlags: string;
	/** Always shown: who estimated this and how far to trust it. */
	label: string;
	flags: GradeResult["flags"];
}

export interface ReportCriterion {
	id: string;
	title: string;
	weight: number;
	mustHave: boolean;
	status: "graded" | "not-observed" | "failed" | "running";
	score: Score | null;
	uncappedScore: Score | null;
	selfRating: Score | null;
	confidence: number;
	reason: string;
	evidence: (Evidence & {
		turn: number;
		atMs: number;
		pointText: string | null;
		/** "solution.py, line 12" for code; null for talk. */
		place: string | null;
		/** Where the replay shows it: when it was said, when the line came to be as it is, when the tests ran. */
		moment: { atMs: number; file: string | null; line: number | null };
		/** What happened, for evidence without words to quote: a run of the tests. */
		happened: string | null;
	})[];
	points: (PointVerdict & { text: string })[];
	anchorReached: { score: Score; text: string } | null;
	anchorNext: { score: Score; text: string } | null;
	bar: string;
	hintRung: number;
	flags: string[];
	grader: Grader | null;
}

export interface ReportTurn {
	seq: number;
	/** Number of the turn as evidence chips show it. */
	turn: number;
	who: "interviewer" | "candidate" | "system";
	text: string;
	/** Stretches of `text` that were unclear speech: not scored. */
	unclear?: readonly (readonly [number, number])[];
	atMs: number;
	/** The path of the file when `text` is code. */
	file?: string;
}

/** One test of the run on which a coding round was graded. */
export interface ReportTest {
	group: string;
	title: string;
	status: TestStatus;
	message: string;
	hidden: boolean;
}
