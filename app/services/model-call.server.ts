/**
 * One question to a model, over an ordered list of routes. Adapters make single attempts; here are the time-outs, the
 * retries, the breaker and the word to the ledger about every attempt. Nothing is ever retried after the first delta: the
 * reader has seen text, and a second attempt would tell another story (llm design §6).
 */
import {
	type LanguageModel,
	ModelError,
	type ModelErrorKind,
	type ModelEvent,
	type ModelRequest,
	type ModelUsage,
} from "~/core/ports";
import { noteFailure, noteSuccess, routesInOrder } from "./route-order.server";

/** Waits in milliseconds. A local model on a CPU may need minutes to its first token, so these belong to a connection. */
export interface CallLimits {
	firstMs: number;
	idleMs: number;
	totalMs: number;
	attempts: number;
	/** Calls at once, for work that can be split. */
	concurrency: number;
}

export const DEFAULT_LIMITS: CallLimits = {
	firstMs: 15_000,
	idleMs: 10_000,
	totalMs: 60_000,
	attempts: 2,
	concurrency: 4,
};

export interface Route {
	/** Names the connection and the model, for breaker and ledger. */
	id: string;
	connectionId?: string;
	model: LanguageModel;
	limits: CallLimits;
}

export interface Attempt {
	route: Route;
	/** Counts from 1 over all routes of one call. */
	number: number;
	outcome: "ok" | ModelErrorKind;
	finish: string | null;
	usage: ModelUsage;
	requestId: string | null;
	ttftMs: number | null;
	totalMs: number;
}

/** A wait asked for by the provider is kept up to this; beyond it the next route is tried. */
const LONGEST_WAIT_MS = 3_000;
const BACKOFF_MS = 400;
const AGAIN: ReadonlySet<ModelErrorKind> = new Set([
	"rate_limit",
	"server",
	"network",
	"timeout_first",
	"timeout_idle",
	"stream_broken",
]);
const ELSEWHERE: ReadonlySet<ModelErrorKind> = new Set([...AGAIN, "auth", "quota", "model_gone"]);

/**
 * Streams the answer. Throws the last `ModelError` when no route gave one; after the first delta it throws that
 * attempt's error, and what was yielded stays said. `onAttempt` is called once for every attempt, also for one that
 * the caller left.
 */
export async function* callModel(input: {
	routes: readonly Route[];
	request: ModelRequest;
	signal?: AbortSignal;
	onAttempt: (attempt: Attempt) => void;
	/** Tokens of a text, for attempts the provider reports nothing about. */
	estimate?: (text: string) => number;
}): AsyncGenerator<ModelEvent> {
	const { request, signal, onAttempt, estimate = estimateTokens } = input;
	const { cacheKey } = request;
	let number = 0;
	let last: ModelError | null = null;
	for (const route of routesInOrder({ routes: input.routes, cacheKey })) {
		for (let tries = 1; tries <= route.limits.attempts; tries += 1) {
			number += 1;
			const attempt = new RunningAttempt({ route, number, request, signal, estimate, onAttempt });
			try {
				for await (const event of attempt.run()) {
					// Before the reader has it: most stop reading at the end, and nothing after it would run.
					if (event.type === "end") noteSuccess({ route, routes: input.routes, cacheKey });
					yield event;
				}
				return;
			} catch (error) {
				if (!(error instanceof ModelError)) throw error;
				last = error;
				if (ELSEWHERE.has(error.kind)) noteFailure(route.id);
				if (attempt.hasSpoken || !ELSEWHERE.has(error.kind)) throw error;
				const wait = error.retryAfterMs ?? BACKOFF_MS * 2 ** (tries - 1) * (0.75 + Math.random() / 2);
				if (!AGAIN.has(error.kind) || tries === route.limits.attempts || wait > LONGEST_WAIT_MS) break;
				await pause(wait, signal);
			}
		}
	}
	throw last ?? new ModelError("server", "There is no route for this call.");
}

