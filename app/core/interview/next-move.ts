/**
 * The interviewer's next move after the candidate has handed over. Code decides, an engine only words it
 * (architecture: "division of work"; behaviour: content design §2, product "What must be true of every round").
 */
import type { Curveball, Question } from "../content/schemas";
import { askAboutBoard } from "./about-board";
import { fraction } from "./choice";
import { chooseProbe, readProgress } from "./choose-probe";
import { findAnswers, readClarifications } from "./clarify";
import { elapsedMs, phaseEndMs } from "./clock";
import { readFiles } from "./code/code-log";
import { findRemarks } from "./code/remarks";
import { isGreen, isStage } from "./code/stage";
import { CLOSE, enterPhase, type MoveEvent, type NextMove, nextCard, type Situation, say } from "./enter-phase";
import type { InterviewEvent } from "./events";
import { lateHint, nextHint } from "./hints";
import { countWords, indirectQuestions, readIntent } from "./intent";
import type { RoundContent } from "./round-content";
import { candidateTurnText, type InterviewState, segmentOf } from "./state";
import { isDeclined } from "./tracked";
import { type FollowUpKind, findWeaknesses } from "./weakness";

const OPENER = "opener";
const LISTEN_WORDS = 25;
const MAX_LISTENS = 2;
const MAX_UNANSWERED = 2;
const MUCH_LEFT_MS = 150_000;
const MAX_DEEPER = 3;
const QUESTIONS_A_STAGE = 2;

/** Chooses the move. `state` is the projection of `events`; `now` is wall time in Unix ms. */
export function chooseMove(input: {
	state: InterviewState;
	content: RoundContent;
	events: readonly InterviewEvent[];
	now: number;
}): NextMove {
	const { content, events, now } = input;
	const { state, before } = leaveOpener(input);
	const situation: Situation = {
		state,
		content,
		events,
		progress: readProgress({ state, content, events }),
		elapsed: elapsedMs(state, now),
	};
	const next = answerRequest(situation) ?? keepTime(situation) ?? listen(situation) ?? pressOn(situation);
	return { before: [...before, ...next.before], move: next.move };
}

/** The opener has no questions of its own: the first answer already belongs to the phase after it. */
function leaveOpener(input: { state: InterviewState; content: RoundContent }): {
	state: InterviewState;
	before: MoveEvent[];
} {
	const { state, content } = input;
	const [first, second] = content.plan.phases;
	if (first?.id !== OPENER || !second || state.phaseIndex !== 0) return { state, before: [] };
	const question = content.questions[segmentOf({ state, plan: content.plan, phaseIndex: 1 })]?.id ?? "";
	return {
		state: { ...state, phase: second.id, phaseIndex: 1, phaseStartedAtMs: state.lastAtMs },
		before: [{ type: "phase", phase: second.id, question }],
	};
}

/** Requests to the interviewer come before everything but the end of time. */
function answerRequest(situation: Situation): NextMove | null {
	const { state, content, progress } = situation;
	if (state.timeChecks.has("over")) return say({ kind: "goodbye" });
	const said = candidateTurnText(state);
	// Nothing of what was spoken could be made out.
	if (said !== "" && said.trim() === "") return say({ kind: "repeat" });
	const { intent, questions } = readIntent(said);
	switch (intent) {
		case "repeat":
			return say({ kind: "repeat" });
		case "steering":
		case "not-now":
		case "about-me":
		case "pause-offer":
			return say({ kind: "redirect", about: intent });
		case "hint": {
			const hint = nextHint({ state, content, progress });
			return "reason" in hint ? null : giveHint(hint);
		}
		case "question": {
			if (state.phase === CLOSE) return null;
			return say({ kind: "clarification", answers: answersTo(situation, questions) });
		}
		default: {
			const answers = intent === "answer" ? answersTo(situation, indirectQuestions(said)) : [];
			if (answers.length > 0 && progress.question.kind !== "story" && state.phase !== CLOSE)
				return say({ kind: "clarification", answers });
			const hint = lateHint({ state, content, progress });
			return hint && giveHint(hint);
		}
	}
}

function answersTo({ progress }: Situation, questions: readonly string[]): string[] {
	const { ifAsked, brief } = progress.question.sections;
	return findAnswers({ questions, clarifications: readClarifications(ifAsked), brief });
}

