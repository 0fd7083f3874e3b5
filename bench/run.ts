/** Runs one benchmark: npm run bench -- <name> [arguments]. Each prints a table. */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";

const NOT_BENCHMARKS = ["run.ts", "serve.ts", "made-up-board.ts", "upstream.ts"];

const PIPE = new URL("../scripts/pipe.js", import.meta.url).href;

const folder = import.meta.dirname;
const names = readdirSync(folder)
	.filter((file) => file.endsWith(".ts") && !NOT_BENCHMARKS.includes(file))
	.map((file) => path.basename(file, ".ts"));
const [name = "", ...args] = process.argv.slice(2);

if (names.includes(name)) {
	const command = ["--import", "tsx", "--import", PIPE, path.join(folder, `${name}.ts`), ...args];
	process.exitCode = spawnSync(process.execPath, command, { stdio: "inherit" }).status ?? 1;
} else {
	process.stderr.write(`Name a benchmark: npm run bench -- ${names.join(" | ")} [arguments]\n`);
	process.exitCode = 2;
}
