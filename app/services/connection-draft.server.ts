/**
 * A key between two posts of one form. It stays in this process, encrypted and for a quarter of an hour, so that the page
 * never carries it back; only its number goes into the form, and it serves the same person and the same address only.
 */
import { randomUUID } from "node:crypto";
import type { ProviderKind } from "~/core/connection";
import { openKey, sealKey } from "./connections.server";

interface Draft {
	userId: string;
	kind: ProviderKind;
	baseUrl: string;
	sealed: string;
	until: number;
}

const KEPT_MS = 15 * 60_000;
const MOST = 1_000;
const drafts = new Map<string, Draft>();

type Use = Pick<Draft, "userId" | "kind" | "baseUrl">;

export function keepKey(input: Use & { apiKey: string }): string {
	const { apiKey, ...use } = input;
	const now = Date.now();
	for (const [id, draft] of drafts) if (draft.until < now || drafts.size >= MOST) drafts.delete(id);
	const id = randomUUID();
	drafts.set(id, { ...use, sealed: sealKey(apiKey), until: now + KEPT_MS });
	return id;
}

/** Null when it is too old, or was entered for something else. */
export function keptKey(input: Use & { id: string }): string | null {
	const { id, ...use } = input;
	const draft = drafts.get(id);
	if (!draft || draft.until < Date.now()) return null;
	const same = draft.userId === use.userId && draft.kind === use.kind && draft.baseUrl === use.baseUrl;
	return same ? openKey(draft.sealed) : null;
}

export function forgetKey(id: string): void {
	drafts.delete(id);
}
