/** The room: what it shows, and what the candidate does in it that needs no streamed reply. */

import { randomUUID } from "node:crypto";
import { loadInterview, touchInterview } from "~/adapters/db/interviews.server";
import { AppError } from "~/core/errors";
import { decide } from "~/core/interview/controller";
import { MAX_MESSAGE_CHARACTERS } from "~/core/interview/events";
import type { RoomInput } from "~/core/interview/input";
import { viewRoomState } from "~/core/interview/room";
import type { RoomView } from "~/core/interview/room-view";
import { loadRoundContent } from "./content.server";
import type { Person } from "./guest.server";
import { appendDecision } from "./log.server";
import { settleFindings, waitingFindings } from "./tracker.server";
import { runTurn } from "./turns.server";

/** The room as it stands. Someone else's interview is "not-found". */
export async function viewRoom(input: { id: string; person: Person }): Promise<RoomView> {
	const interview = await loadInterview({ id: input.id, userId: input.person.id });
	const content = await loadRoundContent(interview.plan);
	return viewRoomState({
		id: interview.id,
		events: interview.events,
		content,
		now: Date.now(),
		draft: interview.draft,
	});
}

/** Applies one input and returns the room after it; an interviewer turn it started goes on in the background. */
export async function act(input: { id: string; person: Person; input: RoomInput }): Promise<RoomView> {
	await applyInput(input);
	return viewRoom(input);
}

/** Stores what follows from an input and sets a started turn going. */
export async function applyInput(input: { id: string; person: Person; input: RoomInput }): Promise<void> {
	const { id, person, input: action } = input;
	const appended = await appendDecision({
		id,
		userId: person.id,
		clientId: action.clientId,
		present: true,
		decide: ({ events, content, now }) =>
			decide({ events, content, now, newId: randomUUID, input: action, tracked: waitingFindings(id) }),
	});
	settleFindings({ interviewId: id, added: appended.added });
	if (action.kind === "message") await touchInterview({ id, userId: person.id, at: Date.now(), draft: "" });
	runTurn({ interviewId: id, events: appended.events, content: appended.content });
}

/** Keeps the text of the composer. Also the sign of life of an open page. */
export async function saveDraft(input: { id: string; person: Person; text: string | null }): Promise<void> {
	const { id, person, text } = input;
	if (text !== null && text.length > MAX_MESSAGE_CHARACTERS) {
		throw new AppError(
			"too-large",
			`A draft holds up to ${MAX_MESSAGE_CHARACTERS.toLocaleString("en-GB")} characters. The rest is kept in this browser only.`,
		);
	}
	const now = Date.now();
	await touchInterview({ id, userId: person.id, at: now, ...(text === null ? {} : { draft: text, activityAt: now }) });
}
