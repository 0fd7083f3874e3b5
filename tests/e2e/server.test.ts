import { spawn } from "node:child_process";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { request } from "node:http";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { startInVain, startServer } from "../support/server";

const server = await startServer();

/** fetch may not set Host, and says itself where a request comes from. */
function send(input: {
	method?: string;
	path?: string;
	headers?: Record<string, string>;
	body?: string;
}): Promise<{ status: number; headers: Record<string, unknown>; text: string }> {
	const { method = "GET", body, headers = {} } = input;
	return new Promise((resolve, reject) => {
		const sent = request(
			{ port: server.port, host: "127.0.0.1", method, path: input.path ?? "/", headers },
			(response) => {
				let text = "";
				response.on("data", (chunk) => {
					text += chunk;
				});
				response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
			},
		);
		sent.on("error", reject);
		sent.end(body);
	});
}

const FORM = { "content-type": "application/x-www-form-urlencoded" };

describe("a page", () => {
	it("allows scripts by this answer's nonce only, and no other host", async () => {
		const [first, second] = [await fetch(server.url), await fetch(server.url)];
		const policy = first.headers.get("content-security-policy") ?? "";
		const [, nonce = ""] = /script-src 'self' 'nonce-([^']+)'/.exec(policy) ?? [];
		const page = await first.text();
		const inline = page.match(/<script(?![^>]*\ssrc=)[^>]*>/g) ?? [];
		expect(first.status).toBe(200);
		expect(inline.length).toBeGreaterThan(0);
		for (const script of inline) expect(script).toContain(`nonce="${nonce}"`);
		expect(policy).not.toMatch(/https?:|script-src[^;]*unsafe/);
		expect(second.headers.get("content-security-policy")).not.toContain(nonce);
	});

	it("names files that may be kept for ever, and an unknown one is a 404", async () => {
		const [asset = ""] = (await (await fetch(server.url)).text()).match(/\/assets\/[\w.-]+\.js/) ?? [];
		const found = await fetch(server.url + asset);
		expect(found.status).toBe(200);
		expect(found.headers.get("cache-control")).toContain("immutable");
		expect((await fetch(`${server.url}/assets/gone-12345678.js`)).status).toBe(404);
	});
});

describe("a request", () => {
	it("under a name this server does not go by is refused", async () => {
		const answer = await send({ headers: { host: "attacker.example" } });
		expect(answer.status).toBe(421);
		expect(JSON.parse(answer.text).error).toContain("PUBLIC_URL");
	});

	it.each([
		["by Sec-Fetch-Site", { "sec-fetch-site": "cross-site" }],
		["of a neighbour by Sec-Fetch-Site", { "sec-fetch-site": "same-site" }],
		["by Origin", { origin: "https://attacker.example" }],
		["of a frame without an origin", { origin: "null" }],
	])("that a page of another site posts is refused: %s", async (_how, headers) => {
		const answer = await send({ method: "POST", path: "/setup", headers: { ...FORM, ...headers }, body: "a=1" });
		expect(answer.status).toBe(403);
		expect(answer.headers["set-cookie"]).toBeUndefined();
		expect(JSON.parse(answer.text).error).toContain("another site");
	});

	it("that this site's own page posts goes through to the routes", async () => {
		const headers = { ...FORM, origin: server.url, "sec-fetch-site": "same-origin" };
		const answer = await send({ method: "POST", path: "/no-such-page", headers, body: "a=1" });
		expect([404, 405]).toContain(answer.status);
	});

	it("that is too large is a 413 with a sentence, in the form its sender reads", async () => {
		const body = "x".repeat(600_000);
		const plain = await send({ method: "POST", path: "/setup", headers: FORM, body });
		expect(plain.status).toBe(413);
		expect(JSON.parse(plain.text).error).toContain("512 kB");
		const page = await send({ method: "POST", path: "/setup", headers: { ...FORM, accept: "text/html" }, body });
		expect(page.headers["content-type"]).toContain("text/html");
		expect(page.text).toContain("<h1>");
		const fetched = await send({ method: "POST", path: "/setup.data", headers: FORM, body });
		expect(fetched.headers["content-type"]).toContain("text/x-script");
	});

	it("that does not say how long it is is refused", async () => {
		const headers = { ...FORM, "transfer-encoding": "chunked" };
		expect((await send({ method: "POST", path: "/setup", headers, body: "a=1" })).status).toBe(411);
	});

	it.each(["/%E0%A4%A", "/assets/%00", "/setup/..%2f..%2fpackage.json"])(
		"for a malformed path gets a refusal, not an error of the server: %s",
		async (wrong) => {
			const { status, text } = await send({ path: wrong });
			expect(status).toBeGreaterThanOrEqual(400);
			expect(status).toBeLessThan(500);
			expect(text).not.toContain("libsql");
		},
	);

	it("is logged without its query", async () => {
		await send({ path: "/operator?token=SECRET-IN-QUERY" });
		await expect.poll(() => server.output()).toContain('"path":"/operator"');
		expect(server.output()).not.toContain("SECRET-IN-QUERY");
	});
});

