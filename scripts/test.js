// @ts-check
/**
 * The checks of the project on a prepared clone. Without a word: unit tests, then browser tests (`npm test`).
 * `check` is lint, types and unit tests; `unit` and `browser` are one part; `--after-check` leaves out the unit tests,
 * which `check` has run. What follows is handed to Vitest. Every part runs, and one that failed fails the whole.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import process from "node:process";
import { PrepareError, prepare } from "./prepare.js";

const RESULTS = "test-results";

/** @type {Record<string, string[]>} */
const PARTS = {
	check: ["lint", "types", "unit"],
	unit: ["unit"],
	browser: ["browser"],
	"--after-check": ["browser"],
};

const [word = "", ...rest] = process.argv.slice(2);
const parts = PARTS[word] ?? ["unit", "browser"];
const args = PARTS[word] ? rest : process.argv.slice(2);

try {
	await prepare({ build: parts.includes("browser"), python: parts.includes("unit") });
} catch (error) {
	if (!(error instanceof PrepareError)) throw error;
	process.stderr.write(`${error.message}\n`);
	process.exit(1);
}
mkdirSync(RESULTS, { recursive: true });
const failed = parts.filter((part) => !runPart(part));
if (failed.length > 0) {
	process.stderr.write(`\nFailed: ${failed.join(", ")}\n`);
	process.exitCode = 1;
}

/** @param {string} part */
function runPart(part) {
	if (part === "lint") return runOnce(part, ["node_modules/@biomejs/biome/bin/biome", "check", "."]);
	if (part === "types") return runOnce(part, ["node_modules/typescript/bin/tsc"]);
	return runVitest(part);
}

/**
 * @param {string} part
 * @param {string[]} command
 */
function runOnce(part, command) {
	const ok = run(command);
	record(part, { passed: ok ? 1 : 0, failed: ok ? 0 : 1 });
	return ok;
}

/** @param {string} part */
function runVitest(part) {
	const file = `${RESULTS}/${part}.json`;
	rmSync(file, { force: true });
	const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
	const ok = run(["node_modules/vitest/vitest.mjs", "run", "--project", part, ...reporters, ...args]);
	const result = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { numPassedTests: 0, numFailedTests: 0 };
	// A file that does not load, or an error between tests, fails the run without failing a test.
	record(part, { passed: result.numPassedTests, failed: ok ? 0 : Math.max(1, result.numFailedTests) });
	return ok;
}

/** @param {string[]} command */
function run(command) {
	process.stderr.write(`\n> ${command.map((word) => word.replace(/^node_modules\//, "")).join(" ")}\n`);
	return spawnSync(process.execPath, command, { stdio: "inherit" }).status === 0;
}

/**
 * @param {string} part
 * @param {{ passed: number, failed: number }} counts
 */
function record(part, counts) {
	writeFileSync(`${RESULTS}/${part}.counts.json`, `${JSON.stringify(counts)}\n`);
}
