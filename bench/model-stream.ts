/**
 * What our layer adds to a streamed answer, beside the bare SDK in the same run: time to the first token and delay of each
 * token, with 1 and 100 streams, and the delay of the first guarded sentence beyond its last byte. The provider is a
 * simulated one in a process of its own (100 ms to the first token, 50 tokens a second) that writes the wall time into
 * every token.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
// biome-ignore lint/style/noRestrictedImports: the bare SDK is the reference this is measured against
import OpenAI from "openai";
import { CAPABILITIES } from "~/adapters/llm/capabilities";
import { openaiModel } from "~/adapters/llm/openai.server";
import type { ModelEvent, ModelRequest } from "~/core/ports";
import { sentencesFrom } from "~/services/interviewer.server";
import { callModel, DEFAULT_LIMITS } from "~/services/model-call.server";
import { describeMachine } from "./serve";

const TTFT_MS = 100;
const TOKENS = 100;
const EVERY_MS = 20;
const STREAMS = [1, 100];
const REPEATS = 12;
const request: ModelRequest = {
	system: [{ text: "You interview." }],
	messages: [{ role: "user", text: "Go on." }],
	maxTokens: 200,
	effort: "none",
};

interface Measured {
	/** Beyond the upstream's own 100 ms. */
	ttft: number[];
	token: number[];
}

if (process.argv[2] === "upstream") serveUpstream();
else await main();

async function main(): Promise<void> {
	const upstream = fork(import.meta.filename, ["upstream"], { execArgv: ["--import", "tsx"] });
	const [port] = (await once(upstream, "message")) as [number];
	const url = `http://127.0.0.1:${port}/v1`;
	process.stdout.write(`Milliseconds added. ${describeMachine()}.\n\n`);
	process.stdout.write(
		"| Streams | Path | First token p50 | p99 | Each token p50 | p99 |\n|---:|---|---:|---:|---:|---:|\n",
	);
	for (const count of STREAMS) {
		const bare = await measure({ count, stream: () => bareStream(url) });
		const ours = await measure({ count, stream: () => ourStream(url) });
		print(count, "bare SDK", bare);
		print(count, "our layer", ours);
		process.stdout.write(
			`| ${count} | ratio of p50 | ${ratio(ours.ttft, bare.ttft)} | | ${ratio(ours.token, bare.token)} | |\n`,
		);
	}
	const delays: number[] = [];
	for (let repeat = 0; repeat < REPEATS; repeat += 1) delays.push(await firstSentence(url));
	process.stdout.write(
		`\nThe first guarded sentence is released ${quantile(delays, 0.5).toFixed(1)} ms (p50) after its last byte; a sentence ends when the next word begins, ${EVERY_MS} ms later.\n`,
	);
	upstream.kill();
}

async function measure(input: { count: number; stream: () => AsyncIterable<string> }): Promise<Measured> {
	const measured: Measured = { ttft: [], token: [] };
	const one = async () => {
		const startedAt = performance.now();
		let first = true;
		for await (const text of input.stream()) {
			const now = performance.timeOrigin + performance.now();
			if (first) measured.ttft.push(performance.now() - startedAt - TTFT_MS);
			first = false;
			const stamp = Number(/(\d+\.\d+)/.exec(text)?.[1]);
			if (stamp > 0) measured.token.push(now - stamp);
		}
	};
	const rounds = input.count === 1 ? REPEATS : 1;
	await one();
	measured.ttft.length = 0;
	measured.token.length = 0;
	for (let round = 0; round < rounds; round += 1) await Promise.all(Array.from({ length: input.count }, one));
	return measured;
}

async function* bareStream(url: string): AsyncGenerator<string> {
	const client = new OpenAI({ apiKey: "x", baseURL: url, maxRetries: 0 });
	const stream = await client.chat.completions.create({
		model: "m",
		stream: true,
		messages: [{ role: "user", content: "Go on." }],
	});
	for await (const chunk of stream) {
		const text = chunk.choices[0]?.delta?.content;
		if (text) yield text;
	}
}

async function* ourStream(url: string): AsyncGenerator<string> {
	for await (const event of ourEvents(url)) if (event.type === "delta") yield event.text;
}

function ourEvents(url: string): AsyncGenerator<ModelEvent> {
	const model = openaiModel({ apiKey: "x", model: "m", baseUrl: url, capabilities: CAPABILITIES.compatible });
	const route = { id: "bench", model, limits: DEFAULT_LIMITS };
	return callModel({ routes: [route], request, onAttempt: () => undefined });
}

async function firstSentence(url: string): Promise<number> {
	for await (const sentence of sentencesFrom(ourEvents(url))) {
		const last = [...sentence.matchAll(/(\d+\.\d+)/g)].at(-1)?.[1];
		return performance.timeOrigin + performance.now() - Number(last);
	}
	return Number.NaN;
}

function serveUpstream(): void {
	const server = createServer((incoming, response) => {
		incoming.resume();
		incoming.on("end", () => {
			response.writeHead(200, { "content-type": "text/event-stream" });
			response.flushHeaders();
			let sent = 0;
			const send = () => {
				const now = performance.timeOrigin + performance.now();
				const end = sent % 10 === 9 ? ". " : " ";
				const choice = { index: 0, delta: { content: `word ${now.toFixed(3)}${end}` }, finish_reason: null };
				response.write(
					`data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", model: "m", choices: [choice] })}\n\n`,
				);
				sent += 1;
				if (sent < TOKENS) setTimeout(send, EVERY_MS);
				else {
					const stop = { index: 0, delta: {}, finish_reason: "stop" };
					response.end(
						`data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", model: "m", choices: [stop] })}\n\ndata: [DONE]\n\n`,
					);
				}
			};
			setTimeout(send, TTFT_MS);
		});
	}).listen(0, "127.0.0.1", () => {
		const address = server.address();
		if (address !== null && typeof address !== "string") process.send?.(address.port);
	});
}

function print(count: number, path: string, { ttft, token }: Measured): void {
	const cells = [quantile(ttft, 0.5), quantile(ttft, 0.99), quantile(token, 0.5), quantile(token, 0.99)];
	process.stdout.write(`| ${count} | ${path} | ${cells.map((ms) => ms.toFixed(2)).join(" | ")} |\n`);
}

function ratio(ours: readonly number[], bare: readonly number[]): string {
	return (quantile(ours, 0.5) / quantile(bare, 0.5)).toFixed(2);
}

function quantile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
