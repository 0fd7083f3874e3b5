/** Anthropic's Messages API as a `LanguageModel`. */
import Anthropic from "@anthropic-ai/sdk";
import type { LanguageModel, ModelFinish, ModelMessage, ModelRequest, ModelUsage } from "~/core/ports";
import { ModelError } from "~/core/ports";
import type { Capabilities } from "./capabilities";
import { classify } from "./classify.server";

type Stream = AsyncIterable<Anthropic.RawMessageStreamEvent>;

export interface AnthropicAccess {
	apiKey: string;
	/** For gateways and tests; without one it is Anthropic's own. */
	baseUrl?: string;
	/** How to reach an address that a stranger typed. */
	fetch?: typeof fetch;
}

/** What the SDK would read from this server's environment by itself is set, so that no key of it goes astray. */
export function anthropicClient({ apiKey, baseUrl = "https://api.anthropic.com", fetch }: AnthropicAccess): Anthropic {
	const unset = { authToken: null, webhookKey: null };
	return new Anthropic({
		...unset,
		apiKey,
		baseURL: baseUrl,
		fetch,
		maxRetries: 0,
		logLevel: "off",
		openTelemetry: false,
	});
}

export function anthropicModel(input: AnthropicAccess & { model: string; capabilities: Capabilities }): LanguageModel {
	const { model, capabilities } = input;
	const client = anthropicClient(input);
	return {
		provider: "anthropic",
		model,
		async *stream(request, { signal, headersMs }) {
			try {
				const { data, request_id } = await client.messages
					.create(toBody({ request, model, capabilities }), { signal, maxRetries: 0, timeout: headersMs })
					.withResponse();
				yield* read({ stream: data as Stream, requestId: request_id ?? null, model });
			} catch (error) {
				throw classify(error, signal);
			}
		},
	};
}

function toBody(input: {
	request: ModelRequest;
	model: string;
	capabilities: Capabilities;
}): Anthropic.MessageCreateParamsStreaming {
	const { request, model, capabilities } = input;
	const { schema, effort } = request;
	const lasting = { type: "ephemeral", ttl: "1h" } as const;
	const messages = request.messages.map((message, index, all) =>
		// The last message changes every turn; the breakpoint sits at the end of what only grows (llm design §5).
		toMessage({ message, capabilities, breakpoint: capabilities.cache && index === all.length - 2 }),
	);
	return {
		model,
		max_tokens: request.maxTokens,
		stream: true,
		system: request.system.map(({ text, cache }) => ({
			type: "text",
			text,
			...(cache && capabilities.cache ? { cache_control: lasting } : {}),
		})),
		messages,
		output_config: {
			...(capabilities.effort && effort !== "none" ? { effort } : {}),
			...(schema && capabilities.schema !== "none"
				? { format: { type: "json_schema" as const, schema: schema.json } }
				: {}),
		},
	};
}

function toMessage(input: {
	message: ModelMessage;
	capabilities: Capabilities;
	breakpoint: boolean;
}): Anthropic.MessageParam {
	const { message, capabilities, breakpoint } = input;
	const content: Anthropic.ContentBlockParam[] = [];
	if (message.image && capabilities.images) {
		content.push({ type: "image", source: { type: "base64", media_type: "image/png", data: message.image } });
	}
	content.push({
		type: "text",
		text: message.text,
		...(breakpoint ? { cache_control: { type: "ephemeral" as const } } : {}),
	});
	return { role: message.role, content };
}

async function* read(input: { stream: Stream; requestId: string | null; model: string }) {
	const { stream, requestId } = input;
	let { model } = input;
	let reason: string | null = null;
	let stopped = false;
	let usage: ModelUsage = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0, estimated: false };
	for await (const event of stream) {
		if (event.type === "message_start") {
			model = event.message.model || model;
			const told = event.message.usage;
			const cacheRead = told?.cache_read_input_tokens ?? 0;
			const cacheWrite = told?.cache_creation_input_tokens ?? 0;
			usage = {
				...usage,
				cacheRead,
				cacheWrite,
				input: (told?.input_tokens ?? 0) + cacheRead + cacheWrite,
				output: told?.output_tokens ?? 0,
			};
		} else if (event.type === "content_block_delta" && event.delta.type === "text_delta") {
			yield { type: "delta" as const, text: event.delta.text };
		} else if (event.type === "message_delta") {
			reason = event.delta.stop_reason;
			usage = { ...usage, output: event.usage?.output_tokens ?? usage.output };
		} else if (event.type === "message_stop") stopped = true;
	}
	if (!reason || !stopped) {
		throw new ModelError("stream_broken", "The stream ended without message_stop.", { requestId });
	}
	yield { type: "end" as const, finish: toFinish(reason), usage: told(usage), requestId, model };
}

/** Gateways and simulators leave usage at zero: that is no report. */
function told(usage: ModelUsage): ModelUsage | null {
	return usage.input + usage.output > 0 ? usage : null;
}

function toFinish(reason: string): ModelFinish {
	if (reason === "max_tokens" || reason === "model_context_window_exceeded") return "length";
	return reason === "refusal" ? "refusal" : "stop";
}
