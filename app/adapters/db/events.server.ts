/** Appending to the event log: the only way it changes (architecture, "The one idea"). */

import { AppError } from "~/core/errors";
import type { InterviewEvent } from "~/core/interview/events";
import { InterviewPlan } from "~/core/interview/plan";
import { type DatabaseTransaction, inTransaction } from "./client.server";
import { type KeyedEvent, toEvent, toRow } from "./event-rows.server";
import { leaseFrom, notFound } from "./interviews.server";
import { queuedRun } from "./queued-run.server";

/**
 * Appends events after `expectedLastSeq`, all or none, and returns what the log gained since then.
 *
 * - A `clientId` the log has already: nothing is added, and the events stored after `expectedLastSeq` are returned.
 * - An `eventKey` the log has already: that event is left out.
 * - A log that has grown past `expectedLastSeq`: "conflict". The caller loads it again and decides again.
 * - An `end` event closes the interview and queues its grading in the same transaction, so that no round ends without
 *   something that will grade it.
 *
 * `turnLeaseOwner` takes the turn that these events start; a turn that ends in them is given up. `seenAt` (Unix ms) is a
 * sign of life of the candidate's page. Throws "not-found" when the interview has been deleted.
 */
export async function appendEvents(input: {
	interviewId: string;
	expectedLastSeq: number;
	events: readonly KeyedEvent[];
	turnLeaseOwner?: string;
	seenAt?: number;
	now?: number;
}): Promise<InterviewEvent[]> {
	const { interviewId, expectedLastSeq, events, turnLeaseOwner, seenAt, now = Date.now() } = input;
	return inTransaction(async (transaction) => {
		const interview = await transaction.interview.findUnique({
			where: { id: interviewId },
			select: { plan: true, status: true },
		});
		if (!interview) throw notFound();
		if (await hasClientId({ transaction, interviewId, events })) {
			const stored = { interviewId, seq: { gt: expectedLastSeq } };
			return (await transaction.interviewEvent.findMany({ where: stored, orderBy: { seq: "asc" } })).map(toEvent);
		}
		const last = await transaction.interviewEvent.findFirst({
			where: { interviewId },
			orderBy: { seq: "desc" },
			select: { seq: true },
		});
		if ((last?.seq ?? 0) !== expectedLastSeq) {
			throw new AppError(
				"conflict",
				"This round went on in another window. Load the page again to see where it stands.",
			);
		}
		const fresh = await withoutStoredKeys({ transaction, interviewId, events });
		const rows = fresh.map((event, index) => toRow({ interviewId, seq: expectedLastSeq + index + 1, event }));
		if (rows.length > 0) await transaction.interviewEvent.createMany({ data: rows });

		const end = interview.status === "running" ? fresh.find((event) => event.type === "end") : undefined;
		if (end)
			await transaction.gradeRun.create({
				data: queuedRun({ interviewId, plan: InterviewPlan.parse(JSON.parse(interview.plan)) }),
			});
		const data = {
			...leaseAfter({ events: fresh, owner: turnLeaseOwner, now }),
			...(seenAt === undefined ? {} : { lastSeenAt: new Date(seenAt) }),
			...(end ? { status: "ended", endedAt: new Date(end.at ?? now), draft: "" } : {}),
		};
		if (Object.keys(data).length > 0) await transaction.interview.update({ where: { id: interviewId }, data });
		return rows.map(toEvent);
	});
}

interface Batch {
	transaction: DatabaseTransaction;
	interviewId: string;
	events: readonly KeyedEvent[];
}

async function hasClientId({ transaction, interviewId, events }: Batch): Promise<boolean> {
	const clientIds = events.flatMap((event) => event.clientId ?? []);
	if (clientIds.length === 0) return false;
	const where = { interviewId, clientId: { in: clientIds } };
	return (await transaction.interviewEvent.findFirst({ where, select: { seq: true } })) !== null;
}

async function withoutStoredKeys({ transaction, interviewId, events }: Batch): Promise<KeyedEvent[]> {
	const keys = events.flatMap((event) => event.eventKey ?? []);
	if (keys.length === 0) return [...events];
	const where = { interviewId, eventKey: { in: keys } };
	const stored = await transaction.interviewEvent.findMany({ where, select: { eventKey: true } });
	const taken = new Set(stored.map((row) => row.eventKey));
	return events.filter(({ eventKey }) => {
		if (eventKey === undefined) return true;
		if (taken.has(eventKey)) return false;
		taken.add(eventKey);
		return true;
	});
}

/** The last event that starts or finishes a turn decides whether someone holds one now. */
function leaseAfter(input: { events: readonly KeyedEvent[]; owner: string | undefined; now: number }) {
	const { events, owner, now } = input;
	const last = events.findLast(
		(event) =>
			event.type === "turn-started" ||
			event.type === "turn-failed" ||
			(event.type === "message" && event.turnId !== undefined),
	);
	if (!last) return {};
	if (last.type === "turn-started") return owner ? leaseFrom({ owner, now }) : {};
	return { turnLeaseOwner: null, turnLeaseUntil: null };
}
