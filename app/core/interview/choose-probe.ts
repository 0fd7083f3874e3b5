/**
 * Which question comes next. Source: content design §6.3: an unasked probe of this level and phase whose key points are
 * still open, must-have criteria first; in stories the first missing or thin slot leads.
 */
import type { Probe, Question, Rubric } from "../content/schemas";
import { matchKeyPoints } from "../grading/coverage";
import type { InterviewEvent } from "./events";
import type { RoundContent } from "./round-content";
import { readSlots, type SlotState } from "./star";
import type { InterviewState } from "./state";
import { type Covered, mergeCovered, readFindings } from "./tracked";
import { withGaps } from "./unclear";

/** What is known about the question in hand: covered points with their quotes, and what the candidate said about it. */
export interface QuestionProgress {
	question: Question;
	rubric: Rubric;
	messages: { seq: number; text: string }[];
	covered: Covered[];
}

/**
 * Which key points the candidate's words since the question began cover: by the tracker where it has read them, by the
 * matcher everywhere else, and so always in the newest answer.
 */
export function readProgress(input: {
	state: InterviewState;
	content: RoundContent;
	events: readonly InterviewEvent[];
}): QuestionProgress {
	const { state, content, events } = input;
	const question = content.questions[state.segment];
	const rubric = content.rubrics[state.segment];
	if (!question || !rubric) throw new RangeError(`no segment ${state.segment} in this plan`);
	const messages = events.flatMap((event) =>
		event.type === "message" &&
		event.actor === "candidate" &&
		event.seq > state.segmentFromSeq &&
		event.text.trim() !== ""
			? [{ seq: event.seq, text: withGaps(event) }]
			: [],
	);
	const { found, read } = readFindings({ state, question: question.id, messages });
	const matched = matchKeyPoints({
		keyPoints: question.key_points,
		briefText: question.sections.brief,
		messages: messages.filter((message) => !read.has(message.seq)),
	});
	const covered = mergeCovered({ points: question.key_points, covered: [...found, ...matched] });
	return { question, rubric, messages, covered };
}

/**
 * The probe to ask now, or null when nothing open is left to ask in `phase`.
 * A probe that was asked or declined is never returned.
 */
export function chooseProbe(input: {
	state: InterviewState;
	content: RoundContent;
	progress: QuestionProgress;
	phase: string;
}): Probe | null {
	const { state, content, progress, phase } = input;
	const ranked = progress.question.probes
		.map((probe, order) => ({ probe, order, value: probeValue({ probe, state, content, progress, phase }) }))
		.filter((entry) => entry.value > 0)
		.sort((a, b) => b.value - a.value || a.order - b.order);
	return ranked[0]?.probe ?? null;
}

const SLOT_PULL: Record<SlotState, number> = { missing: 2, thin: 1.4, enough: 1 };

function probeValue(input: {
	probe: Probe;
	state: InterviewState;
	content: RoundContent;
	progress: QuestionProgress;
	phase: string;
}): number {
	const { probe, state, content, progress, phase } = input;
	const { question, rubric } = progress;
	const key = `${question.id}/${probe.id}`;
	const level = content.plan.level;
	if (state.asked.has(key) || state.declined.has(key)) return 0;
	if (probe.levels && !probe.levels.includes(level)) return 0;
	if (probe.phase && probe.phase !== phase) return 0;
	const stage = content.guide.phases.find((candidate) => candidate.id === phase);
	const covered = new Set(progress.covered.filter((match) => match.verdict === "met").map((match) => match.point));
	const slots = question.kind === "story" ? readSlots(progress.messages.map((message) => message.text)) : [];
	let value = 0;
	for (const id of probe.covers) {
		const point = question.key_points.find((candidate) => candidate.id === id);
		if (!point || covered.has(id)) continue;
		const criterion = rubric.criteria.find((candidate) => candidate.id === point.criterion);
		if (!criterion) continue;
		if (timesProbed({ state, question, point: id }) >= content.persona.max_probes_per_point) continue;
		const must = point.must_for.includes(level) ? 2 : 0.4;
		const here = !stage || stage.criteria.length === 0 || stage.criteria.includes(criterion.id) ? 1.6 : 1;
		const slot = slots.find((candidate) => candidate.criterion === criterion.id && candidate.state !== "enough");
		value +=
			must * here * (criterion.must_have ? 1.4 : 1) * (criterion.weight / 20) * (slot ? SLOT_PULL[slot.state] : 1);
	}
	const elsewhere =
		stage && stage.criteria.length > 0 && !probe.phase && !touches({ probe, question, criteria: stage.criteria });
	return elsewhere && !isCatchAll(content, phase) ? 0 : value / Math.sqrt(probe.covers.length);
}

function touches(input: { probe: Probe; question: Question; criteria: readonly string[] }): boolean {
	const fitting = input.probe.covers.filter((id) => {
		const point = input.question.key_points.find((candidate) => candidate.id === id);
		return point ? input.criteria.includes(point.criterion) : false;
	});
	return fitting.length * 2 >= input.probe.covers.length;
}

/** The last working phase before the close takes whatever is still open, so that no criterion goes unasked. */
function isCatchAll(content: RoundContent, phase: string): boolean {
	const working = content.plan.phases.filter((candidate) => candidate.id !== "close");
	const current = working.find((candidate) => candidate.id === phase);
	const same = working.filter((candidate) => candidate.segment === current?.segment);
	return same.at(-1)?.id === phase || same.at(-2)?.id === phase;
}

function timesProbed(input: { state: InterviewState; question: Question; point: string }): number {
	return input.question.probes.filter(
		(probe) => probe.covers.includes(input.point) && input.state.asked.has(`${input.question.id}/${probe.id}`),
	).length;
}
