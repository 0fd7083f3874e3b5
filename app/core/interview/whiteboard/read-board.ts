/** The whole board at a moment of the log: what is drawn, what is written instead, and what the candidate put right. */
import type { EventOf, InterviewEvent } from "../events";
import type { BoardGraph } from "./board";
import { boardElements, lastWords, readElements } from "./board-log";
import { readGraph } from "./graph";
import { isEmptyBoard, outlineOf } from "./outline";
import { applyVerdicts, type ReadingVerdict, type UncertainReading, uncertainReadings } from "./readings";
import { addWords } from "./words";

/** Drawing and words as one graph, for questions and facts. */
export function readBoard(events: readonly InterviewEvent[]): BoardGraph {
	return addWords({ graph: readDrawing(events), words: lastWords(events) });
}

/** The drawing alone, with the readings the candidate has judged. */
export function readDrawing(events: readonly InterviewEvent[]): BoardGraph {
	const elements = readElements(boardElements(events));
	return applyVerdicts({ graph: readGraph(elements), elements, verdicts: verdictsOf(events) });
}

/** What the interviewer sees: the outline of the drawing, then the candidate's own words. Null while there is nothing. */
export function describeBoard(events: readonly InterviewEvent[]): string | null {
	const graph = readDrawing(events);
	const words = lastWords(events);
	const parts = [isEmptyBoard(graph) ? "" : outlineOf(graph), words && `In the candidate's words: ${words}`];
	return parts.filter(Boolean).join("\n") || null;
}

/** Readings of the drawing that are not sure and that the candidate has not judged. */
export function unsureReadings(events: readonly InterviewEvent[]): UncertainReading[] {
	const elements = readElements(boardElements(events));
	return uncertainReadings({ graph: readDrawing(events), elements, verdicts: verdictsOf(events) });
}

/** The newest verdict on every reading. */
export function verdictsOf(events: readonly InterviewEvent[]): Map<string, ReadingVerdict> {
	return new Map(
		events.flatMap((event) =>
			event.type === "board-correction" && event.element !== undefined && event.right !== undefined
				? [[event.element, { version: event.version ?? 0, right: event.right }] as const]
				: [],
		),
	);
}

/**
 * The outline as it stood: the last one stored, or, when the board has changed since, that of the elements. Outlines are
 * stored when somebody speaks, not with every stroke.
 */
export function lastOutline(events: readonly InterviewEvent[]): string | null {
	const last = events.findLastIndex((event) => event.type === "board-correction" || event.type === "board");
	if (last < 0) return null;
	const event = events[last];
	return event?.type === "board" && event.outline !== undefined ? event.outline || null : describeBoard(events);
}

const SPEAKS: ReadonlySet<InterviewEvent["type"]> = new Set(["message", "pass", "turn-started", "phase", "end"]);

/**
 * Puts the outline into the log before whoever speaks next, so that the record says what was on the board when it was
 * said. `adding` is what is about to be appended to `events`; it comes back with one board event more, or as it is.
 */
export function settleBoard<E extends Omit<InterviewEvent, "seq">>(input: {
	events: readonly InterviewEvent[];
	adding: readonly E[];
}): (E | Omit<EventOf<"board">, "seq">)[] {
	const { events, adding } = input;
	const at = adding.findIndex((event) => SPEAKS.has(event.type));
	const last = events.findLast((event) => event.type === "board-correction" || event.type === "board");
	if (at < 0 || !last || (last.type === "board" && last.outline !== undefined)) return [...adding];
	const { atMs, at: wall } = adding[at] ?? last;
	const outline = describeBoard(events) ?? "";
	const settled = { type: "board" as const, actor: "candidate" as const, atMs, at: wall, outline };
	return [...adding.slice(0, at), settled, ...adding.slice(at)];
}
