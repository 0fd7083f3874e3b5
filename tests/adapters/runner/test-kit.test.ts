import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { findVersions, storeVersions } from "~/adapters/db/content-versions.server";
import { readTestKit } from "~/adapters/runner/test-kit.server";
import { testDatabase } from "../../support/database";

testDatabase();
const copy = await mkdtemp(path.join(os.tmpdir(), "mockingbird-kit-"));
afterAll(() => rm(copy, { recursive: true, force: true }));

it("what tests are judged with is known by its hash, and a later change of it takes nothing away", async () => {
	await cp("app/adapters/runner/python", path.join(copy, "python"), { recursive: true });
	const shipped = await readTestKit({ runner: "app/adapters/runner" });
	const before = await readTestKit({ runner: copy });
	expect(before.hash).toBe(shipped.hash);
	await storeVersions({ items: [before.item] });
	const harness = path.join(copy, "python/harness.py");
	await writeFile(harness, `${await readFile(harness, "utf8")}\n# changed\n`);
	const after = await readTestKit({ runner: copy });
	expect(after.hash).not.toBe(before.hash);
	expect(await storeVersions({ items: [after.item] })).toEqual({ stored: 1 });
	expect(await storeVersions({ items: [after.item] })).toEqual({ stored: 0 });
	const stored = await findVersions({ hashes: [before.hash, after.hash] });
	const texts = new Map(stored.map(({ hash, body }) => [hash, JSON.parse(body) as Record<string, string>]));
	expect(texts.get(before.hash)?.["harness.py"]).not.toContain("# changed");
	expect(texts.get(after.hash)?.["harness.py"]).toContain("# changed");
	expect(texts.get(before.hash)?.["fakes.py"]).toBe(before.fakes);
});
