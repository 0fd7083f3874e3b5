/**
 * How long a check of a coding task takes: the server's runner, warm and cold, and Python in the browser, beside native
 * python3 running the same suites as whole processes. Then what happens when many check at once, and what a first visit
 * brings over the wire. Needs python3 (3.11 or later) and Chromium for their columns, and the built pages.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";
import { loadContent } from "~/adapters/content.server";
import { placesIn, probeIsolation } from "~/adapters/runner/isolation.server";
import { openPool, type Pool } from "~/adapters/runner/pool.server";
import type { CodeJob } from "~/core/interview/code/run";
import { runSuites } from "~/core/interview/code/supervise";
import { findBrowser } from "../tests/support/find-browser";
import { describeMachine, serve } from "./serve";

const REPEATS = 3;
const AT_ONCE = [1, 4, 16];
const HARNESS = "app/adapters/runner/python/harness.py";
const fakes = readFileSync("app/adapters/runner/python/fakes.py", "utf8");

const { content } = await loadContent({ root: process.cwd() });
const jobs = [...content.questions.values()].flatMap(({ id, code }) =>
	code
		? [
				{
					id,
					job: {
						files: { "fakes.py": fakes, "solution.py": code.solution },
						suites: [
							{ name: "visible" as const, file: "tests_visible.py", source: code.visible },
							{ name: "hidden" as const, file: "tests_hidden.py", source: code.hidden },
						],
					} satisfies CodeJob,
				},
			]
		: [],
);
const places = placesIn(process.cwd());
const isolation = await probeIsolation(places);
/** The interpreter itself: what is called python3 may be a script that looks for one. */
const found = spawnSync("python3", ["-c", "import sys; print(sys.executable); sys.exit(sys.version_info < (3, 11))"]);
const native = found.status === 0 ? String(found.stdout).trim() : null;

print(`Coding tasks: ${jobs.length}. Isolation ${isolation}. Snapshot ${places.snapshot ? "present" : "missing"}.`);
print(describeMachine());
await measureSuites();
await measureCrowd();
measureWeight();

async function measureSuites(): Promise<void> {
	const warm = openPool({ isolation, places, spare: 1 });
	const cold = openPool({ isolation, places, spare: 0 });
	const browser = await browserRunner();
	const rows: Record<string, number[]> = { native: [], warm: [], cold: [], browser: [] };
	for (const { job } of jobs) {
		const once: Record<string, number[]> = { native: [], warm: [], cold: [], browser: [] };
		for (let repeat = 0; repeat < REPEATS; repeat += 1) {
			if (native) once.native?.push(await timed(async () => runNative(native, job)));
			await settled(warm);
			once.warm?.push(await timed(() => check(warm, job)));
			// The process that takes its place must not boot beside what is measured next.
			await settled(warm);
			once.cold?.push(await timed(() => check(cold, job)));
			if (browser) once.browser?.push(await browser.run(job));
		}
		for (const [name, times] of Object.entries(once)) if (times.length > 0) rows[name]?.push(median(times));
	}
	warm.close();
	cold.close();
	await browser?.close();
	print("\nWhole check, median task (ms)         ratio to native python3");
	const reference = median(rows.native ?? []);
	for (const [name, title] of [
		["native", "native python3, a process"],
		["warm", "server, a process waiting"],
		["cold", "server, none waiting"],
		["browser", "browser, after the first"],
	] as const) {
		const times = rows[name] ?? [];
		if (times.length === 0) print(`${title.padEnd(28)} not measured here`);
		else
			print(
				`${title.padEnd(28)} ${median(times).toFixed(0).padStart(6)}   ${reference ? (median(times) / reference).toFixed(1) : "-"}x`,
			);
	}
}

