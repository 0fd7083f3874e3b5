/**
 * The controller: accepts or refuses what a candidate does and says which events follow. Pure: the log, the content,
 * the clock and the ids come in; events come out. Refusals are `AppError`s thrown before anything is stored.
 */
import { AppError } from "../errors";
import { readProgress } from "./choose-probe";
import { AWAY_MS, elapsedMs } from "./clock";
import type { MoveEvent } from "./enter-phase";
import type { InterviewEvent, Move, NewEvent } from "./events";
import { nextHint } from "./hints";
import type { RoomInput } from "./input";
import { chooseMove } from "./next-move";
import type { RoundContent } from "./round-content";
import { type InterviewState, projectInterview } from "./state";
import { freshFindings, type Tracked, withFindings } from "./tracked";
import { readUnclear } from "./unclear";

export const FOCUS_MINUTES = 5;
/** Quiet time without typing or talking after which the interviewer checks in once a question (product, "stuck"). */
export const STUCK_MS = 90_000;

export interface ControllerContext {
	events: readonly InterviewEvent[];
	content: RoundContent;
	/** Wall time, Unix ms. */
	now: number;
	/** A fresh id for a turn. */
	newId: () => string;
	/** What a tracker has found since; the turn that is started knowing it carries it into the log. */
	tracked?: readonly Tracked[];
}

type Unplaced = MoveEvent | { type: "turn-started"; turnId: string; move: Move; tracked?: Tracked[] };

/** The events with which an interview begins: engine, first phase, the interviewer's opening turn. */
export function startInterview(
	context: Omit<ControllerContext, "events"> & {
		/** The model that words the round; null or left out for the practice engine. */
		model?: string | null;
	},
): NewEvent[] {
	const { content, now, newId, model } = context;
	const first = content.plan.phases[0];
	const question = content.questions[first?.segment ?? 0]?.id;
	const stamp = { atMs: 0, at: now };
	return [
		model
			? { type: "engine", actor: "system", kind: "model", model, ...stamp }
			: { type: "engine", actor: "system", kind: "practice", ...stamp },
		{ type: "phase", actor: "system", phase: first?.id ?? "", question, ...stamp },
		{ type: "turn-started", actor: "system", turnId: newId(), move: { kind: "open" }, ...stamp },
	];
}

/**
 * What follows from `input`. The events of one call start at most one interviewer turn.
 * Refuses with "round-over" after the end, "reply-running" while the interviewer writes, "not-available" for a control
 * that does not apply, "bad-input" for an empty answer.
 */
export function decide(context: ControllerContext & { input: RoomInput }): NewEvent[] {
	const { events, content, input, now } = context;
	const state = projectInterview({ events, plan: content.plan });
	if (state.status === "ended") throw new AppError("round-over", "This round has ended. Your answers are saved.");
	const resumed =
		state.status === "paused" && input.kind !== "pause" && input.kind !== "end" ? resume({ state, now }) : [];
	const running = resumed.length > 0 ? projectInterview({ events: place(events, resumed), plan: content.plan }) : state;
	const tracked = freshFindings({ tracked: context.tracked ?? [], state, events, questions: content.questions });
	const inner = { ...context, tracked, events: place(events, resumed), state: withFindings(running, tracked) };
	return [...resumed, ...decideRunning({ ...inner, input })];
}

function decideRunning(context: ControllerContext & { state: InterviewState; input: RoomInput }): NewEvent[] {
	const { state, input, now } = context;
	switch (input.kind) {
		case "message":
			return acceptMessage({ ...context, text: input.text, handsOver: input.handsOver });
		case "pass":
			return acceptPass(context);
		case "hint":
			return acceptHint(context);
		case "skip":
			return acceptSkip(context);
		case "focus":
			return acceptFocus({ ...context, minutes: input.minutes });
		case "pause": {
			if (context.content.plan.mode !== "study")
				throw new AppError(
					"not-available",
					"Only Study rounds can be paused. Leaving the page stops the clock after a minute.",
				);
			if (state.status === "paused") return [];
			return [stamped({ state, now, event: { type: "pause", actor: "candidate", reason: "candidate" } })];
		}
		case "resume":
			return [];
		case "retry":
			return retry(context);
		case "use-practice":
			if (state.engine.kind === "practice") return retry(context);
			return [
				stamped({ state, now, event: { type: "engine", actor: "candidate", kind: "practice" } }),
				...retry(context),
			];
		case "end":
			return endRound({ state, now });
	}
}

