import type { BoardElementVersion } from "./use-board";

const keyOf = (id: string) => `board:${id}`;

/** Keeps what the server has not got, for the next time this page is opened in this browser. */
export function keepUnsent(id: string, elements: readonly BoardElementVersion[]): void {
	try {
		if (elements.length === 0) localStorage.removeItem(keyOf(id));
		else localStorage.setItem(keyOf(id), JSON.stringify(elements));
	} catch {
		// No room or not allowed: then it lasts as long as the page.
	}
}

export function takeUnsent(id: string): BoardElementVersion[] {
	try {
		const kept: unknown = JSON.parse(localStorage.getItem(keyOf(id)) ?? "[]");
		return Array.isArray(kept) ? kept : [];
	} catch {
		return [];
	}
}
