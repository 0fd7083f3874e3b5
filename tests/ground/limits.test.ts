import type { AddressInfo } from "node:net";
import express from "express";
import { afterEach, describe, expect, it } from "vitest";
import { requestLimits } from "../../server/limits.js";

const stops: (() => void)[] = [];
afterEach(() => {
	for (const stop of stops.splice(0)) stop();
});

/** A server whose answers wait until they are let go. The session of a request is its cookie. */
async function waitingServer() {
	const app = express();
	const held: (() => void)[] = [];
	app.use(requestLimits({ sessionKey: (cookie) => cookie ?? null, newcomersPerAddress: 1_000 }));
	app.use((_req, res) => void held.push(() => res.send("done")));
	const server = app.listen(0, "127.0.0.1");
	await new Promise((resolve) => server.once("listening", resolve));
	stops.push(() => server.close());
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const ask = (path: string, cookie?: string) => fetch(`${url}${path}`, { headers: cookie ? { cookie } : {} });
	const arrived = async (count: number) => {
		while (held.length < count) await new Promise((resolve) => setTimeout(resolve, 2));
	};
	return { ask, arrived, letGo: () => held.splice(0).forEach((go) => void go()) };
}

describe("requests at once", () => {
	it("of one session are as many as some windows ask; more are refused, and those of others are not", async () => {
		const { ask, arrived, letGo } = await waitingServer();
		const many = Array.from({ length: 24 }, (_, n) => ask(`/${n}`, "mine"));
		await arrived(24);
		const refused = await ask("/one-more", "mine");
		expect(refused.status).toBe(429);
		expect(await refused.text()).toContain("What was saved is safe");
		const other = ask("/", "other");
		const newcomer = ask("/");
		await arrived(26);
		letGo();
		for (const answer of await Promise.all([...many, other, newcomer])) expect(answer.status).toBe(200);
		const later = ask("/later", "mine");
		await arrived(1);
		letGo();
		expect((await later).status).toBe(200);
	});

	it("for a whole record are two", async () => {
		const { ask, arrived, letGo } = await waitingServer();
		const two = [ask("/interviews/a/export", "mine"), ask("/interviews/b/export", "mine")];
		await arrived(2);
		expect((await ask("/interviews/c/export", "mine")).status).toBe(429);
		letGo();
		for (const answer of await Promise.all(two)) expect(answer.status).toBe(200);
	});
});
