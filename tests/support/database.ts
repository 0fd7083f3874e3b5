/** A migrated SQLite file for each test file: migrated once, then copied. */
import { createHash, randomUUID } from "node:crypto";
import { copyFile, mkdtemp, rename, rm, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll } from "vitest";
import { closeDatabase, database, openDatabase } from "~/adapters/db/client.server";
import { copyDatabase } from "~/adapters/db/copy.server";
import { migrate, readMigrations } from "~/adapters/db/migrate.server";

export interface TestDatabase {
	folder: string;
	file: string;
	url: string;
}

/** Opens a fresh database before the tests of the file that calls it, and removes it after them. */
export function testDatabase(): TestDatabase {
	const test: TestDatabase = { folder: "", file: "", url: "" };
	beforeAll(async () => {
		test.folder = await mkdtemp(path.join(os.tmpdir(), "mockingbird-test-"));
		test.file = path.join(test.folder, "mockingbird.db");
		test.url = `file:${test.file}`;
		await copyFile(await baseFile(), test.file);
		openDatabase({ url: test.url });
	});
	afterAll(async () => {
		await closeDatabase();
		await rm(test.folder, { recursive: true, force: true });
	});
	return test;
}

/** A guest to own what a test stores. */
export async function createPerson(input: { name?: string; email?: string } = {}): Promise<{ id: string }> {
	const id = randomUUID();
	const { name = "Guest", email = `${id}@guest.invalid` } = input;
	await database().user.create({ data: { id, name, email, isAnonymous: input.email === undefined } });
	return { id };
}

/** The migrated file that is copied; its name tells which migrations built it, so a changed one is never reused. */
async function baseFile(): Promise<string> {
	const migrations = await readMigrations();
	const hash = createHash("sha256").update(JSON.stringify(migrations)).digest("hex").slice(0, 16);
	const base = path.join(os.tmpdir(), `mockingbird-base-${hash}.db`);
	if (await exists(base)) return base;
	const building = await mkdtemp(path.join(os.tmpdir(), "mockingbird-base-"));
	const url = `file:${path.join(building, "base.db")}`;
	await migrate({ url });
	await copyDatabase({ url, to: path.join(building, "copy.db") });
	// Renamed at the end, because two test workers may build it at once and neither may see the other's half.
	await rename(path.join(building, "copy.db"), base);
	await rm(building, { recursive: true, force: true });
	return base;
}

async function exists(file: string): Promise<boolean> {
	return stat(file).then(
		() => true,
		() => false,
	);
}
