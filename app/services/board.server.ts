/** The whiteboard of a round: changed elements come in, an outline of the whole goes into the log. */
import { z } from "zod";
import { loadInterview, touchInterview } from "~/adapters/db/interviews.server";
import { AppError } from "~/core/errors";
import { backAtWork, stamped } from "~/core/interview/controller";
import { projectInterview } from "~/core/interview/state";
import {
	boardElements,
	lastOutline,
	lastWords,
	MOST_ELEMENTS,
	mergeElements,
	readElements,
} from "~/core/interview/whiteboard/board-log";
import { readGraph } from "~/core/interview/whiteboard/graph";
import { isEmptyBoard, outlineOf } from "~/core/interview/whiteboard/outline";
import { BoardElement } from "~/core/interview/whiteboard/scene";
import type { Person } from "./guest.server";
import { appendDecision } from "./log.server";

export const BoardInput = z.object({
	/** Elements that are new, changed or deleted. */
	elements: z.array(BoardElement).max(1_000).default([]),
	/** The board in words, by somebody who does not draw, or to put a reading right. Stays until it is changed. */
	words: z.string().max(20_000).optional(),
});
export type BoardInput = z.infer<typeof BoardInput>;

export interface BoardView {
	/** Everything on the board, as Excalidraw knows it. */
	elements: unknown[];
	/** What the interviewer sees; null while the board is empty. */
	outline: string | null;
	/** The candidate's own words about it. */
	words: string;
}

export async function viewBoard(input: { id: string; person: Person }): Promise<BoardView> {
	const { events } = await loadInterview({ id: input.id, userId: input.person.id });
	return { elements: boardElements(events), outline: lastOutline(events), words: lastWords(events) };
}

/** Stores a change and returns the board after it. Refuses after the end of the round, and boards beyond reading. */
export async function saveBoard(input: { id: string; person: Person; input: BoardInput }): Promise<BoardView> {
	const { id, person } = input;
	const { elements: changed, words } = input.input;
	const appended = await appendDecision({
		id,
		userId: person.id,
		present: true,
		decide: ({ events, content, now }) => {
			const state = projectInterview({ events, plan: content.plan });
			if (state.status === "ended") throw new AppError("round-over", "This round has ended. Your board is saved.");
			const elements = mergeElements({ elements: boardElements(events), changed });
			if (elements.length > MOST_ELEMENTS) {
				throw new AppError(
					"too-large",
					`The board holds up to ${MOST_ELEMENTS.toLocaleString("en-GB")} elements. What was saved before is safe; delete some and draw on.`,
				);
			}
			const own = (words ?? lastWords(events)).trim();
			if (changed.length === 0 && own === lastWords(events)) return [];
			const outline = [outlineFrom(elements), own && `In the candidate's words: ${own}`].filter(Boolean).join("\n");
			const written = words === undefined ? {} : { words: own };
			const drawn = { type: "board" as const, actor: "candidate" as const, outline, elements: changed, ...written };
			return [...backAtWork({ events, state, now }), stamped({ state, now, event: drawn })];
		},
	});
	const now = Date.now();
	await touchInterview({ id, userId: person.id, at: now, activityAt: now });
	const { events } = appended;
	return { elements: boardElements(events), outline: lastOutline(events), words: lastWords(events) };
}

function outlineFrom(elements: readonly unknown[]): string {
	const graph = readGraph(readElements(elements));
	return isEmptyBoard(graph) ? "" : outlineOf(graph);
}
