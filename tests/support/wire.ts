/** A provider that speaks raw HTTP and can fail in ways no simulator offers: one handler a test, on a free port. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { afterAll } from "vitest";

export type WireHandler = (response: ServerResponse, body: string, request: IncomingMessage) => void | Promise<void>;

export interface Wire {
	url: string;
	/** Bodies received so far. */
	bodies: string[];
	answer: (handler: WireHandler) => void;
}

export async function startWire(): Promise<Wire> {
	let handler: WireHandler = (response) => void response.writeHead(500).end();
	const bodies: string[] = [];
	const server = createServer(async (request, response) => {
		let body = "";
		for await (const chunk of request) body += chunk;
		bodies.push(body);
		await handler(response, body, request);
	}).listen(0, "127.0.0.1");
	await once(server, "listening");
	afterAll(() => {
		server.closeAllConnections();
		server.close();
	});
	const address = server.address();
	if (address === null || typeof address === "string") throw new Error("no port was given");
	const answer = (next: WireHandler) => {
		handler = next;
	};
	return { url: `http://127.0.0.1:${address.port}`, bodies, answer };
}

const SSE = { "content-type": "text/event-stream" };

/** The events of a good Chat Completions answer in two deltas. */
export const CHAT = [
	{ id: "c", object: "chat.completion.chunk", model: "m", choices: [{ index: 0, delta: { content: "Hel" } }] },
	{ id: "c", object: "chat.completion.chunk", model: "m", choices: [{ index: 0, delta: { content: "lo" } }] },
	{ id: "c", object: "chat.completion.chunk", model: "m", choices: [{ index: 0, delta: {}, finish_reason: "stop" }] },
	{
		id: "c",
		object: "chat.completion.chunk",
		model: "m",
		choices: [],
		usage: { prompt_tokens: 12, completion_tokens: 2, total_tokens: 14, prompt_tokens_details: { cached_tokens: 8 } },
	},
];

/** The events of a good Messages answer in two deltas. */
export const MESSAGES = [
	{
		type: "message_start",
		message: {
			id: "m",
			type: "message",
			role: "assistant",
			model: "m",
			content: [],
			usage: { input_tokens: 4, cache_read_input_tokens: 8, output_tokens: 1 },
		},
	},
	{ type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
	{ type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Hel" } },
	{ type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "lo" } },
	{ type: "content_block_stop", index: 0 },
	{ type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { output_tokens: 2 } },
	{ type: "message_stop" },
];

export type WireEvent = Record<string, unknown>;

/** Writes events in the form their provider uses; leaves the connection open. */
export function writeEvents(response: ServerResponse, events: readonly WireEvent[]): void {
	if (!response.headersSent) response.writeHead(200, SSE);
	for (const event of events) {
		const name = "type" in event ? `event: ${String(event.type)}\n` : "";
		response.write(`${name}data: ${JSON.stringify(event)}\n\n`);
	}
}

export function endEvents(response: ServerResponse, events: readonly WireEvent[]): void {
	writeEvents(response, events);
	response.end("type" in (events[0] ?? {}) ? "" : "data: [DONE]\n\n");
}