async function measureCrowd(): Promise<void> {
	print("\nChecks at once      p50 ms     p99 ms     p50 ratio to one");
	let single = 0;
	for (const count of AT_ONCE) {
		const pool = openPool({ isolation, places });
		await settled(pool);
		const times: number[] = [];
		for (let round = 0; round < 3; round += 1) {
			const started = performance.now();
			const finish = async (place: number) => {
				const { job } = jobs[place % jobs.length] as (typeof jobs)[number];
				await check(pool, job);
				times.push(performance.now() - started);
			};
			await Promise.all(Array.from({ length: count }, (_, place) => finish(place)));
			await settled(pool);
		}
		pool.close();
		const sorted = [...times].sort((a, b) => a - b);
		const p50 = median(sorted);
		single ||= p50;
		const p99 = sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0;
		print(
			`${String(count).padEnd(16)} ${p50.toFixed(0).padStart(9)} ${p99.toFixed(0).padStart(10)}     ${(p50 / single).toFixed(1)}x`,
		);
	}
}

function measureWeight(): void {
	const folder = "build/client/assets";
	if (!existsSync(folder)) {
		print("\nThe pages are not built: no sizes.");
		return;
	}
	const gz = (file: string) => gzipSync(readFileSync(file)).length / 1_000;
	const python = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json"];
	const chunk = (start: string) => readdirSync(folder).find((name) => name.startsWith(start) && name.endsWith(".js"));
	const editor = chunk("editor.client-");
	const worker = chunk("python-worker-");
	print("\nFirst visit, compressed");
	print(
		`Python                ${(python.reduce((sum, name) => sum + gz(`node_modules/pyodide/${name}`), 0) / 1_000).toFixed(2)} MB`,
	);
	/** A chunk with those it cannot do without. */
	const whole = (name: string) => {
		const needed = readFileSync(`${folder}/${name}`, "utf8").matchAll(/from"\.\/([^"]+)"/g);
		return [name, ...[...needed].map(([, other]) => other as string)].reduce(
			(sum, file) => sum + gz(`${folder}/${file}`),
			0,
		);
	};
	if (editor) print(`Editor                ${whole(editor).toFixed(0)} kB`);
	if (worker) print(`Worker with harness   ${gz(`${folder}/${worker}`).toFixed(0)} kB`);
}

function check(pool: Pool, job: CodeJob) {
	return pool.inTurn(() => runSuites({ take: pool.take, now: () => performance.now(), job }));
}

/** Lets spare processes boot, so that "waiting" is true. */
async function settled(pool: Pool): Promise<void> {
	pool.warm();
	await new Promise((resolve) => setTimeout(resolve, 2_500));
}

function runNative(python: string, job: CodeJob): void {
	const { status, stderr } = spawnSync(python, ["-B", "-S", HARNESS], {
		input: JSON.stringify(job),
		encoding: "utf8",
	});
	if (status !== 0) throw new Error(stderr);
}

/** The worker of the built pages in a real browser, booted once and run once before anything is timed. */
async function browserRunner() {
	const executablePath = await Promise.resolve(findBrowser()).catch(() => null);
	const worker = existsSync("build/client/assets")
		? readdirSync("build/client/assets").find((name) => name.startsWith("python-worker-"))
		: undefined;
	if (!executablePath || !worker) return null;
	const server = await serve({});
	const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
	const page = await browser.newPage();
	await page.goto(server.url);
	await page.evaluate(async (source) => {
		const python = new Worker(source, { type: "module" });
		Object.assign(window, { python });
		await new Promise((resolve) => {
			python.onmessage = ({ data }) => data.type === "ready" && resolve(null);
		});
	}, `/assets/${worker}`);
	const run = (job: CodeJob): Promise<number> =>
		page.evaluate(async (given) => {
			const { python } = window as unknown as { python: Worker };
			const started = performance.now();
			await new Promise((resolve) => {
				python.onmessage = ({ data }) => data.event?.event === "done" && resolve(null);
				python.postMessage({ run: 1, only: null, job: given });
			});
			return performance.now() - started;
		}, job);
	for (const { job } of jobs) await run(job);
	return {
		run,
		close: async () => {
			await browser.close();
			await server.stop();
		},
	};
}

async function timed(work: () => Promise<unknown>): Promise<number> {
	const started = performance.now();
	await work();
	return performance.now() - started;
}

function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function print(line: string): void {
	process.stdout.write(`${line}\n`);
}
