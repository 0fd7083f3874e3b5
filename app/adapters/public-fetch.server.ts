/**
 * `fetch` for addresses that strangers typed: it reaches the public internet and nothing else (decisions 17). A name is
 * looked up once per connection, all its addresses are checked, and the socket is opened to a checked one, so that a name
 * that answers differently the next time leads nowhere. Redirects are refused.
 */
import dns from "node:dns";
import type { LookupFunction } from "node:net";
import { Agent, type RequestInit as ConnectingInit, fetch as connectingFetch } from "undici";
import { hostOf, isLiteral, isPublicAddress, objectionToUrl } from "./public-address.server";

export interface Resolved {
	address: string;
	family: number;
}

export interface PublicFetchOptions {
	/** All addresses of a name; the system's own by default. */
	resolve?: (name: string) => Promise<Resolved[]>;
	isAllowed?: (address: string) => boolean;
	objection?: (url: URL) => string | null;
}

/** Headers the SDKs need. Others may come from this server's environment and are nobody else's business. */
const HEADERS: ReadonlySet<string> = new Set([
	"accept",
	"anthropic-beta",
	"anthropic-version",
	"authorization",
	"content-type",
	"user-agent",
	"x-api-key",
]);
const CONNECT_MS = 10_000;
/** An answer to one call is text; a failed one is a sentence. */
const LONGEST = { ok: 16_000_000, failed: 64_000 };

/** The one that services use; its connections are kept and shared, as they were all checked when they were opened. */
let shared: typeof fetch | null = null;
export function publicFetch(): typeof fetch {
	shared ??= makePublicFetch();
	return shared;
}

/**
 * Throws a `TypeError` like `fetch` itself for every address it will not call, with the same words as for one that does
 * not answer: nobody learns from it what is inside of a network.
 */
export function makePublicFetch(options: PublicFetchOptions = {}): typeof fetch {
	const { resolve = resolveByTheSystem, isAllowed = isPublicAddress, objection = objectionToUrl } = options;
	const agent = new Agent({ connect: { timeout: CONNECT_MS, lookup: checkedLookup({ resolve, isAllowed }) } });
	return async (input, init) => {
		const url = new URL(input instanceof Request ? input.url : input);
		const host = hostOf(url);
		// Sockets do not look up a number.
		if (objection(url) !== null || (isLiteral(host) && !isAllowed(host))) throw unreachable();
		const asked = { ...init, headers: onlyKnown(init?.headers), redirect: "error", dispatcher: agent };
		const response = await connectingFetch(url, asked as ConnectingInit).catch((error: unknown) => {
			throw init?.signal?.aborted ? error : unreachable();
		});
		return limited(response as unknown as Response);
	};
}

function unreachable(): TypeError {
	return new TypeError("fetch failed");
}

function onlyKnown(given: HeadersInit | undefined): [string, string][] {
	return [...new Headers(given)].filter(([name]) => HEADERS.has(name));
}

/** One answer decides both the check and the connection. One private address among public ones refuses them all. */
function checkedLookup(input: Required<Pick<PublicFetchOptions, "resolve" | "isAllowed">>): LookupFunction {
	return (name, options, done) => {
		input.resolve(name).then(
			(found) => {
				const [first] = found;
				if (!first || !found.every(({ address }) => input.isAllowed(address))) done(unreachable(), "", 0);
				else if (options.all) done(null, found);
				else done(null, first.address, first.family);
			},
			() => done(unreachable(), "", 0),
		);
	};
}

function resolveByTheSystem(name: string): Promise<Resolved[]> {
	return dns.promises.lookup(name, { all: true });
}

/** The same answer, broken off where it becomes longer than any honest one. */
export function limited(response: Response, limits = LONGEST): Response {
	if (!response.body) return response;
	let left = response.ok ? limits.ok : limits.failed;
	const counting = new TransformStream<Uint8Array, Uint8Array>({
		transform(chunk, controller) {
			left -= chunk.byteLength;
			if (left < 0) controller.error(new TypeError("The answer is too long."));
			else controller.enqueue(chunk);
		},
	});
	const { status, statusText } = response;
	return new Response(response.body.pipeThrough(counting), {
		status,
		statusText,
		headers: new Headers([...response.headers]),
	});
}
