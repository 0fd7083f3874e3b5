/** Copies the database while the server may be running: npm run backup [-- file]. */
import { databaseUrlIn } from "~/adapters/db/location.server";
import { backUp } from "~/services/backup.server";
import { fail, print } from "./terminal";

const url = databaseUrlIn({ dataDirectory: process.env.DATA_DIR || "data" });

backUp({ url, file: process.argv[2] })
	.then(({ file }) => print(file))
	.catch(fail);
