/** Has a database open, as a server would, until it is killed. */
import { database, openDatabase } from "~/adapters/db/client.server";

openDatabase({ url: process.argv[2] ?? "" });
await database().user.count();
process.stdout.write("open\n");
setInterval(() => {}, 60_000);
