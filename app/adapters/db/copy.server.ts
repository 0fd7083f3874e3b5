/** Whole-file work on a SQLite database: a consistent copy, a check of its soundness, and sole possession of it. */
import { rm, stat } from "node:fs/promises";
import { fileOf } from "./location.server";
import { sqliteAdapter } from "./sqlite.server";

/**
 * Writes a complete copy of the database at `url` to the new file `to`, as it is at one moment. Others may read and
 * write meanwhile. Throws when `to` exists; a copy that fails halfway is removed.
 */
export async function copyDatabase(input: { url: string; to: string }): Promise<void> {
	const { url, to } = input;
	if (await stat(to).catch(() => null)) throw new Error(`${to} exists already`);
	try {
		await run({ url, sql: `VACUUM INTO '${to.replaceAll("'", "''")}'` });
	} catch (error) {
		await rm(to, { force: true });
		throw error;
	}
}

/** Whether a file is a sound database of this product. */
export async function isSoundDatabase(input: { file: string }): Promise<boolean> {
	const url = `file:${input.file}`;
	try {
		const check = await run({ url, sql: "PRAGMA integrity_check" });
		const tables = await run({
			url,
			sql: "SELECT count(*) FROM sqlite_master WHERE name IN ('Interview', 'InterviewEvent', '_prisma_migrations')",
		});
		return check[0]?.[0] === "ok" && Number(tables[0]?.[0]) === 3;
	} catch {
		return false;
	}
}

/** Whether a database has no table yet. */
export async function isEmptyDatabase(input: { url: string }): Promise<boolean> {
	const tables = await run({ url: input.url, sql: "SELECT count(*) FROM sqlite_master WHERE type = 'table'" });
	return Number(tables[0]?.[0]) === 0;
}

/**
 * Folds the write-ahead log into the file and says whether that could be done, which SQLite allows only to the last
 * connection: false means that a server, or anything else, has the database open. A process that was killed holds nothing.
 */
export async function settleDatabase(input: { url: string }): Promise<boolean> {
	if (!(await stat(fileOf(input.url)).catch(() => null))) return true;
	try {
		const mode = await run({ url: input.url, sql: "PRAGMA journal_mode=DELETE" });
		return mode[0]?.[0] === "delete";
	} catch (error) {
		if (error instanceof Error && /lock|busy|timeout/i.test(`${error.message} ${JSON.stringify(error)}`)) return false;
		throw error;
	}
}

async function run(input: { url: string; sql: string }): Promise<unknown[][]> {
	const adapter = await sqliteAdapter({ url: input.url }).connect();
	try {
		return (await adapter.queryRaw({ sql: input.sql, args: [], argTypes: [] })).rows;
	} finally {
		await adapter.dispose();
	}
}
