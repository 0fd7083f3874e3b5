/** Runs of a draft against a published rubric. Each result is kept as soon as it exists, so a stopped run resumes. */
import type { Rubric } from "~/core/content/schemas";
import type { GradeResult } from "~/core/grading/grade";
import type { BenchRunModel } from "~/generated/prisma/models";
import { database, inTransaction } from "./client.server";

export type BenchStatus = "running" | "stopped" | "done" | "failed";

/** "sample:<name>" or "interview:<id>". */
export type BenchItem = `sample:${string}` | `interview:${string}`;

/** Times are Unix milliseconds. */
export interface StoredBenchRun {
	id: string;
	userId: string;
	rubricId: string;
	status: BenchStatus;
	/** The version compared with. */
	beforeHash: string;
	grader: "rules" | "model";
	/** The draft as it was when the run was started, and its revision. */
	draft: Rubric;
	revision: number;
	items: BenchItem[];
	createdAt: number;
}

/** Runs kept for each person; older ones go with their results, which may be megabytes. */
const KEPT = 5;

export async function createBenchRun(input: Omit<StoredBenchRun, "id" | "status" | "createdAt">): Promise<string> {
	const { userId, rubricId, beforeHash, grader, draft, revision, items } = input;
	return inTransaction(async (transaction) => {
		const { id } = await transaction.benchRun.create({
			data: {
				userId,
				rubricId,
				status: "running",
				beforeHash,
				grader,
				draft: JSON.stringify(draft),
				revision,
				items: JSON.stringify(items),
			},
			select: { id: true },
		});
		const old = await transaction.benchRun.findMany({
			where: { userId },
			orderBy: [{ createdAt: "desc" }, { id: "desc" }],
			skip: KEPT,
			select: { id: true },
		});
		await transaction.benchRun.deleteMany({ where: { id: { in: old.map((run) => run.id) } } });
		return id;
	});
}

/** One run; null when it was removed. */
export async function findBenchRun(input: { id: string }): Promise<StoredBenchRun | null> {
	const row = await database().benchRun.findUnique({ where: { id: input.id } });
	return row ? toRun(row) : null;
}

/** A person's newest run on a rubric; null without one. */
export async function latestBenchRun(input: { rubricId: string; userId: string }): Promise<StoredBenchRun | null> {
	const row = await database().benchRun.findFirst({
		where: input,
		orderBy: [{ createdAt: "desc" }, { id: "desc" }],
	});
	return row ? toRun(row) : null;
}

export async function setBenchStatus(input: { id: string; from: BenchStatus[]; to: BenchStatus }): Promise<boolean> {
	const finishedAt = input.to === "running" ? null : new Date();
	const { count } = await database().benchRun.updateMany({
		where: { id: input.id, status: { in: input.from } },
		data: { status: input.to, finishedAt },
	});
	return count === 1;
}

export async function benchStatus(input: { id: string }): Promise<BenchStatus | null> {
	const row = await database().benchRun.findUnique({ where: { id: input.id }, select: { status: true } });
	return (row?.status as BenchStatus | undefined) ?? null;
}

/** Keeps the two grades of one interview; one that is kept already stays. */
export async function storeBenchResult(input: {
	runId: string;
	item: BenchItem;
	before: GradeResult;
	after: GradeResult;
}): Promise<void> {
	const { runId, item } = input;
	const row = { runId, item, before: JSON.stringify(input.before), after: JSON.stringify(input.after) };
	await database().benchResult.upsert({ where: { runId_item: { runId, item } }, create: row, update: {} });
}

/** Which interviews a run has graded already. */
export async function benchedItems(input: { runId: string }): Promise<Set<string>> {
	const rows = await database().benchResult.findMany({ where: { runId: input.runId }, select: { item: true } });
	return new Set(rows.map((row) => row.item));
}

export async function benchResults(input: {
	runId: string;
}): Promise<{ item: BenchItem; before: GradeResult; after: GradeResult }[]> {
	const rows = await database().benchResult.findMany({ where: { runId: input.runId }, orderBy: { item: "asc" } });
	return rows.map((row) => ({
		item: row.item as BenchItem,
		before: JSON.parse(row.before) as GradeResult,
		after: JSON.parse(row.after) as GradeResult,
	}));
}

function toRun(row: BenchRunModel): StoredBenchRun {
	return {
		id: row.id,
		userId: row.userId,
		rubricId: row.rubricId,
		status: row.status as BenchStatus,
		beforeHash: row.beforeHash,
		grader: row.grader === "model" ? "model" : "rules",
		draft: JSON.parse(row.draft) as Rubric,
		revision: row.revision,
		items: JSON.parse(row.items) as BenchItem[],
		createdAt: row.createdAt.getTime(),
	};
}
