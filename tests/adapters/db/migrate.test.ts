import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { diffSchema } from "~/adapters/db/diff-schema.server";
import { migrate, pendingMigrations, readMigrations } from "~/adapters/db/migrate.server";

let folder = "";
beforeAll(async () => {
	folder = await mkdtemp(path.join(os.tmpdir(), "mockingbird-migrate-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("migrate", () => {
	it("applies every migration to a new file, in a folder that did not exist, and nothing the second time", async () => {
		const url = `file:${path.join(folder, "new", "mockingbird.db")}`;
		const names = (await readMigrations()).map((migration) => migration.name);
		expect(await pendingMigrations({ url })).toEqual(names);
		expect(await migrate({ url })).toEqual({ applied: names });
		expect(await pendingMigrations({ url })).toEqual([]);
		expect(await migrate({ url })).toEqual({ applied: [] });
	});

	it("builds exactly what the schema says", async () => {
		expect(await diffSchema({ scratchUrl: `file:${path.join(folder, "scratch.db")}` })).toBe("");
	});
});
