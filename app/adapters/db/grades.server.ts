/** Grade runs and the criteria they have produced so far. A regrade adds a run; nothing is overwritten. */
import type { GradeResult, ScoredCriterion } from "~/core/grading/grade";
import { InterviewPlan } from "~/core/interview/plan";
import { CalibratedGrade } from "~/core/rubrics/calibration";
import type { GradeRunModel } from "~/generated/prisma/models";
import { database, inTransaction } from "./client.server";
import { notFound } from "./interviews.server";
import { queuedRun } from "./queued-run.server";

export type GradeRunStatus = "queued" | "running" | "done" | "failed";

/** Times are Unix milliseconds. */
export interface StoredGradeRun {
	id: string;
	interviewId: string;
	status: GradeRunStatus;
	attempts: number;
	/** Who was asked to grade; a finished run's result says who did. */
	graderKind: string;
	/** The version of the rubric it was graded by: one hash, or those of all segments joined by commas. */
	rubricHash: string;
	/** Why a person asked for it or set a score; empty for the first grading. */
	note: string;
	/** Hash of the judge's prompt a model graded with; null for rules and for grades from before it was kept. */
	promptHash: string | null;
	/** Calibrated scores beside the raw ones; null where calibration is off. */
	calibration: CalibratedGrade | null;
	result: GradeResult | null;
	error: string | null;
	createdAt: number;
	finishedAt: number | null;
}

/** How long a claimed run belongs to its worker; storing a criterion renews it. */
export const GRADE_LEASE_MS = 60_000;

/** A run that was claimed this often without an end takes the process down with it: it is failed instead of claimed. */
const MAX_CLAIMS = 5;

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

/** Of one person's: whoever has ended many rounds leaves room for others. */
const MOST_OF_ONE = 2;

/**
 * Claims the oldest run that waits or whose lease has lapsed, for 60 seconds; those of people of whom none is being graded
 * come first. Null when there is none. `owner` names the process; two workers never get the same run at the same time.
 */
export async function claimGradeRun(input: { owner: string; now?: number }): Promise<StoredGradeRun | null> {
	const { owner, now = Date.now() } = input;
	const claimable = { OR: [{ status: "queued" }, { status: "running", leaseUntil: { lt: new Date(now) } }] };
	for (;;) {
		const next = await oldestClaimable({ claimable, now });
		if (!next) return null;
		if (next.attempts >= MAX_CLAIMS) {
			await failGradeRun({
				id: next.id,
				message: "Grading was started several times and never came to an end.",
				final: true,
				now,
			});
			continue;
		}
		const { count } = await database().gradeRun.updateMany({
			where: { id: next.id, attempts: next.attempts, ...claimable },
			data: {
				status: "running",
				leaseOwner: owner,
				leaseUntil: new Date(now + GRADE_LEASE_MS),
				attempts: next.attempts + 1,
			},
		});
		if (count === 1) return toRun({ ...next, status: "running", attempts: next.attempts + 1 });
	}
}

async function oldestClaimable(input: { claimable: object; now: number }) {
	const { claimable, now } = input;
	const running = await database().gradeRun.findMany({
		where: { status: "running", leaseUntil: { gte: new Date(now) } },
		select: { interview: { select: { userId: true } } },
	});
	const busy = running.map(({ interview }) => interview.userId);
	const full = busy.filter((user) => busy.filter((other) => other === user).length >= MOST_OF_ONE);
	for (const others of [busy, full]) {
		const next = await database().gradeRun.findFirst({
			where: { ...claimable, interview: { userId: { notIn: others } } },
			orderBy: [{ createdAt: "asc" }, { id: "asc" }],
		});
		if (next) return next;
	}
	return null;
}

/** Keeps a claimed run for another minute while a slow grader is at it. */
export async function renewGradeLease(input: { id: string; owner: string; now?: number }): Promise<void> {
	const { id, owner, now = Date.now() } = input;
	await database().gradeRun.updateMany({
		where: { id, status: "running", leaseOwner: owner },
		data: { leaseUntil: new Date(now + GRADE_LEASE_MS) },
	});
}

/** At a restart: what another process had claimed is free again at once. Only for the one server of a database. */
export async function returnGradeRuns(input: { owner: string }): Promise<void> {
	await database().gradeRun.updateMany({
		where: { status: "running", NOT: { leaseOwner: input.owner } },
		data: { status: "queued", leaseOwner: null, leaseUntil: null },
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

/** Notes why a grading stopped. Unless it is `final` the run waits for another attempt. */
export async function failGradeRun(input: {
	id: string;
	message: string;
	final: boolean;
	now?: number;
}): Promise<void> {
	const { id, message, final, now = Date.now() } = input;
	await database().gradeRun.updateMany({
		where: { id, status: { in: ["queued", "running"] } },
		data: {
			status: final ? "failed" : "queued",
			error: message,
			leaseOwner: null,
			leaseUntil: null,
			finishedAt: final ? new Date(now) : null,
		},
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

function toRun(row: GradeRunModel): StoredGradeRun {
	return {
		id: row.id,
		interviewId: row.interviewId,
		status: row.status as GradeRunStatus,
		attempts: row.attempts,
		graderKind: row.graderKind,
		rubricHash: row.rubricHash,
		note: row.note,
		promptHash: row.promptHash,
		calibration: row.calibration === null ? null : CalibratedGrade.parse(JSON.parse(row.calibration)),
		result: row.result === null ? null : (JSON.parse(row.result) as GradeResult),
		error: row.error,
		createdAt: row.createdAt.getTime(),
		finishedAt: row.finishedAt?.getTime() ?? null,
	};
}
