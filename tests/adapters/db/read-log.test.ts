import { describe, expect, it } from "vitest";
import { database } from "~/adapters/db/client.server";
import type { KeyedEvent } from "~/adapters/db/event-rows.server";
import { appendEvents } from "~/adapters/db/events.server";
import { createInterview, loadInterview } from "~/adapters/db/interviews.server";
import { readLog } from "~/adapters/db/read-log.server";
import { createPerson, testDatabase } from "../../support/database";
import { smallRound } from "../../support/round";

testDatabase();

const said = (text: string, clientId?: string): KeyedEvent =>
	({ type: "message", actor: "candidate", text, handsOver: true, atMs: 1, at: 2, clientId }) as KeyedEvent;

async function interview(events: KeyedEvent[]) {
	const person = await createPerson();
	const made = await createInterview({
		userId: person.id,
		plan: smallRound().plan,
		title: "Small",
		origin: "practised",
		events,
	});
	return { id: made.id, userId: person.id };
}

const texts = (events: readonly object[]) => events.map((event) => (event as { text: string }).text);

describe("a log", () => {
	it("that was read before comes back with what was added since, by whomever", async () => {
		const { id, userId } = await interview([said("one", "a")]);
		expect(texts((await loadInterview({ id, userId })).events)).toEqual(["one"]);
		await appendEvents({ interviewId: id, expectedLastSeq: 1, events: [said("two", "b"), said("drei 🙂")] });
		const again = await loadInterview({ id, userId });
		expect(texts(again.events)).toEqual(["one", "two", "drei 🙂"]);
		expect(again.clientIds).toEqual(["a", "b"]);
		expect(again.weights).toEqual(
			again.events.map(({ seq: _, atMs, at, actor, type, ...payload }) => Buffer.byteLength(JSON.stringify(payload))),
		);
	});

	it("is not changed for the next by whoever changes what they have read", async () => {
		const { id } = await interview([said("one")]);
		const first = await readLog(id);
		expect(() => Object.assign(first.events[0] as object, { text: "other" })).toThrow(TypeError);
		first.events.length = 0;
		expect(texts((await readLog(id)).events)).toEqual(["one"]);
	});

	it("is whole for many who read at once while it grows", async () => {
		const { id } = await interview([said("0")]);
		for (let seq = 1; seq <= 10; seq += 1) {
			const reads = [readLog(id), readLog(id), readLog(id)];
			await appendEvents({ interviewId: id, expectedLastSeq: seq, events: [said(String(seq))] });
			for (const read of await Promise.all(reads)) {
				expect([seq, seq + 1]).toContain(read.events.length);
				expect(texts(read.events)).toEqual(read.events.map((_, index) => String(index)));
			}
		}
		expect(texts((await readLog(id)).events)).toHaveLength(11);
	});

	it("is believed when the database has another", async () => {
		const { id } = await interview([said("one"), said("two")]);
		await readLog(id);
		await database().interviewEvent.deleteMany({ where: { interviewId: id, seq: 2 } });
		expect(texts((await readLog(id)).events)).toEqual(["one"]);
	});
});
