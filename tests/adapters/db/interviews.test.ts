import { describe, expect, it } from "vitest";
import { database } from "~/adapters/db/client.server";
import { appendEvents } from "~/adapters/db/events.server";
import { latestGradeRun } from "~/adapters/db/grades.server";
import {
	createInterview,
	deleteInterview,
	listInterviews,
	listRunningInterviews,
	loadInterview,
	loadInterviewForWorker,
	releaseTurnLease,
	renewTurnLease,
	takeTurnLease,
	touchInterview,
} from "~/adapters/db/interviews.server";
import type { AppError } from "~/core/errors";
import type { NewEvent } from "~/core/interview/events";
import { createPerson, testDatabase } from "../../support/database";
import { START, smallRound, startedLog } from "../../support/round";

testDatabase();

const content = smallRound();
const refusal = (work: Promise<unknown>) =>
	work.then(
		() => "accepted",
		(error: AppError) => error.code,
	);

async function newInterview(more: { now?: number; ended?: boolean; turnLeaseOwner?: string } = {}) {
	const person = await createPerson();
	const events: NewEvent[] = startedLog(content).map(({ seq: _, ...event }) => event as NewEvent);
	const { id } = await createInterview({
		userId: person.id,
		plan: content.plan,
		title: "Small",
		origin: "practised",
		events,
		now: START,
		...more,
	});
	return { id, userId: person.id };
}

describe("an interview", () => {
	it("comes back as it was stored, its untimed plan too", async () => {
		const person = await createPerson();
		const plan = { ...content.plan, extraTime: "untimed" as const, minutes: null };
		const { id } = await createInterview({
			userId: person.id,
			plan,
			title: "Untimed",
			origin: "practised",
			events: startedLog(content),
			now: START,
		});
		expect(await loadInterview({ id, userId: person.id })).toEqual({
			id,
			userId: person.id,
			title: "Untimed",
			origin: "practised",
			status: "running",
			plan,
			createdAt: START,
			endedAt: null,
			events: startedLog(content),
			weights: startedLog(content).map(() => expect.any(Number)),
			clientIds: [],
			draft: "",
			lastSeenAt: START,
			lastActivityAt: START,
			turnLeaseUntil: null,
		});
	});

	it("is not found by anyone else, whatever they try", async () => {
		const { id } = await newInterview();
		const { id: userId } = await createPerson();
		expect(await refusal(loadInterview({ id, userId }))).toBe("not-found");
		expect(await refusal(touchInterview({ id, userId, at: START, draft: "Mine" }))).toBe("not-found");
		expect(await refusal(deleteInterview({ id, userId }))).toBe("not-found");
		expect(await listInterviews({ userId })).toEqual([]);
		expect((await loadInterviewForWorker({ id })).draft).toBe("");
	});

	it("that arrives ended has its grading queued with it", async () => {
		const { id } = await newInterview({ ended: true });
		expect((await loadInterviewForWorker({ id })).status).toBe("ended");
		expect((await latestGradeRun({ interviewId: id }))?.status).toBe("queued");
	});

	it("leaves nothing behind when it is deleted", async () => {
		const { id, userId } = await newInterview({ ended: true });
		const run = await database().gradeRun.findFirstOrThrow({ where: { interviewId: id } });
		await database().criterionResult.create({ data: { gradeRunId: run.id, criterion: "cost", payload: "{}" } });
		await deleteInterview({ id, userId });
		expect(await database().interviewEvent.count({ where: { interviewId: id } })).toBe(0);
		expect(await database().criterionResult.count({ where: { gradeRunId: run.id } })).toBe(0);
		expect(await refusal(loadInterviewForWorker({ id }))).toBe("not-found");
	});

	it("keeps its owner from being deleted from under it", async () => {
		const { userId } = await newInterview();
		await expect(database().user.delete({ where: { id: userId } })).rejects.toThrow();
	});

	it("keeps a draft and its two times apart", async () => {
		const { id, userId } = await newInterview();
		await touchInterview({ id, userId, at: START + 10, activityAt: START + 5, draft: "So far" });
		await touchInterview({ id, userId, at: START + 20 });
		expect(await loadInterview({ id, userId })).toMatchObject({
			draft: "So far",
			lastActivityAt: START + 5,
			lastSeenAt: START + 20,
		});
	});
});

describe("lists", () => {
	it("show the newest first", async () => {
		const { id: userId } = await createPerson();
		for (const day of [2, 1, 3]) {
			await createInterview({
				userId,
				plan: content.plan,
				title: `Day ${day}`,
				origin: "practised",
				events: [],
				now: START + day * 86_400_000,
			});
		}
		expect((await listInterviews({ userId })).map((interview) => interview.title)).toEqual(["Day 3", "Day 2", "Day 1"]);
	});

	it("of running rounds leave out the ones that ended", async () => {
		const { id } = await newInterview();
		const last = (await loadInterviewForWorker({ id })).events.length;
		expect((await listRunningInterviews()).map((interview) => interview.id)).toContain(id);
		const end = { type: "end", actor: "candidate", by: "candidate", atMs: 5 } as const;
		await appendEvents({ interviewId: id, expectedLastSeq: last, events: [end] });
		expect((await listRunningInterviews()).map((interview) => interview.id)).not.toContain(id);
	});
});

describe("the lease of a turn", () => {
	it("belongs to one process until it lapses after 90 seconds", async () => {
		const { id: interviewId } = await newInterview({ turnLeaseOwner: "first" });
		expect(await takeTurnLease({ interviewId, owner: "second", now: START + 89_000 })).toBe(false);
		expect(await takeTurnLease({ interviewId, owner: "second", now: START + 91_000 })).toBe(true);
		expect(await renewTurnLease({ interviewId, owner: "first", now: START + 92_000 })).toBe(false);
	});

	it("is held as long as it is renewed, and free once it is given up", async () => {
		const { id: interviewId } = await newInterview({ turnLeaseOwner: "first" });
		expect(await renewTurnLease({ interviewId, owner: "first", now: START + 80_000 })).toBe(true);
		expect(await takeTurnLease({ interviewId, owner: "second", now: START + 100_000 })).toBe(false);
		await releaseTurnLease({ interviewId, owner: "second" });
		expect(await takeTurnLease({ interviewId, owner: "second", now: START + 100_000 })).toBe(false);
		await releaseTurnLease({ interviewId, owner: "first" });
		expect(await takeTurnLease({ interviewId, owner: "second", now: START + 100_000 })).toBe(true);
	});

	it("goes to one of ten processes that ask at once", async () => {
		const { id: interviewId } = await newInterview();
		const answers = await Promise.all(
			Array.from({ length: 10 }, (_, index) => takeTurnLease({ interviewId, owner: `p${index}`, now: START })),
		);
		expect(answers.filter(Boolean)).toHaveLength(1);
	});
});
