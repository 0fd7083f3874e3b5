// @ts-check
/** Runs a TypeScript command on a prepared clone: node scripts/run.js scripts/grade.ts [arguments]. */
import { spawn } from "node:child_process";
import process from "node:process";
import { readSettingsFile } from "./load-env.js";
import { PrepareError, prepare } from "./prepare.js";

const PIPE = new URL("./pipe.js", import.meta.url).href;
const [file = "", ...args] = process.argv.slice(2);

try {
	await prepare();
} catch (error) {
	if (!(error instanceof PrepareError)) throw error;
	process.stderr.write(`${error.message}\n`);
	process.exit(1);
}
readSettingsFile();
const child = spawn(process.execPath, ["--import", "tsx", "--import", PIPE, file, ...args], { stdio: "inherit" });
// Ctrl C reaches the command too; this process only passes its exit on.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("close", (code, signal) => {
	process.exitCode = signal ? 1 : (code ?? 1);
});
