import { describe, expect, it } from "vitest";
import { anthropicModel } from "~/adapters/llm/anthropic.server";
import { CAPABILITIES } from "~/adapters/llm/capabilities";
import { openaiModel } from "~/adapters/llm/openai.server";
import { parameterIn, serverOf } from "~/core/model-server";
import { type LanguageModel, ModelError, type ModelEvent, type ModelRequest } from "~/core/ports";
import { CHAT, endEvents, MESSAGES, startWire, type WireEvent, writeEvents } from "../../support/wire";

const wire = await startWire();
const KEY = "sk-secret-1234567890";
const request: ModelRequest = {
	system: [{ text: "You interview.", cache: true }],
	messages: [
		{ role: "user", text: "Hello." },
		{ role: "assistant", text: "Welcome." },
		{ role: "user", text: "Now." },
	],
	maxTokens: 100,
	effort: "low",
};

interface Provider {
	name: string;
	model: LanguageModel;
	good: WireEvent[];
	/** How many of the good events still belong to a cut-off answer. */
	cut: number;
	inStreamError: WireEvent;
}

const providers: Provider[] = [
	{
		name: "OpenAI",
		model: openaiModel({ apiKey: KEY, model: "m", baseUrl: wire.url, capabilities: CAPABILITIES.openai }),
		good: CHAT,
		cut: 2,
		inStreamError: { error: { message: "overloaded", type: "server_error" } },
	},
	{
		name: "Anthropic",
		model: anthropicModel({ apiKey: KEY, model: "m", baseUrl: wire.url, capabilities: CAPABILITIES.anthropic }),
		good: MESSAGES,
		cut: 4,
		inStreamError: { type: "error", error: { type: "overloaded_error", message: "overloaded" } },
	},
];

async function collect(model: LanguageModel, signal = new AbortController().signal, headersMs = 2_000) {
	const events: ModelEvent[] = [];
	const error = await (async () => {
		for await (const event of model.stream(request, { signal, headersMs })) events.push(event);
		return null;
	})().catch((caught: unknown) => caught as ModelError);
	const text = events.flatMap((event) => (event.type === "delta" ? [event.text] : [])).join("");
	return { text, end: events.find((event) => event.type === "end") ?? null, error };
}

describe.each(providers)("$name", ({ model, good, cut, inStreamError }) => {
	it("streams text, then one end with usage that counts cached input", async () => {
		wire.answer((response) => endEvents(response, good));
		const { text, end, error } = await collect(model);
		expect(error).toBeNull();
		expect(text).toBe("Hello");
		expect(end).toMatchObject({ finish: "stop", usage: { input: 12, cacheRead: 8, output: 2, estimated: false } });
	});

	it.each([
		[400, {}, "bad_request"],
		[401, {}, "auth"],
		[403, {}, "auth"],
		[404, {}, "model_gone"],
		[408, {}, "server"],
		[413, {}, "bad_request"],
		[422, {}, "bad_request"],
		[429, {}, "rate_limit"],
		[429, { code: "insufficient_quota", type: "insufficient_quota" }, "quota"],
		[400, { code: "context_length_exceeded", message: "maximum context length is 8192" }, "context_overflow"],
		[500, {}, "server"],
		[503, {}, "server"],
		[529, { type: "overloaded_error" }, "server"],
	])("takes %i %j for %s, at the first attempt and without the key in the message", async (status, fault, kind) => {
		wire.bodies.length = 0;
		wire.answer((response) => {
			const error = { message: `refused ${KEY}`, type: "error", ...fault };
			response.writeHead(status, { "content-type": "application/json" });
			response.end(JSON.stringify({ type: "error", error }));
		});
		const { error } = await collect(model);
		expect(error).toBeInstanceOf(ModelError);
		expect(error).toMatchObject({ kind, status });
		expect(wire.bodies).toHaveLength(1);
		expect(error?.message).not.toContain(KEY);
	});

	it.each([
		["0", 0],
		["2", 2_000],
		["90", 90_000],
	])("reads a Retry-After of %s seconds and does not wait itself", async (header, ms) => {
		wire.answer((response) => {
			response.writeHead(429, { "content-type": "application/json", "retry-after": header });
			response.end('{"error":{"message":"slow down","type":"rate_limit_error"}}');
		});
		expect((await collect(model)).error).toMatchObject({ kind: "rate_limit", retryAfterMs: ms });
	});

	it("takes a 502 page for a fault of the server", async () => {
		wire.answer((response) => {
			response.writeHead(502, { "content-type": "text/html" });
			response.end("<html>Bad gateway</html>");
		});
		expect((await collect(model)).error).toMatchObject({ kind: "server", status: 502 });
	});

	it("takes 200 with a page for a broken stream", async () => {
		wire.answer((response) => {
			response.writeHead(200, { "content-type": "text/html" });
			response.end("<html>Sign in to the network</html>");
		});
		expect((await collect(model)).error).toMatchObject({ kind: "stream_broken" });
	});

	it("notices a polite end before the last event", async () => {
		wire.answer((response) => {
			writeEvents(response, good.slice(0, cut));
			response.end();
		});
		const { text, end, error } = await collect(model);
		expect(text).toBe("Hello");
		expect(end).toBeNull();
		expect(error).toMatchObject({ kind: "stream_broken" });
	});

	it("notices a connection that is reset in the middle", async () => {
		wire.answer((response) => {
			writeEvents(response, good.slice(0, cut));
			setTimeout(() => response.socket?.resetAndDestroy(), 30);
		});
		expect((await collect(model)).error).toMatchObject({ kind: expect.stringMatching(/stream_broken|network/) });
	});

	it("notices a chunk that is no JSON", async () => {
		wire.answer((response) => {
			writeEvents(response, good.slice(0, cut));
			response.end('event: content_block_delta\ndata: {"broken\n\n');
		});
		expect((await collect(model)).error).toMatchObject({ kind: "stream_broken" });
	});

	it("notices an error event inside a stream that began well", async () => {
		wire.answer((response) => {
			writeEvents(response, good.slice(0, cut));
			response.end(`event: error\ndata: ${JSON.stringify(inStreamError)}\n\n`);
		});
		expect((await collect(model)).error).toMatchObject({ kind: "server" });
	});

	it("gives up when no header comes in time", async () => {
		wire.answer(() => undefined);
		expect((await collect(model, undefined, 150)).error).toMatchObject({ kind: "timeout_first" });
	});

	it("names a server that is not there", async () => {
		const gone = { apiKey: KEY, model: "m", baseUrl: "http://127.0.0.1:9" };
		const absent =
			model.provider === "openai"
				? openaiModel({ ...gone, capabilities: CAPABILITIES.openai })
				: anthropicModel({ ...gone, capabilities: CAPABILITIES.anthropic });
		expect((await collect(absent)).error).toMatchObject({ kind: "network" });
	});

	it("closes the connection and says why when it is aborted", async () => {
		let closed = false;
		wire.answer((response) => {
			response.on("close", () => (closed = true));
			writeEvents(response, good.slice(0, cut));
		});
		const abort = new AbortController();
		setTimeout(() => abort.abort(new ModelError("timeout_idle", "quiet")), 150);
		expect((await collect(model, abort.signal)).error).toMatchObject({ kind: "timeout_idle" });
		await expect.poll(() => closed).toBe(true);
	});
});

