/** Round time. The log carries it: `atMs` leaves pauses out, `at` is wall time, so the clock needs no timer of its own. */
import type { NewEvent } from "./events";
import type { InterviewPlan } from "./plan";
import type { InterviewState } from "./state";

/** After time is up the candidate may finish the thought they are on. Nobody is cut off in the middle of a sentence. */
export const GRACE_MS = 120_000;
/** With no sign of life for this long the round is paused, dated to the last sign (decisions 2). */
export const AWAY_MS = 60_000;

/** Milliseconds of round time at wall time `now`. Stands still while paused or ended and never runs backwards. */
export function elapsedMs(state: InterviewState, now: number): number {
	if (state.status !== "running") return state.lastAtMs;
	return state.lastAtMs + Math.max(0, now - state.lastAt);
}

/** Length of the round in milliseconds, or null when it is untimed. */
export function totalMs(plan: InterviewPlan): number | null {
	return plan.minutes === null ? null : plan.minutes * 60_000;
}

/** Round time at which a phase should give way, extra time included; null when untimed. */
export function phaseEndMs(plan: InterviewPlan, index: number): number | null {
	const total = totalMs(plan);
	if (total === null) return null;
	const planned = plan.phases.reduce((sum, phase) => sum + phase.minutes, 0);
	const until = plan.phases.slice(0, index + 1).reduce((sum, phase) => sum + phase.minutes, 0);
	return planned === 0 ? total : (until / planned) * total;
}

type Due = NewEvent & { eventKey: string };

/**
 * What the clock owes by `now`: a pause when nobody has been there, time checks, the end. Each carries a key that is
 * unique in an interview, so that a request and the sweep cannot both add it.
 *
 * `lastSeenAt` is the last sign of life from an open page (Unix ms).
 */
export function dueEvents(input: {
	state: InterviewState;
	plan: InterviewPlan;
	now: number;
	lastSeenAt: number;
}): Due[] {
	const { state, plan, now } = input;
	if (state.status !== "running") return [];
	const seen = Math.max(input.lastSeenAt, state.lastAt);
	const away = now - seen > AWAY_MS;
	const until = away ? seen : now;
	const due = timeDue({ state, plan, until });
	if (due.some((event) => event.type === "end") || !away) return due;
	const pause: Due = {
		type: "pause",
		actor: "system",
		atMs: elapsedMs(state, seen),
		at: seen,
		reason: "away",
		eventKey: `pause:${state.lastSeq}`,
	};
	return [...due, pause];
}

function timeDue(input: { state: InterviewState; plan: InterviewPlan; until: number }): Due[] {
	const { state, plan, until } = input;
	const total = totalMs(plan);
	if (total === null) return [];
	const elapsed = elapsedMs(state, until);
	const due: Due[] = [];
	for (const { key, atMs } of timeChecks(total)) {
		if (elapsed < atMs || state.timeChecks.has(key)) continue;
		due.push({ type: "time-check", actor: "system", key, ...moment(state, atMs), eventKey: `time-check:${key}` });
	}
	if (elapsed >= total + GRACE_MS) {
		due.push({ type: "end", actor: "system", by: "clock", ...moment(state, total + GRACE_MS), eventKey: "end" });
	}
	return due;
}

/** Marks at half time, ten and five minutes left and at the end; marks that would crowd each other are left out. */
export function timeChecks(total: number): { key: "half" | "ten" | "five" | "over"; atMs: number }[] {
	const minutes = total / 60_000;
	const marks: { key: "half" | "ten" | "five" | "over"; atMs: number }[] = [];
	if (minutes >= 10) marks.push({ key: "half", atMs: total / 2 });
	if (minutes / 2 > 12) marks.push({ key: "ten", atMs: total - 600_000 });
	if (minutes / 2 > 7) marks.push({ key: "five", atMs: total - 300_000 });
	marks.push({ key: "over", atMs: total });
	return marks;
}

/** A time-driven event is dated to the moment it was due, never before the log's last event. */
function moment(state: InterviewState, atMs: number): { atMs: number; at: number } {
	const due = Math.max(atMs, state.lastAtMs);
	return { atMs: due, at: state.lastAt + (due - state.lastAtMs) };
}

export const TIME_LINES: Record<"half" | "ten" | "five" | "over", string> = {
	half: "Half of the time is used.",
	ten: "Ten minutes left. Start bringing the main thread together.",
	five: "Five minutes left. Say what matters most first.",
	over: "Time is up. Finish the thought you are on and press Done; the round closes after that.",
};
