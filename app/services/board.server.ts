/** The whiteboard of a round: changed elements, words and verdicts on readings go into the log. */
import { z } from "zod";
import { touchInterview } from "~/adapters/db/interviews.server";
import { AppError } from "~/core/errors";
import { backAtWork, stamped } from "~/core/interview/controller";
import type { InterviewEvent, NewEvent } from "~/core/interview/events";
import { projectInterview } from "~/core/interview/state";
import {
	boardElements,
	lastWords,
	MOST_ELEMENTS,
	mergeElements,
	newerElements,
} from "~/core/interview/whiteboard/board-log";
import { lastOutline, unsureReadings } from "~/core/interview/whiteboard/read-board";
import type { UncertainReading } from "~/core/interview/whiteboard/readings";
import { BoardElement } from "~/core/interview/whiteboard/scene";
import { keepPicture } from "./board-pictures.server";
import type { Person } from "./guest.server";
import { readableInterview } from "./interview-access.server";
import { appendDecision } from "./log.server";

export const BoardInput = z.object({
	/** Elements that are new, changed or deleted. */
	elements: z.array(BoardElement).max(1_000).default([]),
	/** The board in words, by somebody who does not draw. Stays until it is changed. */
	words: z.string().max(20_000).optional(),
	/** Whether a reading that was not sure is right; `version` is the element's that was judged. */
	verdicts: z
		.array(z.object({ element: z.string().min(1).max(64), version: z.number(), right: z.boolean() }))
		.max(100)
		.default([]),
	/** The board as PNG, base64, for a model that sees; never stored. */
	picture: z
		.string()
		.max(700_000, "The picture of the board is too large. What is drawn is saved all the same.")
		.regex(/^iVBORw0KGgo[A-Za-z0-9+/]*={0,2}$/, "The picture of the board is no PNG.")
		.optional(),
});
export type BoardInput = z.infer<typeof BoardInput>;

export interface BoardView {
	/** Everything on the board, as Excalidraw knows it. */
	elements: unknown[];
	/** What the interviewer sees; null while the board is empty. */
	outline: string | null;
	/** Readings that are not sure and not judged. */
	uncertain: UncertainReading[];
	/** The candidate's own words about it. */
	words: string;
}

/** The board as it stands, or, with `untilMs`, as it was at that moment of the round. */
export async function viewBoard(input: { id: string; person: Person; untilMs?: number }): Promise<BoardView> {
	const { id, person, untilMs = Number.POSITIVE_INFINITY } = input;
	const { events } = await readableInterview({ id, person });
	return boardView(events.filter((event) => event.atMs <= untilMs));
}

/** Stores a change and returns the board after it. Refuses after the end of the round, and boards beyond reading. */
export async function saveBoard(input: { id: string; person: Person; input: BoardInput }): Promise<BoardView> {
	const { id, person } = input;
	const { elements: changed, words, verdicts } = input.input;
	const appended = await appendDecision({
		id,
		userId: person.id,
		present: true,
		decide: ({ events, content, now }) => {
			const state = projectInterview({ events, plan: content.plan });
			if (state.status === "ended") throw new AppError("round-over", "This round has ended. Your board is saved.");
			const known = boardElements(events);
			const fresh = newerElements({ elements: known, changed });
			if (mergeElements({ elements: known, changed: fresh }).length > MOST_ELEMENTS) {
				throw new AppError(
					"too-large",
					`The board holds up to ${MOST_ELEMENTS.toLocaleString("en-GB")} elements. What was saved before is safe; delete some and draw on.`,
				);
			}
			const own = words?.trim();
			const written = own !== undefined && own !== lastWords(events);
			const added: NewEvent[] = [];
			const put = (event: Parameters<typeof stamped>[0]["event"]) => added.push(stamped({ state, now, event }));
			const actor = "candidate";
			if (fresh.length > 0 || written)
				put({ type: "board", actor, elements: fresh, ...(written ? { words: own } : {}) });
			for (const verdict of verdicts) put({ type: "board-correction", actor, ...verdict });
			return added.length === 0 ? [] : [...backAtWork({ events, state, now }), ...added];
		},
	});
	if (input.input.picture !== undefined) keepPicture({ id, png: input.input.picture });
	const now = Date.now();
	await touchInterview({ id, userId: person.id, at: now, activityAt: now });
	return boardView(appended.events);
}

function boardView(events: readonly InterviewEvent[]): BoardView {
	const elements = boardElements(events);
	return {
		elements,
		outline: lastOutline(events),
		uncertain: unsureReadings(events),
		words: lastWords(events),
	};
}
