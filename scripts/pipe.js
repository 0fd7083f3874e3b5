// @ts-check
/** Loaded before every command: whoever reads only the first lines of what it prints, as `head` does, ends it quietly. */
import process from "node:process";

for (const stream of [process.stdout, process.stderr]) {
	stream.on("error", (/** @type {NodeJS.ErrnoException} */ error) => {
		if (error.code !== "EPIPE") throw error;
		process.exit(process.exitCode ?? 0);
	});
}
