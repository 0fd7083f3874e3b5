import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { isLoopback, readEnv } from "~/env.server";

const SECRET = "k3Jx9-QmT7wZ2pLr8VbN5cYd1HsG6fUa";
const problemsOf = (variables: Record<string, string>) => readEnv({ variables }).problems;

describe("the settings", () => {
	it("need none on one's own machine, and listen to that machine only", () => {
		const { env, problems } = readEnv({ variables: {} });
		expect(problems).toEqual([]);
		expect(env).toMatchObject({ host: "127.0.0.1", port: 4310, publicUrl: "http://127.0.0.1:4310", isPublic: false });
		expect(env.trustProxy).toBe(false);
	});

	it("treat an empty variable as one that is not set", () => {
		expect(readEnv({ variables: { PORT: "", PUBLIC_URL: " ", AUTH_SECRET: "" } })).toEqual(readEnv({ variables: {} }));
	});

	it("name this machine in the address when they listen to every network", () => {
		expect(readEnv({ variables: { HOST: "0.0.0.0", PORT: "80" } }).env.publicUrl).toBe("http://127.0.0.1:80");
	});

	it.each([
		["PORT", "80a"],
		["PORT", "-1"],
		["PORT", "65536"],
		["PUBLIC_URL", "practice.example.org"],
		["PUBLIC_URL", "https://example.org/practice"],
		["PUBLIC_URL", "ftp://example.org"],
		["LOG_LEVEL", "loud"],
		["AUTH_SECRET", "short"],
		["AUTH_SECRET", "a".repeat(64)],
		["PRACTICE_PACE_MS", "1.5"],
	])("say what is wrong with %s=%s, and name it", (name, value) => {
		const problems = problemsOf({ [name]: value });
		expect(problems).toHaveLength(1);
		expect(problems[0]).toMatch(new RegExp(`^${name} is `));
	});

	it("never repeat a secret", () => {
		expect(problemsOf({ AUTH_SECRET: "hunter2-hunter2" }).join()).not.toContain("hunter2");
	});

	it("ask a public server for https and a secret, both at once", () => {
		const problems = problemsOf({ PUBLIC_URL: "http://practice.example.org" });
		expect(problems.join("\n")).toMatch(/https:\/\/[\s\S]*AUTH_SECRET is missing/);
		expect(problemsOf({ PUBLIC_URL: "https://practice.example.org", AUTH_SECRET: SECRET })).toEqual([]);
	});

	it("say once that a public server's secret is too easy", () => {
		expect(problemsOf({ PUBLIC_URL: "https://practice.example.org", AUTH_SECRET: "short" })).toHaveLength(1);
	});

	it("do not count an address of this machine as public", () => {
		for (const url of ["http://localhost:8080", "http://127.0.0.1", "http://[::1]:4310", "http://app.localhost"]) {
			expect(readEnv({ variables: { PUBLIC_URL: url } })).toMatchObject({ env: { isPublic: false }, problems: [] });
		}
	});

	it("are all explained in .env.example, which explains no other", async () => {
		const example = await readFile(".env.example", "utf8");
		const explained = [...example.matchAll(/^#? ?([A-Z_]+)=/gm)].map(([, name]) => name);
		const files = await Promise.all(
			["app/env.server.ts", "app/env-model.server.ts"].map((file) => readFile(file, "utf8")),
		);
		const source = files.join("");
		const read = [...source.matchAll(/(?:text|whole|readDollars|readYes)\("([A-Z_]+)"/g)].map(([, name]) => name);
		expect(new Set(explained)).toEqual(new Set(read));
	});
});

describe("a model of the environment", () => {
	const openai = { MODEL_PROVIDER: "openai", MODEL_API_KEY: "sk-of-the-server" };
	const local = { MODEL_PROVIDER: "compatible", MODEL_BASE_URL: "http://127.0.0.1:11434/v1" };
	const modelOf = (variables: Record<string, string>) => readEnv({ variables }).env.model;

	it("does every task of text, and each task can have its own", () => {
		expect(modelOf({ ...openai, MODEL: "m", MODEL_TRACKER: "small", MODEL_TRANSCRIBER: "ear" })?.tasks).toEqual({
			interviewer: "m",
			tracker: "small",
			judge: "m",
			"second-opinion": "m",
			coach: "m",
			transcriber: "ear",
		});
	});

	it("that judges gives second opinions too, unless another one does", () => {
		const judges = { ...openai, MODEL: "m", MODEL_JUDGE: "strict" };
		expect(modelOf(judges)?.tasks["second-opinion"]).toBe("strict");
		expect(modelOf({ ...judges, MODEL_SECOND_OPINION: "other" })?.tasks["second-opinion"]).toBe("other");
	});

	it("can be a preset instead of a name", () => {
		expect(modelOf({ ...openai, MODEL_PRESET: "cheap" })?.tasks.judge).toBe("gpt-6-luna");
	});

	it("of a local server is waited for in minutes, as long as nothing else is said", () => {
		expect(modelOf({ ...local, MODEL: "m" })?.limits).toMatchObject({ firstSeconds: 300, concurrency: 1 });
		expect(modelOf({ ...local, MODEL: "m", MODEL_PRESET: "balanced" })?.limits.firstSeconds).toBe(15);
		const patience = { ...local, MODEL: "m", MODEL_PATIENCE: "first=20 calls=2" };
		expect(modelOf(patience)?.limits).toMatchObject({ firstSeconds: 20, concurrency: 2, totalSeconds: 1800 });
	});

	it.each([
		[{ MODEL_PROVIDER: "acme", MODEL: "m" }, /^MODEL_PROVIDER is "acme"/],
		[openai, /^MODEL is missing/],
		[{ MODEL_PROVIDER: "openai", MODEL: "m" }, /^MODEL_API_KEY is missing/],
		[{ MODEL_PROVIDER: "compatible", MODEL: "m" }, /^MODEL_BASE_URL is missing/],
		[{ ...openai, MODEL: "m", MODEL_JUDGE: "a b" }, /^MODEL_JUDGE is "a b"/],
		[{ ...openai, MODEL_PRESET: "free" }, /MODEL_PRESET is "free"/],
		[{ ...openai, MODEL: "m", MODEL_PATIENCE: "first=0" }, /^MODEL_PATIENCE .*Seconds to the first word/],
		[{ ...openai, MODEL: "m", MODEL_PATIENCE: "patience" }, /^MODEL_PATIENCE/],
		[{ ...openai, MODEL: "m", MODEL_PATIENCE: "constructor=1" }, /^MODEL_PATIENCE/],
	])("is refused as %j, and the sentence names the variable", (variables: Record<string, string>, why) => {
		const { env, problems } = readEnv({ variables });
		expect(problems.join("\n")).toMatch(why);
		expect(env.model).toBeNull();
	});
});

describe("a name of this machine", () => {
	it("is not one that only looks like it", () => {
		for (const name of ["localhost.example.org", "127.0.0.1.example.org", "1270.0.0.1", "notlocalhost"]) {
			expect(isLoopback(name)).toBe(false);
		}
	});
});
