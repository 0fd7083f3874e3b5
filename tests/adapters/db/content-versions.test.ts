import { beforeEach, expect, it } from "vitest";
import { database } from "~/adapters/db/client.server";
import { findVersions, storeVersions } from "~/adapters/db/content-versions.server";
import type { ContentItem } from "~/core/content/content";
import { testDatabase } from "../../support/database";

testDatabase();
beforeEach(() => database().contentVersion.deleteMany());

const item = (more: Partial<ContentItem> = {}): ContentItem => ({
	kind: "question",
	slug: "rag-01",
	version: 1,
	owner: "shipped",
	file: "prompts/questions/rag-deep-dive/rag-01.md",
	hash: "aaa",
	body: '{"id":"rag-01"}',
	...more,
});

it("stores new versions once and finds them by hash", async () => {
	const items = [item(), item({ kind: "rubric", slug: "rag", hash: "bbb", file: "rubrics/rag.yaml" })];
	expect(await storeVersions({ items })).toEqual({ stored: 2 });
	expect(await storeVersions({ items })).toEqual({ stored: 0 });
	expect(await findVersions({ hashes: ["aaa", "zzz"] })).toEqual([
		{ kind: "question", slug: "rag-01", version: 1, hash: "aaa", body: '{"id":"rag-01"}' },
	]);
});

it("refuses shipped text that changed under its version, names each file and stores nothing", async () => {
	await storeVersions({ items: [item(), item({ slug: "rag-02", hash: "bbb" })] });
	const changed = [
		item({ hash: "aab" }),
		item({ slug: "rag-02", hash: "bbc", file: "prompts/questions/rag-deep-dive/rag-02.md" }),
		item({ slug: "rag-03", hash: "ccc" }),
	];
	const message = await storeVersions({ items: changed }).catch((error: Error) => error.message);
	expect(message).toBe(
		"prompts/questions/rag-deep-dive/rag-01.md: the text of version 1 has changed. Raise version to 2.\n" +
			"prompts/questions/rag-deep-dive/rag-02.md: the text of version 1 has changed. Raise version to 2.",
	);
	expect(await database().contentVersion.count()).toBe(2);
});

it("keeps the old version beside a raised one", async () => {
	await storeVersions({ items: [item()] });
	await storeVersions({ items: [item({ version: 2, hash: "aab" })] });
	expect((await findVersions({ hashes: ["aaa", "aab"] })).map((version) => version.version).sort()).toEqual([1, 2]);
});

it("gives an overlay file a line of its own, on which each change is a new version", async () => {
	await storeVersions({ items: [item()] });
	const overlay = (hash: string) => storeVersions({ items: [item({ owner: "server", hash })] });
	expect(
		[await overlay("o1"), await overlay("o2"), await overlay("o1"), await overlay("o2")].map(({ stored }) => stored),
	).toEqual([1, 1, 0, 0]);
	const rows = await database().contentVersion.findMany({ where: { owner: "server" }, orderBy: { version: "asc" } });
	expect(rows.map((row) => [row.version, row.hash])).toEqual([
		[1, "o1"],
		[2, "o2"],
	]);
});
