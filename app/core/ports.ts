/**
 * What the product needs from the world where there is more than one way to get it. A contract is kept by every
 * implementation and shown by the conformance tests in `tests/adapters/llm`.
 */

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

	constructor(
		readonly kind: ModelErrorKind,
		/** For the log: never holds a key, never shown as it is. */
		message: string,
		details: { status?: number; retryAfterMs?: number | null; requestId?: string | null; cause?: unknown } = {},
	) {
		super(message, { cause: details.cause });
		this.status = details.status ?? null;
		this.retryAfterMs = details.retryAfterMs ?? null;
		this.requestId = details.requestId ?? null;
	}
}
