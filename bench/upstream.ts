/** Simulated providers in a process of their own, so that they share no event loop with what is measured. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";

export const TTFT_MS = 100;
export const EVERY_MS = 20;

/** Starts this file as a provider; `tokens` a stream for "talk", and judgements after a wait of their own for "judge". */
export async function startUpstream(
	kind: "talk" | "judge",
	...args: number[]
): Promise<{ url: string; stop: () => ChildProcess }> {
	const child = fork(import.meta.filename, ["serve", kind, ...args.map(String)], { execArgv: ["--import", "tsx"] });
	const [port] = (await once(child, "message")) as [number];
	const stop = () => {
		child.kill();
		return child;
	};
	return { url: `http://127.0.0.1:${port}/v1`, stop };
}

if (process.argv[2] === "serve") {
	const [, , , kind, first = "100", second = "100", level = "2"] = process.argv;
	if (kind === "judge")
		serve((body, response) => judge({ body, response, base: Number(first), spread: Number(second), level }));
	else serve((_body, response) => talk(response, Number(first)));
}

function serve(handle: (body: string, response: ServerResponse) => void): void {
	const server = createServer((request, response) => {
		let body = "";
		request.on("data", (part) => (body += part));
		request.on("end", () => handle(body, response));
	}).listen(0, "127.0.0.1", () => {
		const address = server.address();
		if (address !== null && typeof address !== "string") process.send?.(address.port);
	});
}

const chunk = (delta: object, finish: string | null = null) =>
	`data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", model: "m", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

/** 50 tokens a second, each with the wall time at which it was written. */
function talk(response: ServerResponse, tokens: number): void {
	response.writeHead(200, { "content-type": "text/event-stream" });
	response.flushHeaders();
	let sent = 0;
	const send = () => {
		if (response.destroyed) return;
		response.write(chunk({ content: `word ${(performance.timeOrigin + performance.now()).toFixed(3)} ` }));
		sent += 1;
		if (sent < tokens) setTimeout(send, EVERY_MS);
		else response.end(`${chunk({}, "stop")}data: [DONE]\n\n`);
	};
	setTimeout(send, TTFT_MS);
}

/** A judge that takes `base` ms and up to `spread` more, by a fixed series; it quotes the first answer it finds. */
let calls = 0;
function judge(input: { body: string; response: ServerResponse; base: number; spread: number; level: string }): void {
	const { body, response, base, spread, level } = input;
	const { messages } = JSON.parse(body) as { messages: { content: string }[] };
	const line = messages[1]?.content.split("\n").find((text) => text.includes('"who":"candidate","said"')) ?? "{}";
	const { turn = "t0", said = "" } = JSON.parse(line) as { turn?: string; said?: string };
	const verdict = {
		evidence: [{ turn, quote: said.split(" ").slice(0, 8).join(" "), supports: "positive" }],
		key_points: [],
		reasoning: "Quotes the first answer.",
		counter_evidence: "It says little more.",
		status: "assessed",
		level,
		confidence: "4",
		injection_suspected: false,
		improvement: "Say what you measured.",
	};
	calls += 1;
	const share = (calls * 0.618_034) % 1;
	setTimeout(
		() => {
			response.writeHead(200, { "content-type": "text/event-stream" });
			response.end(`${chunk({ content: JSON.stringify(verdict) })}${chunk({}, "stop")}data: [DONE]\n\n`);
		},
		base + share * spread,
	);
}
