/** The criteria of a report: each with its evidence, the anchor reached and the next one. */
import type { Criterion, Score } from "../content/schemas";
import { lineMoments } from "../interview/code/code-replay";
import type { EventOf, InterviewEvent } from "../interview/events";
import type { RoundContent } from "../interview/round-content";
import type { GradeResult, ScoredCriterion } from "./grade";
import type { ReportCriterion, ReportTurn } from "./report-view";

/** Every criterion of the rubric in its order; those without a stored grade yet are "running". */
export function reportCriteria(input: {
	content: RoundContent;
	result: GradeResult | null;
	partial: readonly ScoredCriterion[];
	transcript: readonly ReportTurn[];
	/** The log as it was written, with every change of a file. */
	events: readonly InterviewEvent[];
	selfRating: EventOf<"self-rating"> | null;
}): ReportCriterion[] {
	const { content, result, partial, transcript, selfRating, events } = input;
	const writtenAt = lineMoments({ events, starter: content.questions[0]?.code?.starter ?? "" });
	const rubric = content.rubrics[0];
	const textOf = (point: { id: string; question?: string }) =>
		content.questions
			.filter((question) => point.question === undefined || question.id === point.question)
			.flatMap((question) => question.key_points)
			.find((entry) => entry.id === point.id)?.text ?? null;
	return (rubric?.criteria ?? []).map((criterion) => {
		const grade =
			result?.criteria.find((entry) => entry.id === criterion.id) ?? partial.find((entry) => entry.id === criterion.id);
		const rating = selfRating?.ratings[criterion.id] ?? null;
		if (!grade) return unfinished({ criterion, rating, level: content.plan.level });
		return {
			id: criterion.id,
			title: criterion.title,
			weight: criterion.weight,
			mustHave: criterion.must_have,
			status: grade.status,
			score: grade.score,
			uncappedScore: grade.uncappedScore,
			selfRating: rating,
			confidence: grade.confidence,
			reason: grade.reason,
			evidence: grade.evidence.map((evidence) => {
				const turn = transcript.find((entry) => entry.seq === evidence.seq);
				const pointText = evidence.point ? textOf({ id: evidence.point, question: evidence.question }) : null;
				const line = turn?.text.slice(0, evidence.from).split("\n").length ?? 1;
				const said = turn?.atMs ?? 0;
				return {
					...evidence,
					turn: turn?.turn ?? 0,
					atMs: turn?.atMs ?? 0,
					pointText,
					place: turn?.file ? `${turn.file}, line ${line}` : null,
					moment: turn?.file
						? { atMs: writtenAt(turn.file, line) ?? said, file: turn.file, line }
						: { atMs: said, file: null, line: null },
					happened: evidence.quote === "" && turn?.who === "system" ? turn.text : null,
				};
			}),
			points: grade.points.map((point) => ({ ...point, text: textOf(point) ?? point.id })),
			...anchors(criterion, grade.score),
			bar: criterion.bar[content.plan.level],
			hintRung: grade.hintRung,
			flags: grade.flags,
			grader: grade.grader,
		};
	});
}

function unfinished(input: {
	criterion: Criterion;
	rating: Score | null;
	level: RoundContent["plan"]["level"];
}): ReportCriterion {
	const { criterion, rating, level } = input;
	return {
		id: criterion.id,
		title: criterion.title,
		weight: criterion.weight,
		mustHave: criterion.must_have,
		status: "running",
		score: null,
		uncappedScore: null,
		selfRating: rating,
		confidence: 0,
		reason: "",
		evidence: [],
		points: [],
		anchorReached: null,
		anchorNext: null,
		bar: criterion.bar[level],
		hintRung: 0,
		flags: [],
		grader: null,
	};
}

function anchors(criterion: Criterion, score: Score | null): Pick<ReportCriterion, "anchorReached" | "anchorNext"> {
	if (score === null) return { anchorReached: null, anchorNext: { score: 3, text: criterion.anchors[3] } };
	const next = score < 4 ? ((score + 1) as Score) : null;
	return {
		anchorReached: { score, text: criterion.anchors[score] },
		anchorNext: next ? { score: next, text: criterion.anchors[next] } : null,
	};
}

/** Weakest first; what was not assessed comes last, because it is a gap and not a low score. */
export function weakestFirst(criteria: readonly ReportCriterion[]): ReportCriterion[] {
	const rank = (criterion: ReportCriterion) => criterion.score ?? 5;
	return [...criteria].sort((a, b) => rank(a) - rank(b) || b.weight - a.weight);
}
