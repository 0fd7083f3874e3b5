/**
 * What follows from a run of the tests. The interviewer speaks after a finished stage or a first red check in it, never
 * into somebody's sentence and never about what a browser reports (content design §2.1).
 */
import { AppError } from "../../errors";
import { chooseProbe, readProgress } from "../choose-probe";
import { elapsedMs } from "../clock";
import { backAtWork, type ControllerContext, place, resume, stamped } from "../controller";
import { enterPhase, type MoveEvent, type NextMove, type Situation, say } from "../enter-phase";
import type { EventOf, InterviewEvent, NewEvent } from "../events";
import { keepTime } from "../next-move";
import { type InterviewState, projectInterview } from "../state";
import type { RunFacts } from "./run-facts";
import { failedIn, isGreen, isStage, openGroups } from "./stage";

/**
 * The events of one run: a resume when the clock stood, the phase in which code is written, the run, and at most one
 * interviewer turn. Refuses with "round-over" after the end, and with "too-many" what nobody starts by hand.
 */
export function acceptRun(context: ControllerContext & { run: RunFacts }): NewEvent[] {
	const { content, now, newId, run } = context;
	const added: NewEvent[] = [];
	const state = () => projectInterview({ events: place(context.events, added), plan: content.plan });
	const before = state();
	if (before.status === "ended") throw new AppError("round-over", "This round has ended. Your code is saved.");
	requirePace(context);
	if (before.status === "paused") added.push(...resume({ state: before, now }));
	const phase = phaseOfCode({ state: before, content });
	if (phase) added.push(stamped({ state: state(), now, event: { ...phase, actor: "system" } }));
	added.push(stamped({ state: state(), now, event: { type: "run", actor: "runner", ...inRoom(context) } }));
	const after = state();
	if (run.by !== "server" || !maySpeak({ state: after, now })) return added;
	const events = place(context.events, added);
	const next = chooseMoveAfterRun({ state: after, content, events, elapsed: elapsedMs(after, now) }, run);
	if (!next) return added;
	for (const event of next.before) added.push(stamped({ state: after, now, event: { ...event, actor: "system" } }));
	added.push(
		stamped({ state: after, now, event: { type: "turn-started", actor: "system", turnId: newId(), move: next.move } }),
	);
	return added;
}

/** Whoever runs tests is past talking about the contract. */
function phaseOfCode(input: { state: InterviewState; content: ControllerContext["content"] }): MoveEvent | null {
	const { state, content } = input;
	const first = content.plan.phases.findIndex((phase) => isStage(phase.id));
	const phase = content.plan.phases[first];
	if (!phase || state.phaseIndex >= first) return null;
	return { type: "phase", phase: phase.id, question: content.questions[phase.segment]?.id ?? "" };
}

function maySpeak(input: { state: InterviewState; now: number }): boolean {
	const { state, now } = input;
	if (state.openTurn || state.failedTurn || state.handedOver || state.timeChecks.has("over")) return false;
	return state.candidateTurn.length === 0 && elapsedMs(state, now) >= state.focusEndsAtMs;
}

function chooseMoveAfterRun(place: Omit<Situation, "progress">, run: RunFacts): NextMove | null {
	const { state, content, events } = place;
	if (!isStage(state.phase)) return null;
	const situation: Situation = { ...place, progress: readProgress({ state, content, events }) };
	const phases = content.plan.phases.map((phase) => phase.id);
	if (isGreen({ events, phase: state.phase, phases })) return afterGreen(situation);
	const late = keepTime(situation);
	if (late) return late;
	const failed = failedIn(run, openGroups({ phase: state.phase, phases }));
	const said = state.spoken.some((turn) => turn.move.kind === "about-run" && turn.atMs >= state.phaseStartedAtMs);
	return failed && !said ? say({ kind: "about-run", verdict: "red", failed }) : null;
}

/** A stage that is done is worth one question before the next one opens. */
function afterGreen(situation: Situation): NextMove {
	const { state, content, progress } = situation;
	const asked = state.spoken.some(
		(turn) =>
			turn.atMs >= state.phaseStartedAtMs && "probe" in turn.move && turn.move.probe && turn.move.kind !== "next-stage",
	);
	const probe = asked ? null : chooseProbe({ state, content, progress, phase: state.phase });
	if (!probe) return enterPhase(situation, state.phaseIndex + 1);
	return say({ kind: "about-run", verdict: "green", failed: 0, probe: probe.id, question: progress.question.id });
}

/** Characters that all runs of a round may say. Beyond it a check is kept without messages, and a run as its counts. */
const MOST_SAID = 1_500_000;

function inRoom({ events, run }: { events: readonly InterviewEvent[]; run: RunFacts }): RunFacts {
	const said = events.reduce(
		(sum, event) => sum + (event.type === "run" ? JSON.stringify(event.tests ?? []).length : 0),
		0,
	);
	if (said <= MOST_SAID || !run.tests) return run;
	const { tests, ...counts } = run;
	return run.by === "browser" ? counts : { ...counts, tests: tests.map(({ message: _, ...test }) => test) };
}

/** Runs of one round that are noted in a minute, and in all. */
const RUNS_A_MINUTE = 60;
const MOST_RUNS = 1_500;

function requirePace(input: { events: readonly InterviewEvent[]; now: number }): void {
	const runs = input.events.filter((event) => event.type === "run");
	const late = runs.filter((event) => (event.at ?? 0) > input.now - 60_000);
	if (late.length < RUNS_A_MINUTE && runs.length < MOST_RUNS) return;
	throw new AppError(
		"too-many",
		"More runs were started than anybody looks at, so this one is not noted. Your code is saved. Wait a minute and go on.",
	);
}

/** Saves of one round in a minute and in all: an editor sends one every two seconds while somebody types. */
const SAVES_A_MINUTE = 120;
const MOST_SAVES = 6_000;

/**
 * The events of a saved file: nothing when it is as it was. Refuses with "round-over" after the end, and with "too-many"
 * what nobody types; what was saved before stays.
 */
export function acceptCode(input: {
	events: readonly InterviewEvent[];
	state: InterviewState;
	now: number;
	path: string;
	change: EventOf<"code">["change"] | null;
}): NewEvent[] {
	const { state, now, path, change } = input;
	if (state.status === "ended") throw new AppError("round-over", "This round has ended. Your code is saved.");
	if (!change) return [];
	const saves = input.events.filter((event) => event.type === "code");
	const late = saves.filter((event) => (event.at ?? 0) > now - 60_000);
	if (late.length >= SAVES_A_MINUTE || saves.length >= MOST_SAVES)
		throw new AppError(
			"too-many",
			"The code was saved more often than anybody types. What was saved is safe, and the rest is kept in this browser. Wait a minute and go on.",
		);
	return [...backAtWork(input), stamped({ state, now, event: { type: "code", actor: "candidate", path, change } })];
}
