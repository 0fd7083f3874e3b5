/**
 * Makes a clone ready with nothing but Node: installs, generates and builds what is missing or out of date, and says so
 * on stderr. It may import nothing that `npm ci` brings.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const MIN_NODE = [20, 19];
const TICK_MS = 5_000;

/** What the build is made from; prompts and rubrics are read when the server starts. */
const BUILD_SOURCES = [
	"app",
	"public",
	"package.json",
	"package-lock.json",
	"remix.config.js",
	"tsconfig.json",
	"vite.config.ts",
];
const BUILD_STAMP = "build/built";

const PYTHON_SNAPSHOT = "build/python/harness.snapshot";
const PYTHON_SOURCES = ["app/adapters/runner/python", "scripts/python-snapshot.js", "package-lock.json"];

/** A preparation that failed for a reason a person can act on. */
export class PrepareError extends Error {
	/** @override */
	name = "PrepareError";
}

/**
 * Installs packages and generates the database client when needed; with `build` it also builds when a source is newer
 * than the build; with `build` or `python` also the snapshot that Python starts from. Does nothing, in silence, when all is up to date.
 *
 * @param {{ build?: boolean, forceBuild?: boolean, python?: boolean, root?: string }} [input]
 */
export async function prepare({ build = false, forceBuild = false, python = false, root = ROOT } = {}) {
	checkNode(process.versions.node);
	if (needsInstall(root)) await install(root);
	if (needsGenerate(root)) await generate(root);
	if (forceBuild || (build && needsBuild(root))) await buildPages(root);
	if ((forceBuild || build || python) && needsPython(root)) await preparePython(root);
}

/** @param {string} version */
export function checkNode(version) {
	const [major = 0, minor = 0] = version.split(".").map(Number);
	const [minMajor = 0, minMinor = 0] = MIN_NODE;
	if (major > minMajor || (major === minMajor && minor >= minMinor)) return;
	throw new PrepareError(
		`Mockingbird needs Node ${MIN_NODE.join(".")} or later; this is Node ${version}. Install a newer one from https://nodejs.org.`,
	);
}

/** @param {string} root */
export function needsInstall(root) {
	// npm writes this file last: an install that was cut off does not have it.
	return modified(root, "node_modules/.package-lock.json") < modified(root, "package-lock.json");
}

/** @param {string} root */
export function needsGenerate(root) {
	const generated = modified(root, "app/generated/prisma/client.ts");
	const sources = ["prisma/schema.prisma", "prisma.config.ts", "package-lock.json"];
	return sources.some((source) => generated < modified(root, source));
}

/** @param {string} root */
export function needsBuild(root) {
	const built = modified(root, BUILD_STAMP);
	return built === 0 || BUILD_SOURCES.some((source) => newest(path.join(root, source)) > built);
}

/** @param {string} root */
function needsPython(root) {
	const made = modified(root, PYTHON_SNAPSHOT);
	return made === 0 || PYTHON_SOURCES.some((source) => newest(path.join(root, source)) > made);
}

/** @param {string} root */
async function install(root) {
	const lock = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8"));
	const wanted = wantedPackages(lock);
	const progress = () => `about ${countPackages(root, wanted)} of ${wanted.length} packages`;
	const npm = process.env.npm_execpath;
	const command = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
	await step({
		doing: "Installing packages",
		done: "Packages installed",
		advice: "If the lines above speak of the network, check the connection and run the same command again.",
		progress,
		root,
		...(npm ? { program: process.execPath, args: [npm, ...command] } : { program: "npm", args: command }),
		// The database engine is not used: migrations run in process (see CONTRIBUTING, Decisions). A given path keeps
		// its package from downloading it.
		env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, ...process.env },
	});
	// An npm that finds nothing to do may leave the file as it was.
	const now = new Date();
	utimesSync(path.join(root, "node_modules/.package-lock.json"), now, now);
}

/** @param {string} root */
async function generate(root) {
	await step({
		doing: "Generating the database client",
		done: "Database client generated",
		advice: "prisma/schema.prisma may have a mistake; the lines above name it.",
		root,
		program: process.execPath,
		args: ["node_modules/prisma/build/index.js", "generate", "--no-hints"],
	});
	const now = new Date();
	utimesSync(path.join(root, "app/generated/prisma/client.ts"), now, now);
}

