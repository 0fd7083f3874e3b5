import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { closeDatabase, database, openDatabase } from "~/adapters/db/client.server";
import { databaseUrlIn } from "~/adapters/db/location.server";
import { pendingMigrations } from "~/adapters/db/migrate.server";
import { backUp, prepareDatabase, restore } from "~/services/backup.server";
import { createPerson } from "../support/database";

let folder = "";
let url = "";
beforeEach(async () => {
	folder = await mkdtemp(path.join(os.tmpdir(), "mockingbird-backup-"));
	url = databaseUrlIn({ dataDirectory: folder });
	await prepareDatabase({ url });
	openDatabase({ url });
});
afterEach(async () => {
	await closeDatabase();
	await rm(folder, { recursive: true, force: true });
});

const refusal = (work: Promise<unknown>) =>
	work.then(
		() => "accepted",
		(error: { code?: string }) => error.code ?? String(error),
	);

describe("a backup", () => {
	it("is taken while the database is in use, and brings back exactly what it held", async () => {
		const kept = await createPerson({ name: "Kept" });
		const { file } = await backUp({ url });
		const later = await createPerson({ name: "Later" });
		// A connection this process has closed may linger until its memory is reclaimed, so the place restored to is a file
		// it never opened.
		const current = await backUp({ url, file: path.join(folder, "current.db") });
		const { replaced } = await restore({ url: `file:${current.file}`, file });
		expect(await peopleIn(current.file)).toEqual([kept.id]);
		expect(await peopleIn(replaced ?? "")).toEqual([kept.id, later.id].sort());
	});

	it("can be read by its owner only, and never overwrites a file", async () => {
		const { file } = await backUp({ url, file: path.join(folder, "mine", "copy.db") });
		expect((await stat(file)).mode & 0o777).toBe(0o600);
		expect(await refusal(backUp({ url, file }))).toBe("conflict");
	});

	it("holds whole transactions when it is taken in the middle of writing", async () => {
		const write = async () => {
			for (let index = 0; index < 30; index += 1) {
				await database().$transaction(async (transaction) => {
					for (const half of ["a", "b"]) {
						const id = `pair-${index}-${half}`;
						await transaction.user.create({ data: { id, name: "Pair", email: `${id}@guest.invalid` } });
					}
				});
			}
		};
		const [, ...copies] = await Promise.all([
			write(),
			...[1, 2, 3].map((copy) => backUp({ url, file: path.join(folder, `copy-${copy}.db`) })),
		]);
		for (const { file } of copies) expect((await peopleIn(file)).length % 2).toBe(0);
	});
});

describe("restore", () => {
	it("is refused while a server has the database open, and works once that server was killed", async () => {
		const { file } = await backUp({ url });
		const person = await createPerson();
		const dataDirectory = path.join(folder, "served");
		const served = path.join(dataDirectory, "mockingbird.db");
		await backUp({ url, file: served });
		const command = () =>
			spawnSync(process.execPath, ["--import", "tsx", "scripts/restore.ts", file], {
				env: { ...process.env, DATA_DIR: dataDirectory },
				encoding: "utf8",
			});
		const server = spawn(process.execPath, ["--import", "tsx", "tests/support/hold-database.ts", `file:${served}`], {
			stdio: ["ignore", "pipe", "inherit"],
		});
		try {
			await once(server.stdout, "data");
			const refused = command();
			expect(refused.status).toBe(1);
			expect(refused.stderr).toContain("Stop the server");
			expect((await readdir(dataDirectory)).filter((name) => /replaced|arriving/.test(name))).toEqual([]);
		} finally {
			server.kill("SIGKILL");
			await once(server, "close");
		}
		expect(command().status).toBe(0);
		const [replaced = ""] = (await readdir(dataDirectory)).filter((name) => name.includes("replaced"));
		expect(await peopleIn(served)).toEqual([]);
		expect(await peopleIn(path.join(dataDirectory, replaced))).toEqual([person.id]);
	}, 30_000);

	it("is refused for a file that is damaged or something else, and leaves that file as it was", async () => {
		const { file } = await backUp({ url });
		await closeDatabase();
		const bytes = await readFile(file);
		const damaged = path.join(folder, "damaged.db");
		await writeFile(damaged, bytes.subarray(0, Math.floor(bytes.length / 2)));
		const other = path.join(folder, "other.db");
		await writeFile(other, "This is not a database.");
		for (const wrong of [damaged, other]) {
			const before = await readFile(wrong);
			expect(await refusal(restore({ url, file: wrong }))).toBe("unprocessable-file");
			expect(await readFile(wrong)).toEqual(before);
		}
		expect(await refusal(restore({ url, file: path.join(folder, "missing.db") }))).toBe("not-found");
		openDatabase({ url });
		expect(await database().user.count()).toBe(0);
	});

	it("builds a database where there was none", async () => {
		await createPerson();
		const { file } = await backUp({ url });
		const elsewhere = databaseUrlIn({ dataDirectory: path.join(folder, "elsewhere") });
		expect(await restore({ url: elsewhere, file })).toEqual({ replaced: null });
		await closeDatabase();
		openDatabase({ url: elsewhere });
		expect(await database().user.count()).toBe(1);
	});
});

describe("a migration", () => {
	it("leaves a database, with its log, that only its owner can read", async () => {
		await createPerson();
		for (const name of ["mockingbird.db", "mockingbird.db-wal"]) {
			expect((await stat(path.join(folder, name))).mode & 0o777).toBe(0o600);
		}
	});

	it("copies a database with data first and keeps the five newest of these copies", async () => {
		await createPerson();
		for (let minute = 0; minute < 7; minute += 1) {
			await database().$executeRawUnsafe("UPDATE _prisma_migrations SET rolled_back_at = CURRENT_TIMESTAMP");
			expect(await pendingMigrations({ url })).not.toEqual([]);
			// why: the tables are there already, so the migration itself fails; what matters is what was copied before it.
			await prepareWithAnything(new Date(Date.UTC(2026, 0, 1, 12, minute)));
		}
		const copies = (await readdir(path.join(folder, "backups"))).sort();
		expect(copies).toEqual([2, 3, 4, 5, 6].map((minute) => `before-migration-20260101-120${minute}00-000.db`));
	});

	it("copies nothing when the database is new or up to date", async () => {
		expect(await prepareDatabase({ url })).toEqual({ applied: [], backup: null });
		expect((await readdir(folder)).includes("backups")).toBe(false);
	});

	it("is refused on a database of a newer version", async () => {
		await database().$executeRawUnsafe("UPDATE _prisma_migrations SET migration_name = '29990101000000_later'");
		expect(await refusal(prepareDatabase({ url }))).toBe("unprocessable-file");
	});
});

async function peopleIn(file: string): Promise<string[]> {
	await closeDatabase();
	openDatabase({ url: `file:${file}` });
	const users = await database().user.findMany({ select: { id: true } });
	return users.map((user) => user.id).sort();
}

async function prepareWithAnything(now: Date): Promise<void> {
	await prepareDatabase({ url, now }).catch(() => {});
}
