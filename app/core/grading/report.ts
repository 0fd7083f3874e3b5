/** Builds the report from stored grades, the pinned rubrics and the log. Pure; used by the page and the terminal. */
import type { Criterion, Question, Score } from "../content/schemas";
import { TIME_LINES } from "../interview/clock";
import type { EventOf, InterviewEvent } from "../interview/events";
import type { RoundContent } from "../interview/round-content";
import type { GradeResult, ScoredCriterion } from "./grade";
import type { ReportCriterion, ReportTurn, ReportVerdict, ReportView } from "./report-view";

export const ESTIMATE_LABEL = "Estimate by the practice engine — rules, not a model";
const NEAR = 0.05;

export const RECOMMENDATION_WORDS = {
	"strong-no": "Strong no",
	no: "No",
	yes: "Yes",
	"strong-yes": "Strong yes",
} as const;

export interface ReportInput {
	interviewId: string;
	origin: ReportView["origin"];
	startedAt: number;
	events: readonly InterviewEvent[];
	content: RoundContent;
	/** Null while grading has not finished. */
	result: GradeResult | null;
	/** Criteria that are stored already while others are still running. */
	partial: readonly ScoredCriterion[];
	gradeState: "queued" | "running" | "done" | "failed";
}

export function buildReport(input: ReportInput): ReportView {
	const { content, events, result } = input;
	const { plan, guide } = content;
	const transcript = numberTurns(events);
	const selfRating = events.findLast((event): event is EventOf<"self-rating"> => event.type === "self-rating");
	const criteria = reportCriteria({ ...input, transcript, selfRating: selfRating ?? null });
	return {
		interviewId: input.interviewId,
		round: plan.round,
		roundTitle: guide.title,
		questionTitles: usedQuestions(content, events).map((question) => question.title),
		level: plan.level,
		mode: plan.mode,
		startedAt: input.startedAt,
		elapsedMs: events.at(-1)?.atMs ?? 0,
		absences: readAbsences(events),
		extraTime: describeExtraTime(plan.extraTime),
		origin: input.origin,
		state: reportState(input, selfRating !== undefined),
		result: result ? verdict({ result, content, criteria }) : null,
		criteria: weakestFirst(criteria),
		transcript,
		provenance: provenance({ content, result }),
		modelAnswers: usedQuestions(content, events).map((question) => ({
			title: question.title,
			strongAnswer: question.sections.strongAnswer,
			commonMisses: question.sections.commonMisses,
		})),
		practiseNext: practiseNext({ content, criteria }),
		cost: "$0.00, the practice engine runs on this machine",
	};
}

function reportState(input: ReportInput, rated: boolean): ReportView["state"] {
	if (!rated && input.origin === "practised") return "self-rating";
	if (input.gradeState === "failed") return "failed";
	return input.gradeState === "done" && input.result ? "graded" : "grading";
}

/** Gives every spoken turn a number, as evidence chips show it ("turn 14"). System lines have none of their own. */
function numberTurns(events: readonly InterviewEvent[]): ReportTurn[] {
	let turn = 0;
	return events.flatMap((event): ReportTurn[] => {
		if (event.type === "message" && event.text.trim() !== "") {
			turn += 1;
			const who = event.actor === "interviewer" || event.actor === "candidate" ? event.actor : "system";
			return [{ seq: event.seq, turn, who, text: event.text, atMs: event.atMs }];
		}
		const text = systemText(event);
		return text ? [{ seq: event.seq, turn, who: "system", text, atMs: event.atMs }] : [];
	});
}

function systemText(event: InterviewEvent): string | null {
	if (event.type === "time-check") return TIME_LINES[event.key];
	if (event.type === "hint") return `Hint ${event.rung} of 4 on ${event.criterion.replaceAll("-", " ")}`;
	if (event.type === "pass") return "Passed on this question";
	if (event.type === "case-card") return "A case was opened";
	if (event.type === "pause") return event.reason === "candidate" ? "Paused" : "Nobody was here; the clock was stopped";
	if (event.type === "code") return `Code saved: ${event.path}`;
	if (event.type === "run") return "Tests were run";
	if (event.type === "board") return event.outline ? `Board: ${event.outline}` : "The board changed";
	return null;
}

