/** The commands with a model, as a script would use them: the real process against a provider on the wire. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { isJudging, startProvider, textOf } from "../support/provider";

vi.setConfig({ testTimeout: 120_000 });

const provider = await startProvider();
const folder = mkdtempSync(path.join(os.tmpdir(), "mockingbird-commands-"));
const at = (name: string) => path.join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => provider.interfere(() => null));

const KEY = "sk-very-secret-key-123456";
const CONNECTED = {
	MODEL_PROVIDER: "compatible",
	MODEL: "simulated-1",
	MODEL_BASE_URL: provider.url,
	MODEL_API_KEY: KEY,
};

async function run(input: { script: string; args: string[]; stdin?: string; variables?: Record<string, string> }) {
	const { script, args, stdin = "", variables = CONNECTED } = input;
	const child = spawn(process.execPath, ["--import", "tsx", `scripts/${script}.ts`, ...args], {
		env: { ...process.env, ...variables },
	});
	let [stdout, stderr] = ["", ""];
	child.stdout.on("data", (chunk) => (stdout += chunk));
	child.stderr.on("data", (chunk) => (stderr += chunk));
	child.stdin.on("error", () => undefined);
	child.stdin.end(stdin);
	const [status] = (await once(child, "close")) as [number];
	return { status, stdout, stderr };
}

const line = (id: string, answer: string, score: number) =>
	JSON.stringify({
		id,
		question: "What is a stack?",
		reference: "The last item pushed is the first popped.",
		answer,
		score,
		max: 4,
	});
const ANSWERS = [
	line("a", "The last one pushed is popped first.", 4),
	line("b", "Some kind of tree with two leaves.", 0),
	line("c", "I don't know.", 0),
].join("\n");

describe("calibrate --grader model", () => {
	const calibrate = (more: { variables?: Record<string, string> } = {}) => {
		writeFileSync(at("graded.jsonl"), ANSWERS);
		return run({ script: "calibrate", args: [at("graded.jsonl"), "--grader", "model"], ...more });
	};

	it("prints agreement and a prediction for every line, in units of its maximum, and who made it", async () => {
		const { status, stdout } = await calibrate();
		expect(status).toBe(0);
		expect(JSON.parse(stdout)).toMatchObject({
			n: 3,
			failed: 0,
			grader: { kind: "model", version: "simulated-1" },
			predictions: [
				{ id: "a", score: 2 },
				{ id: "b", score: 2 },
				{ id: "c", score: 0 },
			],
		});
	});

	it("never guesses: an answer without a usable grade has no score, a reason, and no part in the numbers", async () => {
		provider.interfere((request) =>
			textOf(request).includes("two leaves") ? { content: "I would say 3 of 4." } : null,
		);
		const { status, stdout, stderr } = await calibrate();
		expect(status).toBe(0);
		const { n, failed, predictions } = JSON.parse(stdout);
		expect([n, failed]).toEqual([2, 1]);
		expect(predictions[1]).toEqual({
			id: "b",
			score: null,
			reason: expect.stringContaining("no answer in the agreed shape"),
		});
		expect(stderr).toContain("b has no prediction.");
	});

	it("fails when nothing could be graded, and never prints the key", async () => {
		provider.interfere(() => ({ error: { message: `bad key ${KEY}`, type: "invalid_request_error" }, status: 401 }));
		writeFileSync(at("one.jsonl"), line("a", "The last one pushed is popped first.", 4));
		const { status, stdout, stderr } = await run({ script: "calibrate", args: [at("one.jsonl"), "--grader", "model"] });
		expect(status).toBe(1);
		expect(JSON.parse(stdout).predictions).toEqual([
			{ id: "a", score: null, reason: expect.stringContaining("refused this key") },
		]);
		expect(stdout + stderr).not.toContain(KEY);
	});

	it("says what is missing where no model is connected, or half of one", async () => {
		const none = await calibrate({ variables: {} });
		expect([none.status, none.stdout]).toEqual([1, ""]);
		expect(none.stderr).toContain("No model is connected");
		const half = await calibrate({ variables: { MODEL_PROVIDER: "openai", MODEL: "m" } });
		expect(half.stderr).toContain("MODEL_API_KEY is missing");
	});
});

describe("interview --engine model", () => {
	const interview = (stdin: string, ...more: string[]) =>
		run({
			script: "interview",
			args: ["--question", "sd-01-support-chatbot", "--level", "senior", "--engine", "model", ...more],
			stdin,
		});
	const TALK = "I would retrieve twenty passages and rerank them to five before the model writes.\n\n/end\n";

	it("words the round with the model and ends in a report that the model judged", async () => {
		const { status, stdout, stderr } = await interview(TALK, "--save", at("saved.json"));
		expect(status).toBe(0);
		expect(stderr).toContain("noted as item");
		expect(stdout).toContain("Graded by simulated-1");
		expect(stdout).toContain("“I would retrieve twenty passages");
		const saved = JSON.parse(readFileSync(at("saved.json"), "utf8"));
		expect(saved.events[0]).toMatchObject({ type: "engine", kind: "model", model: "simulated-1" });
		const graded = await run({ script: "grade", args: [at("saved.json"), "--grader", "model"] });
		expect(graded.status).toBe(0);
		expect(JSON.parse(graded.stdout)).toMatchObject({ grader: { kind: "model", version: "simulated-1" } });
	});

	it("tells a failed turn, loses nothing, and goes on with the practice engine when asked to", async () => {
		provider.interfere((request) =>
			isJudging(request) ? null : { error: { message: "overloaded", type: "overloaded_error" }, status: 529 },
		);
		const { status, stdout, stderr } = await interview(`/again\n/practice\n${TALK}`);
		expect(stderr.match(/The provider has a fault \(529\)/g)).toHaveLength(2);
		expect(stderr).toContain("Interviewer: ");
		expect(stdout).toContain("“I would retrieve twenty passages");
		expect(status).toBe(0);
	});

	it("says so and exits with an error when the model could grade nothing", async () => {
		provider.interfere((request) => (isJudging(request) ? { content: "I would say a three." } : null));
		const { status, stdout, stderr } = await interview(TALK);
		expect(status).toBe(1);
		expect(stdout).toContain("Estimate by the practice engine");
		expect(stderr).toContain("The model could grade no criterion.");
	});
});
