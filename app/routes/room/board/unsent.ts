import { mergeElements, newerElements } from "~/core/interview/whiteboard/board-log";
import type { BoardElementVersion } from "./use-board";

const keyOf = (id: string) => `board:${id}`;

/** Keeps what the server has not got, for the next time this page is opened in this browser. Tabs share what is kept. */
export function keepUnsent(id: string, elements: readonly BoardElementVersion[]): void {
	const kept = takeUnsent(id);
	if (newerElements({ elements: kept, changed: elements }).length > 0)
		write(id, mergeElements({ elements: kept, changed: elements }));
}

/** What the server has need not be kept, unless it was drawn anew meanwhile. */
export function forgetSent(id: string, sent: readonly BoardElementVersion[]): void {
	write(id, newerElements({ elements: sent, changed: takeUnsent(id) }));
}

export function takeUnsent(id: string): BoardElementVersion[] {
	try {
		const kept: unknown = JSON.parse(localStorage.getItem(keyOf(id)) ?? "[]");
		return Array.isArray(kept) ? kept : [];
	} catch {
		return [];
	}
}

function write(id: string, elements: readonly unknown[]): void {
	try {
		if (elements.length === 0) localStorage.removeItem(keyOf(id));
		else localStorage.setItem(keyOf(id), JSON.stringify(elements));
	} catch {
		// No room or not allowed: then it lasts as long as the page.
	}
}
