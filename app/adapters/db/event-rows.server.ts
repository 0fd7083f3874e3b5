/** Rows of the event log and the events they stand for. */
import type { InterviewEvent, NewEvent } from "~/core/interview/events";
import type { InterviewEventModel } from "~/generated/prisma/models";
import { packText, unpackText } from "./packed-text.server";

export type KeyedEvent = NewEvent & {
	/** Named by the page that sent it: the same one twice is one event. */
	clientId?: string;
	/** Names something that may happen once in an interview, such as "time-check:half". */
	eventKey?: string;
};

export function toRow(input: { interviewId: string; seq: number; event: KeyedEvent }): InterviewEventModel {
	const { atMs, at, actor, type, clientId, eventKey, ...payload } = input.event;
	return {
		interviewId: input.interviewId,
		seq: input.seq,
		atMs,
		at: at ?? null,
		actor,
		type,
		payload: type === "board" ? packText(JSON.stringify(payload)) : JSON.stringify(payload),
		clientId: clientId ?? null,
		eventKey: eventKey ?? null,
	};
}

type StoredRow = Omit<InterviewEventModel, "clientId" | "eventKey" | "interviewId">;

export function toEvent(row: StoredRow): InterviewEvent {
	return weighEvent(row).event;
}

/** The event, and how many bytes of JSON it holds. */
export function weighEvent(row: StoredRow): { event: InterviewEvent; weight: number } {
	const { seq, atMs, at, actor, type } = row;
	const payload = unpackText(row.payload);
	// Checked before it was stored; checking every event on every read would cost more than reading it.
	const event = { ...JSON.parse(payload), seq, atMs, ...(at === null ? {} : { at }), actor, type } as InterviewEvent;
	return { event, weight: Buffer.byteLength(payload) };
}
