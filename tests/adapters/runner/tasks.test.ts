/** Every coding task: its starter loads and fails, its solution passes, every mutant is caught by the tests it names. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { loadPyodide } from "pyodide";
import { afterAll, describe, expect, it, vi } from "vitest";
import { loadContent } from "~/adapters/content.server";
import type { TaskCode } from "~/core/content/schemas";
import { isCanary, withCanaries } from "~/core/interview/code/canaries";
import { marksOf } from "~/core/interview/code/marks";
import { type CodeJob, GROUPS, groupOf, TestPlan, TestResult } from "~/core/interview/code/run";
import { runSuites } from "~/core/interview/code/supervise";
import { FAKES, isolations, poolOf } from "../../support/runner";

// Without a snapshot, as on a clone that was never built, every process takes seconds to boot.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const FOLDER = "prompts/questions/coding";
const PYTHON = "app/adapters/runner/python";
const HARNESS = `${PYTHON}/harness.py`;
const { content } = await loadContent({ root: process.cwd() });
const tasks = readdirSync(FOLDER).map((folder) => {
	const head = /^id: (\S+)/m.exec(readFileSync(path.join(FOLDER, folder, "question.md"), "utf8"))?.[1] ?? "";
	const code = content.questions.get(head)?.code;
	if (!code) throw new Error(`${folder} has no code`);
	return { folder, code };
});

// The content is ours, so these run in this process: a mutant costs milliseconds, not a process.
const python = await loadPyodide();
for (const name of ["virtual_time.py", "checks.py", "harness.py"])
	python.FS.writeFile(`/home/pyodide/${name}`, readFileSync(path.join(PYTHON, name), "utf8"));
const harness = python.pyimport("harness");

function jobOf(code: TaskCode, solution: string): CodeJob {
	return {
		files: { "fakes.py": FAKES, "solution.py": solution },
		suites: [
			{ name: "visible", file: "tests_visible.py", source: code.visible },
			{ name: "hidden", file: "tests_hidden.py", source: code.hidden },
		],
	};
}

function run(job: CodeJob): { plan: TestPlan; tests: TestResult[] } {
	const plan = TestPlan.parse(JSON.parse(harness.begin(JSON.stringify(job))));
	return { plan, tests: plan.tests.map(({ id }) => TestResult.parse(JSON.parse(harness.run_test(id)))) };
}

const failing = (tests: readonly TestResult[]) =>
	tests.filter((test) => test.status !== "pass").map((test) => test.name);

function readMutant(file: string): { source: string; named: string[] } {
	const source = readFileSync(file, "utf8");
	const names = /^# fails: (.*)$/m.exec(source)?.[1]?.split(",") ?? [];
	return { source, named: names.map((name) => name.trim()) };
}

describe.each(tasks)("$folder", ({ folder, code }) => {
	it("has a twist for senior candidates", () => {
		const question = content.questions.get(folder.replace(/\/$/, ""));
		const senior = question?.levels.some((level) => level === "senior" || level === "staff");
		if (senior) expect(question?.curveballs.length).toBeGreaterThan(0);
		else expect(question?.levels.length).toBeGreaterThan(0);
	});

	it("has tests for every stage, with titles of their own", () => {
		const { plan } = run(jobOf(code, code.solution));
		const visible = plan.tests.filter((test) => test.suite === "visible");
		const hidden = plan.tests.filter((test) => test.suite === "hidden");
		expect(visible.length).toBeGreaterThanOrEqual(3);
		expect(visible.every((test) => groupOf(test.name) === "core")).toBe(true);
		for (const group of GROUPS) expect(hidden.filter((test) => groupOf(test.name) === group).length).toBeGreaterThan(1);
		expect(plan.tests.map((test) => groupOf(test.name))).not.toContain(null);
		expect(new Set(plan.tests.map((test) => test.name)).size).toBe(plan.tests.length);
		expect(new Set(plan.tests.map((test) => test.title)).size).toBe(plan.tests.length);
	});

	it("has a solution that passes everything", () => {
		const { plan, tests } = run(jobOf(code, code.solution));
		expect(plan.load_error).toBeNull();
		expect(failing(tests)).toEqual([]);
	});

	it("has a starter that loads and fails", () => {
		const { plan, tests } = run(jobOf(code, code.starter));
		expect(plan.load_error).toBeNull();
		expect(tests.filter((test) => test.suite === "visible" && test.status !== "pass").length).toBeGreaterThan(0);
	});

	const mutants = readdirSync(path.join(FOLDER, folder, "mutants"));
	it("has wrong answers to catch", () => expect(mutants.length).toBeGreaterThanOrEqual(3));
	it.each(mutants)("catches %s with the tests it names, and no others", (file) => {
		const { source, named } = readMutant(path.join(FOLDER, folder, "mutants", file));
		const { plan, tests } = run(jobOf(code, source));
		expect(plan.load_error).toBeNull();
		expect(failing(tests).sort()).toEqual(named.sort());
	});
});

const native = spawnSync("python3", ["-c", "import sys; sys.exit(sys.version_info < (3, 11))"]).status === 0;

describe.runIf(native)("native Python", () => {
	it.each(tasks)("agrees about $folder", ({ code }) => {
		for (const source of [code.solution, code.starter]) {
			const job = jobOf(code, source);
			const answer = spawnSync("python3", ["-B", "-S", HARNESS], { input: JSON.stringify(job), encoding: "utf8" });
			const there = (JSON.parse(answer.stdout) as { tests: TestResult[] }).tests;
			const brief = (tests: readonly TestResult[]) => tests.map(({ id, status, title }) => ({ id, status, title }));
			expect(brief(there)).toEqual(brief(run(job).tests));
		}
	});
});

describe("the shipped runner", async () => {
	const pool = poolOf((await isolations())[0] ?? "process");
	pool.warm();
	afterAll(() => pool.close());

	const judge = (job: CodeJob) =>
		pool.inTurn(() => runSuites({ take: pool.take, now: () => performance.now(), job }), { patient: true });

	it.each(tasks)("agrees about $folder, canaries and all", async ({ code }) => {
		const [visible, hidden] = jobOf(code, code.solution).suites;
		const { source, canaries } = withCanaries(code.hidden, Math.random);
		const suites = [visible, { ...hidden, source }] as CodeJob["suites"];
		const result = await judge({ ...jobOf(code, code.solution), suites });
		expect(marksOf({ run: result, canaries })).toEqual([]);
		expect(failing(result.tests.filter((test) => !isCanary(test, canaries)))).toEqual([]);
		expect(result.tests.filter((test) => isCanary(test, canaries)).length).toBe(12);
	});

	it("runs a candidate's own tests as a browser does", async () => {
		const own = `import time\nimport fakes\n\ndef test_sleeps():\n    """sleeps"""\n    solution.f(fakes.Scripted(1, 2))\n    T.eq(T.clock.sleeps, [2.5])\n    T.eq(T.clock.elapsed, 2.5)\n\ndef test_says_no():\n    """says no"""\n    with T.raises(KeyError): solution.f(None)\n\nasync def test_waits():\n    """waits"""\n    assert await solution.g() == 4\n\ndef test_wrong():\n    """wrong"""\n    assert solution.f(lambda: 1) == 7\n`;
		const code =
			"import asyncio, time\n\ndef f(send):\n    time.sleep(2.5)\n    return send()\n\nasync def g():\n    await asyncio.sleep(3)\n    return 4\n";
		const job: CodeJob = {
			files: { "fakes.py": FAKES, "solution.py": code },
			suites: [{ name: "mine", file: "my_tests.py", source: own }],
		};
		const brief = (tests: readonly TestResult[]) =>
			tests.map(({ id, title, status, message, trace }) => ({ id, title, status, message, trace }));
		const here = run(job).tests;
		expect(here.map((test) => test.status)).toEqual(["pass", "fail", "pass", "fail"]);
		expect(here[3]?.message).toContain("not true: assert solution.f(lambda: 1) == 7");
		expect(brief((await judge(job)).tests)).toEqual(brief(here));
	});

	it.each(tasks)("catches every mutant of $folder, with the same tests", async ({ folder, code }) => {
		const mutants = readdirSync(path.join(FOLDER, folder, "mutants"));
		const found = await Promise.all(
			mutants.map(async (file) => {
				const { source, named } = readMutant(path.join(FOLDER, folder, "mutants", file));
				return { file, named: named.sort(), failing: failing((await judge(jobOf(code, source))).tests).sort() };
			}),
		);
		for (const { file, named, failing } of found) expect({ file, failing }).toEqual({ file, failing: named });
	});
});
