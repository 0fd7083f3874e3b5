import { beforeEach, describe, expect, it } from "vitest";
import { database } from "~/adapters/db/client.server";
import { claimGradeRun, failGradeRun, returnGradeRuns } from "~/adapters/db/grade-queue.server";
import {
	finishGradeRun,
	latestGradeRun,
	latestGradeRuns,
	listGradeRuns,
	requestGradeRun,
	storeCriterionResult,
	storedCriteria,
} from "~/adapters/db/grades.server";
import { createInterview } from "~/adapters/db/interviews.server";
import type { GradeResult, ScoredCriterion } from "~/core/grading/grade";
import { createPerson, testDatabase } from "../../support/database";
import { smallRound } from "../../support/round";

testDatabase();
beforeEach(() => database().interview.deleteMany());

const NOW = 1_800_000_000_000;
const grader = { kind: "rules", version: "7" } as const;

const criterion: ScoredCriterion = {
	id: "cost",
	score: 3,
	uncappedScore: 3,
	shownLevel: "mid",
	confidence: 0.5,
	status: "graded",
	evidence: [{ seq: 4, quote: "about “forty” dollars", from: 3, to: 24 }],
	points: [{ id: "tokens", verdict: "met", must: true }],
	flags: [],
	reason: "Names a price.",
	grader,
	weight: 20,
	mustHave: false,
	hintRung: 0,
};

const result: GradeResult = {
	mean: 3,
	overall: null,
	recommendation: null,
	observedWeight: 20,
	grader,
	criteria: [criterion],
	redFlags: [],
	flags: [],
	rule: "Too little was observed.",
};

async function endedInterview(owner?: string): Promise<string> {
	const userId = owner ?? (await createPerson()).id;
	const { id } = await createInterview({
		userId,
		plan: smallRound().plan,
		title: "Small",
		origin: "practised",
		events: [],
		ended: true,
	});
	return id;
}

async function claim(owner: string, now = NOW) {
	const run = await claimGradeRun({ owner, now });
	if (!run) throw new Error("there was nothing to claim");
	return run;
}

describe("gradings of many", () => {
	it("are claimed in turns: who has ended many rounds does not hold up others, and leaves a worker free", async () => {
		const many = (await createPerson()).id;
		for (let count = 0; count < 4; count += 1) await endedInterview(many);
		const ownerOf = async ({ interviewId }: { interviewId: string }) =>
			(await database().interview.findUniqueOrThrow({ where: { id: interviewId } })).userId;
		expect(await ownerOf(await claim("w1"))).toBe(many);
		const other = (await createPerson()).id;
		await endedInterview(other);
		expect(await ownerOf(await claim("w2"))).toBe(other);
		expect(await ownerOf(await claim("w3"))).toBe(many);
		expect(await claimGradeRun({ owner: "w4", now: NOW })).toBeNull();
	});
});

describe("a queued grading", () => {
	it("is claimed by one of ten workers that ask at once", async () => {
		const interviewId = await endedInterview();
		const runs = await Promise.all(
			Array.from({ length: 10 }, (_, index) => claimGradeRun({ owner: `w${index}`, now: NOW })),
		);
		expect(runs.filter(Boolean).map((run) => run?.interviewId)).toEqual([interviewId]);
	});

	it("is free again 60 seconds after its worker fell silent, and what was stored is kept", async () => {
		await endedInterview();
		const run = await claim("first");
		await storeCriterionResult({ gradeRunId: run.id, criterion, now: NOW + 30_000 });
		expect(await claimGradeRun({ owner: "second", now: NOW + 89_000 })).toBeNull();
		expect((await claim("second", NOW + 91_000)).attempts).toBe(2);
		expect(await storedCriteria({ gradeRunId: run.id })).toEqual([criterion]);
	});

	it("is free at once when the server has been started anew", async () => {
		await endedInterview();
		const run = await claim("killed");
		await returnGradeRuns({ owner: "new" });
		expect((await claim("new")).id).toBe(run.id);
		await returnGradeRuns({ owner: "new" });
		expect(await claimGradeRun({ owner: "new", now: NOW })).toBeNull();
	});

	it("is given up when five workers took it and none came back", async () => {
		const interviewId = await endedInterview();
		for (let attempt = 0; attempt < 5; attempt += 1) await claim("w", NOW + attempt * 61_000);
		expect(await claimGradeRun({ owner: "w", now: NOW + 5 * 61_000 })).toBeNull();
		expect((await latestGradeRun({ interviewId }))?.status).toBe("failed");
	});
});

describe("a grading", () => {
	it("keeps the first result of a criterion when a second attempt brings another", async () => {
		await endedInterview();
		const run = await claim("w");
		await storeCriterionResult({ gradeRunId: run.id, criterion });
		await storeCriterionResult({ gradeRunId: run.id, criterion: { ...criterion, score: 1 } });
		expect(await storedCriteria({ gradeRunId: run.id })).toEqual([criterion]);
	});

	it("ends with its result and with who produced it", async () => {
		const interviewId = await endedInterview();
		const run = await claim("w");
		await finishGradeRun({ id: run.id, result, now: NOW + 5 });
		expect(await latestGradeRun({ interviewId })).toMatchObject({
			status: "done",
			result,
			finishedAt: NOW + 5,
			error: null,
		});
		const row = await database().gradeRun.findUniqueOrThrow({ where: { id: run.id } });
		expect([row.graderKind, row.graderVersion, row.rubricHash]).toEqual(["rules", "7", "hash-small"]);
		expect(await claimGradeRun({ owner: "w", now: NOW + 999_000 })).toBeNull();
	});

	it("waits for another attempt after a failure that is not final, and stops after one that is", async () => {
		const interviewId = await endedInterview();
		await failGradeRun({ id: (await claim("w")).id, message: "It broke.", final: false });
		expect(await latestGradeRun({ interviewId })).toMatchObject({ status: "queued", error: "It broke." });
		await failGradeRun({ id: (await claim("w")).id, message: "It broke again.", final: true });
		expect(await latestGradeRun({ interviewId })).toMatchObject({ status: "failed", error: "It broke again." });
		expect(await claimGradeRun({ owner: "w", now: NOW })).toBeNull();
	});

	it("that is asked for again adds a run, unless one is waiting already", async () => {
		const interviewId = await endedInterview();
		await requestGradeRun({ interviewId });
		expect(await listGradeRuns({ interviewId })).toHaveLength(1);
		const first = await claim("w");
		await storeCriterionResult({ gradeRunId: first.id, criterion });
		await finishGradeRun({ id: first.id, result });
		await new Promise((resolve) => setTimeout(resolve, 2));
		await requestGradeRun({ interviewId });
		const runs = await listGradeRuns({ interviewId });
		expect(runs.map((run) => [run.status, run.criteria.length])).toEqual([
			["done", 1],
			["queued", 0],
		]);
		expect((await latestGradeRuns({ interviewIds: [interviewId] })).get(interviewId)?.status).toBe("queued");
	});
});
