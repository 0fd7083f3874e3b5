/**
 * Interviewer turns in progress. The server owns a turn, not the HTTP response: generation runs to its end whoever
 * listens, and any number of pages may attach to it (architecture, flow A).
 */
import { loadInterviewForWorker, renewTurnLease } from "~/adapters/db/interviews.server";
import { AppError } from "~/core/errors";
import { finishTurn } from "~/core/interview/controller";
import type { InterviewEvent } from "~/core/interview/events";
import { sentencesOf, wordMove } from "~/core/interview/practice-engine";
import type { RoundContent } from "~/core/interview/round-content";
import { type OpenTurn, projectInterview } from "~/core/interview/state";
import { ModelError } from "~/core/ports";
import { env } from "~/env.server";
import { routesFor } from "./connections.server";
import { modelSentences } from "./interviewer.server";
import { recordAttempt, requireBudget } from "./ledger.server";
import { appendDecision } from "./log.server";
import { logger } from "./logger.server";
import { describeModelError } from "./model-error-text.server";
import { processId } from "./process.server";
import { startTracking } from "./tracker.server";

export type TurnLine =
	| { type: "sentence"; text: string; turnId: string }
	| { type: "done" }
	| { type: "failed"; message: string };

interface RunningTurn {
	turnId: string;
	lines: TurnLine[];
	listeners: Set<(line: TurnLine) => void>;
}

const holder = globalThis as typeof globalThis & { mockingbirdTurns?: Map<string, RunningTurn> };
holder.mockingbirdTurns ??= new Map();
const running = holder.mockingbirdTurns;

const ENGINE_FAILED = "The engine failed.";

export function isRunning(interviewId: string): boolean {
	return running.has(interviewId);
}

/** Starts wording the open turn of an interview, unless this process is at it already. Returns at once. */
export function runTurn(input: {
	interviewId: string;
	events: readonly InterviewEvent[];
	content: RoundContent;
}): void {
	const { interviewId, events, content } = input;
	const state = projectInterview({ events, plan: content.plan });
	const open = state.openTurn;
	if (!open || running.has(interviewId)) return;
	const turn: RunningTurn = { turnId: open.turnId, lines: [], listeners: new Set() };
	running.set(interviewId, turn);
	void speak({ interviewId, turn, sentences: wordTurn({ interviewId, events, content, open }) })
		// Only now, while the candidate reads: a local server may answer one call at a time, and the reply comes first.
		.then(
			() => startTracking({ interviewId, events, content, turnSeq: open.seq }),
			(error: unknown) => fail({ interviewId, turn, error }),
		)
		.catch((error: unknown) => logger.error({ err: error, interviewId }, "nothing could follow a turn"))
		.finally(() => running.delete(interviewId));
}

/** The words of a turn: the connected model's while one runs the interview, else the practice engine's at its pace. */
async function* wordTurn(input: {
	interviewId: string;
	events: readonly InterviewEvent[];
	content: RoundContent;
	open: OpenTurn;
}): AsyncGenerator<string> {
	const { interviewId, content, open } = input;
	const events = input.events.filter((event) => event.seq < open.seq);
	const state = projectInterview({ events, plan: content.plan });
	const practiceText = wordMove({ move: open.move, state, content, seed: `${interviewId}:${open.turnId}` });
	if (state.engine.kind === "model") {
		const { userId } = await loadInterviewForWorker({ id: interviewId });
		await requireBudget({ userId, interviewId });
		const routes = await routesFor({ userId, task: "interviewer" });
		if (routes.length === 0) throw new AppError("engine-failed", "The model of this round is not connected any more.");
		const onAttempt = recordAttempt({ userId, interviewId, purpose: "interviewer" });
		const move = open.move;
		yield* modelSentences({ interviewId, content, events, state, move, practiceText, routes, onAttempt });
		return;
	}
	for (const sentence of sentencesOf(practiceText)) {
		await pace();
		yield sentence;
	}
}