function giveHint(hint: { criterion: string; rung: number }): NextMove {
	return { before: [{ type: "hint", ...hint }], move: { kind: "hint", ...hint } };
}

/** Moves on when a phase has used its minutes; closes when only the close is left. */
export function keepTime(situation: Situation): NextMove | null {
	const { state, content, elapsed } = situation;
	const { phases } = content.plan;
	const last = phases.length - 1;
	if (state.phase === CLOSE || state.phaseIndex === last) return close(situation);
	const closing = phaseEndMs(content.plan, last - 1);
	if (closing !== null && elapsed >= closing) return enterPhase(situation, last);
	if (staysInStage(situation)) return null;
	const end = phaseEndMs(content.plan, state.phaseIndex);
	if (end !== null && elapsed >= end) return enterPhase(situation, state.phaseIndex + 1);
	return null;
}

function close(situation: Situation): NextMove {
	const said = new Set(situation.state.spoken.map((turn) => turn.move.kind));
	if (!said.has("closing-question")) return say({ kind: "closing-question" });
	if (!said.has("anything-else")) return say({ kind: "anything-else" });
	return say({ kind: "goodbye" });
}

/** Where questions and answers take turns from the start. */
const LED_BY_INTERVIEWER: ReadonlySet<Question["kind"]> = new Set(["story", "situational", "exercise"]);

/** Where the level is expected to lead, the interviewer stays out of the way at first. */
function listen(situation: Situation): NextMove | null {
	const { state, content, progress, elapsed } = situation;
	if (LED_BY_INTERVIEWER.has(progress.question.kind)) return null;
	if (elapsed >= content.levelNote.lead_minutes * 60_000) return null;
	if (countWords(candidateTurnText(state)) < LISTEN_WORDS) return null;
	if (state.spoken.at(-1)?.move.kind === "listen") return null;
	if (state.spoken.filter((turn) => turn.move.kind === "listen").length >= MAX_LISTENS) return null;
	return say({ kind: "listen" });
}

function pressOn(situation: Situation): NextMove {
	const { state, content } = situation;
	if (isStage(state.phase)) return workOnCode(situation);
	return (
		leaveExercise(situation) ??
		openCard(situation, state.phase) ??
		throwCurveball(situation) ??
		followUp(situation) ??
		askAboutLine(situation) ??
		askAboutBoard(situation) ??
		probe(situation) ??
		digDeeper(situation) ??
		enterPhase(situation, Math.min(state.phaseIndex + 1, content.plan.phases.length - 1))
	);
}

/** Another exercise is waiting, so one that two questions running brought no answer to is left. */
function leaveExercise(situation: Situation): NextMove | null {
	const { state, progress } = situation;
	if (progress.question.kind !== "exercise") return null;
	const asked = [...state.asked].filter((key) => key.startsWith(`${progress.question.id}/`)).slice(-MAX_UNANSWERED);
	if (asked.length < MAX_UNANSWERED || !asked.every((key) => state.declined.has(key))) return null;
	return enterPhase(situation, state.phaseIndex + 1);
}

/** A junior candidate works on the first stage until it runs; everybody else is shown more of the task in time. */
function staysInStage(situation: Situation): boolean {
	const { state, content } = situation;
	return content.plan.level === "junior" && isStage(state.phase) && !stageIsDone(situation);
}

function stageIsDone({ state, content, events }: Situation): boolean {
	return isGreen({ events, phase: state.phase, phases: content.plan.phases.map((phase) => phase.id) });
}

/** While code is being written the talk stays short: at most two questions a stage, then the hands are left free. */
function workOnCode(situation: Situation): NextMove {
	const { state } = situation;
	const asked = state.spoken.filter(
		(turn) => turn.atMs >= state.phaseStartedAtMs && ["probe", "follow-up", "about-code"].includes(turn.move.kind),
	).length;
	const free = asked >= QUESTIONS_A_STAGE;
	const question = free ? null : (followUp(situation) ?? askAboutLine(situation));
	if (question) return question;
	if (stageIsDone(situation)) return enterPhase(situation, state.phaseIndex + 1);
	return (free ? null : probe(situation)) ?? say({ kind: "listen" });
}

