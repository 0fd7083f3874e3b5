/** Copies of the database and the way back from one. A copy holds everything but the secrets in the data folder. */
import { chmod, copyFile, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { copyDatabase, isEmptyDatabase, isSoundDatabase, settleDatabase } from "~/adapters/db/copy.server";
import { fileOf } from "~/adapters/db/location.server";
import { appliedMigrations, migrate, pendingMigrations, readMigrations } from "~/adapters/db/migrate.server";
import { AppError } from "~/core/errors";

const BEFORE_MIGRATION = "before-migration-";
const KEPT_BEFORE_MIGRATION = 5;

/**
 * Copies the database at `url` to `file`, or to a new file in the folder `backups` beside it, while it may be in use.
 * Returns the path. Refuses to overwrite a file.
 */
export async function backUp(input: { url: string; file?: string; now?: Date }): Promise<{ file: string }> {
	const { url, now = new Date() } = input;
	if (!(await exists(fileOf(url))))
		throw new AppError("not-found", `There is no database at ${fileOf(url)}. Nothing was copied.`);
	const file = path.resolve(input.file ?? path.join(backupFolder(url), `mockingbird-${stamp(now)}.db`));
	if (await exists(file)) throw new AppError("conflict", `${file} exists already. Name a new file.`);
	await mkdir(path.dirname(file), { recursive: true });
	await copyDatabase({ url, to: file });
	await chmod(file, 0o600);
	return { file };
}

/**
 * Brings the database to this version. One that has data and lacks migrations is copied first; the five newest of these
 * copies are kept. Refuses a database of a newer version.
 */
export async function prepareDatabase(input: {
	url: string;
	now?: Date;
}): Promise<{ applied: string[]; backup: string | null }> {
	const { url, now = new Date() } = input;
	const pending = await pendingMigrations({ url });
	// SQLite gives its log files the mode of the database.
	await chmod(fileOf(url), 0o600);
	await refuseNewer(await appliedMigrations({ url }));
	if (pending.length === 0) return { applied: [], backup: null };
	const backup = (await isEmptyDatabase({ url })) ? null : await backUpBeforeMigration({ url, now });
	const { applied } = await migrate({ url });
	return { applied, backup };
}

/**
 * Puts a backup in the place of the database. The replaced database is kept beside it and named in `replaced`. Refuses
 * while a server, or anything else, has the database open, and leaves everything as it is when the file is not sound.
 */
export async function restore(input: { url: string; file: string; now?: Date }): Promise<{ replaced: string | null }> {
	const { url, now = new Date() } = input;
	const target = fileOf(url);
	const source = path.resolve(input.file);
	if (!(await exists(source))) throw new AppError("not-found", `There is no file ${source}. Nothing was changed.`);
	if (source === target) throw new AppError("bad-input", "This file is the database itself. Nothing was changed.");
	await mkdir(path.dirname(target), { recursive: true });
	const arriving = `${target}.arriving`;
	try {
		await removeDatabase(arriving);
		await copyFile(source, arriving);
		await checkBackup(arriving);
		if (!(await settleDatabase({ url }))) {
			throw new AppError("conflict", "The database is in use. Stop the server, then restore. Nothing was changed.");
		}
		const replaced = (await exists(target)) ? `${target}.replaced-${stamp(now)}` : null;
		if (replaced) await rename(target, replaced);
		await putInPlace({ from: arriving, to: target });
		return { replaced };
	} finally {
		await removeDatabase(arriving);
	}
}

async function checkBackup(file: string): Promise<void> {
	if (!(await isSoundDatabase({ file }))) {
		throw new AppError("unprocessable-file", "This file is not a sound backup of Mockingbird. Nothing was changed.");
	}
	await refuseNewer(await appliedMigrations({ url: `file:${file}` }));
}

async function refuseNewer(applied: readonly string[]): Promise<void> {
	const known = new Set((await readMigrations()).map((migration) => migration.name));
	if (applied.every((name) => known.has(name))) return;
	throw new AppError(
		"unprocessable-file",
		"This database comes from a newer version of Mockingbird. Update the program first. Nothing was changed.",
	);
}

async function backUpBeforeMigration(input: { url: string; now: Date }): Promise<string> {
	const { url, now } = input;
	const folder = backupFolder(url);
	const { file } = await backUp({ url, file: path.join(folder, `${BEFORE_MIGRATION}${stamp(now)}.db`), now });
	const kept = (await readdir(folder)).filter((name) => name.startsWith(BEFORE_MIGRATION)).sort();
	for (const name of kept.slice(0, -KEPT_BEFORE_MIGRATION)) await rm(path.join(folder, name), { force: true });
	return file;
}

async function putInPlace(input: { from: string; to: string }): Promise<void> {
	const handle = await open(input.from, "r+");
	await handle.sync();
	await handle.close();
	await chmod(input.from, 0o600);
	await rename(input.from, input.to);
}

async function removeDatabase(file: string): Promise<void> {
	for (const ending of ["", "-wal", "-shm"]) await rm(`${file}${ending}`, { force: true });
}

function backupFolder(url: string): string {
	return path.join(path.dirname(fileOf(url)), "backups");
}

/** 20260131-235959-123: sorts by time and is fit for a file name everywhere. */
function stamp(now: Date): string {
	return now.toISOString().replace(/[-:]/g, "").replace("T", "-").replace(".", "-").replace("Z", "");
}

async function exists(file: string): Promise<boolean> {
	return (await stat(file).catch(() => null)) !== null;
}