function reportCriteria(
	input: ReportInput & { transcript: readonly ReportTurn[]; selfRating: EventOf<"self-rating"> | null },
): ReportCriterion[] {
	const { content, result, partial, transcript, selfRating } = input;
	const rubric = content.rubrics[0];
	const points = new Map(
		content.questions.flatMap((question) => question.key_points.map((point) => [point.id, point.text] as const)),
	);
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
				const pointText = evidence.point ? (points.get(evidence.point) ?? null) : null;
				return { ...evidence, turn: turn?.turn ?? 0, atMs: turn?.atMs ?? 0, pointText };
			}),
			points: grade.points.map((point) => ({ ...point, text: points.get(point.id) ?? point.id })),
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
function weakestFirst(criteria: readonly ReportCriterion[]): ReportCriterion[] {
	const rank = (criterion: ReportCriterion) => criterion.score ?? 5;
	return [...criteria].sort((a, b) => rank(a) - rank(b) || b.weight - a.weight);
}

function verdict(input: {
	result: GradeResult;
	content: RoundContent;
	criteria: readonly ReportCriterion[];
}): ReportVerdict {
	const { result, content, criteria } = input;
	const mustHaves = criteria.filter((criterion) => criterion.mustHave);
	const confirmed = result.redFlags.filter((flag) => flag.state === "confirmed").length;
	const suspected = result.redFlags.length - confirmed;
	return {
		mean: result.mean,
		overall: result.overall,
		recommendation: result.recommendation,
		observedWeight: result.observedWeight,
		narrow: describeNarrow(result, content),
		summary: summarise({ result, criteria }),
		rule: result.rule,
		mustHaves: mustHaves.map((criterion) => `${criterion.title}: ${criterion.score ?? "not assessed"}`).join(", "),
		redFlags: confirmed + suspected === 0 ? "None" : `${confirmed} confirmed, ${suspected} suspected (no effect)`,
		label: result.grader.kind === "rules" ? ESTIMATE_LABEL : `Graded by ${result.grader.version}`,
		flags: result.flags,
	};
}

function describeNarrow(result: GradeResult, content: RoundContent): string | null {
	const { recommendation } = content.scale;
	if (result.overall === null) return null;
	for (const cut of [recommendation.negative.mean, recommendation.positive.mean, recommendation.strong_yes.mean]) {
		const distance = Math.round((result.overall - cut) * 100) / 100;
		if (Math.abs(distance) > NEAR) continue;
		return distance === 0
			? "narrow, on the line"
			: `narrow, ${Math.abs(distance).toFixed(2)} ${distance > 0 ? "above" : "below"} the line`;
	}
	return null;
}

/** Plain sentences from the scores alone: strongest, weakest, what was not seen. */
function summarise(input: { result: GradeResult; criteria: readonly ReportCriterion[] }): string {
	const { result, criteria } = input;
	const graded = criteria.filter((criterion) => criterion.score !== null);
	if (graded.length === 0) return "Nothing in this round could be assessed, so there is no estimate.";
	const sorted = [...graded].sort((a, b) => (b.score ?? 0) - (a.score ?? 0) || b.weight - a.weight);
	const best = sorted[0];
	const worst = sorted.at(-1);
	const sentences: string[] = [];
	if (best && worst && best.score !== worst.score) {
		sentences.push(
			`Strongest: ${best.title.toLowerCase()} (${best.score}). Weakest: ${worst.title.toLowerCase()} (${worst.score}).`,
		);
	} else if (best) {
		sentences.push(`All assessed criteria stand at ${best.score}.`);
	}
	const missing = worst?.points.filter((point) => point.must && point.verdict === "missing") ?? [];
	if (worst && missing[0]) sentences.push(`Still open there: ${missing[0].text}`);
	const unseen = criteria.filter((criterion) => criterion.status === "not-observed");
	if (unseen.length > 0) {
		const names = unseen.map((criterion) => criterion.title.toLowerCase()).join(", ");
		sentences.push(`Not assessed: ${names}. That counts neither for nor against you.`);
	}
	if (result.overall === null)
		sentences.push(`Only ${result.observedWeight} of 100 weight was seen; an overall estimate needs 60.`);
	return sentences.join(" ");
}

