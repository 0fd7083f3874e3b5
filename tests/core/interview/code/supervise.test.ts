import { expect, it } from "vitest";
import type { PythonEvent } from "~/core/interview/code/python-event";
import { runSuites } from "~/core/interview/code/supervise";
import type { JobEnd, PythonProcess } from "~/core/ports";

const test = (name: string) => ({ id: `hidden/${name}`, suite: "hidden", name, title: name });
const tests = ["test_core_b", "test_edge_c", "test_edge_d"].map(test);
const broken = { type: "RuntimeError", message: "no", file: "solution.py", line: 1 };

/** why: which process loads a file a second time cannot be told from inside one without a clock. */
function says(events: PythonEvent[], ended: JobEnd | null): PythonProcess {
	return {
		ready: Promise.resolve(true),
		kill: () => {},
		run: async ({ on }) => {
			for (const event of events) on(event);
			return { ended, detail: "" };
		},
	};
}

it("a file that ends its process and then does not load again loses no test, and is marked", async () => {
	const passed = { ...test("test_core_b"), status: "pass" as const, message: "", trace: [], stdout: "", ms: 1 };
	const first = says(
		[
			{ event: "taken" },
			{ event: "plan", plan: { tests, load_error: null, stdout: "" } },
			{ event: "start", id: "hidden/test_core_b" },
			{ event: "test", result: passed },
			{ event: "start", id: "hidden/test_edge_c" },
		],
		"crash",
	);
	const second = says(
		[{ event: "taken" }, { event: "plan", plan: { tests: [], load_error: broken, stdout: "" } }],
		null,
	);
	const processes = [first, second];
	const run = await runSuites({
		take: async () => processes.shift() ?? null,
		now: () => 0,
		job: { files: { "solution.py": "" }, suites: [] },
	});
	expect(run.tests.map(({ name, status }) => `${name} ${status}`)).toEqual([
		"test_core_b pass",
		"test_edge_c crash",
		"test_edge_d crash",
	]);
	expect(run.marks).toEqual(["reload"]);
	expect(run.loadError).toBeNull();
});
