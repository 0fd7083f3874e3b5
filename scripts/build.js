// @ts-check
/** `npm run build`: builds the pages, whether or not they are up to date. */
import process from "node:process";
import { PrepareError, prepare } from "./prepare.js";

try {
	await prepare({ forceBuild: true });
} catch (error) {
	if (!(error instanceof PrepareError)) throw error;
	process.stderr.write(`${error.message}\n`);
	process.exitCode = 1;
}
