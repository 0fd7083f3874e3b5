/** Immutable versions of everything authors wrote. Interviews pin hashes, and reports read only what was pinned. */
import type { ContentItem } from "~/core/content/content";
import { AppError } from "~/core/errors";
import { database, inTransaction } from "./client.server";

export interface StoredVersion {
	kind: string;
	slug: string;
	version: number;
	hash: string;
	/** Canonical JSON. */
	body: string;
}

/**
 * Stores what is not stored yet and says how many that were. A shipped file that changed without a new version number
 * stops with "conflict" and names every such file, and nothing is stored. A changed overlay file gets the next free
 * number of its own line, because whoever runs the server edits it in place (decisions 14).
 */
export async function storeVersions(input: { items: readonly ContentItem[] }): Promise<{ stored: number }> {
	return inTransaction(async (transaction) => {
		const rows = await transaction.contentVersion.findMany({
			select: { kind: true, slug: true, version: true, owner: true, hash: true },
		});
		const lines = new Map<string, Map<number, string>>();
		for (const row of rows) lineOf(lines, row).set(row.version, row.hash);
		const changed: string[] = [];
		const fresh = input.items.flatMap(({ kind, slug, version, owner, hash, body, file }) => {
			const line = lineOf(lines, { kind, slug, owner });
			if (line.get(version) === hash) return [];
			if (!line.has(version)) {
				line.set(version, hash);
				return [{ kind, slug, version, owner, hash, body }];
			}
			if (owner === "shipped") {
				changed.push(
					`${file}: the text of version ${version} has changed. Raise version to ${Math.max(...line.keys()) + 1}.`,
				);
				return [];
			}
			if ([...line.values()].includes(hash)) return [];
			const next = Math.max(...line.keys()) + 1;
			line.set(next, hash);
			return [{ kind, slug, version: next, owner, hash, body }];
		});
		if (changed.length > 0) throw new AppError("conflict", changed.join("\n"));
		if (fresh.length > 0) await transaction.contentVersion.createMany({ data: fresh });
		return { stored: fresh.length };
	});
}

/** The versions with these hashes, in no particular order; one that is missing is left out. */
export async function findVersions(input: { hashes: readonly string[] }): Promise<StoredVersion[]> {
	return database().contentVersion.findMany({
		where: { hash: { in: [...input.hashes] } },
		select: { kind: true, slug: true, version: true, hash: true, body: true },
	});
}

function lineOf(
	lines: Map<string, Map<number, string>>,
	item: { kind: string; slug: string; owner: string },
): Map<number, string> {
	const key = `${item.owner} ${item.kind} ${item.slug}`;
	const line = lines.get(key) ?? new Map<number, string>();
	lines.set(key, line);
	return line;
}