function acceptMessage(
	context: ControllerContext & { state: InterviewState; text: string; handsOver: boolean },
): NewEvent[] {
	const { state, handsOver, now } = context;
	const { text, unclear } = readUnclear(context.text);
	refuseWhileWriting(state);
	if (text.trim() === "" && (!handsOver || state.candidateTurn.length === 0)) {
		throw new AppError("bad-input", "There is nothing to send yet. Write an answer, or pass on this question.");
	}
	const spoken = unclear.length > 0 ? { unclear } : {};
	const message = stamped({ state, now, event: { type: "message", actor: "candidate", text, handsOver, ...spoken } });
	return handsOver ? [message, ...reply({ ...context, said: [message] })] : [message];
}

function acceptPass(context: ControllerContext & { state: InterviewState }): NewEvent[] {
	const { state, now } = context;
	refuseWhileWriting(state);
	const question = state.openProbe?.split("/")[0];
	const pass = stamped({ state, now, event: { type: "pass", actor: "candidate", question } });
	return [pass, ...reply({ ...context, said: [pass] })];
}

function acceptHint(context: ControllerContext & { state: InterviewState }): NewEvent[] {
	const { state, content, events } = context;
	refuseWhileWriting(state);
	const hint = nextHint({ state, content, progress: readProgress({ state, content, events }) });
	if ("reason" in hint) throw new AppError("not-available", hint.reason);
	return startTurn({ ...context, before: [{ type: "hint", ...hint }], move: { kind: "hint", ...hint } });
}

function acceptSkip(context: ControllerContext & { state: InterviewState }): NewEvent[] {
	const { state, content } = context;
	refuseWhileWriting(state);
	const spare = content.plan.spare === null ? undefined : content.questions[content.plan.spare];
	const current = content.questions[state.segment];
	if (!spare || state.skipped || current?.kind !== "story" || state.timeChecks.has("over")) {
		throw new AppError("not-available", "Another question can be asked for once, in a story.");
	}
	const before: MoveEvent[] = [{ type: "phase", phase: state.phase, question: spare.id }];
	return startTurn({ ...context, before, move: { kind: "next-stage", phase: state.phase, question: spare.id } });
}

function acceptFocus(context: ControllerContext & { state: InterviewState; minutes: number }): NewEvent[] {
	const { state, minutes, now } = context;
	refuseWhileWriting(state);
	const left = FOCUS_MINUTES - state.focusMinutes;
	if (minutes > left) throw new AppError("not-available", `There are ${left} of ${FOCUS_MINUTES} focus minutes left.`);
	return [stamped({ state, now, event: { type: "focus", actor: "candidate", minutes } })];
}

function retry(context: ControllerContext & { state: InterviewState }): NewEvent[] {
	const { state } = context;
	refuseWhileWriting(state);
	if (state.failedTurn) return startTurn({ ...context, before: [], move: state.failedTurn.move });
	if (state.handedOver) return reply({ ...context, said: [] });
	return [];
}

/** Ends the round now. An interviewer turn still open is closed as failed, so that no turn stays without an end. */
export function endRound(input: { state: InterviewState; now: number; by?: "candidate" | "clock" }): NewEvent[] {
	const { state, now, by = "candidate" } = input;
	const actor = by === "candidate" ? ("candidate" as const) : ("system" as const);
	const open = state.openTurn;
	const failed: NewEvent[] = open
		? [
				stamped({
					state,
					now,
					event: { type: "turn-failed", actor: "system", turnId: open.turnId, reason: "The round ended." },
				}),
			]
		: [];
	return [...failed, stamped({ state, now, event: { type: "end", actor, by } })];
}