async function speak(input: {
	interviewId: string;
	turn: RunningTurn;
	sentences: AsyncIterable<string>;
}): Promise<void> {
	const { interviewId, turn, sentences } = input;
	const said: string[] = [];
	for await (const sentence of sentences) {
		said.push(sentence);
		emit(turn, { type: "sentence", text: sentence, turnId: turn.turnId });
	}
	const text = said.join(" ");
	await renewTurnLease({ interviewId, owner: processId });
	await appendDecision({
		id: interviewId,
		userId: null,
		present: false,
		decide: ({ events, content, now }) => {
			const state = projectInterview({ events, plan: content.plan });
			if (state.openTurn?.turnId !== turn.turnId) return [];
			return finishTurn({ state, turnId: turn.turnId, text, now });
		},
	});
	emit(turn, { type: "done" });
}

async function fail(input: { interviewId: string; turn: RunningTurn; error: unknown }): Promise<void> {
	const { interviewId, turn, error } = input;
	const reason = describeFailure(error);
	if (reason === ENGINE_FAILED) logger.error({ err: error, interviewId }, "an interviewer turn failed");
	else
		logger.warn({ kind: error instanceof ModelError ? error.kind : "refused", interviewId }, "a model failed a turn");
	const said = turn.lines.flatMap((line) => (line.type === "sentence" ? [line.text] : []));
	await failTurn({ interviewId, turnId: turn.turnId, reason, partial: said.join(" ") }).catch((cause: unknown) =>
		logger.error({ err: cause, interviewId }, "a failed turn could not be recorded"),
	);
	emit(turn, { type: "failed", message: reason });
}

function describeFailure(error: unknown): string {
	if (error instanceof ModelError) return describeModelError(error);
	return error instanceof AppError ? error.message : ENGINE_FAILED;
}

/** Records that a turn will never finish. Does nothing when it has finished or failed already. */
export async function failTurn(input: {
	interviewId: string;
	turnId: string;
	reason: string;
	partial?: string;
}): Promise<void> {
	const { interviewId, turnId, reason, partial } = input;
	await appendDecision({
		id: interviewId,
		userId: null,
		present: false,
		decide: ({ events, content, now }) => {
			const state = projectInterview({ events, plan: content.plan });
			if (state.openTurn?.turnId !== turnId) return [];
			const stamp = { atMs: state.lastAtMs, at: Math.max(now, state.lastAt) };
			// The clock stands still until somebody goes on: a fault of ours must not cost the candidate time.
			return [
				{ type: "turn-failed", actor: "system", turnId, reason, ...(partial ? { partial } : {}), ...stamp },
				...(state.status === "running"
					? [{ type: "pause" as const, actor: "system" as const, reason: "engine-failed", ...stamp }]
					: []),
			];
		},
	});
}

/** Resolves when no turn of the interview is being written here, or after ten seconds. */
export async function turnFinished(interviewId: string): Promise<void> {
	const turn = running.get(interviewId);
	if (!turn || turn.lines.some((line) => line.type !== "sentence")) return;
	await new Promise<void>((resolve) => {
		const timer = setTimeout(resolve, 10_000);
		turn.listeners.add((line) => {
			if (line.type === "sentence") return;
			clearTimeout(timer);
			resolve();
		});
	});
}

/** NDJSON of the turn in progress from its first sentence on; null when none is running here. */
export function attachTurn(input: { interviewId: string; first?: object }): ReadableStream<Uint8Array> | null {
	const turn = running.get(input.interviewId);
	if (!turn) return null;
	const encoder = new TextEncoder();
	const encode = (value: object) => encoder.encode(`${JSON.stringify(value)}\n`);
	let stop = () => {};
	return new ReadableStream({
		start(controller) {
			if (input.first) controller.enqueue(encode(input.first));
			const listener = (line: TurnLine) => {
				controller.enqueue(encode(line));
				if (line.type === "sentence") return;
				turn.listeners.delete(listener);
				controller.close();
			};
			stop = () => turn.listeners.delete(listener);
			turn.listeners.add(listener);
			for (const line of turn.lines) listener(line);
		},
		cancel: () => stop(),
	});
}

function emit(turn: RunningTurn, line: TurnLine): void {
	turn.lines.push(line);
	for (const listener of [...turn.listeners]) {
		try {
			listener(line);
		} catch {
			turn.listeners.delete(listener);
		}
	}
}

/** A short breath before each sentence: text that appears all at once is not read, it is skipped. */
async function pace(): Promise<void> {
	if (env.practicePaceMs > 0) await new Promise((resolve) => setTimeout(resolve, env.practicePaceMs));
}
