import { describe, expect, it } from "vitest";
import { describeKits, reportSuspicions, reportTests } from "~/core/grading/report-code";
import type { InterviewEvent } from "~/core/interview/events";

const run = (over: object): InterviewEvent =>
	({ seq: 1, atMs: 0, type: "run", actor: "runner", by: "server", results: {}, ...over }) as InterviewEvent;
const test = (name: string, over: object = {}) => ({
	suite: "hidden",
	name,
	title: name,
	status: "pass",
	ms: 1,
	...over,
});

describe("the tests in a report", () => {
	it("are those of the last run on the server, each in its group, with what failed and how", () => {
		const events = [
			run({ tests: [test("test_core_a", { status: "fail", message: "old" })] }),
			run({
				final: true,
				tests: [
					test("test_core_a"),
					test("test_edge_b", { status: "fail", message: "count: expected 3, got 4" }),
					test("test_mine", { suite: "mine" }),
				],
			}),
			run({ by: "browser", tests: [test("test_core_forged")] }),
		];
		expect(reportTests(events).map(({ group, status, message, hidden }) => [group, status, message, hidden])).toEqual([
			["core", "pass", "", true],
			["edge", "fail", "count: expected 3, got 4", true],
			["own", "pass", "", false],
		]);
	});

	it("are none in a round without a run", () => {
		expect(reportTests([])).toEqual([]);
	});
});

describe("lines a person should look at", () => {
	it("are quoted with their file and line", () => {
		const code = (text: string): InterviewEvent =>
			({ seq: 1, atMs: 0, type: "code", actor: "candidate", path: "solution.py", text }) as InterviewEvent;
		expect(reportSuspicions([code("import json\nx = 1\nimport ctypes\n")])).toEqual([
			{ file: "solution.py", line: 3, quote: "import ctypes" },
		]);
		expect(reportSuspicions([code("import json\n")])).toEqual([]);
	});
});

describe("what the tests were judged with", () => {
	it("is not spoken of while it stayed the same", () => {
		expect(describeKits({ used: ["a".repeat(64)], now: "a".repeat(64) })).toEqual([]);
		expect(describeKits({ used: [], now: "a".repeat(64) })).toEqual([]);
		expect(describeKits({ used: ["a".repeat(64)], now: null })).toEqual([]);
	});

	it("is said when it changed while the round ran, and when this server has another one now", () => {
		const notes = describeKits({ used: ["a".repeat(64), "b".repeat(64)], now: "c".repeat(64) });
		expect(notes[0]).toContain("aaaaaaaa, then bbbbbbbb");
		expect(notes[1]).toContain("harness bbbbbbbb; this server has cccccccc now");
	});
});