describe("what is sent", () => {
	it("to a server of unknown kind leaves out what only the big providers know", async () => {
		wire.answer((response) => endEvents(response, CHAT));
		wire.bodies.length = 0;
		const model = openaiModel({ apiKey: "x", model: "m", baseUrl: wire.url, capabilities: CAPABILITIES.compatible });
		await collect(model);
		const body = JSON.parse(wire.bodies[0] ?? "{}");
		expect(body).toMatchObject({ model: "m", max_tokens: 100, messages: [{ role: "system" }, {}, {}, {}] });
		expect(Object.keys(body)).not.toContain("reasoning_effort");
		expect(Object.keys(body)).not.toContain("max_completion_tokens");
	});

	it("to Anthropic marks the fixed system text and the end of what only grows for its cache", async () => {
		wire.answer((response) => endEvents(response, MESSAGES));
		wire.bodies.length = 0;
		await collect(anthropicModel({ apiKey: KEY, model: "m", baseUrl: wire.url, capabilities: CAPABILITIES.anthropic }));
		const body = JSON.parse(wire.bodies[0] ?? "{}");
		expect(body.system[0].cache_control).toMatchObject({ ttl: "1h" });
		expect(
			body.messages.map(
				(message: { content: { cache_control?: object }[] }) => message.content[0]?.cache_control !== undefined,
			),
		).toEqual([false, true, false]);
		expect(Object.keys(body)).not.toContain("temperature");
	});
});

describe("a server of models", () => {
	it.each([
		[["library", "library"], "ollama"],
		[["vllm"], "vllm"],
		[["organization_owner"], "lm-studio"],
		[["llamacpp"], "llama-cpp"],
		[["openai", "system"], "other"],
		[["vllm", "somebody"], "other"],
		[[], "other"],
	])("whose models belong to %j is %s", (owners: string[], name) => expect(serverOf(owners)).toBe(name));

	it.each([
		["Unrecognized request argument supplied: reasoning_effort", "reasoning_effort"],
		["[{'loc': ('body', 'prompt_cache_key'), 'msg': 'Extra inputs are not permitted'}]", "prompt_cache_key"],
		["'response_format.type' must be 'json_schema'", "response_format"],
		["Unexpected role 'developer'", "developer"],
		["the developers were informed", null],
		["model is too small", null],
	])("that says %j means %s", (message, parameter) => expect(parameterIn(message)).toBe(parameter));

	it("is told only what it is said to understand", async () => {
		wire.answer((response) => endEvents(response, CHAT));
		wire.bodies.length = 0;
		const capabilities = { developerRole: false, cache: true, effort: true, schema: "none", images: false } as const;
		const model = openaiModel({ apiKey: "x", model: "m", baseUrl: wire.url, capabilities });
		const schema = { name: "answer", json: { type: "object" } };
		const full: ModelRequest = {
			...request,
			messages: [{ role: "user", text: "Look.", image: "aGk=" }],
			schema,
			cacheKey: "interview-1",
		};
		for await (const _ of model.stream(full, { signal: new AbortController().signal, headersMs: 2_000 }));
		const body = JSON.parse(wire.bodies[0] ?? "{}");
		expect(body).toMatchObject({ prompt_cache_key: "interview-1", reasoning_effort: "low", max_tokens: 100 });
		expect(body).not.toHaveProperty("response_format");
		expect(JSON.stringify(body)).not.toContain("image_url");
	});
});