/** What follows when an engine has worded a turn: the message, and the end of the round after the goodbye. */
export function finishTurn(input: { state: InterviewState; turnId: string; text: string; now: number }): NewEvent[] {
	const { state, turnId, text, now } = input;
	const message = stamped({ state, now, event: { type: "message", actor: "interviewer", text, turnId } });
	if (state.openTurn?.move.kind !== "goodbye") return [message];
	const by = state.timeChecks.has("over") ? ("clock" as const) : ("controller" as const);
	return [message, stamped({ state, now, event: { type: "end", actor: "system", by } })];
}

/** One gentle check-in a question when nothing has been typed or said for a while; never in focus time. */
export function checkIn(context: ControllerContext & { lastActivityAt: number; draft: string }): NewEvent[] {
	const { events, content, now, lastActivityAt } = context;
	const state = projectInterview({ events, plan: content.plan });
	const last = state.spoken.at(-1);
	if (state.status !== "running" || state.openTurn || state.failedTurn || !last) return [];
	if (last.move.kind === "stuck" || last.move.kind === "goodbye" || state.timeChecks.has("over")) return [];
	const elapsed = elapsedMs(state, now);
	if (elapsed < state.focusEndsAtMs) return [];
	const quietSince = Math.max(lastActivityAt, state.lastAt);
	if (now - quietSince < STUCK_MS || now - quietSince > STUCK_MS + AWAY_MS * 10) return [];
	return startTurn({ ...context, state, before: [], move: { kind: "stuck" } });
}

function reply(context: ControllerContext & { state: InterviewState; said: NewEvent[] }): NewEvent[] {
	const events = place(context.events, context.said);
	const projected = projectInterview({ events, plan: context.content.plan });
	const state = withFindings(projected, context.tracked ?? []);
	const { before, move } = chooseMove({ state, content: context.content, events, now: context.now });
	return startTurn({ ...context, state, before, move });
}

function startTurn(
	context: ControllerContext & { state: InterviewState; before: MoveEvent[]; move: Move },
): NewEvent[] {
	const { state, now, newId, before, move, tracked = [] } = context;
	const known = tracked.length > 0 ? { tracked: [...tracked] } : {};
	const unplaced: Unplaced[] = [...before, { type: "turn-started", turnId: newId(), move, ...known }];
	return unplaced.map((event) => stamped({ state, now, event: { ...event, actor: "system" } as Unstamped }));
}

/** The clock goes on: the candidate is at work again. */
export function resume(input: { state: InterviewState; now: number }): NewEvent[] {
	return [{ type: "resume", actor: "candidate", atMs: input.state.lastAtMs, at: input.now }];
}

function refuseWhileWriting(state: InterviewState): void {
	if (!state.openTurn) return;
	throw new AppError("reply-running", "The interviewer is writing. Your text is kept and sent when the turn is yours.");
}

export type Unstamped = NewEvent extends infer E ? (E extends NewEvent ? Omit<E, "atMs" | "at"> : never) : never;

/** Writing or drawing ends a pause that was made because nobody was here; one that the candidate chose stays. */
export function backAtWork(input: {
	events: readonly InterviewEvent[];
	state: InterviewState;
	now: number;
}): NewEvent[] {
	const pause = input.events.findLast((event) => event.type === "pause");
	return input.state.status === "paused" && pause?.reason !== "candidate" ? resume(input) : [];
}

/** Gives an event its round time and wall time; neither ever runs backwards. */
export function stamped(input: { state: InterviewState; now: number; event: Unstamped }): NewEvent {
	return {
		...input.event,
		atMs: elapsedMs(input.state, input.now),
		at: Math.max(input.now, input.state.lastAt),
	} as NewEvent;
}

/** Gives events the places they will have in the log, so that they can be projected before they are stored. */
export function place(events: readonly InterviewEvent[], added: readonly NewEvent[]): InterviewEvent[] {
	const last = events.at(-1)?.seq ?? 0;
	return [...events, ...added.map((event, index) => ({ ...event, seq: last + index + 1 }) as InterviewEvent)];
}
