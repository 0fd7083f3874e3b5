/** Code that changes what it is judged with. It cannot be stopped in one process; it must not go unseen (decisions 20). */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Pool } from "~/adapters/runner/pool.server";
import { isCanary, isTampered, withCanaries } from "~/core/interview/code/canaries";
import { isolations, poolOf, runOn } from "../../support/runner";

// Without a snapshot, as on a clone that was never built, every process takes seconds to boot.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const TESTS = 'def test_core_one():\n    """one"""\n    T.eq(solution.f(), 42)\n';
let pool: Pool;
beforeAll(async () => {
	pool = poolOf((await isolations())[0] ?? "process");
	pool.warm();
});
afterAll(() => pool.close());

const run = (code: string) => runOn({ pool, code, tests: withCanaries(TESTS, Math.random) });
const seen = (result: Awaited<ReturnType<typeof run>>) => !result.intact || isTampered(result.tests);

const TRICKS: Record<string, string> = {
	"an equality check that always passes":
		"import harness\nharness.T.eq = staticmethod(lambda *a, **k: None)\ndef f(): return 0\n",
	"checks taken off the class":
		"import harness\nfor n in ('eq', 'ok', 'close'):\n    setattr(harness.T, n, staticmethod(lambda *a, **k: None))\ndef f(): return 0\n",
	"an exception of checks that is none":
		"import harness\nclass Quiet(Exception): pass\nharness.CheckFailed = Quiet\ndef f(): return 0\n",
	"a runner that reports a pass":
		"import harness, json\nold = harness.run_test\ndef run_test(key):\n    r = json.loads(old(key)); r['status'] = 'pass'; return json.dumps(r)\nharness.run_test = run_test\ndef f(): return 0\n",
	"code put under a function":
		"import harness\nharness.T.eq.__code__ = (lambda got, want, what='value': None).__code__\ndef f(): return 0\n",
	"a value that equals everything":
		"class Any:\n    def __eq__(self, other): return True\n    def __ne__(self, other): return False\n    def __gt__(self, other): return True\ndef f(): return Any()\n",
	"json that says what it likes":
		"import json\nold = json.dumps\njson.dumps = lambda v, *a, **k: old({**v, 'status': 'pass'} if isinstance(v, dict) and 'status' in v else v, *a, **k)\ndef f(): return 0\n",
	"an assertion that is not raised":
		"import builtins\nclass Quiet(BaseException): pass\nimport harness\nharness.__dict__['AssertionError'] = Quiet\ndef f(): return 0\n",
};

describe("a run", () => {
	it("by honest code has canaries that all say what they must", async () => {
		const result = await run("def f(): return 42\n");
		expect(seen(result)).toBe(false);
		expect(result.tests.filter(isCanary).length).toBe(12);
		expect(result.tests.filter((test) => !isCanary(test)).map((test) => test.status)).toEqual(["pass"]);
	});

	it.each(Object.entries(TRICKS))("with %s is seen, or wins nothing", async (_name, code) => {
		const result = await run(code);
		const won = result.tests.some((test) => test.name === "test_core_one" && test.status === "pass");
		expect(seen(result) || !won).toBe(true);
	});
});
