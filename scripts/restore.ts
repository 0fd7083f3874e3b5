/** Puts a backup in the place of the database of a stopped server: npm run restore -- file. */
import { databaseUrlIn } from "~/adapters/db/location.server";
import { restore } from "~/services/backup.server";

const url = databaseUrlIn({ dataDirectory: process.env.DATA_DIR || "data" });

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
});

async function main(): Promise<void> {
	const [file] = process.argv.slice(2);
	if (!file) throw new Error("Name the backup: npm run restore -- data/backups/mockingbird-….db");
	const { replaced } = await restore({ url, file });
	process.stderr.write(`Restored ${file}.${replaced ? ` The database it replaced is kept as ${replaced}.` : ""}\n`);
}
