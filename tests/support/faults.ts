/** Ways in which a provider fails a turn, on the wire, and what must come of each. */
import type { ServerResponse } from "node:http";
import { CHAT, endEvents, MESSAGES, type WireEvent, writeEvents } from "./wire";

const KEY = "sk-very-secret-key-123456";

export type FaultyKind = "compatible" | "anthropic";

/** The events of an answer in the words of one provider. */
export function answerOf(kind: FaultyKind, text: string, finish: "stop" | "length" | "refusal" = "stop"): WireEvent[] {
	if (kind === "compatible") {
		const reason = { stop: "stop", length: "length", refusal: "content_filter" }[finish];
		return [
			delta(kind, text),
			{ ...CHAT[2], choices: [{ index: 0, delta: {}, finish_reason: reason }] },
			CHAT[3] as WireEvent,
		];
	}
	const reason = { stop: "end_turn", length: "max_tokens", refusal: "refusal" }[finish];
	return [
		...MESSAGES.slice(0, 2),
		delta(kind, text),
		MESSAGES[4] as WireEvent,
		{ type: "message_delta", delta: { stop_reason: reason }, usage: { output_tokens: 2 } },
		{ type: "message_stop" },
	];
}

export function delta(kind: FaultyKind, text: string): WireEvent {
	return kind === "compatible"
		? { ...CHAT[0], choices: [{ index: 0, delta: { content: text } }] }
		: { type: "content_block_delta", index: 0, delta: { type: "text_delta", text } };
}

/** An answer up to its first finished sentence and the beginning of a second. */
const begun = (kind: FaultyKind): WireEvent[] => [
	...(kind === "anthropic" ? MESSAGES.slice(0, 2) : []),
	delta(kind, "You name a number. And what"),
];

type Fault = (response: ServerResponse, kind: FaultyKind) => void;
export const status =
	(code: number, error: object = {}, headers: Record<string, string> = {}): Fault =>
	(response) => {
		response.writeHead(code, { "content-type": "application/json", ...headers });
		response.end(JSON.stringify({ type: "error", error: { message: `refused ${KEY}`, type: "error", ...error } }));
	};
const inAnHour = () => new Date(Date.now() + 3_600_000).toUTCString();

/** Fault, the sentence a candidate reads, and the attempts in the ledger. */
export const FAILS: [string, Fault, RegExp, string[]][] = [
	[
		"401, a key revoked in the middle",
		status(401),
		/refused this key \(401\)\. Check that it was copied whole/,
		["auth"],
	],
	["403", status(403), /refused this key \(403\)/, ["auth"]],
	["404", status(404), /does not have this model \(404\)\. Choose another one/, ["model_gone"]],
	["408", status(408), /has a fault \(408\)/, ["server", "server"]],
	["413", status(413), /did not accept the request \(413\)/, ["bad_request"]],
	["422", status(422), /did not accept the request \(422\)/, ["bad_request"]],
	[
		"429, no credit",
		status(429, { code: "insufficient_quota", type: "insufficient_quota" }),
		/no credit left \(429\)/,
		["quota"],
	],
	[
		"429, slow down, now",
		status(429, {}, { "retry-after": "0" }),
		/asks to slow down \(429\)\. Try again in a minute/,
		["rate_limit", "rate_limit"],
	],
	["429, slow down for 90 s", status(429, {}, { "retry-after": "90" }), /asks to slow down/, ["rate_limit"]],
	[
		"429, slow down until a date",
		(response, kind) => status(429, {}, { "retry-after": inAnHour() })(response, kind),
		/asks to slow down/,
		["rate_limit"],
	],
	["500", status(500), /has a fault \(500\)/, ["server", "server"]],
	[
		"502 with a page",
		(response) => void response.writeHead(502, { "content-type": "text/html" }).end("<html>Bad gateway</html>"),
		/has a fault \(502\)/,
		["server", "server"],
	],
	["503", status(503), /has a fault \(503\)/, ["server", "server"]],
	["529", status(529, { type: "overloaded_error" }), /has a fault \(529\)/, ["server", "server"]],
	["no header", () => undefined, /did not begin to answer in time/, ["timeout_first", "timeout_first"]],
	[
		"silence after the headers",
		(response) => writeEvents(response, []),
		/did not begin to answer in time/,
		["timeout_first", "timeout_first"],
	],
	[
		"silence in the middle",
		(response, kind) => writeEvents(response, begun(kind)),
		/stopped in the middle/,
		["timeout_idle"],
	],
	[
		"a reset in the middle",
		(response, kind) => {
			writeEvents(response, begun(kind));
			setTimeout(() => response.socket?.resetAndDestroy(), 50);
		},
		/broke off|could not be reached/,
		["stream_broken"],
	],
	[
		"a polite end too early",
		(response, kind) => {
			writeEvents(response, begun(kind));
			response.end();
		},
		/broke off/,
		["stream_broken"],
	],
	[
		"a broken chunk",
		(response, kind) => {
			writeEvents(response, begun(kind));
			response.end('event: content_block_delta\ndata: {"broken\n\n');
		},
		/broke off/,
		["stream_broken"],
	],
	[
		"an error inside of the stream",
		(response, kind) => {
			writeEvents(response, begun(kind));
			const error = { type: "overloaded_error", message: "overloaded" };
			response.end(`event: error\ndata: ${JSON.stringify({ type: "error", error })}\n\n`);
		},
		/has a fault/,
		["server"],
	],
	[
		"200 with a page",
		(response) => void response.writeHead(200, { "content-type": "text/html" }).end("<html>Sign in</html>"),
		/broke off/,
		["stream_broken", "stream_broken"],
	],
];

/** Fault, and the attempts in the ledger: the candidate gets a turn all the same. */
export const ANSWERED: [string, (kind: FaultyKind) => Fault, string[]][] = [
	["an empty completion", (kind) => (response) => endEvents(response, answerOf(kind, "")), ["ok", "ok"]],
	[
		"a refusal or a content filter",
		(kind) => (response) => endEvents(response, answerOf(kind, "I cannot help with", "refusal")),
		["ok", "ok"],
	],
	[
		"a stop at the length limit in its first sentence",
		(kind) => (response) => endEvents(response, answerOf(kind, "What would you do about the", "length")),
		["ok", "ok"],
	],
	[
		"an answer in the candidate's voice",
		(kind) => (response) => endEvents(response, answerOf(kind, "Candidate: I would use a cache for that.")),
		["ok", "ok"],
	],
];
