/** Stored interviews. Every query a person causes names its owner: someone else's interview is not found. */

import { AppError } from "~/core/errors";
import type { InterviewEvent } from "~/core/interview/events";
import { InterviewPlan } from "~/core/interview/plan";
import type { InterviewModel } from "~/generated/prisma/models";
import { database, inTransaction } from "./client.server";
import { type KeyedEvent, toEvent, toRow } from "./event-rows.server";
import { queuedRun } from "./queued-run.server";
import { type ReadLog, readLog } from "./read-log.server";

export type Origin = "practised" | "imported" | "sample";
export type InterviewStatus = "running" | "ended";

/** Times are Unix milliseconds. */
export interface InterviewSummary {
	id: string;
	title: string;
	origin: Origin;
	status: InterviewStatus;
	plan: InterviewPlan;
	createdAt: number;
	endedAt: number | null;
}

export interface StoredInterview extends InterviewSummary, ReadLog {
	userId: string;
	draft: string;
	/** Last sign of life of an open page. */
	lastSeenAt: number;
	/** Last keystroke or message of the candidate. */
	lastActivityAt: number;
	turnLeaseUntil: number | null;
}

/** How long a turn belongs to the process that words it, unless it is renewed (decisions 3). */
export const TURN_LEASE_MS = 90_000;

/**
 * Stores a new interview with its first events, seq 1 and up. With `ended` (an imported or sample round) its grading is
 * queued in the same transaction. `turnLeaseOwner` is the process that words the opening turn.
 */
export async function createInterview(input: {
	userId: string;
	plan: InterviewPlan;
	title: string;
	origin: Origin;
	events: readonly KeyedEvent[];
	turnLeaseOwner?: string;
	ended?: boolean;
	organizationId?: string;
	/** The practice link it is taken through, and the name the candidate gave. */
	link?: { id: string; takerName: string };
	now?: number;
}): Promise<{ id: string; events: InterviewEvent[] }> {
	const {
		userId,
		plan,
		title,
		origin,
		events,
		turnLeaseOwner,
		ended = false,
		organizationId,
		link,
		now = Date.now(),
	} = input;
	const date = new Date(now);
	return inTransaction(async (transaction) => {
		const { id } = await transaction.interview.create({
			data: {
				userId,
				organizationId,
				...(link ? { linkId: link.id, takerName: link.takerName } : {}),
				origin,
				round: plan.round,
				level: plan.level,
				mode: plan.mode,
				title,
				plan: JSON.stringify(plan),
				status: ended ? "ended" : "running",
				endedAt: ended ? date : null,
				createdAt: date,
				lastSeenAt: date,
				lastActivityAt: date,
				...(turnLeaseOwner ? leaseFrom({ owner: turnLeaseOwner, now }) : {}),
			},
			select: { id: true },
		});
		const rows = events.map((event, index) => toRow({ interviewId: id, seq: index + 1, event }));
		await transaction.interviewEvent.createMany({ data: rows });
		if (ended) await transaction.gradeRun.create({ data: queuedRun({ interviewId: id, plan }) });
		return { id, events: rows.map(toEvent) };
	});
}

/** An interview of this person with its whole log. Throws "not-found" when there is none. */
export async function loadInterview(input: { id: string; userId: string }): Promise<StoredInterview> {
	return load({ id: input.id, userId: input.userId });
}

/** Any interview with its whole log, for work nobody asked for in person: grading, the sweep. */
export async function loadInterviewForWorker(input: { id: string }): Promise<StoredInterview> {
	return load({ id: input.id });
}

async function load(where: { id: string; userId?: string }): Promise<StoredInterview> {
	const row = await database().interview.findFirst({ where });
	if (!row) throw notFound();
	return {
		...toSummary(row),
		userId: row.userId,
		...(await readLog(row.id)),
		draft: row.draft,
		lastSeenAt: row.lastSeenAt.getTime(),
		lastActivityAt: row.lastActivityAt.getTime(),
		turnLeaseUntil: row.turnLeaseUntil?.getTime() ?? null,
	};
}

/** Throws "not-found" when this is nobody's interview, or somebody else's. */
export async function requireOwn(input: { id: string; userId: string }): Promise<void> {
	const where = { id: input.id, userId: input.userId };
	if (!(await database().interview.findFirst({ where, select: { id: true } }))) throw notFound();
}

