import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allPassed, kitsOf, runHistory } from "~/core/interview/code/run-history";
import type { InterviewEvent } from "~/core/interview/events";

let seq = 0;
const run = (over: object): InterviewEvent => {
	seq += 1;
	return { seq, atMs: seq * 1_000, type: "run", actor: "runner", by: "server", results: {}, ...over } as InterviewEvent;
};
const test = (suite: string, name: string, over: object = {}) => ({
	suite,
	name,
	title: `title of ${name}`,
	status: "fail",
	message: "secret: expected 3, got 4",
	...over,
});

describe("the history of runs", () => {
	it("lists runs, checks and the final run in order, with the groups in the order of the stages", () => {
		const events = [
			run({ by: "browser", results: { mine: [0, 1], core: [1, 4] } }),
			run({ results: { extension: [1, 5], edge: [2, 8], core: [8, 8], mine: [1, 1] } }),
			run({ final: true, results: { core: [8, 8] } }),
		];
		const entries = runHistory({ events, over: true });
		expect(entries.map(({ number, kind }) => [number, kind])).toEqual([
			[1, "browser"],
			[2, "check"],
			[3, "final"],
		]);
		expect(entries[1]?.counts.map(({ group, passed, total }) => `${group} ${passed}/${total}`)).toEqual([
			"core 8/8",
			"edge 2/8",
			"extension 1/5",
			"own 1/1",
		]);
		expect(entries.map(allPassed)).toEqual([false, false, true]);
	});

	it("says of a hidden test only its title while the round runs, and everything after it", () => {
		const events = [
			run({
				tests: [
					test("hidden", "test_edge_cap"),
					test("visible", "test_core_a"),
					test("mine", "test_own"),
					test("hidden", "test_core_b", { status: "pass" }),
				],
			}),
		];
		const [during] = runHistory({ events, over: false });
		expect(during?.failed.map(({ group, message, hidden }) => [group, message, hidden])).toEqual([
			["edge", "", true],
			["core", "secret: expected 3, got 4", false],
			["own", "secret: expected 3, got 4", false],
		]);
		const [after] = runHistory({ events, over: true });
		expect(after?.failed[0]?.message).toContain("secret");
	});

	it("never carries the name of any test", () => {
		const name = fc.stringMatching(/^test_(core|edge|extension)_[a-z]{4,9}$/);
		fc.assert(
			fc.property(fc.array(name, { maxLength: 6 }), fc.boolean(), (names, over) => {
				const tests = names.map((each) => test("hidden", each, { title: "a title" }));
				return !JSON.stringify(runHistory({ events: [run({ tests })], over })).includes("test_");
			}),
		);
	});

	it("of a file that did not load holds why, and counts as not passed", () => {
		const [entry] = runHistory({ events: [run({ problem: "solution.py, line 2: SyntaxError" })], over: false });
		expect(entry?.problem).toContain("SyntaxError");
		expect(entry && allPassed(entry)).toBe(false);
	});
});

describe("what tests were judged with", () => {
	it("is every hash the server used, in order and once; a browser has none", () => {
		const events = [run({ kit: "aaa" }), run({ by: "browser" }), run({ kit: "aaa" }), run({ kit: "bbb", final: true })];
		expect(kitsOf(events)).toEqual(["aaa", "bbb"]);
		expect(kitsOf([run({})])).toEqual([]);
	});
});
