/** The candidate says something and the interviewer answers, sentence by sentence (architecture, flow A). */
import { loadInterview } from "~/adapters/db/interviews.server";
import type { RoomInput } from "~/core/interview/input";
import type { Person } from "./guest.server";
import { applyInput } from "./room.server";
import { attachTurn } from "./turns.server";

/**
 * Stores first, then streams NDJSON: {"type":"accepted","lastSeq"}, {"type":"sentence",…}…, {"type":"done"}.
 * Refusals are thrown as `AppError` before the stream opens.
 */
export async function streamReply(input: {
	id: string;
	person: Person;
	input: RoomInput;
}): Promise<ReadableStream<Uint8Array>> {
	await applyInput(input);
	return attachReply(input);
}

/** The stream of a turn that is being written, or one that says at once that nothing is. */
export async function attachReply(input: { id: string; person: Person }): Promise<ReadableStream<Uint8Array>> {
	const { id, person } = input;
	const interview = await loadInterview({ id, userId: person.id });
	const first = { type: "accepted", lastSeq: interview.events.at(-1)?.seq ?? 0 };
	return attachTurn({ interviewId: id, first }) ?? finished(first);
}

function finished(first: object): ReadableStream<Uint8Array> {
	const text = `${JSON.stringify(first)}\n${JSON.stringify({ type: "done" })}\n`;
	return new ReadableStream({
		start(controller) {
			controller.enqueue(new TextEncoder().encode(text));
			controller.close();
		},
	});
}
