import { afterEach, describe, expect, it, vi } from "vitest";
import { placesIn } from "~/adapters/runner/isolation.server";
import { openPool } from "~/adapters/runner/pool.server";
import { runOn, statuses } from "../support/runner";

// Without a snapshot, as on a clone that was never built, every process takes seconds to boot.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const CODE = {
	starter: "x = 1\n",
	solution: "def f(): return 42\n",
	visible: 'def test_core_a():\n    """a"""\n    T.eq(solution.f(), 42)\n',
	hidden:
		'def test_core_b():\n    """b"""\n    T.eq(solution.f(), 42)\ndef test_edge_c():\n    """c"""\n    T.eq(solution.f(), 42)\n',
};

/** Settings are read when a module is first imported, so each test imports the service again. */
async function importRunner(variables: Record<string, string>, isolation?: "full" | "process") {
	for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
	vi.resetModules();
	if (isolation) {
		// why: whether bubblewrap is installed must not decide what is tested.
		vi.doMock("~/adapters/runner/isolation.server", async (original) => ({
			...(await original<typeof import("~/adapters/runner/isolation.server")>()),
			probeIsolation: async () => isolation,
		}));
	}
	const runner = await import("~/services/runner.server");
	return { runner, health: await runner.openRunner({ spare: 0 }) };
}

const PUBLIC = { PUBLIC_URL: "https://practice.example.org", AUTH_SECRET: "x".repeat(40) };
const check = { code: CODE, solution: CODE.solution, ownTests: "", groups: ["core"] as const };

afterEach(() => {
	vi.unstubAllEnvs();
	vi.doUnmock("~/adapters/runner/isolation.server");
});

describe("the runner", () => {
	it("runs open groups only, and shows no canary", async () => {
		const { runner } = await importRunner({});
		const { run, marks } = await runner.checkTask(check).finally(runner.closeRunner);
		expect(marks).toEqual([]);
		expect(run.tests.map((test) => test.name)).toEqual(["test_core_a", "test_core_b"]);
	});

	it("does not even start a test that is not open", async () => {
		const { runner } = await importRunner({});
		const hidden = `${CODE.hidden}def test_extension_d():\n    """d"""\n    while True: pass\n`;
		const { run } = await runner
			.checkTask({ ...check, code: { ...CODE, hidden }, groups: ["core", "edge"] })
			.finally(runner.closeRunner);
		expect(run.tests.map((test) => test.name)).toEqual(["test_core_a", "test_core_b", "test_edge_c"]);
		expect(run.restarts).toBe(0);
	});

	it.each(["import sys; sys.exit(1)", "while True: pass", "import os; os._exit(1)"])(
		"loses no other test to own tests that do %s",
		async (ownTests) => {
			const { runner } = await importRunner({});
			const { run } = await runner.checkTask({ ...check, ownTests }).finally(runner.closeRunner);
			expect(run.loadError).toBeNull();
			expect(run.tests.map((test) => `${test.suite} ${test.status}`).slice(0, 2)).toEqual([
				"visible pass",
				"hidden pass",
			]);
			expect(run.tests.at(-1)).toMatchObject({ suite: "mine", name: "load" });
			expect(run.tests.at(-1)?.status).not.toBe("pass");
		},
	);

	it("keeps what hidden tests hand over from a candidate's own tests", async () => {
		const { runner } = await importRunner({});
		const solution = "seen = []\ndef f(*args):\n    seen.append(args)\n    return 42\n";
		const hidden = 'def test_core_b():\n    """b"""\n    T.eq(solution.f("a hidden word"), 42)\n';
		const ownTests = 'def test_what():\n    """what"""\n    assert False, str(solution.seen)\n';
		const { run } = await runner
			.checkTask({ ...check, solution, ownTests, code: { ...CODE, hidden } })
			.finally(runner.closeRunner);
		expect(run.tests.at(-1)).toMatchObject({ suite: "mine", status: "fail", message: "[]" });
	});

	it("does not run hidden tests on a public server without bubblewrap, and says so", async () => {
		const { runner, health } = await importRunner(PUBLIC, "process");
		expect(health).toMatchObject({ isolation: "process", runsHidden: false });
		await expect(runner.checkTask(check)).rejects.toThrow(/does not run hidden tests/);
		runner.closeRunner();
	});

	it("does so when whoever runs the server has said that it may", async () => {
		const { runner, health } = await importRunner({ ...PUBLIC, ALLOW_WEAK_ISOLATION: "yes" }, "process");
		expect(health.runsHidden).toBe(true);
		runner.closeRunner();
	});

	it("boots the slow way where there is no snapshot", async () => {
		const pool = openPool({ isolation: "process", places: { ...placesIn(process.cwd()), snapshot: null }, spare: 0 });
		const run = await runOn({ pool, code: CODE.solution, tests: CODE.hidden });
		expect(statuses(run)).toBe("pass pass");
		pool.close();
	});
});
