import { once } from "node:events";
import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { openaiModel } from "~/adapters/llm/openai.server";
import { makePublicFetch, type PublicFetchOptions } from "~/adapters/public-fetch.server";
import { ModelError } from "~/core/ports";
import { startWire } from "../support/wire";

const wire = await startWire();
const port = new URL(wire.url).port;
const HERE = { address: "127.0.0.1", family: 4 };
const PRIVATE = { address: "10.0.0.1", family: 4 };

/** why: no test reaches the internet, so this machine plays the public one, by plain HTTP, and the rest is private. */
const inTheTest = (options: Partial<PublicFetchOptions>) =>
	makePublicFetch({ objection: () => null, isAllowed: (address) => address === HERE.address, ...options });

const outcome = (work: Promise<Response>) =>
	work.then((response) => response.text()).catch((error: Error) => `${error.name}: ${error.message}`);

async function closedPort(): Promise<string> {
	const server = createServer().listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	server.close();
	await once(server, "close");
	return typeof address === "object" && address !== null ? String(address.port) : "";
}

describe("fetch for the public internet only", () => {
	it("opens its connection to the address that was checked, whatever a second look-up would say", async () => {
		wire.answer((response) => void response.end("reached"));
		const answers = [[HERE], [PRIVATE]];
		let lookups = 0;
		const get = inTheTest({ resolve: async () => answers[lookups++] ?? [] });
		expect(await outcome(get(`http://model.example:${port}/`))).toBe("reached");
		expect(lookups).toBe(1);
	});

	it("refuses a name that turned to a private address when a new connection is opened", async () => {
		wire.answer((response) => void response.writeHead(200, { connection: "close" }).end("reached"));
		const answers = [[HERE], [PRIVATE]];
		const get = inTheTest({ resolve: async () => answers.shift() ?? [] });
		expect(await outcome(get(`http://model.example:${port}/`))).toBe("reached");
		expect(await outcome(get(`http://model.example:${port}/`))).toBe("TypeError: fetch failed");
	});

	it("says the same of a private address, an unknown name, a closed port and a redirect", async () => {
		wire.answer((response) => void response.writeHead(302, { location: `http://127.0.0.1:${port}/inside` }).end());
		const closed = await closedPort();
		const unknown = Object.assign(new Error("getaddrinfo ENOTFOUND model.example"), { code: "ENOTFOUND" });
		const tried = [
			[{ resolve: async () => [PRIVATE] }, port],
			[{ resolve: async () => [HERE, PRIVATE] }, port],
			[{ resolve: async () => [] }, port],
			[{ resolve: () => Promise.reject(unknown) }, port],
			[{ resolve: async () => [HERE] }, closed],
			[{ resolve: async () => [HERE] }, port],
		] as const;
		for (const [options, at] of tried) {
			expect(await outcome(inTheTest(options)(`http://model.example:${at}/`))).toBe("TypeError: fetch failed");
		}
	});

	it("follows no redirect, not even to where it may go", async () => {
		let paths = "";
		wire.answer((response, _body, request) => {
			paths += request.url;
			response.writeHead(307, { location: "/elsewhere" }).end();
		});
		await outcome(inTheTest({ resolve: async () => [HERE] })(`http://model.example:${port}/v1`));
		expect(paths).toBe("/v1");
	});

	it("checks a literal address too, which no look-up sees", async () => {
		wire.answer((response) => void response.end("reached"));
		expect(await outcome(inTheTest({})(`http://127.0.0.1:${port}/`))).toBe("reached");
		expect(await outcome(inTheTest({})("http://10.0.0.1/"))).toBe("TypeError: fetch failed");
		expect(await outcome(inTheTest({})("http://[::ffff:7f00:1]/"))).toBe("TypeError: fetch failed");
	});

	it("refuses http and this machine when nothing is put in its place", async () => {
		let reached = false;
		wire.answer((response) => {
			reached = true;
			response.end();
		});
		const get = makePublicFetch();
		for (const url of [wire.url, `https://127.0.0.1:${port}`, `https://localhost:${port}`])
			expect(await outcome(get(url))).toBe("TypeError: fetch failed");
		expect(reached).toBe(false);
	});

	it("passes on no header but those a provider needs", async () => {
		let headers: Record<string, unknown> = {};
		wire.answer((response, _body, request) => {
			headers = request.headers;
			response.end();
		});
		const sent = { Authorization: "Bearer key", "X-Gateway-Secret": "of the server", Cookie: "a=b" };
		await outcome(inTheTest({ resolve: async () => [HERE] })(`http://model.example:${port}/`, { headers: sent }));
		expect(headers.authorization).toBe("Bearer key");
		expect(headers).not.toHaveProperty("x-gateway-secret");
		expect(headers).not.toHaveProperty("cookie");
	});

	it("breaks off an error page that does not end", async () => {
		wire.answer((response) => void response.writeHead(500).end("x".repeat(100_000)));
		const get = inTheTest({ resolve: async () => [HERE] });
		expect(await outcome(get(`http://model.example:${port}/`))).toMatch(/too long/);
	});

	it("makes a model behind a private name look like one that cannot be reached", async () => {
		const model = openaiModel({
			apiKey: "x",
			model: "m",
			baseUrl: `http://model.example:${port}`,
			fetch: inTheTest({ resolve: async () => [PRIVATE] }),
			capabilities: { developerRole: false, cache: false, effort: false, schema: "none", images: false },
		});
		const request = { system: [], messages: [], maxTokens: 1, effort: "none" as const };
		const stream = model.stream(request, { signal: new AbortController().signal, headersMs: 2_000 });
		const error = await stream[Symbol.asyncIterator]()
			.next()
			.catch((caught: unknown) => caught);
		expect(error).toBeInstanceOf(ModelError);
		expect(error).toMatchObject({ kind: "network" });
		expect(String((error as ModelError).message)).not.toMatch(/10\.0\.0\.1|ENOTFOUND|ECONNREFUSED/);
	});
});
