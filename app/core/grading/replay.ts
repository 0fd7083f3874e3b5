/**
 * A round as it can be looked at again: the talk, the file or the board, and what happened when, all on one clock. A
 * projection of the log; nothing in it is judged (DESIGN §3 Timeline, §4 07-replay).
 */
import type { Level, Round, Score } from "../content/schemas";
import { type CodeStep, changedLines, codeReader, codeSteps } from "../interview/code/code-replay";
import { SOLUTION } from "../interview/code/run";
import { allPassed, type RunEntry, runHistory } from "../interview/code/run-history";
import type { InterviewEvent } from "../interview/events";
import type { Mode } from "../interview/plan";
import type { RoundContent } from "../interview/round-content";
import { numberTurns } from "./report";
import type { ReportCriterion, ReportTurn } from "./report-view";

export const MOMENT_KINDS = ["answer", "question", "edit", "board", "run", "hint", "turn"] as const;
export type MomentKind = (typeof MOMENT_KINDS)[number];

export interface ReplayMoment {
	seq: number;
	kind: MomentKind;
	fromMs: number;
	/** Later than `fromMs` for what took a while: editing, drawing. */
	toMs: number;
	title: string;
	detail: string;
	/** Runs only: whether everything passed. */
	passed?: boolean;
}

export interface ReplayView {
	interviewId: string;
	title: string;
	round: Round;
	roundTitle: string;
	level: Level;
	mode: Mode;
	startedAt: number;
	lengthMs: number;
	phases: { title: string; fromMs: number; toMs: number }[];
	/** What was said, and lines about what happened in between. */
	turns: ReportTurn[];
	/** Everything that happened, in order. */
	moments: ReplayMoment[];
	/** Criteria that quote a turn, by its seq; empty until there are grades to show. */
	evidence: Record<number, { criterion: string; title: string; score: Score | null }[]>;
	code: { starter: string; steps: CodeStep[] } | null;
	/** Round times in ms at which the board changed; null in rounds where nothing was drawn or written. */
	board: number[] | null;
}

/** Editing or drawing that pauses for longer is told as two; so is editing with a run in between. */
const APART_MS = 20_000;

export function buildReplay(input: {
	interviewId: string;
	startedAt: number;
	events: readonly InterviewEvent[];
	content: RoundContent;
	/** Graded criteria; none while the candidate has not rated themselves. */
	criteria: readonly ReportCriterion[];
}): ReplayView {
	const { interviewId, startedAt, events, content, criteria } = input;
	const { plan, guide, questions } = content;
	const [question] = questions;
	const steps = codeSteps(events);
	const starter = question?.code?.starter ?? "";
	const drawn = events.filter(
		(event) => event.type === "board" && ((event.elements?.length ?? 0) > 0 || event.words !== undefined),
	);
	const talk = numberTurns(events.filter((event) => event.type !== "code" && event.type !== "board"));
	const moments = [
		...talk.flatMap(spokenMoment),
		...editMoments({ steps, starter, runs: events.flatMap(({ type, seq }) => (type === "run" ? [seq] : [])) }),
		...stretches(drawn).map(
			({ first, last, count }): ReplayMoment => ({
				seq: first.seq,
				kind: "board",
				fromMs: first.atMs,
				toMs: last.atMs,
				title: "Board",
				detail: count === 1 ? "1 change" : `${count} changes`,
			}),
		),
		...runHistory({ events, over: true }).map(runMoment),
		...events.flatMap((event) => turnMoment({ event, content })),
	].sort((a, b) => a.fromMs - b.fromMs || a.seq - b.seq);
	const lengthMs = Math.max(1, events.at(-1)?.atMs ?? 0);
	return {
		interviewId,
		title: question?.title ?? guide.title,
		round: plan.round,
		roundTitle: guide.title,
		level: plan.level,
		mode: plan.mode,
		startedAt,
		lengthMs,
		phases: phasesOf({ events, content, lengthMs }),
		turns: talk,
		moments,
		evidence: evidenceBySeq(criteria),
		code: question?.code && steps.length > 0 ? { starter, steps } : null,
		board: drawn.length > 0 ? [...new Set(drawn.map(({ atMs }) => atMs))] : null,
	};
}

function spokenMoment(turn: ReportTurn): ReplayMoment[] {
	if (turn.who === "system") return [];
	const words = turn.text.trim().split(/\s+/).length;
	const stamp = { seq: turn.seq, fromMs: turn.atMs, toMs: turn.atMs };
	return turn.who === "candidate"
		? [{ ...stamp, kind: "answer", title: "Answer", detail: words === 1 ? "1 word" : `${words} words` }]
		: [{ ...stamp, kind: "question", title: "Interviewer", detail: firstWords(turn.text) }];
}

