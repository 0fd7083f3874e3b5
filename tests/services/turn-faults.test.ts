/**
 * What a candidate sees when a provider misbehaves: a whole turn on a real database, both SDKs, and a server that speaks
 * raw HTTP. For each fault: the sentence, that nothing said is lost, and what the ledger holds. Faults of a judge's answer
 * are in judge-faults.test.ts.
 */
import { beforeAll, describe, expect, it, vi } from "vitest";
import { loadInterview } from "~/adapters/db/interviews.server";
import { listModelCalls } from "~/adapters/db/model-calls.server";
import { createConnection } from "~/adapters/db/model-connections.server";
import { encrypt } from "~/adapters/encryption.server";
import { everyTask } from "~/core/connection";
import { openConnections } from "~/services/connections.server";
import type { Person } from "~/services/guest.server";
import { streamReply } from "~/services/reply.server";
import { viewRoom } from "~/services/room.server";
import { StartInput, startInterview } from "~/services/setup.server";
import { turnFinished } from "~/services/turns.server";
import { testDatabase } from "../support/database";
import { ANSWERED, answerOf, delta, FAILS, type FaultyKind, status } from "../support/faults";
import { newGuest } from "../support/people";
import { shippedContent } from "../support/studio";
import { endEvents, MESSAGES, startWire, writeEvents } from "../support/wire";

testDatabase();
shippedContent();
vi.setConfig({ testTimeout: 30_000 });
const wire = await startWire();
const SECRET = "a secret for tests that is long enough";
const KEY = "sk-very-secret-key-123456";
const ANSWER = "I keyed the cache by question only and it served stale prices to 38 customers for three days.";
const QUESTION = "What would you look at first on such a day?";

const people = new Map<FaultyKind, Person>();
async function connected(kind: FaultyKind, baseUrl = wire.url): Promise<Person> {
	const { person } = await newGuest();
	await createConnection({
		userId: person.id,
		kind,
		label: "Test",
		baseUrl,
		encryptedKey: encrypt({ secret: SECRET, text: KEY }),
		tasks: everyTask("simulated-1"),
		limits: { firstSeconds: 1, idleSeconds: 1, totalSeconds: 5, attempts: 2, concurrency: 4 },
	});
	return person;
}

beforeAll(async () => {
	openConnections({ secret: SECRET });
	for (const kind of ["compatible", "anthropic"] as const) people.set(kind, await connected(kind));
});

/** A round whose opening turn went well. */
async function openRound(kind: FaultyKind) {
	const person = people.get(kind);
	if (!person) throw new Error("people are connected before the tests");
	wire.answer((response) => endEvents(response, answerOf(kind, QUESTION)));
	const { id } = await startInterview({ person, input: StartInput.parse({ round: "behavioral" }) });
	await turnFinished(id);
	const before = await ledgerOf(id, 1);
	return { id, person, before: before.length };
}

async function ledgerOf(interviewId: string, atLeast: number) {
	await expect
		.poll(async () => (await listModelCalls({ interviewId, limit: 20 })).length)
		.toBeGreaterThanOrEqual(atLeast);
	return (await listModelCalls({ interviewId, limit: 20 })).reverse();
}

async function handOver(input: { id: string; person: Person }) {
	const stream = await streamReply({ ...input, input: { kind: "message", text: ANSWER, handsOver: true } });
	const lines = (await new Response(stream).text()).trim().split("\n");
	return lines.map((line) => JSON.parse(line) as { type: string; text?: string; message?: string });
}

