import { LLMock } from "@copilotkit/aimock";
import { afterAll, describe, expect, it } from "vitest";
import { openaiSpeech } from "~/adapters/llm/transcribe.server";
import { ModelError, type SpeechRequest } from "~/core/ports";
import { startWire } from "../../support/wire";

const wire = await startWire();
const KEY = "sk-secret-1234567890";
const speech = openaiSpeech({ apiKey: KEY, model: "gpt-transcribe", baseUrl: wire.url });
const whisper = openaiSpeech({ apiKey: KEY, model: "whisper-large-v3", baseUrl: wire.url, provider: "compatible" });
const request: SpeechRequest = {
	audio: new Uint8Array([0x1a, 0x45, 0xdf, 0xa3, 1, 2, 3, 4]),
	type: "audio/webm",
	vocabulary: ["RAG", "pgvector"],
	confidence: true,
};
const JSON_TYPE = { "content-type": "application/json" };

function hear(model = speech, signal = new AbortController().signal, changes: Partial<SpeechRequest> = {}) {
	return model.transcribe({ ...request, ...changes }, { signal }).then(
		(result) => ({ result, error: null }),
		(error: unknown) => ({ result: null, error: error as ModelError }),
	);
}

describe("hearing", () => {
	it("gives the text of the simulated provider", async () => {
		const mock = new LLMock({ port: 0 });
		mock.onTranscription({ transcription: { text: " I use RAG. ", usage: { type: "duration", seconds: 12 } } });
		await mock.start();
		afterAll(() => mock.stop());
		const model = openaiSpeech({ apiKey: KEY, model: "gpt-transcribe", baseUrl: `${mock.url}/v1` });
		const { result } = await hear(model);
		expect(result).toMatchObject({
			text: "I use RAG.",
			unclear: [],
			seconds: 12,
			usage: null,
			model: "gpt-transcribe",
		});
	});

	it("asks a gpt model for log probabilities and marks the words it was not sure of", async () => {
		wire.bodies.length = 0;
		const tokens = [
			{ token: " I", logprob: -0.1 },
			{ token: " use", logprob: -0.1 },
			{ token: " [rack", logprob: -2 },
			{ token: "]", logprob: -0.1 },
		];
		wire.answer((response) => {
			response.writeHead(200, JSON_TYPE);
			const usage = { type: "tokens", input_tokens: 40, output_tokens: 5, total_tokens: 45 };
			response.end(JSON.stringify({ text: " I use [rack]", logprobs: tokens, usage }));
		});
		const { result } = await hear();
		expect(result).toMatchObject({ text: "I use (rack)", unclear: [[6, 12]], usage: { input: 40, output: 5 } });
		expect(wire.bodies[0]).toMatch(/name="include\[\]"\r\n\r\nlogprobs/);
		expect(wire.bodies[0]).toMatch(/name="prompt"\r\n\r\nRAG, pgvector/);
		expect(wire.bodies[0]).toMatch(/filename="speech.webm"\r\nContent-Type: audio\/webm/);
	});

	it("asks any other model for segments, and nothing of the kind when it is told not to", async () => {
		wire.bodies.length = 0;
		wire.answer((response) => {
			response.writeHead(200, JSON_TYPE);
			const segments = [
				{ text: " We filter first.", avg_logprob: -0.2, compression_ratio: 1 },
				{ text: " Thank you for watching.", avg_logprob: -1.6, compression_ratio: 1 },
			];
			response.end(JSON.stringify({ text: "We filter first. Thank you for watching.", duration: 9, segments }));
		});
		const { result } = await hear(whisper);
		expect(result).toMatchObject({ unclear: [[17, 40]], seconds: 9 });
		expect(wire.bodies[0]).toMatch(/name="response_format"\r\n\r\nverbose_json/);
		await hear(whisper, undefined, { confidence: false });
		expect(wire.bodies[1]).not.toContain("response_format");
	});

	it("takes a recording in which nothing was said for an empty text", async () => {
		wire.answer((response) => void response.writeHead(200, JSON_TYPE).end('{"text":"  "}'));
		expect((await hear()).result).toMatchObject({ text: "", unclear: [] });
	});
});

describe("a failure", () => {
	it.each([
		[400, "bad_request"],
		[401, "auth"],
		[404, "model_gone"],
		[413, "bad_request"],
		[429, "rate_limit"],
		[500, "server"],
		[503, "server"],
	])("of status %i is %s, at the first attempt and without the key in the message", async (status, kind) => {
		wire.bodies.length = 0;
		wire.answer((response) => {
			response.writeHead(status, JSON_TYPE).end(JSON.stringify({ error: { message: `refused ${KEY}` } }));
		});
		const { error } = await hear();
		expect(error).toBeInstanceOf(ModelError);
		expect(error).toMatchObject({ kind, status });
		expect(error?.message).not.toContain(KEY);
		expect(wire.bodies).toHaveLength(1);
	});

	it.each([
		["a page with 200", "text/html", "<html>Sign in to the network</html>"],
		["no JSON", "application/json", '{"text":'],
		["nothing", "application/json", ""],
		["null", "application/json", "null"],
		["JSON without a text", "application/json", '{"transcript":"I use RAG"}'],
		["a text that is none", "application/json", '{"text":{"a":1}}'],
		["a text of a million letters", "application/json", JSON.stringify({ text: "a".repeat(1_000_000) })],
		["five megabytes", "application/json", JSON.stringify({ text: "a", more: "b".repeat(5_000_000) })],
	])("is an answer that is %s", async (_name, type, body) => {
		wire.answer((response) => void response.writeHead(200, { "content-type": type }).end(body));
		expect((await hear()).error).toMatchObject({ kind: "stream_broken" });
	});

	it.each(["null", "7", '"words"', '[{"token":1,"logprob":"low"},null]', '[{"token":"x","logprob":-9}]'])(
		"is not what %s in the place of the log probabilities makes of a good text",
		async (logprobs) => {
			wire.answer(
				(response) =>
					void response
						.writeHead(200, JSON_TYPE)
						.end(`{"text":"I use RAG.","logprobs":${logprobs},"segments":${logprobs}}`),
			);
			expect((await hear()).result).toMatchObject({ text: "I use RAG.", unclear: [] });
		},
	);

	it("is a server that is not there", async () => {
		const gone = openaiSpeech({ apiKey: KEY, model: "whisper-1", baseUrl: "http://127.0.0.1:9" });
		expect((await hear(gone)).error).toMatchObject({ kind: "network" });
	});

	it("says why it was stopped, and the connection is closed", async () => {
		let closed = false;
		wire.answer((response) => void response.on("close", () => (closed = true)));
		const abort = new AbortController();
		setTimeout(() => abort.abort(new ModelError("timeout_total", "late")), 150);
		expect((await hear(speech, abort.signal)).error).toMatchObject({ kind: "timeout_total" });
		await expect.poll(() => closed).toBe(true);
	});
});