function firstWords(text: string): string {
	const [sentence = ""] = text.trim().split(/(?<=[.?])\s/);
	return sentence.length <= 60 ? sentence : `${sentence.slice(0, 57).trimEnd()}…`;
}

/** Stretches of saved changes, each with the lines it left behind. */
function editMoments(input: { steps: readonly CodeStep[]; starter: string; runs: readonly number[] }): ReplayMoment[] {
	const read = codeReader(input);
	const seen = new Map(input.steps.map((step, index) => [step.seq, index]));
	return stretches(input.steps, input.runs).map(({ first, last }) => {
		const before = read(seen.get(first.seq) ?? 0);
		const after = read((seen.get(last.seq) ?? 0) + 1);
		const path = before[SOLUTION] === after[SOLUTION] ? first.path : SOLUTION;
		const change = changedLines(before[path] ?? "", after[path] ?? "");
		const stamp = { seq: first.seq, kind: "edit" as const, fromMs: first.atMs, toMs: last.atMs, title: "Edit" };
		const where = path === SOLUTION ? "" : `, ${path}`;
		if (!change) return { ...stamp, detail: `back to what it was${where}` };
		if (change.added === 0) return { ...stamp, detail: `${change.removed} lines taken out${where}` };
		const lines = change.added === 1 ? `line ${change.from}` : `lines ${change.from} to ${change.to}`;
		return { ...stamp, detail: `${lines}${where}` };
	});
}

function stretches<T extends { seq: number; atMs: number }>(
	steps: readonly T[],
	breaks: readonly number[] = [],
): { first: T; last: T; count: number }[] {
	const found: { first: T; last: T; count: number }[] = [];
	for (const step of steps) {
		const open = found.at(-1);
		const broken = breaks.some((seq) => open && seq > open.last.seq && seq < step.seq);
		if (open && !broken && step.atMs - open.last.atMs <= APART_MS) {
			open.last = step;
			open.count += 1;
		} else found.push({ first: step, last: step, count: 1 });
	}
	return found;
}

function runMoment(run: RunEntry): ReplayMoment {
	const counts = run.counts.map(({ group, passed, total }) => `${group} ${passed} of ${total}`).join(", ");
	const where = run.kind === "browser" ? ", in the browser" : run.kind === "final" ? ", at the end" : "";
	return {
		seq: run.seq,
		kind: "run",
		fromMs: run.atMs,
		toMs: run.atMs,
		title: `Run ${run.number}`,
		detail: `${run.problem ? "could not be tested" : counts || "no tests"}${where}`,
		passed: allPassed(run),
	};
}

/** Hints, and the turns a round takes: phases, cards, changed requirements, passes. */
function turnMoment(input: { event: InterviewEvent; content: RoundContent }): ReplayMoment[] {
	const { event, content } = input;
	const stamp = { seq: event.seq, fromMs: event.atMs, toMs: event.atMs };
	switch (event.type) {
		case "hint": {
			const criterion = content.rubrics.flatMap((rubric) => rubric.criteria).find(({ id }) => id === event.criterion);
			return [
				{ ...stamp, kind: "hint", title: `Hint ${event.rung} of 4`, detail: criterion?.title ?? event.criterion },
			];
		}
		case "phase": {
			const phase = content.plan.phases.find(({ id }) => id === event.phase);
			return [{ ...stamp, kind: "turn", title: phase?.title ?? event.phase, detail: "begins" }];
		}
		case "case-card": {
			const card = content.questions.flatMap((question) => question.cards).find(({ id }) => id === event.card);
			return [{ ...stamp, kind: "turn", title: "Card", detail: card?.title ?? event.card }];
		}
		case "curveball":
			return [{ ...stamp, kind: "turn", title: "Twist", detail: "the requirement changes" }];
		case "pass":
			return [{ ...stamp, kind: "turn", title: "Passed", detail: "on this question" }];
		default:
			return [];
	}
}

function phasesOf(input: {
	events: readonly InterviewEvent[];
	content: RoundContent;
	lengthMs: number;
}): ReplayView["phases"] {
	const { events, content, lengthMs } = input;
	const titles = new Map(content.plan.phases.map(({ id, title }) => [id, title]));
	const begun = events.flatMap((event) =>
		event.type === "phase" ? [{ title: titles.get(event.phase) ?? event.phase, fromMs: event.atMs }] : [],
	);
	return begun.map((phase, index) => ({ ...phase, toMs: begun[index + 1]?.fromMs ?? lengthMs }));
}

function evidenceBySeq(criteria: readonly ReportCriterion[]): ReplayView["evidence"] {
	const found: ReplayView["evidence"] = {};
	for (const { id, title, score, evidence } of criteria) {
		for (const seq of new Set(evidence.map((entry) => entry.seq))) {
			found[seq] = [...(found[seq] ?? []), { criterion: id, title, score }];
		}
	}
	return found;
}
