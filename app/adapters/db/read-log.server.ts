/**
 * The log of an interview as it is stored. Logs that were read lately are kept, and only what was added since is read
 * again: every request of a round reads its log, and a log is only ever added to (events.server.ts).
 */
import type { InterviewEvent } from "~/core/interview/events";
import { database } from "./client.server";
import { weighEvent } from "./event-rows.server";

export interface ReadLog {
	/** Frozen: whoever reads the log next has the same events in hand. */
	events: InterviewEvent[];
	/** Bytes of JSON of each of them. */
	weights: number[];
	/** The `clientId` of every event that has one. */
	clientIds: string[];
}

type KeptLog = ReadLog & { weight: number };

/** Bytes of JSON of all logs that are kept. */
const MOST_KEPT = 24_000_000;
/** The log used last is the last. */
const kept = new Map<string, KeptLog>();

export async function readLog(interviewId: string): Promise<ReadLog> {
	const known = kept.get(interviewId);
	const lastSeq = known?.events.at(-1)?.seq ?? 0;
	const rows = await database().interviewEvent.findMany({
		where: { interviewId, seq: { gte: lastSeq } },
		orderBy: { seq: "asc" },
	});
	// The last known event comes along. Without it, this is another database than before.
	const goesOn = known !== undefined && lastSeq > 0 && rows[0]?.seq === lastSeq;
	if (known && !goesOn) {
		kept.delete(interviewId);
		return readLog(interviewId);
	}
	const added = (goesOn ? rows.slice(1) : rows).map((row) => ({ ...weighEvent(row), clientId: row.clientId }));
	const log: KeptLog = {
		events: [...(known?.events ?? []), ...added.map(({ event }) => Object.freeze(event))],
		weights: [...(known?.weights ?? []), ...added.map(({ weight }) => weight)],
		clientIds: [...(known?.clientIds ?? []), ...added.flatMap(({ clientId }) => clientId ?? [])],
		weight: (known?.weight ?? 0) + added.reduce((sum, { weight }) => sum + weight, 0),
	};
	keep(interviewId, log);
	return { events: [...log.events], weights: log.weights, clientIds: log.clientIds };
}

function keep(interviewId: string, log: KeptLog): void {
	kept.delete(interviewId);
	if (log.events.length > 0) kept.set(interviewId, log);
	let weight = [...kept.values()].reduce((sum, entry) => sum + entry.weight, 0);
	for (const [id, entry] of kept) {
		if (weight <= MOST_KEPT) break;
		kept.delete(id);
		weight -= entry.weight;
	}
}
