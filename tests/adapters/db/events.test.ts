import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import { closeDatabase, database, openDatabase } from "~/adapters/db/client.server";
import type { KeyedEvent } from "~/adapters/db/event-rows.server";
import { appendEvents } from "~/adapters/db/events.server";
import { latestGradeRun } from "~/adapters/db/grades.server";
import { createInterview, loadInterview, loadInterviewForWorker } from "~/adapters/db/interviews.server";
import { AppError } from "~/core/errors";
import { createPerson, testDatabase } from "../../support/database";
import { smallRound } from "../../support/round";

const test = testDatabase();

const message = (text: string, more: Partial<KeyedEvent> = {}): KeyedEvent =>
	({
		type: "message",
		actor: "candidate",
		text,
		handsOver: true,
		atMs: 1_000,
		at: 1_700_000_000_000,
		...more,
	}) as KeyedEvent;

async function emptyInterview() {
	const person = await createPerson();
	const { id } = await createInterview({
		userId: person.id,
		plan: smallRound().plan,
		title: "Small",
		origin: "practised",
		events: [],
	});
	return { id, userId: person.id };
}

const codeOf = (error: unknown) => (error instanceof AppError ? error.code : String(error));

describe("appendEvents", () => {
	it("gives back events exactly as they were appended, numbered from 1", async () => {
		const { id, userId } = await emptyInterview();
		const first = message("Voilà — “quoted”, and a line\nbreak", { clientId: "a" });
		const second: KeyedEvent = {
			type: "turn-started",
			actor: "interviewer",
			turnId: "t1",
			move: { kind: "listen" },
			atMs: 1_000.5,
			at: 1_700_000_000_123,
		};
		const added = await appendEvents({ interviewId: id, expectedLastSeq: 0, events: [first, second] });
		const { clientId: _, ...bare } = first;
		expect(added).toEqual([
			{ ...bare, seq: 1 },
			{ ...second, seq: 2 },
		]);
		const stored = await loadInterview({ id, userId });
		expect(stored.events).toEqual(added);
		expect(stored.clientIds).toEqual(["a"]);
	});

	it("adds a repeated clientId once and answers the repeat with what is stored", async () => {
		const { id } = await emptyInterview();
		const events = [message("Once", { clientId: "same" })];
		const first = await appendEvents({ interviewId: id, expectedLastSeq: 0, events });
		expect(await appendEvents({ interviewId: id, expectedLastSeq: 0, events })).toEqual(first);
		expect(await appendEvents({ interviewId: id, expectedLastSeq: 1, events })).toEqual([]);
		expect((await loadInterviewForWorker({ id })).events).toHaveLength(1);
	});

	it("adds one event when the same click arrives ten times at once", async () => {
		const { id } = await emptyInterview();
		const events = [message("Double click", { clientId: "click" })];
		const answers = await Promise.all(
			Array.from({ length: 10 }, () => appendEvents({ interviewId: id, expectedLastSeq: 0, events })),
		);
		expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
		expect((await loadInterviewForWorker({ id })).events).toHaveLength(1);
	});

	it("leaves out an event whose key is in the log or earlier in the same batch", async () => {
		const { id } = await emptyInterview();
		const half: KeyedEvent = { type: "time-check", actor: "system", key: "half", atMs: 5, eventKey: "time-check:half" };
		await appendEvents({ interviewId: id, expectedLastSeq: 0, events: [half, half] });
		const added = await appendEvents({
			interviewId: id,
			expectedLastSeq: 1,
			events: [half, message("After the half")],
		});
		expect(added.map((event) => [event.seq, event.type])).toEqual([[2, "message"]]);
	});

	it("refuses with a conflict when the log has grown, and stores nothing of the batch", async () => {
		const { id } = await emptyInterview();
		await appendEvents({ interviewId: id, expectedLastSeq: 0, events: [message("First")] });
		const late = appendEvents({ interviewId: id, expectedLastSeq: 0, events: [message("Late"), message("Later")] });
		await expect(late.catch(codeOf)).resolves.toBe("conflict");
		expect((await loadInterviewForWorker({ id })).events).toHaveLength(1);
	});

	it("places fifty simultaneous appends one after the other, each exactly once", async () => {
		const { id } = await emptyInterview();
		const append = async (index: number): Promise<void> => {
			for (;;) {
				const last = (await loadInterviewForWorker({ id })).events.length;
				try {
					await appendEvents({
						interviewId: id,
						expectedLastSeq: last,
						events: [message(`Number ${index}`, { clientId: `c${index}` })],
					});
					return;
				} catch (error) {
					if (codeOf(error) !== "conflict") throw error;
				}
			}
		};
		await Promise.all(Array.from({ length: 50 }, (_, index) => append(index)));
		const { events } = await loadInterviewForWorker({ id });
		expect(events.map((event) => event.seq)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
		expect(new Set(events.map((event) => (event.type === "message" ? event.text : ""))).size).toBe(50);
	}, 30_000);

	it("closes the round and queues its grading together with the end event, once", async () => {
		const { id } = await emptyInterview();
		const end: KeyedEvent = { type: "end", actor: "candidate", by: "candidate", atMs: 9_000, at: 1_700_000_009_000 };
		await appendEvents({ interviewId: id, expectedLastSeq: 0, events: [message("Last words"), end] });
		const stored = await loadInterviewForWorker({ id });
		expect([stored.status, stored.endedAt]).toEqual(["ended", 1_700_000_009_000]);
		expect((await latestGradeRun({ interviewId: id }))?.status).toBe("queued");
		await appendEvents({ interviewId: id, expectedLastSeq: 2, events: [{ ...end, at: 1_700_000_010_000 }] });
		expect(await database().gradeRun.count({ where: { interviewId: id } })).toBe(1);
	});

	it("gives a started turn a lease, and frees it with the message that finishes the turn", async () => {
		const { id } = await emptyInterview();
		const started: KeyedEvent = {
			type: "turn-started",
			actor: "interviewer",
			turnId: "t1",
			move: { kind: "open" },
			atMs: 0,
		};
		await appendEvents({
			interviewId: id,
			expectedLastSeq: 0,
			events: [started],
			turnLeaseOwner: "p1",
			now: 1_000_000,
		});
		expect((await loadInterviewForWorker({ id })).turnLeaseUntil).toBe(1_090_000);
		const finished: KeyedEvent = { type: "message", actor: "interviewer", text: "Hello.", turnId: "t1", atMs: 10 };
		await appendEvents({ interviewId: id, expectedLastSeq: 1, events: [finished] });
		expect((await loadInterviewForWorker({ id })).turnLeaseUntil).toBeNull();
	});

	it("finds no interview that has been deleted", async () => {
		const gone = appendEvents({ interviewId: "gone", expectedLastSeq: 0, events: [message("Hello")] });
		await expect(gone.catch(codeOf)).resolves.toBe("not-found");
	});

	it("keeps every append it has acknowledged when the process is killed", async () => {
		const { id } = await emptyInterview();
		const child = spawn(process.execPath, ["--import", "tsx", "tests/support/append-until-killed.ts", test.url, id], {
			stdio: ["ignore", "pipe", "inherit"],
		});
		const closed = once(child, "close");
		let acknowledged = 0;
		for await (const line of createInterface({ input: child.stdout })) {
			acknowledged = Math.max(acknowledged, Number(line));
			if (acknowledged >= 40) child.kill("SIGKILL");
		}
		await closed;
		expect(child.signalCode).toBe("SIGKILL");
		const { events } = await loadInterviewForWorker({ id });
		expect(events.length).toBeGreaterThanOrEqual(acknowledged);
		expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
		const [row] = await database().$queryRawUnsafe<{ integrity_check: string }[]>("PRAGMA integrity_check");
		expect(row?.integrity_check).toBe("ok");
	}, 30_000);

	it("keeps what was appended when the file and its write-ahead log are all that is left", async () => {
		const { id } = await emptyInterview();
		await appendEvents({ interviewId: id, expectedLastSeq: 0, events: [message("In the log only")] });
		const copy = path.join(test.folder, "left.db");
		await copyFile(test.file, copy);
		await copyFile(`${test.file}-wal`, `${copy}-wal`);
		await closeDatabase();
		openDatabase({ url: `file:${copy}` });
		try {
			expect((await loadInterviewForWorker({ id })).events).toHaveLength(1);
		} finally {
			await closeDatabase();
			openDatabase({ url: test.url });
		}
	});
});
