/** People grade beside the machine: blind, where its scores stay covered until they have submitted, or assisted.
 * Whoever has had scores of the machine in view, on whatever page, gives an assisted grade. */
import { latestGradeRun } from "~/adapters/db/grades.server";
import {
	type GradingMode,
	ownGrade,
	type StoredHumanGrade,
	storeHumanGrade,
	submittedGrades,
} from "~/adapters/db/human-grades.server";
import type { StoredInterview } from "~/adapters/db/interviews.server";
import { recordSeenScores } from "~/adapters/db/seen-scores.server";
import type { Criterion, Level, Score } from "~/core/content/schemas";
import { AppError } from "~/core/errors";
import type { GradeResult, ScoredCriterion } from "~/core/grading/grade";
import { locateQuote, type PersonScore, personResult } from "~/core/grading/person-grade";
import { numberTurns } from "~/core/grading/report";
import type { ReportTurn } from "~/core/grading/report-view";
import { settledCode } from "~/core/interview/code/code-log";
import type { RoundContent } from "~/core/interview/round-content";
import { projectInterview } from "~/core/interview/state";
import { hasSeenScores } from "./blindness.server";
import { loadRoundContent } from "./content.server";
import { rubricForExample } from "./exemplars.server";
import type { Person } from "./guest.server";
import { readableInterview } from "./interview-access.server";
import { nameOf } from "./rubric-access.server";

export interface GradingView {
	interviewId: string;
	title: string;
	roundTitle: string;
	level: Level;
	rubric: { title: string; version: number; criteria: Criterion[] };
	transcript: ReportTurn[];
	mode: GradingMode;
	/** They have had scores of the machine in view before they submitted, so that theirs is no blind grade. */
	seenBefore: boolean;
	/** What this person has given so far. */
	mine: { scores: PersonScore[]; submittedAt: number | null; result: GradeResult | null } | null;
	/** The machine's scores: only when assisted or after submitting. */
	machine: { by: string; mean: number | null; criteria: ScoredCriterion[] } | null;
	/** What other people submitted: only after one's own is. */
	/** The rubric in the studio that words of this interview can become an example of; null for none. */
	exampleOf: string | null;
	others: { grader: string; mode: GradingMode; scores: PersonScore[] }[];
}

/** One criterion as the form sends it: quotes as lines of text. */
export interface GivenScore {
	id: string;
	score: Score | null;
	reason: string;
	quotes: string[];
}

/**
 * The page to grade an ended interview on. `mode` counts until something is stored; then what was chosen first does,
 * until scores of the machine were seen elsewhere.
 */
export async function viewGrading(input: { id: string; person: Person; mode: GradingMode }): Promise<GradingView> {
	const { person } = input;
	const { interview, content, rubricHash } = await gradable(input);
	const own = await ownGrade({ interviewId: interview.id, userId: person.id, rubricHash });
	const submitted = own?.submittedAt != null;
	const seenBefore = !submitted && (await hasSeenScores({ id: interview.id, person }));
	const chosen = own?.mode ?? input.mode;
	const mode = seenBefore ? "assisted" : chosen;
	const events = settledCode(interview.events, content.questions[0]?.code?.starter ?? "");
	const rubric = mainRubric(content);
	// Scores stay covered until whoever took the round has rated themselves.
	const state = projectInterview({ events: interview.events, plan: interview.plan });
	const covered = interview.taken && interview.origin === "practised" && !state.selfRated;
	const run =
		!covered && (chosen === "assisted" || submitted) ? await latestGradeRun({ interviewId: interview.id }) : null;
	if (run?.result) await recordSeenScores({ interviewIds: [interview.id], userId: person.id });
	const others = submitted ? await submittedGrades({ interviewIds: [interview.id] }) : [];
	return {
		interviewId: interview.id,
		title: interview.title,
		roundTitle: content.guide.title,
		level: content.plan.level,
		rubric: { title: rubric.title, version: rubric.version, criteria: rubric.criteria },
		transcript: numberTurns(events),
		mode,
		seenBefore,
		mine: own
			? {
					scores: own.criteria,
					submittedAt: own.submittedAt,
					result: submitted ? resultOf({ own, content, interview }) : null,
				}
			: null,
		machine: run?.result ? { by: machineName(run.result), mean: run.result.mean, criteria: run.result.criteria } : null,
		exampleOf: submitted ? await rubricForExample(input) : null,
		others: others
			.filter((grade) => grade.userId !== person.id && grade.rubricHash === rubricHash)
			.map(({ graderName, mode: theirs, criteria }) => ({ grader: graderName, mode: theirs, scores: criteria })),
	};
}

