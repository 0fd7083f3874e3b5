/** Grade runs and the criteria they have produced so far. A regrade adds a run; nothing is overwritten. */
import type { GradeResult, ScoredCriterion } from "~/core/grading/grade";
import { InterviewPlan } from "~/core/interview/plan";
import type { CalibratedGrade } from "~/core/rubrics/calibration";
import { database, inTransaction } from "./client.server";
import { GRADE_LEASE_MS } from "./grade-queue.server";
import { type StoredGradeRun, toRun } from "./grade-rows.server";
import { notFound } from "./interviews.server";
import { queuedRun } from "./queued-run.server";

/**
 * Queues another grading of an interview, by another rubric or grader when those are named. Returns false, and does
 * nothing, when one is waiting or running.
 */
export async function requestGradeRun(input: {
	interviewId: string;
	again?: { rubricHash: string; graderKind: "rules" | "model"; note: string };
}): Promise<boolean> {
	const { interviewId, again } = input;
	return inTransaction(async (transaction) => {
		const interview = await transaction.interview.findUnique({ where: { id: interviewId }, select: { plan: true } });
		if (!interview) throw notFound();
		const waiting = await transaction.gradeRun.count({ where: { interviewId, status: { in: ["queued", "running"] } } });
		if (waiting > 0) return false;
		const plan = InterviewPlan.parse(JSON.parse(interview.plan));
		await transaction.gradeRun.create({ data: { ...queuedRun({ interviewId, plan }), ...again } });
		return true;
	});
}

/** Adds a grade that exists already: one in which a person has set a score. */
export async function addGradeRun(input: {
	interviewId: string;
	rubricHash: string;
	note: string;
	result: GradeResult;
	now?: number;
}): Promise<{ id: string }> {
	const { interviewId, rubricHash, note, result, now = Date.now() } = input;
	return inTransaction(async (transaction) => {
		const { id } = await transaction.gradeRun.create({
			data: {
				interviewId,
				status: "done",
				graderKind: "person",
				graderVersion: result.grader.version,
				rubricHash,
				note,
				result: JSON.stringify(result),
				createdAt: new Date(now),
				finishedAt: new Date(now),
			},
			select: { id: true },
		});
		const rows = result.criteria.map((criterion) => ({
			gradeRunId: id,
			criterion: criterion.id,
			payload: JSON.stringify(criterion),
		}));
		await transaction.criterionResult.createMany({ data: rows });
		return { id };
	});
}

/** Keeps one criterion of a running grading; one that is kept already stays as it is. */
export async function storeCriterionResult(input: {
	gradeRunId: string;
	criterion: ScoredCriterion;
	/** Index into the plan's segments. */
	segment?: number;
	now?: number;
}): Promise<void> {
	const { gradeRunId, criterion, segment = 0, now = Date.now() } = input;
	await inTransaction(async (transaction) => {
		await transaction.criterionResult.upsert({
			where: { gradeRunId_segment_criterion: { gradeRunId, segment, criterion: criterion.id } },
			create: { gradeRunId, segment, criterion: criterion.id, payload: JSON.stringify(criterion) },
			update: {},
		});
		await transaction.gradeRun.updateMany({
			where: { id: gradeRunId, status: "running" },
			data: { leaseUntil: new Date(now + GRADE_LEASE_MS) },
		});
	});
}

/** The criteria a run has produced so far. */
export async function storedCriteria(input: { gradeRunId: string; segment?: number }): Promise<ScoredCriterion[]> {
	const rows = await database().criterionResult.findMany({
		where: { gradeRunId: input.gradeRunId, segment: input.segment ?? 0 },
		orderBy: [{ createdAt: "asc" }, { criterion: "asc" }],
	});
	return rows.map((row) => JSON.parse(row.payload) as ScoredCriterion);
}

/** Closes a running grading with its result and who produced it, and leaves the coach its work in the same moment. */
export async function finishGradeRun(input: {
	id: string;
	result: GradeResult;
	calibration?: CalibratedGrade | null;
	promptHash?: string | null;
	/** Criteria a coach is to write about. */
	coached?: readonly string[];
	now?: number;
}): Promise<void> {
	const { id, result, calibration, promptHash = null, coached = [], now = Date.now() } = input;
	await inTransaction(async (transaction) => {
		const { count } = await transaction.gradeRun.updateMany({
			where: { id, status: "running" },
			data: {
				status: "done",
				result: JSON.stringify(result),
				promptHash,
				calibration: calibration ? JSON.stringify(calibration) : null,
				graderKind: result.grader.kind,
				graderVersion: result.grader.version,
				leaseOwner: null,
				leaseUntil: null,
				error: null,
				finishedAt: new Date(now),
			},
		});
		if (count === 0 || coached.length === 0) return;
		const notes = coached.map((criterion) => ({ gradeRunId: id, criterion, status: "waiting" }));
		await transaction.coachNote.createMany({ data: notes });
	});
}

/** The newest grading of an interview; null when none was ever asked for. */
export async function latestGradeRun(input: { interviewId: string }): Promise<StoredGradeRun | null> {
	return (await latestGradeRuns({ interviewIds: [input.interviewId] })).get(input.interviewId) ?? null;
}

/** The newest grading of each interview, by interview; with `machineOnly` the newest that no person has a part in. */
export async function latestGradeRuns(input: {
	interviewIds: readonly string[];
	machineOnly?: boolean;
}): Promise<Map<string, StoredGradeRun>> {
	const machine = { status: "done", graderKind: { not: "person" } };
	const rows = await database().gradeRun.findMany({
		where: { interviewId: { in: [...input.interviewIds] }, ...(input.machineOnly ? machine : {}) },
		orderBy: [{ createdAt: "asc" }, { id: "asc" }],
	});
	return new Map(rows.map((row) => [row.interviewId, toRun(row)]));
}

/** One grading; null when there is none. The caller checks whose it is. */
export async function findGradeRun(input: { id: string }): Promise<StoredGradeRun | null> {
	const row = await database().gradeRun.findUnique({ where: { id: input.id } });
	return row ? toRun(row) : null;
}

/** Every grading of an interview, oldest first, each with the criteria it produced. */
export async function listGradeRuns(input: {
	interviewId: string;
}): Promise<(StoredGradeRun & { criteria: ScoredCriterion[] })[]> {
	const rows = await database().gradeRun.findMany({
		where: { interviewId: input.interviewId },
		orderBy: [{ createdAt: "asc" }, { id: "asc" }],
		include: { criteria: { orderBy: [{ segment: "asc" }, { criterion: "asc" }] } },
	});
	return rows.map((row) => ({
		...toRun(row),
		criteria: row.criteria.map((criterion) => JSON.parse(criterion.payload) as ScoredCriterion),
	}));
}
