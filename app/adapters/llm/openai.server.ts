/** Chat Completions, by OpenAI or by any server that speaks it, as a `LanguageModel`. */
import OpenAI from "openai";
import type { LanguageModel, ModelFinish, ModelMessage, ModelRequest, ModelUsage } from "~/core/ports";
import { ModelError } from "~/core/ports";
import type { Capabilities } from "./capabilities";
import { classify } from "./classify.server";

type Body = OpenAI.Chat.Completions.ChatCompletionCreateParamsStreaming;
type Chunk = OpenAI.Chat.Completions.ChatCompletionChunk;

export interface OpenaiAccess {
	apiKey: string;
	/** Names an OpenAI-compatible server, such as Ollama or vLLM; without one it is OpenAI's own. */
	baseUrl?: string;
	/** How to reach an address that a stranger typed. */
	fetch?: typeof fetch;
}

/** What the SDK would read from this server's environment by itself is set, so that no key or header of it goes astray. */
export function openaiClient({ apiKey, baseUrl = "https://api.openai.com/v1", fetch }: OpenaiAccess): OpenAI {
	const unset = { organization: null, project: null, adminAPIKey: null, webhookSecret: null };
	return new OpenAI({ ...unset, apiKey, baseURL: baseUrl, fetch, maxRetries: 0, logLevel: "off" });
}

export function openaiModel(
	input: OpenaiAccess & { model: string; provider?: string; capabilities: Capabilities },
): LanguageModel {
	const { model, capabilities, provider = "openai" } = input;
	const client = openaiClient(input);
	return {
		provider,
		model,
		async *stream(request, { signal, headersMs }) {
			try {
				const { data, request_id } = await client.chat.completions
					.create(toBody({ request, model, capabilities }), { signal, maxRetries: 0, timeout: headersMs })
					.withResponse();
				yield* read({ stream: data, requestId: request_id ?? null, model });
			} catch (error) {
				throw classify(error, signal);
			}
		},
	};
}

function toBody(input: { request: ModelRequest; model: string; capabilities: Capabilities }): Body {
	const { request, model, capabilities } = input;
	const { schema, cacheKey, effort } = request;
	const system = {
		role: capabilities.developerRole ? "developer" : "system",
		content: request.system.map((part) => part.text).join("\n\n"),
	} as const;
	return {
		model,
		stream: true,
		stream_options: { include_usage: true },
		messages: [system, ...request.messages.map((message) => toMessage({ message, capabilities }))],
		...(capabilities.developerRole ? { max_completion_tokens: request.maxTokens } : { max_tokens: request.maxTokens }),
		...(capabilities.effort ? { reasoning_effort: effort } : {}),
		...(capabilities.cache && cacheKey ? { prompt_cache_key: cacheKey } : {}),
		...(schema && capabilities.schema !== "none"
			? {
					response_format: {
						type: "json_schema" as const,
						json_schema: { name: schema.name, strict: capabilities.schema === "enforced", schema: schema.json },
					},
				}
			: {}),
	};
}

function toMessage(input: {
	message: ModelMessage;
	capabilities: Capabilities;
}): OpenAI.Chat.Completions.ChatCompletionMessageParam {
	const { message, capabilities } = input;
	if (message.role === "assistant") return { role: "assistant", content: message.text };
	if (!message.image || !capabilities.images) return { role: "user", content: message.text };
	const url = `data:image/png;base64,${message.image}`;
	return {
		role: "user",
		content: [
			{ type: "image_url", image_url: { url } },
			{ type: "text", text: message.text },
		],
	};
}

async function* read(input: { stream: AsyncIterable<Chunk>; requestId: string | null; model: string }) {
	const { stream, requestId } = input;
	let { model } = input;
	let reason: string | null = null;
	let refused = false;
	let usage: ModelUsage | null = null;
	for await (const chunk of stream) {
		model = chunk.model || model;
		const choice = chunk.choices?.[0];
		if (choice?.delta?.content) yield { type: "delta" as const, text: choice.delta.content };
		if (choice?.delta?.refusal) refused = true;
		reason = choice?.finish_reason ?? reason;
		if (chunk.usage) usage = toUsage(chunk.usage);
	}
	if (!reason) throw new ModelError("stream_broken", "The stream ended without finish_reason.", { requestId });
	yield { type: "end" as const, finish: refused ? ("refusal" as const) : toFinish(reason), usage, requestId, model };
}

function toUsage(told: OpenAI.CompletionUsage): ModelUsage | null {
	if (told.prompt_tokens + told.completion_tokens === 0) return null;
	return {
		input: told.prompt_tokens,
		cacheRead: told.prompt_tokens_details?.cached_tokens ?? 0,
		cacheWrite: 0,
		output: told.completion_tokens,
		reasoning: told.completion_tokens_details?.reasoning_tokens ?? 0,
		estimated: false,
	};
}

function toFinish(reason: string): ModelFinish {
	if (reason === "length") return "length";
	return reason === "content_filter" ? "filter" : "stop";
}
