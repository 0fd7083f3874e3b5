import { describe, expect, it } from "vitest";
import { loadContent } from "~/adapters/content.server";
import type { Level } from "~/core/content/schemas";
import { ownTests, readCode } from "~/core/grading/code-facts";
import { gradeWithRules } from "~/core/grading/grade-interview";
import { changeBetween } from "~/core/interview/code/code-log";
import type { InterviewEvent } from "~/core/interview/events";
import { makePlan } from "~/core/interview/make-plan";
import { roundContentFrom } from "~/core/interview/round-content";

const { content } = await loadContent({ root: process.cwd() });
const question = content.questions.get("cd-01-resilient-llm-client");
const code = question?.code;
if (!code) throw new Error("CD-01 has code");

function grade(input: {
	solution?: string;
	mine?: string;
	runs?: Partial<Extract<InterviewEvent, { type: "run" }>>[];
	level?: Level;
}) {
	const request = {
		round: "coding",
		level: input.level ?? "mid",
		mode: "real",
		persona: "probing",
		extraTime: "none",
	} as const;
	const choice = { choice: "specific", question: "cd-01-resilient-llm-client" } as const;
	const { plan } = makePlan({ content, request: { ...request, ...choice }, seen: [], seed: "test" });
	const file = (path: string, before: string, after?: string) => {
		const change = after === undefined ? null : changeBetween(before, after);
		return change ? [{ type: "code", actor: "candidate", path, change }] : [];
	};
	const events = [
		{ type: "phase", actor: "system", phase: "stage-1", question: "cd-01-resilient-llm-client" },
		...file("solution.py", code?.starter ?? "", input.solution),
		...file("my_tests.py", "", input.mine),
		...(input.runs ?? []).map((run) => ({ type: "run", actor: "runner", by: "server", results: {}, ...run })),
	].map((event, index) => ({ ...event, seq: index + 1, atMs: index * 1_000 })) as InterviewEvent[];
	const result = gradeWithRules({ content: roundContentFrom({ plan, content }), events });
	return { result, of: (id: string) => result.criteria.find((criterion) => criterion.id === id), events };
}

const ALL: Record<string, [number, number]> = { core: [8, 8], edge: [8, 8], extension: [5, 5] };

describe("the working result", () => {
	it.each([
		["junior", { core: [8, 8], edge: [2, 8], extension: [0, 5] }, 3],
		["mid", { core: [8, 8], edge: [2, 8], extension: [0, 5] }, 2],
		["mid", { core: [8, 8], edge: [8, 8], extension: [0, 5] }, 3],
		["mid", ALL, 4],
		["senior", { core: [8, 8], edge: [8, 8], extension: [2, 5] }, 2],
		["senior", { core: [3, 8], edge: [0, 8], extension: [0, 5] }, 1],
		["senior", ALL, 3],
	] as const)("at %s with %o is a %i, by the tests alone", (level, results, score) => {
		const graded = grade({ solution: code.solution, runs: [{ results: { ...results } as never, final: true }], level });
		expect(graded.of("correctness")).toMatchObject({ score, grader: { kind: "tests" } });
	});

	it("of code that does not load is a 1 that says why", () => {
		const graded = grade({
			solution: "def f(:",
			runs: [{ results: {}, problem: "solution.py, line 1: SyntaxError", final: true }],
		});
		expect(graded.of("correctness")).toMatchObject({ score: 1 });
		expect(graded.of("correctness")?.reason).toContain("SyntaxError");
	});

	it("of a run that was tampered with is no number, and says that a person has to look", () => {
		const graded = grade({ solution: code.solution, runs: [{ results: ALL, tampered: true, final: true }] });
		expect(graded.of("correctness")).toMatchObject({ score: null, status: "not-observed" });
		expect(graded.result.flags).toContain("tampered-run");
		// Whoever makes a mark must not be better off than with the 1 that the code was worth.
		expect(graded.result).toMatchObject({ recommendation: null, overall: null });
		expect(graded.result.rule).toContain("“Working result” is a must-have. A person has to look at it first.");
	});
});

describe("code, robustness and own checks", () => {
	const good = () =>
		grade({
			solution: code.solution,
			runs: [{ results: { core: [6, 8] } }, { results: ALL }, { results: ALL, final: true }],
		});

	it("quote lines that stand in the file, word for word", () => {
		const { result, events } = good();
		const file = events.find((event) => event.type === "code");
		for (const criterion of result.criteria) {
			for (const evidence of criterion.evidence.filter((entry) => entry.quote !== "")) {
				expect(evidence.seq).toBe(file?.seq);
				expect(code.solution.slice(evidence.from, evidence.to)).toBe(evidence.quote);
			}
		}
		expect(result.criteria.find((criterion) => criterion.id === "design")?.evidence.length).toBeGreaterThan(0);
	});

	it("are worth more with types and small functions than as one untyped block that swallows errors", () => {
		const careless = `from fakes import *\nclass GiveUp(Exception): pass\nclass RequestRejected(Exception): pass\ndef call_with_retry(send, **options):\n    while True:\n        try:\n            return send()\n        except Exception:\n            pass\n`;
		const bad = grade({ solution: careless, runs: [{ results: { core: [3, 8], edge: [0, 8] }, final: true }] });
		for (const id of ["design", "robustness"]) expect(bad.of(id)?.score).toBeLessThan(good().of(id)?.score ?? 0);
	});

	it("own tests that check something count; without any, checking own work stays below the bar", () => {
		const mine = Array.from(
			{ length: 4 },
			(_, n) => `def test_case_${n}():\n    T.eq(solution.retry_after_seconds({}), 0.0)\n`,
		).join("\n");
		const runs = [
			{ results: { core: [6, 8] as [number, number] } },
			{ results: ALL },
			{ results: { ...ALL, mine: [4, 4] as [number, number] }, final: true },
		];
		const withTests = grade({ solution: code.solution, mine, runs }).of("verification");
		const without = grade({ solution: code.solution, runs }).of("verification");
		expect(withTests?.score).toBeGreaterThan(without?.score ?? 4);
		expect(without?.score).toBeLessThanOrEqual(2);
		expect(withTests?.evidence.some((evidence) => evidence.quote.startsWith("def test_case_0"))).toBe(true);
	});

	it("are not assessed when nothing was written", () => {
		const graded = grade({});
		for (const criterion of graded.result.criteria) expect(criterion.status).toBe("not-observed");
		expect(graded.result.overall).toBeNull();
	});
});

describe("facts about code", () => {
	it("count functions, their length and their types, over signatures of several lines", () => {
		const facts = readCode({ text: code.solution, starter: code.starter });
		const main = facts.functions.find((entry) => entry.name === "call_with_retry");
		expect(main?.typed).toBe(true);
		expect(main?.lines).toBeGreaterThan(25);
		expect(facts.unfinished).toBe(false);
		expect(readCode({ text: code.starter, starter: code.starter })).toMatchObject({ written: 0, unfinished: true });
	});

	it("take a test that checks nothing for none", () => {
		expect(
			ownTests("def test_a():\n    call()\n\ndef test_b():\n    assert call() == 1\n").map((test) => test.name),
		).toEqual(["test_b"]);
	});
});
