import { LLMock } from "@copilotkit/aimock";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { database } from "~/adapters/db/client.server";
import { loadInterview } from "~/adapters/db/interviews.server";
import { listModelCalls } from "~/adapters/db/model-calls.server";
import { createConnection } from "~/adapters/db/model-connections.server";
import { encrypt } from "~/adapters/encryption.server";
import { ConnectionLimits, everyTask } from "~/core/connection";
import { openConnections } from "~/services/connections.server";
import type { Person } from "~/services/guest.server";
import { act } from "~/services/room.server";
import { StartInput, startInterview } from "~/services/setup.server";
import { transcribe, viewVoice } from "~/services/transcribe.server";
import { turnFinished } from "~/services/turns.server";
import { testDatabase } from "../support/database";
import { newGuest } from "../support/people";
import { shippedContent } from "../support/studio";
import { startWire, type WireHandler } from "../support/wire";

testDatabase();
shippedContent();
const SECRET = "a secret of this test, long enough to be one";
openConnections({ secret: SECRET });

const wire = await startWire();
const WEBM = Buffer.concat([Buffer.from([0x1a, 0x45, 0xdf, 0xa3]), Buffer.alloc(2_000, 7)]);

let person: Person;
let id: string;
beforeEach(async () => {
	person = (await newGuest()).person;
	id = (await startInterview({ person, input: StartInput.parse({ round: "system-design" }) })).id;
	wire.bodies.length = 0;
	wire.answer(json({ text: "I use RAG." }));
});

function json(value: unknown, status = 200): WireHandler {
	return (response) =>
		void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}

function connect(input: { baseUrl?: string; model?: string; kind?: "openai" | "compatible"; seconds?: number } = {}) {
	const { baseUrl = wire.url, model = "gpt-transcribe", kind = "openai", seconds = 5 } = input;
	return createConnection({
		userId: person.id,
		kind,
		label: "Test",
		baseUrl,
		encryptedKey: encrypt({ secret: SECRET, text: "sk-secret-123456789" }),
		tasks: { ...everyTask("m"), transcriber: model },
		limits: ConnectionLimits.parse({ totalSeconds: seconds }),
	});
}

function speak(input: { body?: BodyInit | null; type?: string; who?: Person; signal?: AbortSignal } = {}) {
	const { body = WEBM, type = "audio/webm;codecs=opus", who = person, signal } = input;
	const url = `http://127.0.0.1:4310/interviews/${id}/transcribe`;
	const request = new Request(url, {
		method: "POST",
		headers: { "content-type": type },
		body,
		signal,
		duplex: "half",
	} as RequestInit);
	return transcribe({ id, person: who, request }).then(
		(said) => ({ said, code: null, message: "" }),
		(error: { code?: string; message: string }) => ({ said: null, code: error.code, message: error.message }),
	);
}

const calls = async () =>
	(await listModelCalls({ interviewId: id, limit: 20 })).filter((call) => call.purpose === "transcriber");

describe("a recording", { timeout: 30_000 }, () => {
	it("becomes the simulated provider's text, and a row that says by which model and at what price", async () => {
		const mock = new LLMock({ port: 0 });
		mock.onTranscription({ transcription: { text: "I use RAG.", usage: { type: "duration", seconds: 60 } } });
		await mock.start();
		afterAll(() => mock.stop());
		await connect({ baseUrl: `${mock.url}/v1` });
		expect((await speak()).said).toEqual({ text: "I use RAG.", unclear: [] });
		await expect.poll(calls).toHaveLength(1);
		expect((await calls())[0]).toMatchObject({
			model: "gpt-transcribe",
			provider: "openai",
			outcome: "ok",
			costMicros: 4_500,
			attempt: 1,
		});
	});

	it("comes with the stretches that were unclear", async () => {
		await connect();
		wire.answer(
			json({
				text: "I use rack.",
				logprobs: [
					{ token: "I", logprob: -0.1 },
					{ token: " use", logprob: -0.1 },
					{ token: " rack", logprob: -2 },
					{ token: ".", logprob: -0.1 },
				],
			}),
		);
		expect((await speak()).said).toEqual({ text: "I use rack.", unclear: [{ from: 6, to: 11 }] });
	});

	it("of unknown price costs unknown, never zero", async () => {
		await connect({ model: "whisper-1", kind: "compatible" });
		expect((await speak()).code).toBeNull();
		await expect.poll(calls).toHaveLength(1);
		expect((await calls())[0]).toMatchObject({ costMicros: null, priceVersion: null });
	});

	it("takes terms of the public brief along, and nothing of what a good answer holds", async () => {
		await connect();
		await speak();
		const [, prompt = ""] = /name="prompt"\r\n\r\n(.*?)\r\n/.exec(wire.bodies[0] ?? "") ?? [];
		expect(prompt).toContain("RAG, LLM");
		const { plan } = await loadInterview({ id, userId: person.id });
		const { getContent } = await import("~/services/content.server");
		const question = [...getContent().questions.values()].find(
			({ id: slug }) => slug === plan.segments[0]?.question.slug,
		);
		expect(question?.key_points.length).toBeGreaterThan(3);
		for (const point of question?.key_points ?? []) {
			for (const words of point.text.match(/\S+ \S+ \S+/g) ?? []) expect(prompt).not.toContain(words);
		}
	});

	it("is written nowhere, nor is what was said", async () => {
		await connect();
		wire.answer(json({ text: "a sentence nobody must find again" }));
		await turnFinished(id);
		const before = (await loadInterview({ id, userId: person.id })).events.length;
		await speak();
		const { events, draft } = await loadInterview({ id, userId: person.id });
		expect(events).toHaveLength(before);
		expect(draft).toBe("");
		await expect.poll(calls).toHaveLength(1);
		const rows = await database().$queryRawUnsafe<object[]>("SELECT * FROM ModelCall");
		expect(JSON.stringify(rows, (_key, value) => (typeof value === "bigint" ? Number(value) : value))).not.toContain(
			"nobody",
		);
	});

	it("is asked for plainly where the server does not know how to say how sure it is, from then on", async () => {
		await connect();
		wire.answer((response, body, request) =>
			body.includes('name="include[]"')
				? json({ error: { message: "Unknown parameter: include" } }, 400)(response, body, request)
				: json({ text: "plain" })(response, body, request),
		);
		expect((await speak()).said?.text).toBe("plain");
		expect(wire.bodies).toHaveLength(2);
		expect((await speak()).said?.text).toBe("plain");
		expect(wire.bodies).toHaveLength(3);
	});
});

