/**
 * Code that would change or read what it is judged with (decisions 20). The tests run in another process, so that none of
 * it is there. Most of these won or learned something once, when code and tests shared one.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Pool } from "~/adapters/runner/pool.server";
import { isCanary, isTampered, withCanaries } from "~/core/interview/code/canaries";
import { marksOf } from "~/core/interview/code/marks";
import { runSuites } from "~/core/interview/code/supervise";
import { FAKES, isolations, poolOf } from "../../support/runner";
import { HONEST, NOSY, TRICKS } from "./tricks";

// Without a snapshot, as on a clone that was never built, every process takes seconds to boot.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const SECRET = "expected-by-nobody-else";
const TESTS = [
	`def test_core_one():\n    """one"""\n    T.eq(solution.f(lambda: 1), 42)\n`,
	`def test_core_two():\n    """two"""\n    T.eq(solution.f(lambda: 1), "${SECRET}")\n`,
	'def test_core_three():\n    """three"""\n    with T.raises(ValueError):\n        solution.f(lambda: 1)\n',
	'async def test_core_four():\n    """four"""\n    T.ok(solution.f(lambda: 1) == [1], "no list")\n',
	'def test_core_five():\n    """five"""\n    T.close(solution.f(lambda: 1), 2.5)\n',
].join("\n\n");
let pool: Pool;
beforeAll(async () => {
	pool = poolOf((await isolations())[0] ?? "process");
	pool.warm();
});
afterAll(() => pool.close());

async function run(code: string) {
	const { source, canaries } = withCanaries(TESTS, Math.random);
	const job = {
		files: { "fakes.py": FAKES, "solution.py": code },
		suites: [{ name: "hidden" as const, file: "tests_hidden.py", source }],
	};
	const result = await pool.inTurn(() => runSuites({ take: pool.take, now: () => performance.now(), job }));
	const marks = marksOf({ run: result, canaries });
	const tests = result.tests.filter((test) => !isCanary(test, canaries));
	return {
		result,
		tests,
		marks,
		canaries,
		won: tests.filter((test) => test.status === "pass").map(({ name }) => name),
	};
}

describe("a run", () => {
	it("by honest code has canaries that all say what they must, and no mark", async () => {
		const { result, canaries, marks, won } = await run("def f(x): return 42\n");
		expect(marks).toEqual([]);
		expect(result.tests.filter((test) => isCanary(test, canaries)).length).toBe(12);
		expect(won).toEqual(["test_core_one"]);
	});

	it.each(Object.entries(HONEST))("goes on as ever for code with %s", async (_name, code) => {
		const { result, marks, won } = await run(code);
		expect(result.loadError).toBeNull();
		expect(marks).toEqual([]);
		expect(won).toEqual(["test_core_one"]);
	});

	it.each(Object.entries(TRICKS))("with %s wins nothing", async (name, code) => {
		const { result, won, marks, canaries } = await run(code);
		expect(won).toEqual([]);
		expect(isTampered(result.tests, canaries)).toBe(false);
		// Who speaks to the tests' process in words of its own has a person look at the round.
		if (/values that are none|words of the judge/.test(name)) expect(marks).not.toEqual([]);
	});

	it.each(Object.entries(NOSY))("tells nothing of the hidden tests to %s", async (_name, code) => {
		const { result } = await run(code);
		const said = [result.stdout, ...result.tests.map((test) => test.stdout)].join("\n");
		const messages = result.tests.map((test) => test.message.replace(/^value: expected .*, got/, "")).join("\n");
		expect(`${said}\n${messages}\n${result.loadError?.message}`).not.toMatch(/expected-by-nobody-else|def test_core/);
	});
});
