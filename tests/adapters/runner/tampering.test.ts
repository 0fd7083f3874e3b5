/**
 * Code that would change or read what it is judged with (decisions 20). The tests run in another process, so that none of
 * it is there. Most of these won or learned something once, when code and tests shared one.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Pool } from "~/adapters/runner/pool.server";
import { isCanary, isTampered, withCanaries } from "~/core/interview/code/canaries";
import { marksOf } from "~/core/interview/code/marks";
import { runSuites } from "~/core/interview/code/supervise";
import { FAKES, isolations, poolOf, runOn } from "../../support/runner";
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

describe("a check inside of what the code calls", () => {
	const judge = (code: string, tests: string) => runOn({ pool, code, tests });

	it("fails its test whoever catches it, and does not say what it expected", async () => {
		const tests = `def test_core_a():\n    def send(x):\n        T.eq(x, "${SECRET}")\n    solution.f(send)\n`;
		const code =
			"def f(send):\n    try: send(1)\n    except BaseException as error: print('SAW', repr(error), error.__cause__)\n";
		const [test] = (await judge(code, tests)).tests;
		expect(test).toMatchObject({ status: "fail", message: `value: expected '${SECRET}', got 1` });
		expect(test?.stdout).toContain("SAW AssertionError()");
	});

	it("is not undone by a value that cannot be shown, or that ends what walks over it", async () => {
		const tests = [
			"def test_core_a():\n    with T.raises(solution.Away):\n        T.eq(solution.Odd(), 1)\n",
			"def test_core_b():\n    T.ok(all(map(lambda odd: odd.x == 1, [solution.Odd()])), 'no')\n",
			"async def test_core_c():\n    import asyncio\n    async def one(): T.eq(solution.Gone().x, 1)\n    async with asyncio.TaskGroup() as group: group.create_task(one())\n",
		].join("\n");
		const code =
			"import asyncio\nclass Away(BaseException): pass\nclass Odd:\n    def __repr__(self): raise Away\n    @property\n    def x(self): raise StopIteration\nclass Gone:\n    @property\n    def x(self): raise asyncio.CancelledError\n";
		expect((await judge(code, tests)).tests.map((test) => test.status)).toEqual(["fail", "error", "error"]);
	});

	it("knows of time slept in the way of others, whatever the code makes of its own loop", async () => {
		const tests = "async def test_core_a():\n    await solution.f()\n    T.eq(T.clock.blocked, 0.0)\n";
		const code =
			"import asyncio, time\nasync def f():\n    loop = asyncio.get_running_loop()\n    asyncio._set_running_loop(None)\n    time.sleep(10)\n    asyncio._set_running_loop(loop)\n";
		expect((await judge(code, tests)).tests[0]?.status).toBe("fail");
	});

	it("does not let the code move the time while others wait in it", async () => {
		const tests = "async def test_core_a():\n    await solution.f()\n    T.eq(T.clock.blocked, 0.0)\n";
		const code = "import virtual_time\nasync def f(): virtual_time.clock.advance(10)\n";
		const { tests: told, marks } = await judge(code, tests);
		expect(told[0]?.status).toBe("error");
		expect(marks).toEqual(["odd"]);
	});

	it("counts time that a loop of the code's own lets pass as waited", async () => {
		const tests =
			"def test_core_a():\n    solution.f()\n    T.eq(T.clock.sleeps, [])\ndef test_core_b():\n    solution.g()\n    T.close(T.clock.elapsed, 3, 1e-3)\n";
		const code =
			"import asyncio, virtual_time\ndef f(): virtual_time.clock.advance(5)\ndef g(): asyncio.run(asyncio.sleep(3))\n";
		expect((await judge(code, tests)).tests.map((test) => test.status)).toEqual(["fail", "pass"]);
	});

	it("goes on with time that can still be told apart", async () => {
		const tests = "def test_core_a():\n    solution.f()\n    T.ok(False, 'time stood still')\n";
		const code = "import time\ndef f():\n    for _ in range(4000): time.sleep(1e11)\n";
		expect((await judge(code, tests)).tests[0]?.message).toContain("OverflowError");
	});

	it("does not take a tuple of classes for each of them", async () => {
		const tests = "from solution import Failed\ndef test_core_a():\n    T.ok(isinstance(5, Failed), 'no')\n";
		expect((await judge("Failed = (object,)\n", tests)).tests[0]?.status).toBe("error");
	});

	it("does not take any mistake for an exception of the code's own kind", async () => {
		const tests =
			"from solution import Broad, Missing, Own, Pair\ndef test_core_a():\n    with T.raises(Broad): solution.f()\ndef test_core_b():\n    with T.raises(Missing): solution.nothing()\ndef test_core_c():\n    with T.raises(Own): solution.g()\ndef test_core_d():\n    T.ok(not isinstance(solution.h(), Broad), 'an instance of everything')\ndef test_core_e():\n    with T.raises(Pair): solution.f()\n";
		const code =
			"from collections import namedtuple\nBroad = Exception\nMissing = AttributeError\nPair = namedtuple('Pair', 'a')(Exception)\nclass Own(KeyError): pass\ndef f(): 1 / 0\ndef g(): raise Own('x')\ndef h(): return ValueError('x')\n";
		const { tests: told } = await judge(code, tests);
		expect(told.map((test) => test.status)).toEqual(["fail", "fail", "pass", "pass", "error"]);
	});

	it("is told of a key that does not pass as of any mistake", async () => {
		const tests = "def test_core_a():\n    T.eq(solution.f(), {})\n";
		const code = "class K(list):\n    __hash__ = lambda self: 1\ndef f(): return {(K(), 1): 2}\n";
		const { tests: told, marks } = await judge(code, tests);
		expect(told[0]).toMatchObject({ status: "error", message: "Unsendable: a key that can be changed" });
		expect(marks).toEqual([]);
	});

	it("does not find the constants of its suite changed by a test before it", async () => {
		const tests =
			"WORDS = ['a', ['b']]\nRATES = {'x': 1}\ndef test_core_a():\n    solution.f(WORDS, RATES)\n    T.eq((WORDS, RATES), ([], {'y': 2}))\ndef test_core_b():\n    T.eq((WORDS, RATES), (['a', ['b']], {'x': 1}))\n";
		const code = "def f(words, rates):\n    words.clear()\n    rates.clear()\n    rates['y'] = 2\n";
		expect((await judge(code, tests)).tests.map((test) => test.status)).toEqual(["pass", "pass"]);
	});
});

describe.concurrent("a run", () => {
	it("has no tests that nobody wrote, and a mark when the code tells of some", async () => {
		const code =
			"import harness\nplan = harness.Harness.plan\ndef forged(self, failure, printed):\n    said = {'id': 'mine/test_core_x', 'suite': 'mine', 'name': 'test_core_x', 'title': 'a\\npass  core  b'}\n    return {**plan(self, failure, printed), 'tests': [said]}\nharness.Harness.plan = forged\nharness.Harness.run = lambda self, key: {'status': 'fail', 'message': 'what was handed over'}\ndef f(x): return 42\n";
		const { result, marks } = await run(code);
		expect(result.tests).toEqual([]);
		expect(result.loadError).not.toBeNull();
		expect(marks).toContain("odd");
	});

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