describe("a provider that fails", { timeout: 30_000 }, () => {
	it.each([
		[401, "refused this key"],
		[404, "does not have this model"],
		[429, "slow down"],
		[500, "has a fault"],
	])("with %i is told in words, the row says it, and what was typed is called safe", async (status, words) => {
		await connect();
		wire.answer(json({ error: { message: "no: sk-secret-123456789" } }, status));
		const { code, message } = await speak();
		expect(code).toBe("engine-failed");
		expect(message).toContain(words);
		expect(message).toContain("What you typed is safe");
		expect(message).not.toContain("sk-secret");
		await expect.poll(calls).toHaveLength(1);
		expect((await calls())[0]?.outcome).not.toBe("ok");
	});

	it.each([
		["a page", "<html>Sign in</html>"],
		["nothing", ""],
		["too much", JSON.stringify({ text: "a".repeat(3_000_000) })],
	])("with %s is told in words", async (_name, body) => {
		await connect();
		wire.answer((response) => void response.writeHead(200, { "content-type": "application/json" }).end(body));
		expect(await speak()).toMatchObject({ code: "engine-failed", message: expect.stringContaining("broke off") });
	});

	it("by silence is given up after the time of the connection", async () => {
		await connect({ seconds: 5 });
		wire.answer(() => undefined);
		expect((await speak()).code).toBe("engine-failed");
		await expect.poll(calls).toHaveLength(1);
		expect((await calls())[0]?.outcome).toBe("timeout_total");
	});

	it("is left when the candidate throws the recording away", async () => {
		await connect();
		let closed = false;
		const abort = new AbortController();
		wire.answer((response) => {
			response.on("close", () => (closed = true));
			abort.abort();
		});
		await speak({ signal: abort.signal });
		await expect.poll(() => closed).toBe(true);
	});

	it("is passed over for another connection", async () => {
		const second = await startWire();
		second.answer(json({ text: "from the second" }));
		await connect();
		await connect({ baseUrl: second.url });
		const broken = json({ error: { message: "down" } }, 503);
		wire.answer(broken);
		const { said, message } = await speak();
		// Which of the two comes first is the order of connections; one of them answers.
		expect(said?.text ?? message).toBe("from the second");
	});
});

describe("what is refused", { timeout: 30_000 }, () => {
	it("where nothing that hears is connected, and the room is told so", async () => {
		expect(await viewVoice({ person })).toBeNull();
		expect((await speak()).code).toBe("not-available");
		await connect({ model: "" });
		expect(await viewVoice({ person })).toBeNull();
		await connect();
		expect(await viewVoice({ person })).toEqual({
			where: expect.stringMatching(/^127\.0\.0\.1:\d+ \(gpt-transcribe\)$/),
		});
	});

	it("somebody else's round, as one that does not exist", async () => {
		await connect();
		const { person: other } = await newGuest();
		expect((await speak({ who: other })).code).toBe("not-found");
		expect(wire.bodies).toHaveLength(0);
	});

	it("a round that has ended", async () => {
		await connect();
		await act({ id, person, input: { kind: "end" } });
		expect((await speak()).code).toBe("round-over");
	});

	it.each([
		["text", "text/plain", "I use RAG, and quite a lot of it."],
		["a page under the name of a recording", "audio/webm", "<html>not a recording</html>"],
		["nothing", "audio/webm", ""],
		["no type at all", "", WEBM],
	])("%s, with a sentence and without a call", async (_name, type, body) => {
		await connect();
		const { code, message } = await speak({ type, body });
		expect(code).toBe("bad-input");
		expect(message).toMatch(/recording/);
		expect(wire.bodies).toHaveLength(0);
	});

	it("more than 10 MB, while it is read", async () => {
		await connect();
		let sent = 0;
		const endless = new ReadableStream({
			pull(controller) {
				sent += 1;
				controller.enqueue(sent === 1 ? WEBM : Buffer.alloc(1_000_000));
			},
		});
		expect((await speak({ body: endless })).code).toBe("too-large");
		expect(sent).toBeLessThan(20);
		expect(wire.bodies).toHaveLength(0);
	});

	it("a second recording while the first is written down, and a thirteenth in a minute", async () => {
		await connect();
		const [first, second] = await Promise.all([speak(), speak()]);
		expect([first.code, second.code].sort()).toEqual(["conflict", null]);
		for (let count = 1; count < 12; count += 1) expect((await speak()).code).toBeNull();
		expect((await speak()).code).toBe("too-many");
	});
});
