/** Audio transcriptions, by OpenAI or by any server that speaks its interface (Whisper), as a `SpeechToText`. */
import { toFile } from "openai";
import type { ModelUsage, SpeechRequest, SpeechResult, SpeechToText } from "~/core/ports";
import { ModelError } from "~/core/ports";
import { unclearBySegments, unclearByTokens } from "~/core/speech/confidence";
import { classify } from "./classify.server";
import { type OpenaiAccess, openaiClient } from "./openai.server";

/** Five minutes of talk are below 10,000 characters; confidence per token makes an answer larger than its text. */
const MAX_ANSWER_BYTES = 2_000_000;
const MAX_CHARACTERS = 20_000;

const ENDINGS: Readonly<Record<string, string>> = {
	"audio/webm": "webm",
	"audio/mp4": "mp4",
	"audio/ogg": "ogg",
	"audio/wav": "wav",
	"audio/mpeg": "mp3",
};

/** `baseUrl` names a server with OpenAI's interface; without one it is OpenAI's own. */
export function openaiSpeech(input: OpenaiAccess & { model: string; provider?: string }): SpeechToText {
	const { model, provider = "openai" } = input;
	const client = openaiClient({ ...input, fetch: limited(input.fetch ?? fetch) });
	return {
		provider,
		model,
		async transcribe(request, { signal }) {
			try {
				const body = await toBody({ request, model });
				const { data, request_id } = await client.audio.transcriptions.create(body, { signal }).withResponse();
				return read({ told: data, requestId: request_id ?? null, model });
			} catch (error) {
				throw classify(error, signal);
			}
		},
	};
}

/** Models named gpt tell log probabilities of tokens; Whisper and its kind tell them by segment. */
async function toBody(input: { request: SpeechRequest; model: string }) {
	const { request, model } = input;
	const { audio, type, vocabulary, confidence } = request;
	const bySegment = !/^gpt-/.test(model);
	return {
		file: await toFile(audio, `speech.${ENDINGS[type] ?? "webm"}`, { type }),
		model,
		...(vocabulary.length > 0 ? { prompt: vocabulary.join(", ") } : {}),
		...(confidence && bySegment ? { response_format: "verbose_json" as const } : {}),
		...(confidence && !bySegment ? { response_format: "json" as const, include: ["logprobs" as const] } : {}),
	};
}

/** A server that lies about its interface may send anything: nothing in the answer is taken for granted. */
interface Told {
	text?: unknown;
	duration?: unknown;
	logprobs?: unknown;
	segments?: unknown;
	usage?: { type?: unknown; seconds?: unknown; input_tokens?: unknown; output_tokens?: unknown } | null;
}

function read(input: { told: unknown; requestId: string | null; model: string }): SpeechResult {
	const { requestId, model } = input;
	const told = (typeof input.told === "object" ? input.told : null) as Told | null;
	if (typeof told?.text !== "string")
		throw new ModelError("stream_broken", "The answer is no transcript.", { requestId });
	if (told.text.length > MAX_CHARACTERS)
		throw new ModelError("stream_broken", `The transcript has ${told.text.length} characters.`, { requestId });
	const text = told.text.trim().replaceAll("[", "(").replaceAll("]", ")");
	return { text, unclear: unclearIn(text, told), seconds: secondsOf(told), usage: usageOf(told), requestId, model };
}

function unclearIn(text: string, told: Told): SpeechResult["unclear"] {
	const tokens = list(told.logprobs).flatMap(({ token, logprob }) =>
		typeof token === "string" && typeof logprob === "number"
			? [{ token: token.replaceAll("[", "(").replaceAll("]", ")"), logprob }]
			: [],
	);
	if (tokens.length > 0) return unclearByTokens({ text, tokens });
	const segments = list(told.segments).flatMap(({ text: words, avg_logprob, compression_ratio }) =>
		typeof words === "string" && typeof avg_logprob === "number"
			? [
					{
						text: words.replaceAll("[", "(").replaceAll("]", ")"),
						logprob: avg_logprob,
						compression: typeof compression_ratio === "number" ? compression_ratio : 0,
					},
				]
			: [],
	);
	return unclearBySegments({ text, segments });
}

function list(value: unknown): Record<string, unknown>[] {
	return Array.isArray(value) ? value.filter((entry) => typeof entry === "object" && entry !== null) : [];
}

function secondsOf({ usage, duration }: Told): number | null {
	const seconds = usage?.type === "duration" ? usage.seconds : duration;
	return typeof seconds === "number" && seconds > 0 ? seconds : null;
}

function usageOf({ usage }: Told): ModelUsage | null {
	if (typeof usage?.input_tokens !== "number" || typeof usage.output_tokens !== "number") return null;
	const rest = { cacheRead: 0, cacheWrite: 0, reasoning: 0, estimated: false };
	return { input: usage.input_tokens, output: usage.output_tokens, ...rest };
}

/** `fetch`, except that a body beyond any transcript breaks off instead of filling the memory. */
function limited(ask: typeof fetch): typeof fetch {
	return async (url, init) => limit(await ask(url, init));
}

function limit(response: Response): Response {
	if (!response.body) return response;
	let left = MAX_ANSWER_BYTES;
	const upTo = new TransformStream<Uint8Array, Uint8Array>({
		transform(chunk, controller) {
			left -= chunk.byteLength;
			if (left < 0) controller.error(new ModelError("stream_broken", "The answer is larger than any transcript."));
			else controller.enqueue(chunk);
		},
	});
	const { status, statusText, headers } = response;
	return new Response(response.body.pipeThrough(upTo), { status, statusText, headers });
}