/** The whole answer at once, for calls nobody reads along. */
export async function askModel(
	input: Parameters<typeof callModel>[0],
): Promise<{ text: string; end: Extract<ModelEvent, { type: "end" }> }> {
	let text = "";
	for await (const event of callModel(input)) {
		if (event.type === "end") return { text, end: event };
		text += event.text;
	}
	throw new ModelError("stream_broken", "The answer had no end.");
}

/** About four letters a token: only for rows that say "estimated". */
export function estimateTokens(text: string): number {
	return Math.ceil(text.length / 4);
}

class RunningAttempt {
	hasSpoken = false;
	private readonly abort = new AbortController();
	private readonly startedAt = performance.now();
	private timer: NodeJS.Timeout | undefined;
	private ttftMs: number | null = null;
	private said = "";

	constructor(
		private readonly input: {
			route: Route;
			number: number;
			request: ModelRequest;
			signal: AbortSignal | undefined;
			estimate: (text: string) => number;
			onAttempt: (attempt: Attempt) => void;
		},
	) {}

	async *run(): AsyncGenerator<ModelEvent> {
		const { route, request, signal } = this.input;
		const { firstMs, idleMs, totalMs } = route.limits;
		const leave = () => this.abort.abort(new ModelError("aborted", "The caller left."));
		if (signal?.aborted) leave();
		signal?.addEventListener("abort", leave, { once: true });
		const total = setTimeout(() => this.abort.abort(new ModelError("timeout_total", `${totalMs} ms`)), totalMs);
		this.arm(firstMs, "timeout_first");
		let settled = false;
		try {
			for await (const event of route.model.stream(request, { signal: this.abort.signal, headersMs: firstMs })) {
				// A model that ignores the signal must not speak after its time.
				this.abort.signal.throwIfAborted();
				if (event.type === "delta") {
					this.said += event.text;
					// There is one a token: a timer that is put back costs less than a new one.
					if (this.hasSpoken) this.timer?.refresh();
					else this.arm(idleMs, "timeout_idle");
					this.ttftMs ??= performance.now() - this.startedAt;
					this.hasSpoken = true;
				} else {
					settled = true;
					this.report({ outcome: "ok", usage: event.usage, requestId: event.requestId, finish: event.finish });
				}
				yield event;
				if (event.type === "end") return;
			}
			throw new ModelError("stream_broken", "The stream had no end event.");
		} catch (error) {
			const reason: unknown = this.abort.signal.aborted ? this.abort.signal.reason : error;
			if (settled || !(reason instanceof ModelError)) throw reason;
			settled = true;
			this.report({ outcome: reason.kind, usage: null, requestId: reason.requestId, finish: null });
			throw reason;
		} finally {
			clearTimeout(this.timer);
			clearTimeout(total);
			signal?.removeEventListener("abort", leave);
			if (!settled) this.report({ outcome: "aborted", usage: null, requestId: null, finish: null });
			leave();
		}
	}

	private arm(ms: number, kind: ModelErrorKind): void {
		clearTimeout(this.timer);
		this.timer = setTimeout(() => this.abort.abort(new ModelError(kind, `${ms} ms`)), ms);
	}

	private report(told: Pick<Attempt, "outcome" | "requestId" | "finish"> & { usage: ModelUsage | null }): void {
		const { route, number, request, estimate, onAttempt } = this.input;
		const read = () =>
			estimate(
				[...request.system.map((part) => part.text), ...request.messages.map((message) => message.text)].join("\n"),
			);
		const counted = { input: read(), cacheRead: 0, cacheWrite: 0, output: estimate(this.said), reasoning: 0 };
		onAttempt({
			...told,
			route,
			number,
			usage: told.usage ?? { ...counted, estimated: true },
			ttftMs: this.ttftMs,
			totalMs: performance.now() - this.startedAt,
		});
	}
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
	return new Promise((resolve, reject) => {
		const leave = () => {
			clearTimeout(timer);
			reject(new ModelError("aborted", "The caller left."));
		};
		const timer = setTimeout(() => {
			signal?.removeEventListener("abort", leave);
			resolve();
		}, ms);
		signal?.addEventListener("abort", leave, { once: true });
	});
}