describe.each(["compatible", "anthropic"] as const)("a provider of the kind %s that fails a turn with", (kind) => {
	it.each(FAILS)("%s", async (_name, fault, sentence, outcomes) => {
		const { id, person, before } = await openRound(kind);
		wire.answer((response) => fault(response, kind));
		const lines = await handOver({ id, person });
		expect(lines.at(-1)).toMatchObject({ type: "failed", message: expect.stringMatching(sentence) });

		const { events } = await loadInterview({ id, userId: person.id });
		expect(events.filter((event) => event.type === "message" && event.text === ANSWER)).toHaveLength(1);
		const failed = events.find((event) => event.type === "turn-failed");
		const heard = lines.flatMap((line) => (line.type === "sentence" ? [line.text] : [])).join(" ");
		expect(failed).toMatchObject({ reason: expect.stringMatching(sentence), ...(heard ? { partial: heard } : {}) });
		expect(events.at(-1)).toMatchObject({ type: "pause", reason: "engine-failed" });

		const room = await viewRoom({ id, person });
		expect(room.turn).toBe("failed");
		expect(room.failure).toMatch(/Your session is saved up to here and the clock is stopped/);
		expect(JSON.stringify([lines, room, events])).not.toContain(KEY);

		const calls = (await ledgerOf(id, before + outcomes.length)).slice(before);
		expect(calls.map((call) => (call.outcome === "network" ? "stream_broken" : call.outcome))).toEqual(outcomes);
		expect(calls.map((call) => call.attempt)).toEqual(outcomes.map((_, place) => place + 1));
		for (const call of calls) {
			expect(call).toMatchObject({ purpose: "interviewer", model: "simulated-1", usage: { estimated: true } });
			expect(call.usage.input).toBeGreaterThan(100);
		}
	});

	it.each(ANSWERED)("%s is heard out by the practice engine instead", async (_name, fault, outcomes) => {
		const { id, person, before } = await openRound(kind);
		wire.answer((response) => fault(kind)(response, kind));
		const lines = await handOver({ id, person });
		expect(lines.at(-1)).toEqual({ type: "done" });
		const heard = lines.flatMap((line) => (line.type === "sentence" ? [line.text ?? ""] : [])).join(" ");
		expect(heard.length).toBeGreaterThan(10);
		expect(heard).not.toMatch(/I cannot help with|What would you do about the$|Candidate:/);
		const { events } = await loadInterview({ id, userId: person.id });
		expect(events.at(-1)).toMatchObject({ type: "message", actor: "interviewer", text: heard });
		const calls = (await ledgerOf(id, before + outcomes.length)).slice(before);
		expect(calls).toHaveLength(outcomes.length);
		// Whoever stops reading before the end has left the call.
		for (const call of calls) expect(["ok", "aborted"]).toContain(call.outcome);
	});

	it("a wait of two seconds asked for is kept, and the second attempt answers", async () => {
		const { id, person, before } = await openRound(kind);
		let calls = 0;
		wire.answer((response) =>
			calls++ === 0
				? status(429, {}, { "retry-after": "2" })(response, kind)
				: endEvents(response, answerOf(kind, "And how did you notice?")),
		);
		const lines = await handOver({ id, person });
		expect(lines.at(-1)).toEqual({ type: "done" });
		const rows = (await ledgerOf(id, before + 2)).slice(before);
		expect(rows.map((row) => row.outcome)).toEqual(["rate_limit", "ok"]);
		expect(rows[1]?.usage).toMatchObject({ input: 12, cacheRead: 8, estimated: false });
	});

	it("no end is cut at the words of a turn, and its connection is closed", async () => {
		const { id, person, before } = await openRound(kind);
		let closed = false;
		wire.answer((response) => {
			if (kind === "anthropic") writeEvents(response, MESSAGES.slice(0, 2));
			const timer = setInterval(
				() => writeEvents(response, [delta(kind, "That is one more thing to think about here. ")]),
				5,
			);
			response.on("close", () => {
				clearInterval(timer);
				closed = true;
			});
		});
		const lines = await handOver({ id, person });
		expect(lines.at(-1)).toEqual({ type: "done" });
		const heard = lines.flatMap((line) => (line.type === "sentence" ? [line.text ?? ""] : [])).join(" ");
		expect(heard.split(" ").length).toBeLessThan(110);
		await expect.poll(() => closed).toBe(true);
		expect((await ledgerOf(id, before + 1)).slice(before).map((row) => row.outcome)).toEqual(["aborted"]);
	});
});

describe("a provider that is gone", () => {
	it.each([
		["refuses the connection", "http://127.0.0.1:9/v1"],
		["has no address any more", "http://nowhere.invalid/v1"],
	])("and %s fails the opening turn with a sentence, and the round can go on without it", async (_name, baseUrl) => {
		const person = await connected("compatible", baseUrl);
		const { id } = await startInterview({ person, input: StartInput.parse({ round: "behavioral" }) });
		await turnFinished(id);
		const room = await viewRoom({ id, person });
		expect(room.failure).toMatch(/could not be reached|did not begin to answer in time/);
		const stream = await streamReply({ id, person, input: { kind: "use-practice" } });
		expect((await new Response(stream).text()).trim().endsWith('{"type":"done"}')).toBe(true);
		const rows = await ledgerOf(id, 2);
		for (const row of rows) expect(["network", "timeout_first"]).toContain(row.outcome);
	});
});
