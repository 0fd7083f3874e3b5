/** What a coach is to write, has written or could not write about criteria of finished grades. Rows are closed once. */
import { type CoachOutcome, CoachText } from "~/core/grading/coach-note";
import type { CoachNoteModel } from "~/generated/prisma/models";
import { database, inTransaction } from "./client.server";

export type CoachStatus = "waiting" | "written" | "failed";

/** Times are Unix milliseconds. */
export interface StoredCoachNote {
	id: string;
	gradeRunId: string;
	criterion: string;
	status: CoachStatus;
	/** How often somebody has set about writing it. */
	attempts: number;
	/** Null unless it is written. */
	text: CoachText | null;
	/** Why there is no text; empty unless it failed. */
	reason: string;
	createdAt: number;
}

/** How long a claimed note belongs to its worker, unless it is renewed. */
export const COACH_LEASE_MS = 60_000;

/** Asks for a text about one criterion. False, and nothing added, when one is waiting or there is one already. */
export async function addCoachNote(input: { gradeRunId: string; criterion: string }): Promise<boolean> {
	const { gradeRunId, criterion } = input;
	return inTransaction(async (transaction) => {
		const standing = { gradeRunId, criterion, status: { in: ["waiting", "written"] } };
		if ((await transaction.coachNote.count({ where: standing })) > 0) return false;
		await transaction.coachNote.create({ data: { gradeRunId, criterion, status: "waiting" } });
		return true;
	});
}

/** Claims the oldest note that waits and that nobody is at. Null when there is none. */
export async function claimCoachNote(input: { now?: number } = {}): Promise<StoredCoachNote | null> {
	const { now = Date.now() } = input;
	const free = { status: "waiting", OR: [{ leaseUntil: null }, { leaseUntil: { lt: new Date(now) } }] };
	for (;;) {
		const next = await database().coachNote.findFirst({ where: free, orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
		if (!next) return null;
		const { count } = await database().coachNote.updateMany({
			where: { id: next.id, attempts: next.attempts, ...free },
			data: { leaseUntil: new Date(now + COACH_LEASE_MS), attempts: next.attempts + 1 },
		});
		if (count === 1) return toNote({ ...next, attempts: next.attempts + 1 });
	}
}

/** Keeps a claimed note for another minute while a slow model is at it. */
export async function renewCoachLease(input: { id: string; now?: number }): Promise<void> {
	const { id, now = Date.now() } = input;
	await database().coachNote.updateMany({
		where: { id, status: "waiting" },
		data: { leaseUntil: new Date(now + COACH_LEASE_MS) },
	});
}

/** At a restart nobody is at any note. Only for the one server of a database. */
export async function returnCoachNotes(): Promise<void> {
	await database().coachNote.updateMany({ where: { status: "waiting" }, data: { leaseUntil: null } });
}

/** Closes a note that waits; one that is closed stays as it is. */
export async function closeCoachNote(input: { id: string; outcome: CoachOutcome; now?: number }): Promise<void> {
	const { id, outcome, now = Date.now() } = input;
	const payload = outcome.status === "written" ? { text: outcome.text } : { reason: outcome.reason };
	await database().coachNote.updateMany({
		where: { id, status: "waiting" },
		data: {
			status: outcome.status,
			payload: JSON.stringify(payload),
			leaseUntil: null,
			finishedAt: new Date(now),
		},
	});
}

/** Every note of an interview, oldest first. The caller has checked who may read them. */
export async function listCoachNotes(input: { interviewId: string }): Promise<StoredCoachNote[]> {
	const rows = await database().coachNote.findMany({
		where: { gradeRun: { interviewId: input.interviewId } },
		orderBy: [{ createdAt: "asc" }, { id: "asc" }],
	});
	return rows.map(toNote);
}

function toNote(row: CoachNoteModel): StoredCoachNote {
	const payload = row.payload === "" ? {} : (JSON.parse(row.payload) as { text?: unknown; reason?: string });
	return {
		id: row.id,
		gradeRunId: row.gradeRunId,
		criterion: row.criterion,
		status: row.status as CoachStatus,
		attempts: row.attempts,
		text: payload.text === undefined ? null : CoachText.parse(payload.text),
		reason: payload.reason ?? "",
		createdAt: row.createdAt.getTime(),
	};
}
