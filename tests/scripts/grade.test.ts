import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommand } from "../support/command";

const folder = mkdtempSync(path.join(os.tmpdir(), "mockingbird-grade-"));
const at = (name: string) => path.join(folder, name);

const interview = {
	format: "mockingbird.interview/v1",
	round: "system-design",
	question: "nobody-asked-this-before",
	level: "mid",
	rubric: { id: "system-design", version: 1 },
	events: [
		{ seq: 1, atMs: 0, actor: "interviewer", type: "message", text: "How would you know that answers are right?" },
		{
			seq: 2,
			atMs: 60_000,
			actor: "candidate",
			type: "message",
			text: "Two agents label 300 real tickets, and a release is blocked when any slice falls by more than its interval of 4 points.",
		},
	],
};

beforeAll(() => {
	writeFileSync(at("interview.json"), JSON.stringify(interview));
	writeFileSync(
		at("odd-event.json"),
		JSON.stringify({ ...interview, events: [{ seq: 1, atMs: 0, actor: "candidate", type: "dance" }] }),
	);
	writeFileSync(at("broken.json"), "{");
	writeFileSync(at("rubric.yaml"), "id: odd\n");
	const line = { question: "What is a stack?", reference: "The last item pushed is the first popped.", max: 5 };
	const lines = [
		{ ...line, id: "a", answer: "The last one pushed is popped first.", score: 5 },
		{ ...line, id: "b", answer: "A kind of tree.", score: 1 },
	];
	writeFileSync(at("graded.jsonl"), lines.map((entry) => JSON.stringify(entry)).join("\n"));
	writeFileSync(at("bad.jsonl"), "not json\n");
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the grade command", { timeout: 60_000 }, () => {
	it("prints one JSON value on stdout, the same bytes each time, and notes on stderr", () => {
		const first = runCommand("grade", [at("interview.json")]);
		expect(first.status).toBe(0);
		expect(JSON.parse(first.stdout)).toMatchObject({ grader: { kind: "rules" }, flags: ["unknown-question"] });
		expect(first.stderr).toContain("nobody-asked-this-before");
		expect(runCommand("grade", [at("interview.json")]).stdout).toBe(first.stdout);
	});

	it.each<[string, string[], RegExp]>([
		["a missing file", ["gone.json"], /no file/],
		["a file that is not JSON", ["broken.json"], /not JSON/],
		["an unknown event type", ["odd-event.json"], /unknown type "dance"/],
		["a model that is not connected", ["interview.json", "--grader", "model"], /No model is connected/],
		[
			"a flag that is not there",
			["interview.json", "--gradr", "rules"],
			/^There is no --gradr: use --grader, --rubric or --help\.\n$/,
		],
		["a flag without its value", ["interview.json", "--grader"], /^--grader needs a value after it\.\n$/],
		["an unknown grader", ["interview.json", "--grader", "dice"], /no grader "dice"/],
		["a rubric file that is none", ["interview.json", "--rubric", "rubric.yaml"], /rubric\.yaml:\d/],
	])("fails with a sentence for %s", (_title, args, sentence) => {
		const result = runCommand(
			"grade",
			args.map((arg) => (/\.(?:json|yaml)$/.test(arg) ? at(arg) : arg)),
		);
		expect(result.status).not.toBe(0);
		expect(result.stdout).toBe("");
		expect(result.stderr).toMatch(sentence);
	});
});

describe("the interview command", { timeout: 60_000 }, () => {
	it.each<[string, RegExp]>([
		["--level", /^There is no level "god": use junior, mid, senior or staff\.\n$/],
		["--mode", /^There is no mode "god": use study or real\.\n$/],
		["--persona", /^There is no persona "god": use quiet, probing or sceptical\.\n$/],
		["--extra-time", /^There is no extra time "god": use none, quarter, half or untimed\.\n$/],
		["--engine", /^There is no engine "god": use practice or model\.\n$/],
		["--pace", /^There is no --pace: use /],
	])("names what there is when %s has a value that is not", (flag, sentence) => {
		const result = runCommand("interview", ["--question", "sd-01-support-chatbot", flag, "god"]);
		expect(result.status).toBe(1);
		expect(result.stderr).toMatch(sentence);
	});
});

describe("the content command", { timeout: 60_000 }, () => {
	it("refuses a folder that is not there", () => {
		const result = runCommand("content", [at("nowhere")]);
		expect(result.status).toBe(2);
		expect(result.stdout).toBe("");
		expect(result.stderr).toContain("There is no folder");
	});
});

describe("the calibrate command", { timeout: 60_000 }, () => {
	it("prints agreement and a prediction for every line", () => {
		const result = runCommand("calibrate", [at("graded.jsonl")]);
		expect(result.status).toBe(0);
		const printed = JSON.parse(result.stdout);
		expect(printed).toMatchObject({ n: 2, blank: { n: 0 } });
		expect(printed.pearson).toBeCloseTo(1);
		expect(printed.predictions.map((entry: { id: string }) => entry.id)).toEqual(["a", "b"]);
	});

	it("fails with the line for a bad file, and without a model", () => {
		const bad = runCommand("calibrate", [at("bad.jsonl")]);
		expect([bad.status, bad.stdout]).toEqual([1, ""]);
		expect(bad.stderr).toContain("Line 1 is not JSON");
		expect(runCommand("calibrate", [at("graded.jsonl"), "--grader", "model"]).status).toBe(1);
	});
});