function provenance(input: { content: RoundContent; result: GradeResult | null }): ReportView["provenance"] {
	const { content, result } = input;
	const rubric = content.rubrics[0];
	const pin = content.plan.segments[0]?.rubric;
	const lines: ReportView["provenance"] = [];
	if (result) {
		const count = result.criteria.filter((criterion) => criterion.status === "graded").length;
		const kind = result.grader.kind;
		lines.push({
			title: kind === "rules" ? `${count} criteria estimated` : `${count} criteria graded`,
			detail: kind === "rules" ? `rules, version ${result.grader.version}` : result.grader.version,
			icon: kind,
		});
	}
	lines.push({ title: "Person", detail: "nobody yet", icon: "person" });
	lines.push({
		title: "Rubric",
		detail: `${rubric?.title ?? ""} v${rubric?.version ?? 1}, ${pin?.hash.slice(0, 8) ?? ""}`,
		icon: "rubric",
	});
	return lines;
}

/** What to do next: the weakest criteria first, each as a link that exists. */
function practiseNext(input: {
	content: RoundContent;
	criteria: readonly ReportCriterion[];
}): ReportView["practiseNext"] {
	const { content, criteria } = input;
	const { plan } = content;
	const main = plan.segments[0]?.question.slug ?? "";
	const minutes = Math.round(plan.phases.reduce((sum, phase) => sum + phase.minutes, 0));
	const weak = criteria.filter((criterion) => criterion.score !== null && criterion.score <= 2);
	const open = weak.length > 0 ? weak : criteria.filter((criterion) => criterion.status === "not-observed");
	const focus = open
		.slice(0, 2)
		.map((criterion) => criterion.title.toLowerCase())
		.join(" and ");
	const base = `/setup?round=${plan.round}&level=${plan.level}&mode=${plan.mode}`;
	return [
		{
			title: "A different question, same round",
			detail: focus ? `Look for ${focus}` : "To see whether it holds",
			href: `${base}&choice=different&question=${main}`,
			minutes,
		},
		{
			title: "The same question again",
			detail: "After reading the model answer",
			href: `${base}&choice=again&question=${main}`,
			minutes,
		},
		...(plan.mode === "real" && weak.length > 0
			? [
					{
						title: "The same question in Study mode",
						detail: "Feedback after each answer",
						href: `/setup?round=${plan.round}&level=${plan.level}&mode=study&choice=again&question=${main}`,
						minutes,
					},
				]
			: []),
	];
}

/** The questions that were really asked, in order. */
function usedQuestions(content: RoundContent, events: readonly InterviewEvent[]): Question[] {
	const slugs = new Set(events.flatMap((event) => (event.type === "phase" && event.question ? [event.question] : [])));
	const used = content.questions.filter((question) => slugs.has(question.id));
	return used.length > 0 ? used : content.questions.slice(0, 1);
}

function readAbsences(events: readonly InterviewEvent[]): ReportView["absences"] {
	return events.flatMap((event, index) => {
		if (event.type !== "pause" || event.reason === "candidate") return [];
		const back = events.slice(index + 1).find((later) => later.type === "resume");
		const minutes = back?.at && event.at ? Math.round((back.at - event.at) / 60_000) : 0;
		return [{ atMs: event.atMs, minutes }];
	});
}

function describeExtraTime(extra: RoundContent["plan"]["extraTime"]): string | null {
	if (extra === "quarter") return "25 % extra time";
	if (extra === "half") return "50 % extra time";
	return extra === "untimed" ? "Untimed" : null;
}
