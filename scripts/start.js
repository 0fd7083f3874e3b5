// @ts-check
/** `npm start` and `npm run dev`: prepares the clone when needed, then runs the server in this process. */
import process from "node:process";
import { readSettingsFile } from "./load-env.js";
import { PrepareError, prepare } from "./prepare.js";

const dev = process.argv.includes("--dev");

try {
	await prepare({ build: !dev });
} catch (error) {
	if (!(error instanceof PrepareError)) throw error;
	process.stderr.write(`${error.message}\n`);
	process.exit(1);
}
readSettingsFile();
process.env.NODE_ENV = dev ? "development" : "production";
const { serve } = await import("../server.js");
await serve();