describe("the server", () => {
	it("says that it is well", async () => {
		const answer = await fetch(`${server.url}/healthz`);
		expect(answer.status).toBe(200);
		expect(await answer.json()).toMatchObject({ status: "well", problems: [], database: "answers" });
	});

	it("prints a link for the operator at the first start", () => {
		expect(server.operatorLink()).toContain(`${server.url}/operator?token=`);
	});

	it("stops when asked, and comes back with the same secrets after that and after a power cut", async () => {
		const secrets = path.join(server.dataDirectory, "secrets.json");
		const before = await readFile(secrets, "utf8");
		expect(await server.stop()).toBe(0);
		await server.start();
		await server.kill();
		await server.start();
		expect(await readFile(secrets, "utf8")).toBe(before);
		expect((await stat(secrets)).mode & 0o777).toBe(0o600);
	});

	it("ends with the npm that started it", async () => {
		await server.stop();
		const variables = { PORT: String(server.port), DATA_DIR: server.dataDirectory };
		const npm = spawn("npm", ["start"], { env: { ...process.env, ...variables }, stdio: "ignore" });
		const answers = () =>
			fetch(`${server.url}/healthz`).then(
				(answer) => answer.ok,
				() => false,
			);
		await expect.poll(answers, { timeout: 20_000 }).toBe(true);
		npm.kill("SIGTERM");
		await expect.poll(answers, { timeout: 5_000 }).toBe(false);
		await server.start();
	});

	it("refuses a busy port without touching the data of the server that has it", async () => {
		const link = server.operatorLink();
		const refused = await startInVain({ PORT: String(server.port), DATA_DIR: server.dataDirectory });
		expect(refused.code).toBe(1);
		expect(refused.output).toContain(`Port ${server.port} is in use`);
		expect(refused.output).not.toContain("    at ");
		expect(server.operatorLink()).toBe(link);
		expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
	});
});

describe("a start", () => {
	it("is refused on a public address without https and a secret, and both are named", async () => {
		const { code, output } = await startInVain({ PUBLIC_URL: "http://practice.example.org" });
		expect(code).toBe(1);
		expect(output).toContain("https://");
		expect(output).toContain("AUTH_SECRET is missing");
	});

	it("goes on without a broken file of the server's own content, and names it", async () => {
		const folder = path.join(server.dataDirectory, "content/prompts/personas");
		await mkdir(folder, { recursive: true });
		await writeFile(path.join(folder, "quiet.md"), "not a content file");
		await server.stop();
		await server.start();
		expect(server.output()).toMatch(/Left out of your own content: prompts\/personas\/quiet\.md:\d+ – /);
		expect(await (await fetch(`${server.url}/healthz`)).json()).toMatchObject({ content: { overlayFilesLeftOut: 1 } });
	});
});

describe("posts without a session", () => {
	it("are counted by address", async () => {
		await server.stop();
		await server.start({ NEWCOMERS_PER_ADDRESS: "3" });
		const post = () => send({ method: "POST", path: "/no-such-page", headers: FORM, body: "a=1" });
		for (let count = 0; count < 3; count += 1) expect((await post()).status).not.toBe(429);
		const refused = await post();
		expect(refused.status).toBe(429);
		expect(JSON.parse(refused.text).error).toContain("Wait");
	});
});
