/**
 * How long a newcomer waits: clones the last commit into an empty folder and starts it there twice, by stage. The
 * second start is the reference. Needs the network for the packages, unless npm has them in its cache.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describeMachine, freePort } from "./serve";

const LIMIT_MS = 10 * 60_000;

/** The lines in which `npm start` tells of a finished stage, in its order. */
const STAGES: { title: string; pattern: RegExp }[] = [
	{ title: "Install packages", pattern: /^Packages installed \((\d+\.\d) s\)/m },
	{ title: "Generate the database client", pattern: /^Database client generated \((\d+\.\d) s\)/m },
	{ title: "Build the pages", pattern: /^Pages built \((\d+\.\d) s\)/m },
	{ title: "Start the server", pattern: /^Mockingbird is running at \S+ \(started in (\d+\.\d) s\)/m },
];

interface Start {
	output: string;
	firstByteSeconds: number;
}

const folder = mkdtempSync(path.join(os.tmpdir(), "mockingbird-start-"));
try {
	const clone = path.join(folder, "clone");
	execFileSync("git", ["clone", "--quiet", "--no-local", process.cwd(), clone], { stdio: ["ignore", 2, 2] });
	const first = await start(clone);
	const second = await start(clone);
	print({ first, second });
} finally {
	rmSync(folder, { recursive: true, force: true });
}

async function start(clone: string): Promise<Start> {
	const port = await freePort();
	const startedAt = performance.now();
	const child = spawn("npm", ["start"], {
		cwd: clone,
		env: { ...process.env, PORT: String(port), DATA_DIR: path.join(clone, "data"), LOG_LEVEL: "warn" },
		stdio: ["ignore", "pipe", "pipe"],
		// A group of its own, so that npm and the server under it are stopped together.
		detached: true,
	});
	let output = "";
	for (const stream of [child.stdout, child.stderr]) {
		stream.on("data", (chunk: Buffer) => {
			output += chunk;
			process.stderr.write(chunk);
		});
	}
	try {
		await firstByte({ child, url: `http://127.0.0.1:${port}/` });
		return { output, firstByteSeconds: (performance.now() - startedAt) / 1000 };
	} finally {
		await stop(child);
	}
}

async function firstByte(input: { child: ChildProcess; url: string }): Promise<void> {
	const deadline = Date.now() + LIMIT_MS;
	while (Date.now() < deadline && input.child.exitCode === null) {
		const answer = await fetch(input.url).catch(() => null);
		if (answer?.ok) return;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	throw new Error("npm start did not come to its first page");
}

async function stop(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.pid === undefined) return;
	const closed = once(child, "close");
	process.kill(-child.pid, "SIGTERM");
	await closed;
}

function print(input: { first: Start; second: Start }): void {
	const { first, second } = input;
	const rows = STAGES.map(({ title, pattern }) => [title, find(first.output, pattern), find(second.output, pattern)]);
	rows.push(["First byte of the first page", first.firstByteSeconds.toFixed(1), second.firstByteSeconds.toFixed(1)]);
	process.stdout.write(`Seconds from \`npm start\`. ${describeMachine()}.\n\n`);
	process.stdout.write("| Stage | Clean clone | Second start |\n|---|---:|---:|\n");
	for (const row of rows) process.stdout.write(`| ${row.join(" | ")} |\n`);
	const ratio = first.firstByteSeconds / second.firstByteSeconds;
	process.stdout.write(`\nThe first start takes ${ratio.toFixed(1)} times the second.\n`);
}

function find(output: string, pattern: RegExp): string {
	return pattern.exec(output)?.[1] ?? "–";
}
