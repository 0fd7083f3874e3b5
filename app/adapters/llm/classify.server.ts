/** Turns whatever an SDK, fetch or a timer throws into one of thirteen kinds (llm design §6). */
import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { parameterIn } from "~/core/model-server";
import { ModelError } from "~/core/ports";

/** Fields both SDKs put on their errors. */
interface SdkError {
	status?: number;
	code?: string | null;
	type?: string | null;
	param?: string | null;
	headers?: Headers;
	requestID?: string | null;
	message: string;
}

const LONGEST = 300;

/**
 * The `ModelError` for anything caught around one attempt. Our own abort wins over what the SDK made of it: its reason
 * says which timer ran out, or that the caller left.
 */
export function classify(error: unknown, signal: AbortSignal): ModelError {
	if (signal.aborted) {
		return signal.reason instanceof ModelError
			? signal.reason
			: new ModelError("aborted", "The call was aborted.", { cause: error });
	}
	if (error instanceof ModelError) return error;
	const message = describe(error);
	if (error instanceof OpenAI.APIConnectionTimeoutError || error instanceof Anthropic.APIConnectionTimeoutError)
		return new ModelError("timeout_first", message, { cause: error });
	if (error instanceof OpenAI.APIConnectionError || error instanceof Anthropic.APIConnectionError)
		return new ModelError("network", message, { cause: error });
	if (error instanceof OpenAI.APIError || error instanceof Anthropic.APIError)
		return classifyAnswer(error as SdkError, message);
	// "terminated" of a reset connection, JSON that does not parse in the middle of a stream.
	return new ModelError("stream_broken", message, { cause: error });
}

function classifyAnswer(error: SdkError, message: string): ModelError {
	const kind = kindOf(error);
	const details = {
		status: error.status,
		parameter: kind === "bad_request" ? parameterIn(`${error.param ?? ""} ${error.message}`) : null,
		requestId: error.requestID ?? null,
		retryAfterMs: readRetryAfter(error.headers),
		cause: error,
	};
	return new ModelError(kind, message, details);
}

function kindOf({ status, code, type, message }: SdkError): ModelError["kind"] {
	// An error event inside a stream that began with 200 has no status.
	if (status === undefined) return "server";
	if (status === 401 || status === 403) return "auth";
	const exhausted = ["insufficient_quota", "billing_error"];
	if (status === 402 || exhausted.includes(code ?? "") || exhausted.includes(type ?? "")) return "quota";
	if (status === 404) return "model_gone";
	if (status === 400 && (code === "context_length_exceeded" || /context (length|size|window)|too long/i.test(message)))
		return "context_overflow";
	if (status === 429) return "rate_limit";
	if (status === 408 || status === 409 || status >= 500) return "server";
	return "bad_request";
}

/** Milliseconds from `retry-after-ms` or `retry-after` (seconds or an HTTP date, RFC 9110 §10.2.3); null without one. */
export function readRetryAfter(headers: Headers | undefined, now = Date.now()): number | null {
	const precise = Number.parseFloat(headers?.get("retry-after-ms") ?? "");
	if (precise >= 0) return precise;
	const value = headers?.get("retry-after");
	if (!value) return null;
	const seconds = Number(value);
	if (seconds >= 0) return seconds * 1000;
	const date = Date.parse(value);
	return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/** The message without anything that looks like a key: providers repeat the key they refuse. */
function describe(error: unknown): string {
	const message = error instanceof Error ? error.message : String(error);
	return message.replace(/\b(?:sk|key|Bearer)[-_ ][\w*.-]{6,}/gi, "[key]").slice(0, LONGEST);
}