/**
 * Keeps what was given, and submits it when `submit` says so. Whatever is wrong, the draft is kept first. Refuses words
 * that are not in the record, a score without a reason, and a second submission.
 */
export async function gradeByHand(input: {
	id: string;
	person: Person;
	mode: GradingMode;
	given: readonly GivenScore[];
	submit: boolean;
}): Promise<void> {
	const { person, given, submit } = input;
	const { interview, content, rubricHash } = await gradable(input);
	const own = await ownGrade({ interviewId: interview.id, userId: person.id, rubricHash });
	const rubric = mainRubric(content);
	const known = new Set(rubric.criteria.map((criterion) => criterion.id));
	const events = settledCode(interview.events, content.questions[0]?.code?.starter ?? "");
	const missing: string[] = [];
	const criteria = given
		.filter((entry) => known.has(entry.id))
		.map(({ id, score, reason, quotes }): PersonScore => {
			const evidence = quotes.flatMap((quote) => {
				const found = locateQuote({ events, quote });
				if (!found) missing.push(quote);
				return found ?? [];
			});
			return { id, score, reason, evidence };
		});
	const problem = submit
		? whatIsWrong({ criteria, missing, titles: new Map(rubric.criteria.map(({ id, title }) => [id, title])) })
		: null;
	const stored = await storeHumanGrade({
		interviewId: interview.id,
		userId: person.id,
		graderName: nameOf(person),
		rubricHash,
		mode: (await hasSeenScores({ id: interview.id, person })) ? "assisted" : (own?.mode ?? input.mode),
		criteria,
		submittedAt: submit && !problem ? Date.now() : null,
	});
	if (!stored)
		throw new AppError("conflict", "You have submitted your grade of this interview already. It stays as it is.");
	if (problem) throw new AppError("bad-input", problem);
	if (missing.length > 0)
		throw new AppError(
			"bad-input",
			`Saved without these words, which are not in the record: “${missing[0]}”. Quote what was said, letter by letter.`,
		);
}

function whatIsWrong(input: {
	criteria: readonly PersonScore[];
	missing: readonly string[];
	titles: ReadonlyMap<string, string>;
}): string | null {
	const { criteria, missing, titles } = input;
	if (missing.length > 0)
		return `Not submitted: “${missing[0]}” is not in the record. Quote what was said, letter by letter, or leave it out. Your draft is kept.`;
	const scored = criteria.filter((entry) => entry.score !== null);
	if (scored.length === 0) return "Not submitted: no criterion has a score yet. Your draft is kept.";
	const silent = scored.find((entry) => entry.reason.length < 3);
	if (silent) return `Not submitted: say why for “${titles.get(silent.id) ?? silent.id}”. Your draft is kept.`;
	return null;
}

async function gradable(input: { id: string; person: Person }) {
	const interview = await readableInterview(input);
	if (interview.status !== "ended")
		throw new AppError("conflict", "This round still runs. It can be graded when it has ended.");
	const content = await loadRoundContent(interview.plan);
	const rubricHash = interview.plan.segments[0]?.rubric.hash ?? "";
	return { interview, content, rubricHash };
}

function resultOf(input: { own: StoredHumanGrade; content: RoundContent; interview: StoredInterview }): GradeResult {
	const { own, content, interview } = input;
	const { scale } = content;
	return personResult({
		rubric: mainRubric(content),
		scale,
		scores: own.criteria,
		events: interview.events,
		grader: own.graderName,
	});
}

function mainRubric(content: RoundContent) {
	const rubric = content.rubrics[0];
	if (!rubric) throw new RangeError("a plan without a rubric");
	return rubric;
}

function machineName({ grader }: GradeResult): string {
	return grader.kind === "rules" ? `Rules ${grader.version}` : grader.version;
}
