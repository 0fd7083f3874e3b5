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
if (process.env.npm_lifecycle_event) stopWithParent();
const { serve } = await import("../server.js");
await serve();

/** npm runs this through a shell, and a shell that is told to stop ends without passing it on. */
function stopWithParent() {
	const parent = process.ppid;
	const timer = setInterval(() => {
		if (process.ppid === parent) return;
		clearInterval(timer);
		process.kill(process.pid, "SIGTERM");
	}, 250);
	timer.unref();
}
