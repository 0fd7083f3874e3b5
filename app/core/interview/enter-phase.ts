/** Going from one phase of a round to the next. */
import type { Question } from "../content/schemas";
import { chooseProbe, type QuestionProgress, readProgress } from "./choose-probe";
import type { InterviewEvent, Move } from "./events";
import type { RoundContent } from "./round-content";
import { type InterviewState, projectInterview, segmentOf } from "./state";

/** An event the move brings with it, before it is stamped with time and place. */
export type MoveEvent =
	| { type: "phase"; phase: string; question: string }
	| { type: "case-card"; card: string; question: string }
	| { type: "curveball"; curveball: string; question: string }
	| { type: "hint"; criterion: string; rung: number };

export interface NextMove {
	before: MoveEvent[];
	move: Move;
}

export interface Situation {
	state: InterviewState;
	content: RoundContent;
	events: readonly InterviewEvent[];
	progress: QuestionProgress;
	elapsed: number;
}

export const CLOSE = "close";
const TURNS_BETWEEN_CARDS = 2;

/** Enters a phase with its first question; a phase with nothing left to ask gives way to the next one. */
export function enterPhase(situation: Situation, index: number): NextMove {
	const { state, content, events } = situation;
	const phase = content.plan.phases[index];
	if (!phase) return say({ kind: "goodbye" });
	const segment = segmentOf({ state, plan: content.plan, phaseIndex: index });
	const question = content.questions[segment];
	const before: MoveEvent[] = [{ type: "phase", phase: phase.id, question: question?.id ?? "" }];
	if (phase.id === CLOSE || !question) return { before, move: { kind: "closing-question" } };
	const newQuestion = segment !== state.segment;
	if (newQuestion && beginsWithBrief(question)) {
		return { before, move: { kind: "next-stage", phase: phase.id, question: question.id } };
	}
	const inside: Situation = newQuestion ? enterSegment({ situation, index, events }) : situation;
	const card = nextCard({ ...inside, state: { ...inside.state, cardSeq: 0 } }, phase.id);
	if (card) {
		before.push({ type: "case-card", card, question: question.id });
		return { before, move: { kind: "next-stage", phase: phase.id, card, question: question.id } };
	}
	const first = chooseProbe({ state: inside.state, content, progress: inside.progress, phase: phase.id });
	if (!first) return enterPhase(situation, index + 1);
	return { before, move: { kind: "next-stage", phase: phase.id, probe: first.id, question: question.id } };
}

/** Where the Brief asks for an account or a calculation, it is the first question. */
function beginsWithBrief({ kind }: Question): boolean {
	return kind === "story" || kind === "exercise";
}

function enterSegment(input: { situation: Situation; index: number; events: readonly InterviewEvent[] }): Situation {
	const { situation, index, events } = input;
	const { content } = situation;
	const phase = content.plan.phases[index];
	const fresh = projectInterview({ events, plan: content.plan });
	const state = {
		...fresh,
		phase: phase?.id ?? fresh.phase,
		phaseIndex: index,
		segment: segmentOf({ state: fresh, plan: content.plan, phaseIndex: index }),
		segmentFromSeq: fresh.lastSeq,
		openProbe: null,
	};
	return { ...situation, state, progress: readProgress({ state, content, events }) };
}

export function say(move: Move): NextMove {
	return { before: [], move };
}

/** The card a phase has for the candidate and has not shown; null when the last one is too fresh. */
export function nextCard(situation: Situation, phase: string): string | null {
	const { state, progress } = situation;
	const card = progress.question.cards.find((candidate) => candidate.phase === phase && !state.cards.has(candidate.id));
	if (!card) return null;
	const turnsSince = state.spoken.filter((turn) => turn.seq > state.cardSeq).length;
	return state.cardSeq === 0 || turnsSince > TURNS_BETWEEN_CARDS ? card.id : null;
}