/** @param {string} root */
async function buildPages(root) {
	const startedAt = new Date();
	await step({
		doing: "Building the pages",
		done: "Pages built",
		advice: "The lines above name the file that does not build.",
		root,
		program: process.execPath,
		args: ["node_modules/@remix-run/dev/dist/cli.js", "vite:build"],
		env: { ...process.env, NODE_ENV: "production" },
	});
	// Dated to its start: a file that was saved while the build ran is newer than the build.
	const stamp = path.join(root, BUILD_STAMP);
	mkdirSync(path.dirname(stamp), { recursive: true });
	writeFileSync(stamp, "");
	utimesSync(stamp, startedAt, startedAt);
}

/** @param {string} root */
async function preparePython(root) {
	await step({
		doing: "Preparing Python",
		done: "Python prepared",
		advice: "Without it coding rounds still work, but every check waits two seconds longer.",
		root,
		program: process.execPath,
		args: ["scripts/python-snapshot.js"],
	}).catch((error) => say(error.message));
}

/**
 * Runs a program, shows that it is at work, and shows what it printed only when it failed.
 *
 * @param {{ doing: string, done: string, advice: string, root: string, program: string, args: string[],
 *   env?: NodeJS.ProcessEnv, progress?: () => string }} input
 */
async function step({ doing, done, advice, root, program, args, env = process.env, progress }) {
	const startedAt = Date.now();
	const seconds = () => ((Date.now() - startedAt) / 1000).toFixed(1);
	say(`${doing} …`);
	const timer = setInterval(() => say(`  ${progress ? `${progress()}, ` : ""}${seconds()} s`), TICK_MS);
	try {
		const { code, output } = await run({ root, program, args, env });
		if (code === 0) return say(`${done} (${seconds()} s)`);
		// Rollup ends an error with every file it has read.
		const words = output.replace(/\n\s+watchFiles: \[[\s\S]*$/, "").trimEnd();
		throw new PrepareError(`${words}\n\n${doing} failed after ${seconds()} s. ${advice}`);
	} finally {
		clearInterval(timer);
	}
}

/**
 * @param {{ root: string, program: string, args: string[], env: NodeJS.ProcessEnv }} input
 * @returns {Promise<{ code: number | null, output: string }>}
 */
function run({ root, program, args, env }) {
	return new Promise((resolve, reject) => {
		const shell = process.platform === "win32" && program === "npm";
		const child = spawn(program, args, { cwd: root, env, shell, stdio: ["ignore", "pipe", "pipe"] });
		let output = "";
		const keep = (/** @type {Buffer} */ chunk) => {
			output = (output + chunk).slice(-20_000);
		};
		child.stdout.on("data", keep);
		child.stderr.on("data", keep);
		child.on("error", reject);
		child.on("close", (code) => resolve({ code, output }));
	});
}

/** @param {string} line */
function say(line) {
	process.stderr.write(`${line}\n`);
}

/**
 * @param {string} root
 * @param {string} file
 * @returns {number} Unix milliseconds, 0 when there is no such file
 */
function modified(root, file) {
	return statSync(path.join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/**
 * Newest change under a path. Folders count, because a removed file changes nothing but its folder.
 *
 * @param {string} file
 * @returns {number}
 */
function newest(file) {
	const stat = statSync(file, { throwIfNoEntry: false });
	if (!stat?.isDirectory()) return stat?.mtimeMs ?? 0;
	return Math.max(stat.mtimeMs, ...readdirSync(file).map((name) => newest(path.join(file, name))));
}

/**
 * The folders of the packages that every machine gets, the nested ones too.
 *
 * @param {{ packages: Record<string, { optional?: boolean }> }} lock
 */
export function wantedPackages(lock) {
	return Object.keys(lock.packages).filter((folder) => folder !== "" && !lock.packages[folder]?.optional);
}

/**
 * How many of these packages are there. npm makes all folders first and fills them later.
 *
 * @param {string} root
 * @param {string[]} folders
 */
export function countPackages(root, folders) {
	return folders.filter((folder) => existsSync(path.join(root, folder, "package.json"))).length;
}
