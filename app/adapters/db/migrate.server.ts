/** Brings a database file to the schema of this version, by the migration files in `prisma/migrations/sqlite/`. */
import { mkdir, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileOf } from "./location.server";
import { startSchemaEngine } from "./schema-engine.server";
import { sqliteAdapter } from "./sqlite.server";

const FILTERS = { externalTables: [], externalEnums: [] };

export interface Migration {
	name: string;
	sql: string;
}

/** Folder of the migrations, under the folder the server was started in. */
export function migrationsFolder(): string {
	return path.join(process.cwd(), "prisma", "migrations", "sqlite");
}

/**
 * Applies what is missing, in order, and names it. A database that is up to date is only read.
 * Throws with the engine's words when a migration fails; what was applied before it stays.
 */
export async function migrate(input: { url: string }): Promise<{ applied: string[] }> {
	const pending = await pendingMigrations(input);
	if (pending.length === 0) return { applied: [] };
	const schemaPath = path.join(process.cwd(), "prisma", "schema.prisma");
	const schema = { path: schemaPath, content: await readFile(schemaPath, "utf8") };
	const engine = await startSchemaEngine({ factory: sqliteAdapter(input), schema });
	try {
		const { appliedMigrationNames } = await engine.applyMigrations({
			migrationsList: await listForEngine(),
			filters: FILTERS,
		});
		return { applied: appliedMigrationNames };
	} finally {
		engine.free();
	}
}

/** Names of the migrations `migrate` would apply, oldest first. */
export async function pendingMigrations(input: { url: string }): Promise<string[]> {
	const { url } = input;
	await mkdir(path.dirname(fileOf(url)), { recursive: true });
	const names = (await readMigrations()).map((migration) => migration.name);
	const applied = new Set(await appliedMigrations({ url }));
	return names.filter((name) => !applied.has(name));
}

/** The migration files of this version, oldest first. */
export async function readMigrations(): Promise<Migration[]> {
	const folder = migrationsFolder();
	const entries = await readdir(folder, { withFileTypes: true });
	const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
	return Promise.all(
		names.sort().map(async (name) => ({ name, sql: await readFile(path.join(folder, name, "migration.sql"), "utf8") })),
	);
}

/** Names of the migrations a database has had; empty for a new file. */
export async function appliedMigrations(input: { url: string }): Promise<string[]> {
	const adapter = await sqliteAdapter(input).connect();
	try {
		const table = await query(
			adapter,
			"SELECT name FROM sqlite_master WHERE type = 'table' AND name = '_prisma_migrations'",
		);
		if (table.length === 0) return [];
		return await query(
			adapter,
			"SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
		);
	} finally {
		await adapter.dispose();
	}
}

async function query(
	adapter: Awaited<ReturnType<ReturnType<typeof sqliteAdapter>["connect"]>>,
	sql: string,
): Promise<string[]> {
	const { rows } = await adapter.queryRaw({ sql, args: [], argTypes: [] });
	return rows.map((row) => String(row[0]));
}

async function listForEngine() {
	const folder = migrationsFolder();
	const lock = path.join(folder, "migration_lock.toml");
	return {
		baseDir: folder,
		lockfile: { path: "./migration_lock.toml", content: await readFile(lock, "utf8") },
		shadowDbInitScript: "",
		migrationDirectories: (await readMigrations()).map(({ name, sql }) => ({
			path: name,
			migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value: sql } },
		})),
	};
}
