/**
 * Both SDKs against a simulator somebody else wrote (@copilotkit/aimock): what it says is the wire format, not our idea of
 * it. Faults it lacks are in conformance.test.ts, on a raw server. With a llama.cpp server at hand, the same contract is
 * checked against real tokens, through both of its interfaces:
 *
 *   LLAMA_SERVER=http://127.0.0.1:8080 npm run test:unit -- tests/adapters/llm/simulators.test.ts
 */
import { LLMock } from "@copilotkit/aimock";
import { afterAll, describe, expect, it } from "vitest";
import { anthropicModel } from "~/adapters/llm/anthropic.server";
import { CAPABILITIES } from "~/adapters/llm/capabilities";
import { openaiModel } from "~/adapters/llm/openai.server";
import { judgeSchema } from "~/core/grading/judge-answer";
import { type LanguageModel, ModelError, type ModelEvent, type ModelRequest } from "~/core/ports";

const KEY = "sk-secret-1234567890";
const mock = new LLMock({ port: 0 });
mock.on(
	{ predicate: (request) => said(request).includes("fail 401") },
	{ error: { message: `no ${KEY}`, type: "authentication_error" }, status: 401 },
);
mock.on(
	{ predicate: (request) => said(request).includes("fail 429") },
	{ error: { message: "slow down", type: "rate_limit_error" }, status: 429 },
);
mock.on(
	{ predicate: (request) => said(request).includes("fail 529") },
	{ error: { message: "overloaded", type: "overloaded_error" }, status: 529 },
);
mock.on({ predicate: () => true }, { content: "What would you measure first, and why?" });
await mock.start();
afterAll(() => mock.stop());

function said(request: { messages: { content?: unknown }[] }): string {
	return JSON.stringify(request.messages.at(-1)?.content ?? "");
}

const requestOf = (text: string, more: Partial<ModelRequest> = {}): ModelRequest => ({
	system: [{ text: "You interview.", cache: true }],
	messages: [
		{ role: "user", text: "Hello." },
		{ role: "assistant", text: "Welcome." },
		{ role: "user", text },
	],
	maxTokens: 60,
	effort: "none",
	...more,
});

async function collect(model: LanguageModel, request: ModelRequest, signal = new AbortController().signal) {
	const events: ModelEvent[] = [];
	const error = await (async () => {
		for await (const event of model.stream(request, { signal, headersMs: 60_000 })) events.push(event);
		return null;
	})().catch((caught: unknown) => caught as ModelError);
	const text = events.flatMap((event) => (event.type === "delta" ? [event.text] : [])).join("");
	return { events, text, ends: events.filter((event) => event.type === "end"), error };
}

const simulated: [string, LanguageModel][] = [
	[
		"OpenAI",
		openaiModel({ apiKey: KEY, model: "gpt-6-luna", baseUrl: `${mock.url}/v1`, capabilities: CAPABILITIES.openai }),
	],
	[
		"an OpenAI-compatible server",
		openaiModel({ apiKey: KEY, model: "llama", baseUrl: `${mock.url}/v1`, capabilities: CAPABILITIES.compatible }),
	],
	[
		"Anthropic",
		anthropicModel({ apiKey: KEY, model: "claude-haiku-5-5", baseUrl: mock.url, capabilities: CAPABILITIES.anthropic }),
	],
];

describe.each(simulated)("%s, as aimock speaks it", (_name, model) => {
	it("streams the whole text in pieces, and then exactly one end", async () => {
		const { events, text, ends, error } = await collect(model, requestOf("Go on."));
		expect(error).toBeNull();
		expect(text).toBe("What would you measure first, and why?");
		expect(ends).toHaveLength(1);
		expect(events.at(-1)).toMatchObject({ type: "end", finish: "stop" });
	});

	it("takes a schema along", async () => {
		const schema = { name: "criterion_grade", json: judgeSchema() };
		expect((await collect(model, requestOf("Go on.", { schema }))).error).toBeNull();
	});

	it.each([
		["fail 401", "auth", 401],
		["fail 429", "rate_limit", 429],
		["fail 529", "server", 529],
	])("turns %s into %s at the first attempt, without the key", async (text, kind, status) => {
		const { error, events } = await collect(model, requestOf(text));
		expect(error).toMatchObject({ kind, status });
		expect(error?.message).not.toContain(KEY);
		expect(events).toEqual([]);
	});

	it("says nothing after it is aborted, and why", async () => {
		const abort = new AbortController();
		abort.abort(new ModelError("aborted", "The caller left."));
		const { error, events } = await collect(model, requestOf("Go on."), abort.signal);
		expect(error).toMatchObject({ kind: "aborted" });
		expect(events).toEqual([]);
	});
});

const { LLAMA_SERVER } = process.env;
const local: [string, LanguageModel][] = LLAMA_SERVER
	? [
			[
				"chat",
				openaiModel({
					apiKey: "x",
					model: "local",
					baseUrl: `${LLAMA_SERVER}/v1`,
					capabilities: CAPABILITIES.compatible,
				}),
			],
			[
				"messages",
				anthropicModel({ apiKey: "x", model: "local", baseUrl: LLAMA_SERVER, capabilities: CAPABILITIES.compatible }),
			],
		]
	: [];

describe.runIf(LLAMA_SERVER).each(local)("a llama.cpp server through %s", { timeout: 300_000 }, (_name, model) => {
	it("streams real tokens, one end and its own usage", async () => {
		const { ends, error, text } = await collect(model, requestOf("Count to five."));
		expect(error).toBeNull();
		expect(text.length).toBeGreaterThan(0);
		expect(ends).toMatchObject([{ finish: expect.stringMatching(/stop|length/), usage: { estimated: false } }]);
	});

	it("says that a prompt is longer than its context", async () => {
		const { error } = await collect(model, requestOf("word ".repeat(400_000)));
		expect(error?.kind).toMatch(/context_overflow|bad_request/);
	});

	it("stops when it is aborted", async () => {
		const abort = new AbortController();
		setTimeout(() => abort.abort(new ModelError("aborted", "The caller left.")), 300);
		const { error } = await collect(model, requestOf("Count to a thousand.", { maxTokens: 4_000 }), abort.signal);
		expect(error === null || error.kind === "aborted").toBe(true);
	});
});