/** A line of the candidate's code that a colleague would stop at, once a kind and a phase. */
function askAboutLine({ state, progress, events }: Situation): NextMove | null {
	const { code } = progress.question;
	if (!code || state.phase === CLOSE) return null;
	const before = state.spoken.flatMap((turn) =>
		turn.move.kind === "about-code" ? [{ ask: turn.move.ask, atMs: turn.atMs }] : [],
	);
	if (before.some((turn) => turn.atMs >= state.phaseStartedAtMs)) return null;
	const text = readFiles({ events, starter: code.starter })["solution.py"].text;
	const remark = findRemarks({ text, starter: code.starter }).find(
		(found) => !before.some((turn) => turn.ask === found.ask),
	);
	return remark ? say({ kind: "about-code", ...remark }) : null;
}

function openCard(situation: Situation, phase: string): NextMove | null {
	const card = nextCard(situation, phase);
	if (!card) return null;
	const question = situation.progress.question.id;
	return { before: [{ type: "case-card", card, question }], move: { kind: "case-card", card, question } };
}

function throwCurveball(situation: Situation): NextMove | null {
	const { state, content, progress } = situation;
	const level = content.plan.level;
	if (state.curveballs.size > 0 || (level !== "senior" && level !== "staff")) return null;
	const turnsHere = state.spoken.filter((turn) => turn.atMs >= state.phaseStartedAtMs).length;
	if (turnsHere < 1) return null;
	const position = (phase: string) => content.plan.phases.findIndex((candidate) => candidate.id === phase);
	const fits = (curveball: Curveball) =>
		curveball.levels.includes(level) && state.phaseIndex > position(curveball.after_phase);
	const curveball = progress.question.curveballs.find(fits);
	if (!curveball) return null;
	const reference = { curveball: curveball.id, question: progress.question.id };
	return { before: [{ type: "curveball", ...reference }], move: { kind: "curveball", ...reference } };
}

function followUp(situation: Situation): NextMove | null {
	const { state, content, progress } = situation;
	const answer = candidateTurnText(state);
	const limit = content.persona.id === "probing" ? 2 : 1;
	if (state.followUpsSinceProbe >= limit) return null;
	if (progress.question.kind === "exercise" && hasFollowedUp(state)) return null;
	const seed = `${progress.question.id}:${state.spoken.length}:${answer.length}`;
	if (fraction(seed) >= content.persona.follow_up_share) return null;
	return askAboutWeakness(situation);
}

/** The minutes of an exercise are for its questions: one follow-up in it, and only where a reason or a check is missing. */
const ABOUT_EXERCISES: ReadonlySet<FollowUpKind> = new Set(["ask-reason", "ask-evidence"]);

function hasFollowedUp(state: InterviewState): boolean {
	return state.spoken.some((turn) => turn.seq > state.segmentFromSeq && turn.move.kind === "follow-up");
}

/** With the questions of a phase used up and much of its time left, the last answer is worth a closer look. */
function digDeeper(situation: Situation): NextMove | null {
	const { state, content, progress, elapsed } = situation;
	if (progress.question.kind === "exercise") return null;
	const end = phaseEndMs(content.plan, state.phaseIndex);
	if (end === null || end - elapsed < MUCH_LEFT_MS || state.followUpsSinceProbe >= MAX_DEEPER) return null;
	return askAboutWeakness(situation);
}

function askAboutWeakness(situation: Situation): NextMove | null {
	const { state, progress } = situation;
	const answer = candidateTurnText(state);
	const { intent } = readIntent(answer);
	if (intent !== "answer" || answer.trim() === "" || isDeclined(state)) return null;
	const stories = progress.question.kind === "story";
	const exercise = progress.question.kind === "exercise";
	const previous = state.spoken.at(-1)?.move;
	const quoted = new Set(
		state.spoken.flatMap((turn) => (turn.move.kind === "follow-up" ? [turn.move.quote.toLowerCase()] : [])),
	);
	const weakness = findWeaknesses({ answer, stories }).find(
		(candidate) =>
			(!exercise || ABOUT_EXERCISES.has(candidate.ask)) &&
			!quoted.has(candidate.quote.toLowerCase()) &&
			!(previous?.kind === "follow-up" && previous.ask === candidate.ask),
	);
	return weakness ? say({ kind: "follow-up", ask: weakness.ask, quote: weakness.quote }) : null;
}

function probe(situation: Situation): NextMove | null {
	const { state, content, progress } = situation;
	const chosen = chooseProbe({ state, content, progress, phase: state.phase });
	return chosen ? say({ kind: "probe", probe: chosen.id, question: progress.question.id }) : null;
}
