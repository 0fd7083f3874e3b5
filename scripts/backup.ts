/** Copies the database while the server may be running: npm run backup [-- file]. */
import { databaseUrlIn } from "~/adapters/db/location.server";
import { backUp } from "~/services/backup.server";

const url = databaseUrlIn({ dataDirectory: process.env.DATA_DIR || "data" });

backUp({ url, file: process.argv[2] })
	.then(({ file }) => process.stdout.write(`${file}\n`))
	.catch((error: unknown) => {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		process.exitCode = 1;
	});
