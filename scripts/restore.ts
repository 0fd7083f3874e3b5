/** Puts a backup in the place of the database of a stopped server: npm run restore -- file. */
import { databaseUrlIn } from "~/adapters/db/location.server";
import { restore } from "~/services/backup.server";
import { fail, tell } from "./terminal";

const url = databaseUrlIn({ dataDirectory: process.env.DATA_DIR || "data" });

main().catch(fail);

async function main(): Promise<void> {
	const [file] = process.argv.slice(2);
	if (!file) throw new Error("Name the backup: npm run restore -- data/backups/mockingbird-….db");
	const { replaced } = await restore({ url, file });
	tell(`Restored ${file}.${replaced ? ` The database it replaced is kept as ${replaced}.` : ""}`);
}
