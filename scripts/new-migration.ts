/** Writes the migration that leads from the existing ones to `prisma/schema.prisma`: npm run new-migration -- <name>. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { diffSchema } from "~/adapters/db/diff-schema.server";
import { migrationsFolder } from "~/adapters/db/migrate.server";
import { fail, tell } from "./terminal";

const LOCK = `# Written by npm run new-migration. Prisma checks that migrations and provider belong together.
provider = "sqlite"
`;

main().catch(fail);

async function main(): Promise<void> {
	const name = process.argv[2] ?? "";
	if (!/^[a-z][a-z0-9_]{2,40}$/.test(name)) {
		throw new Error(
			"Give the migration a name of small letters, digits and underscores: npm run new-migration -- add_notes",
		);
	}
	const scratch = await mkdtemp(path.join(os.tmpdir(), "mockingbird-migration-"));
	try {
		await mkdir(migrationsFolder(), { recursive: true });
		await writeFile(path.join(migrationsFolder(), "migration_lock.toml"), LOCK);
		const sql = await diffSchema({ scratchUrl: `file:${path.join(scratch, "scratch.db")}` });
		if (sql === "") {
			tell("The migrations already build what the schema says. Nothing was written.");
			return;
		}
		const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
		const folder = path.join(migrationsFolder(), `${stamp}_${name}`);
		await mkdir(folder);
		await writeFile(path.join(folder, "migration.sql"), sql);
		tell(`Wrote ${path.relative(process.cwd(), folder)}/migration.sql. Read it before you commit it.`);
	} finally {
		await rm(scratch, { recursive: true, force: true });
	}
}