/** How many interviews of a person were begun or brought after `since` (Unix ms). */
export async function countLately(input: { userId: string; since: number }): Promise<number> {
	return database().interview.count({ where: { userId: input.userId, createdAt: { gt: new Date(input.since) } } });
}

/** All interviews of a person, newest first, without their logs. */
export async function listInterviews(input: { userId: string }): Promise<InterviewSummary[]> {
	const rows = await database().interview.findMany({
		where: { userId: input.userId },
		orderBy: [{ createdAt: "desc" }, { id: "desc" }],
		omit: { draft: true },
	});
	return rows.map(toSummary);
}

/** Every interview that has not ended, of anyone: what the sweep looks after. */
export async function listRunningInterviews(): Promise<
	Pick<StoredInterview, "id" | "lastSeenAt" | "lastActivityAt" | "draft" | "turnLeaseUntil">[]
> {
	const rows = await database().interview.findMany({
		where: { status: "running" },
		select: { id: true, lastSeenAt: true, lastActivityAt: true, draft: true, turnLeaseUntil: true },
	});
	return rows.map(({ id, draft, lastSeenAt, lastActivityAt, turnLeaseUntil }) => ({
		id,
		draft,
		lastSeenAt: lastSeenAt.getTime(),
		lastActivityAt: lastActivityAt.getTime(),
		turnLeaseUntil: turnLeaseUntil?.getTime() ?? null,
	}));
}

/** Deletes an interview with its whole log and every grade of it. */
export async function deleteInterview(input: { id: string; userId: string }): Promise<void> {
	const { count } = await database().interview.deleteMany({ where: { id: input.id, userId: input.userId } });
	if (count === 0) throw notFound();
}

/** Notes a sign of life, and what stands in the composer. Times are Unix milliseconds. */
export async function touchInterview(input: {
	id: string;
	userId: string;
	at: number;
	activityAt?: number;
	draft?: string;
}): Promise<void> {
	const { id, userId, at, activityAt, draft } = input;
	const { count } = await database().interview.updateMany({
		where: { id, userId },
		data: {
			lastSeenAt: new Date(at),
			...(activityAt === undefined ? {} : { lastActivityAt: new Date(activityAt) }),
			...(draft === undefined ? {} : { draft }),
		},
	});
	if (count === 0) throw notFound();
}

/** Takes the open turn for `owner` when nobody holds it or its lease has lapsed. False means someone else words it. */
export async function takeTurnLease(input: { interviewId: string; owner: string; now?: number }): Promise<boolean> {
	const { interviewId, owner, now = Date.now() } = input;
	const free = [{ turnLeaseUntil: null }, { turnLeaseUntil: { lt: new Date(now) } }, { turnLeaseOwner: owner }];
	const { count } = await database().interview.updateMany({
		where: { id: interviewId, OR: free },
		data: leaseFrom({ owner, now }),
	});
	return count === 1;
}

/** Extends a lease that `owner` still holds. False means it was lost. */
export async function renewTurnLease(input: { interviewId: string; owner: string; now?: number }): Promise<boolean> {
	const { interviewId, owner, now = Date.now() } = input;
	const { count } = await database().interview.updateMany({
		where: { id: interviewId, turnLeaseOwner: owner },
		data: leaseFrom({ owner, now }),
	});
	return count === 1;
}

/** Gives a turn up, if `owner` holds it. */
export async function releaseTurnLease(input: { interviewId: string; owner: string }): Promise<void> {
	await database().interview.updateMany({
		where: { id: input.interviewId, turnLeaseOwner: input.owner },
		data: { turnLeaseOwner: null, turnLeaseUntil: null },
	});
}

export function leaseFrom(input: { owner: string; now: number }): { turnLeaseOwner: string; turnLeaseUntil: Date } {
	return { turnLeaseOwner: input.owner, turnLeaseUntil: new Date(input.now + TURN_LEASE_MS) };
}

export function notFound(): AppError {
	return new AppError(
		"not-found",
		"There is no such interview here. It may have been deleted, or it belongs to another account.",
	);
}

function toSummary(
	row: Pick<InterviewModel, "id" | "title" | "origin" | "status" | "plan" | "createdAt" | "endedAt">,
): InterviewSummary {
	return {
		id: row.id,
		title: row.title,
		origin: row.origin as Origin,
		status: row.status as InterviewStatus,
		plan: InterviewPlan.parse(JSON.parse(row.plan)),
		createdAt: row.createdAt.getTime(),
		endedAt: row.endedAt?.getTime() ?? null,
	};
}
