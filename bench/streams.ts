/**
 * How many streams of 50 tokens a second one process carries: our layer beside a relay of the bare SDK, each in a process of
 * its own, in turns, in the same run. A number of streams is carried when 99 of 100 tokens arrive within 100 ms. The guard is
 * off, as for every goal of the transport (decisions 19); provider and reader are processes of their own too. CPU time a
 * token is measured beside it: it says the same and depends less on what else the machine does.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
// biome-ignore lint/style/noRestrictedImports: the bare SDK is the reference this is measured against
import OpenAI from "openai";
import { CAPABILITIES } from "~/adapters/llm/capabilities";
import { openaiModel } from "~/adapters/llm/openai.server";
import { callModel, DEFAULT_LIMITS } from "~/services/model-call.server";
import { describeMachine } from "./serve";
import { startUpstream } from "./upstream";

const STEPS = [50, 100, 150, 200, 250, 300, 400];
const TOKENS = 125;
const RAMP_MS = 1_000;
const LATEST_MS = 100;
const TRIES_AGAIN = 2;
const WARM_UP = 30;

type Path = "bare SDK" | "our layer";

if (process.argv[2] === "relay") serveRelay({ path: process.argv[3] as Path, upstream: process.argv[4] ?? "" });
else await main();

async function main(): Promise<void> {
	const upstream = await startUpstream("talk", TOKENS);
	process.stdout.write(`Milliseconds from provider to reader. ${describeMachine()}.\n\n`);
	process.stdout.write(
		"| Streams | Path | Token p50 | p99 | CPU a token, µs | Carried |\n|---:|---|---:|---:|---:|---|\n",
	);
	const most: Record<Path, number> = { "bare SDK": 0, "our layer": 0 };
	const cost: Record<Path, number[]> = { "bare SDK": [], "our layer": [] };
	const given = new Set<Path>();
	const relays = {
		"bare SDK": await startRelay("bare SDK", upstream.url),
		"our layer": await startRelay("our layer", upstream.url),
	};
	for (const count of STEPS) {
		for (const path of ["bare SDK", "our layer"] as const) {
			if (given.has(path)) continue;
			let tries = 0;
			let measured = await relays[path].measure(count);
			const isCarried = () =>
				quantile(measured.delays, 0.99) <= LATEST_MS && measured.delays.length >= 0.99 * count * TOKENS;
			// Somebody else's work on the machine is not the relay's fault: it may try again.
			while (!isCarried() && tries++ < TRIES_AGAIN) measured = await relays[path].measure(count);
			const { delays, cpuMicros } = measured;
			const p99 = quantile(delays, 0.99);
			const carried = isCarried();
			if (carried) most[path] = count;
			else given.add(path);
			const each = cpuMicros / delays.length;
			cost[path].push(each);
			process.stdout.write(
				`| ${count} | ${path} | ${quantile(delays, 0.5).toFixed(1)} | ${p99.toFixed(1)} | ${each.toFixed(0)} | ${carried ? "yes" : "no"} |\n`,
			);
		}
		if (given.size === 2) break;
	}
	// Only where both were measured: a token costs less the more of them come at once.
	const shares = cost["our layer"].map((each, step) => (cost["bare SDK"][step] ?? Number.NaN) / each);
	process.stdout.write(
		`\nOur layer carries ${most["our layer"]} streams, the bare SDK ${most["bare SDK"]}: ${most["bare SDK"] === 0 ? "–" : Math.round((100 * most["our layer"]) / most["bare SDK"])} % (goal: at least 80 %).\n`,
	);
	process.stdout.write(
		`By CPU a token, step by step, it would carry ${Math.round(100 * quantile(shares, 0.5))} % of the bare SDK's streams.\n`,
	);
	for (const relay of Object.values(relays)) relay.stop();
	upstream.stop();
}

/** A relay in a process of its own, warmed up with a few streams. */
async function startRelay(path: Path, url: string) {
	const relay = fork(import.meta.filename, ["relay", path, url], { execArgv: ["--import", "tsx"] });
	const [port] = (await once(relay, "message")) as [number];
	const measure = async (count: number) => {
		const delays: number[] = [];
		relay.send("start");
		await once(relay, "message");
		const streams = Array.from({ length: count }, (_, index) =>
			read({ port, delays, after: (index * RAMP_MS) / count }),
		);
		await Promise.all(streams);
		relay.send("stop");
		const [cpuMicros] = (await once(relay, "message")) as [number];
		return { delays, cpuMicros };
	};
	await measure(WARM_UP);
	return { measure, stop: () => relay.kill() };
}

async function read(input: { port: number; delays: number[]; after: number }): Promise<void> {
	const { port, delays, after } = input;
	await new Promise((resolve) => setTimeout(resolve, after));
	const response = await fetch(`http://127.0.0.1:${port}/`).catch(() => null);
	if (!response?.body) return;
	const decoder = new TextDecoder();
	try {
		for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
			const now = performance.timeOrigin + performance.now();
			for (const [stamp] of decoder.decode(part, { stream: true }).matchAll(/\d{10,}\.\d+/g))
				delays.push(now - Number(stamp));
		}
	} catch {
		// A stream that broke has lost its tokens; the count says so.
	}
}

function serveRelay(input: { path: Path; upstream: string }): void {
	const { path, upstream } = input;
	const client = new OpenAI({ apiKey: "x", baseURL: upstream, maxRetries: 0 });
	const model = openaiModel({ apiKey: "x", model: "m", baseUrl: upstream, capabilities: CAPABILITIES.compatible });
	async function* bare() {
		const messages = [{ role: "user" as const, content: "Go on." }];
		const stream = await client.chat.completions.create({ model: "m", stream: true, messages });
		for await (const event of stream) {
			const text = event.choices[0]?.delta?.content;
			if (text) yield text;
		}
	}
	async function* ours() {
		const request = {
			system: [{ text: "You interview." }],
			messages: [{ role: "user" as const, text: "Go on." }],
			maxTokens: 200,
			effort: "none" as const,
		};
		const routes = [{ id: "bench", model, limits: DEFAULT_LIMITS }];
		for await (const event of callModel({ routes, request, onAttempt: () => undefined }))
			if (event.type === "delta") yield event.text;
	}
	const server = createServer(async (_request, response) => {
		response.writeHead(200, { "content-type": "text/plain" });
		for await (const text of path === "bare SDK" ? bare() : ours()) response.write(text);
		response.end();
	}).listen(0, "127.0.0.1", () => {
		const address = server.address();
		if (address !== null && typeof address !== "string") process.send?.(address.port);
	});
	let before = process.cpuUsage();
	process.on("message", (word) => {
		if (word === "start") before = process.cpuUsage();
		const { user, system } = process.cpuUsage(before);
		process.send?.(word === "start" ? 0 : user + system);
	});
}

function quantile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
