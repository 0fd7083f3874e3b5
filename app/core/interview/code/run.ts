/**
 * What running a candidate's Python says: one result a test. The harness in `app/adapters/runner/python` makes these in
 * the browser and on the server alike (sandbox design §2).
 */
import { z } from "zod";

export const SOLUTION = "solution.py";
export const OWN_TESTS = "my_tests.py";
export const CODE_FILES = [SOLUTION, OWN_TESTS] as const;
export const CodeFile = z.enum(CODE_FILES);
export type CodeFile = z.infer<typeof CodeFile>;

/** Characters of one file. A solution is under 150 lines; this is room for pasted data, not for a program. */
export const MAX_SOURCE = 100_000;
export const MAX_LINES = 2_000;

export const SUITES = ["visible", "hidden", "mine"] as const;
export const Suite = z.enum(SUITES);
export type Suite = z.infer<typeof Suite>;

export const TestStatus = z.enum(["pass", "fail", "error", "timeout", "crash", "not-run"]);
export type TestStatus = z.infer<typeof TestStatus>;

const text = (most: number) => z.string().transform((value) => value.slice(0, most));

export const TraceFrame = z.object({ file: text(40), line: z.int().nonnegative(), fn: text(80), text: text(200) });
export type TraceFrame = z.infer<typeof TraceFrame>;

export const TestResult = z.object({
	/** `suite/name`. */
	id: z.string().max(300),
	suite: z.string().max(40),
	name: z.string().max(200),
	title: text(200),
	status: TestStatus,
	message: text(1_200),
	/** Frames of the candidate's own files; a test's source is never in here. */
	trace: z.array(TraceFrame).max(12),
	stdout: text(8_100),
	ms: z.number().nonnegative(),
});
export type TestResult = z.infer<typeof TestResult>;

export const LoadError = z.object({
	type: text(80),
	message: text(1_200),
	file: text(40),
	line: z.int().nonnegative(),
});
export type LoadError = z.infer<typeof LoadError>;

export const TestPlan = z.object({
	tests: z.array(z.object({ id: z.string(), suite: z.string(), name: z.string(), title: text(200) })).max(500),
	load_error: LoadError.nullable(),
	stdout: text(8_100),
});
export type TestPlan = z.infer<typeof TestPlan>;

/** The whole of one run. */
export interface CodeRun {
	tests: TestResult[];
	/** Why solution.py itself could not be loaded; then there are no results. */
	loadError: LoadError | null;
	/** What loading the files printed. */
	stdout: string;
	/** Milliseconds from the request to the last result. */
	ms: number;
	/** Processes that had to be started again after a kill. */
	restarts: number;
	/** What else was seen that needs a person, each once (`marks.ts`). */
	marks: string[];
}

export interface CodeJob {
	/** Run solution.py as a program, without tests. */
	script?: boolean;
	files: Readonly<Record<string, string>>;
	/** `only` are beginnings of names; other tests of the suite do not run and are not told of. */
	suites: readonly { name: Suite; file: string; source: string; only?: readonly string[] }[];
}

/** Groups of hidden and visible tests, in the order in which the stages open them. */
export const GROUPS = ["core", "edge", "extension"] as const;
export type Group = (typeof GROUPS)[number];

/** The group in a test's name: `test_edge_cap` belongs to "edge"; null for a candidate's own tests. */
export function groupOf(name: string): Group | null {
	return GROUPS.find((group) => name.startsWith(`test_${group}_`)) ?? null;
}

/** Passed and all tests of each group and of the candidate's own, without canaries: what the log keeps of a run. */
export function countRun(tests: readonly TestResult[]): Record<string, [number, number]> {
	const counts: Record<string, [number, number]> = {};
	for (const test of tests) {
		const key = test.suite === "mine" ? "mine" : groupOf(test.name);
		if (!key) continue;
		const [passed, total] = counts[key] ?? [0, 0];
		counts[key] = [passed + (test.status === "pass" ? 1 : 0), total + 1];
	}
	return counts;
}
