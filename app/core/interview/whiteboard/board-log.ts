/** The board as its log tells it: every board event holds only the elements that changed since the one before. */
import type { EventOf, InterviewEvent } from "../events";
import { BoardElement } from "./scene";

/** More elements than this are refused: nobody reads such a board, and every reading of it costs. */
export const MOST_ELEMENTS = 3_000;

type Versioned = { id: string; version?: number; versionNonce?: number; isDeleted?: boolean };

/** The newest version of every element, deleted ones included, in the order in which they first appeared. */
export function boardElements(events: readonly InterviewEvent[]): unknown[] {
	const byId = new Map<string, unknown>();
	for (const event of events) if (event.type === "board") merge({ byId, changed: event.elements ?? [] });
	return [...byId.values()];
}

/** Lays changed elements over a board: of two versions of one element the higher counts (Excalidraw's own rule). */
export function mergeElements(input: { elements: readonly unknown[]; changed: readonly unknown[] }): unknown[] {
	const byId = new Map<string, unknown>();
	merge({ byId, changed: input.elements });
	merge({ byId, changed: input.changed });
	return [...byId.values()];
}

/** Those of `changed` that are newer than the board has them: two tabs send each other's elements back. */
export function newerElements<E extends Versioned>(input: {
	elements: readonly unknown[];
	changed: readonly E[];
}): E[] {
	const byId = new Map<string, unknown>();
	merge({ byId, changed: input.elements });
	return input.changed.filter((element) => {
		const known = byId.get(element.id) as Versioned | undefined;
		return !known || isNewer(element, known);
	});
}

function merge(input: { byId: Map<string, unknown>; changed: readonly unknown[] }): void {
	for (const element of input.changed) {
		// A file from elsewhere may hold anything here.
		const { id } = (element ?? {}) as Partial<Versioned>;
		if (typeof id !== "string") continue;
		const known = input.byId.get(id) as Versioned | undefined;
		if (!known || isNewer(element as Versioned, known)) input.byId.set(id, element);
	}
}

function isNewer(a: Versioned, b: Versioned): boolean {
	const [left, right] = [a.version ?? 0, b.version ?? 0];
	return left !== right ? left > right : (a.versionNonce ?? 0) < (b.versionNonce ?? 0);
}

/**
 * True for what a single click with a drawing tool leaves: Excalidraw takes it off the board again without marking it as
 * deleted, so it must never be sent. Text grows from nothing, and what is deleted has to be told.
 */
export function isSpeck(element: unknown): boolean {
	const { type, width, height, isDeleted } = (element ?? {}) as Record<string, unknown>;
	return isDeleted !== true && type !== "text" && isNothing(width) && isNothing(height);
}

function isNothing(size: unknown): boolean {
	return typeof size === "number" && Math.abs(size) < 1;
}

/** The elements as we read them; what is none of a scene is left out. */
export function readElements(elements: readonly unknown[]): BoardElement[] {
	return elements.flatMap((element) => {
		const parsed = BoardElement.safeParse(element);
		return parsed.success ? [parsed.data] : [];
	});
}

/** What the candidate last wrote about the board; empty when nothing. */
export function lastWords(events: readonly InterviewEvent[]): string {
	const last = events.findLast(
		(event): event is EventOf<"board"> => event.type === "board" && event.words !== undefined,
	);
	return last?.words ?? "";
}

/** The log without board events that a later one replaced before anybody spoke: what a reader of the record needs. */
export function settledBoards(events: readonly InterviewEvent[]): InterviewEvent[] {
	return events.filter((event, place) => {
		if (event.type !== "board") return true;
		const next = events.slice(place + 1).find((later) => later.type === "board" || later.type === "message");
		return next?.type !== "board";
	});
}
