/**
 * What the product needs from the world where there is more than one way to get it. A contract is kept by every
 * implementation and shown by the conformance tests in `tests/adapters/llm`.
 */

import type { PythonEvent } from "./interview/code/python-event";
import type { CodeJob } from "./interview/code/run";
import type { OptionalParameter } from "./model-server";

/** One part of the system text. Parts come stable first; `cache` marks the last one that stays the same all round. */
export interface SystemPart {
	text: string;
	cache?: boolean;
}

export interface ModelMessage {
	role: "user" | "assistant";
	text: string;
	/** PNG, base64: only sent to models that read images. */
	image?: string;
}

export interface ModelRequest {
	system: readonly SystemPart[];
	messages: readonly ModelMessage[];
	maxTokens: number;
	effort: "none" | "low" | "medium" | "high";
	/** JSON Schema the answer must follow. A provider may ignore it: the answer is checked again by whoever asked. */
	schema?: { name: string; json: Record<string, unknown> };
	/** The same for all calls of one interview, so that a provider can route them to the same cache. */
	cacheKey?: string;
}

/** Tokens. `input` is all input, cached or not. `estimated` means we counted because the provider did not say. */
export interface ModelUsage {
	input: number;
	cacheRead: number;
	cacheWrite: number;
	output: number;
	reasoning: number;
	estimated: boolean;
}

export type ModelFinish = "stop" | "length" | "refusal" | "filter";

export type ModelEvent =
	| { type: "delta"; text: string }
	| {
			type: "end";
			finish: ModelFinish;
			/** Null when the provider reported nothing. */
			usage: ModelUsage | null;
			requestId: string | null;
			/** The model that answered, by its own account. */
			model: string;
	  };

/**
 * One language model at one provider.
 *
 * `stream` makes exactly one attempt: it never retries and never falls back. It yields text as it comes and then exactly
 * one `end`. A stream that stops without the provider's own terminal event throws a `ModelError` "stream_broken", however
 * politely the connection was closed. Every failure is a `ModelError`; nothing else is thrown. When `signal` is aborted
 * the connection is closed and the error says why. `headersMs` limits the wait for the provider's first header; all later
 * waiting is limited by whoever calls.
 */
export interface LanguageModel {
	provider: string;
	model: string;
	stream: (request: ModelRequest, options: { signal: AbortSignal; headersMs: number }) => AsyncIterable<ModelEvent>;
}

export interface SpeechRequest {
	audio: Uint8Array<ArrayBuffer>;
	/** Its media type, without parameters. */
	type: string;
	/** Words that may come up; public ones only. */
	vocabulary: readonly string[];
	/** Whether to ask how sure the recogniser is. Not every server knows how to answer that. */
	confidence: boolean;
}

export interface SpeechResult {
	/** Trimmed; square brackets are round ones. Empty when nothing was said. */
	text: string;
	/** Stretches of `text` it was not sure of, as whole words; empty when it does not tell. */
	unclear: readonly (readonly [from: number, to: number])[];
	/** Length of the recording as the provider bills it; null when it does not say. */
	seconds: number | null;
	usage: ModelUsage | null;
	requestId: string | null;
	/** The model that was asked. */
	model: string;
}

/**
 * One model that turns recorded speech into text, at one provider.
 *
 * `transcribe` makes exactly one attempt and keeps nothing. Every failure is a `ModelError`, also an answer that is no
 * transcript or too large for one ("stream_broken"). When `signal` is aborted the connection is closed and the error says
 * why; waiting is limited by whoever calls.
 */
export interface SpeechToText {
	provider: string;
	model: string;
	transcribe: (request: SpeechRequest, options: { signal: AbortSignal }) => Promise<SpeechResult>;
}

export const MODEL_ERROR_KINDS = [
	"aborted",
	"auth",
	"bad_request",
	"context_overflow",
	"model_gone",
	"quota",
	"rate_limit",
	"server",
	"network",
	"timeout_first",
	"timeout_idle",
	"timeout_total",
	"stream_broken",
] as const;
export type ModelErrorKind = (typeof MODEL_ERROR_KINDS)[number];

export class ModelError extends Error {
	override readonly name = "ModelError";
	/** HTTP status of the answer, when there was one. */
	readonly status: number | null;
	readonly retryAfterMs: number | null;
	readonly requestId: string | null;
	/** What the provider did not understand of what we may leave out. */
	readonly parameter: OptionalParameter | null;

	constructor(
		readonly kind: ModelErrorKind,
		/** For the log: never holds a key, never shown as it is. */
		message: string,
		details: {
			status?: number;
			retryAfterMs?: number | null;
			requestId?: string | null;
			parameter?: OptionalParameter | null;
			cause?: unknown;
		} = {},
	) {
		super(message, { cause: details.cause });
		this.status = details.status ?? null;
		this.retryAfterMs = details.retryAfterMs ?? null;
		this.requestId = details.requestId ?? null;
		this.parameter = details.parameter ?? null;
	}
}

/** Why a process ended before it was done. */
export type JobEnd = "timeout" | "memory" | "output" | "aborted" | "crash";

export interface JobOutcome {
	/** Null when all was done. */
	ended: JobEnd | null;
	/** What is known about the end; for choosing a sentence, never shown as it is. */
	detail: string;
}

/**
 * One Python that runs one job and is gone: a locked-down child of the server, or a worker in the browser.
 *
 * `run` hands every event to `on` as it comes. `stepMs` limits loading and every single test: between two events no more
 * time may pass, or the process is killed and the outcome says "timeout". `only` names the tests to run; null is all.
 * It never throws, and after it the process is dead.
 */
export interface PythonProcess {
	/** True when Python is up and the process waits for its job. */
	ready: Promise<boolean>;
	run: (input: {
		job: CodeJob;
		only: readonly string[] | null;
		stepMs: number;
		signal: AbortSignal;
		on: (event: PythonEvent) => void;
	}) => Promise<JobOutcome>;
	kill: () => void;
}
