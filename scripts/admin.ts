/** What only whoever runs the server may do: npm run admin -- reset-password <e-mail address>. */
import { stat } from "node:fs/promises";
import { closeDatabase, openDatabase } from "~/adapters/db/client.server";
import { databaseUrlIn, fileOf } from "~/adapters/db/location.server";
import { resetPasswordByOperator } from "~/services/account.server";
import { fail, print, tell } from "./terminal";

const HELP = "Usage: npm run admin -- reset-password <e-mail address>";

main().catch(fail).finally(closeDatabase);

async function main(): Promise<void> {
	const [command, email] = process.argv.slice(2);
	if (command !== "reset-password" || !email) throw new Error(HELP);
	const url = databaseUrlIn({ dataDirectory: process.env.DATA_DIR || "data" });
	// Opening would create an empty database and then say that nobody has an account.
	await stat(fileOf(url)).catch(() => {
		throw new Error(`There is no database at ${fileOf(url)}. Set DATA_DIR, or start the server once.`);
	});
	openDatabase({ url });
	const { password } = await resetPasswordByOperator({ email });
	tell("Every session of this account has ended. Ask its owner to change this password after signing in:");
	print(password);
}
