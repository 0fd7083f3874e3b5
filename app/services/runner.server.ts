/** The one runner of this process: Python in locked-down children, with the isolation this machine offers. */
import { type Isolation, placesIn, probeIsolation } from "~/adapters/runner/isolation.server";
import { openPool, type Pool, type TurnOptions } from "~/adapters/runner/pool.server";
import { readTestKit, type TestKit } from "~/adapters/runner/test-kit.server";
import type { TaskCode } from "~/core/content/schemas";
import { AppError } from "~/core/errors";
import { isCanary, withCanaries } from "~/core/interview/code/canaries";
import { marksOf } from "~/core/interview/code/marks";
import type { CodeJob, CodeRun, Group, TestResult } from "~/core/interview/code/run";
import { type RunLimits, runSuites } from "~/core/interview/code/supervise";
import { env } from "~/env.server";
import { logger } from "./logger.server";

/** A candidate's own tests are a handful; they may not hold a place for long. */
const OWN_LIMITS: RunLimits = { stepMs: 2_000, totalMs: 8_000 };

interface Runner {
	pool: Pool;
	isolation: Isolation;
	kit: TestKit;
}

const holder = globalThis as typeof globalThis & { mockingbirdRunner?: Runner };

export interface RunnerHealth {
	isolation: Isolation;
	runsHidden: boolean;
	running: number;
	waiting: number;
}

/**
 * Finds out what this machine can do. Nothing is started yet: processes come when somebody writes code; `spare` is how
 * many then wait ready.
 */
export async function openRunner(input: { spare?: number } = {}): Promise<RunnerHealth> {
	const places = placesIn(process.cwd());
	const isolation = await probeIsolation(places);
	const kit = await readTestKit(places);
	holder.mockingbirdRunner = { pool: openPool({ isolation, places, spare: input.spare }), isolation, kit };
	return runnerHealth() as RunnerHealth;
}

export function closeRunner(): void {
	holder.mockingbirdRunner?.pool.close();
	holder.mockingbirdRunner = undefined;
}

export function runnerHealth(): RunnerHealth | null {
	const runner = holder.mockingbirdRunner;
	if (!runner) return null;
	const runsHidden = runner.isolation === "full" || !env.isPublic || env.allowWeakIsolation;
	return { isolation: runner.isolation, runsHidden, ...runner.pool.load() };
}

/** Somebody has opened an editor: have Python ready when they press Check. */
export function warmRunner(): void {
	if (runnerHealth()?.runsHidden) holder.mockingbirdRunner?.pool.warm();
}

export function supportFile(): string {
	return requireRunner().kit.fakes;
}

/** What this server judges tests with now; null before the runner is opened. */
export function testKit(): TestKit | null {
	return holder.mockingbirdRunner?.kit ?? null;
}

export interface CheckResult {
	/** Visible, hidden and own tests of the open groups; canaries are taken out. */
	run: CodeRun;
	/** What was seen that needs a person (`marks.ts`); empty when nothing was. */
	marks: string[];
	/** Hash of what the tests were judged with. */
	kit: string;
}

/**
 * Runs a task's tests on the server; those of groups that are not open do not run. Refuses
 * with "not-available" on a public server that cannot keep candidates' code to itself.
 */
export async function checkTask(
	input: {
		code: TaskCode;
		solution: string;
		ownTests: string;
		groups: readonly Group[];
	} & TurnOptions,
): Promise<CheckResult> {
	const { solution, ownTests } = input;
	if (!runnerHealth()?.runsHidden) {
		throw new AppError(
			"not-available",
			"This server does not run hidden tests: it cannot keep code to itself. Your visible tests run in the browser as before.",
		);
	}
	const kit = requireRunner().kit.hash;
	const hidden = withCanaries(input.code.hidden, Math.random);
	const only = input.groups.map((group) => `test_${group}_`);
	const judged: CodeJob["suites"] = [
		{ name: "visible", file: "tests_visible.py", source: input.code.visible, only },
		{ name: "hidden", file: "tests_hidden.py", source: hidden.source, only: [...only, ...hidden.canaries.keys()] },
	];
	// In processes of their own: they must neither cost the others anything nor learn what the hidden ones hand over.
	const own: CodeJob["suites"] = [{ name: "mine", file: "my_tests.py", source: ownTests }];
	const hasOwn = ownTests.trim() !== "";
	return inTurn(input, async () => {
		if (hasOwn) requireRunner().pool.warm();
		const run = await runJob({ solution, suites: judged });
		const marks = marksOf({ run, canaries: hidden.canaries });
		const tests = run.tests.filter((test) => test.suite !== "mine" && !isCanary(test, hidden.canaries));
		if (!hasOwn || run.loadError) return { run: { ...run, tests }, marks, kit };
		const mine = await runJob({ solution, suites: own, limits: OWN_LIMITS });
		const all = [
			...tests,
			...(mine.loadError ? [unloadable(mine)] : mine.tests.filter((test) => test.suite === "mine")),
		];
		return { run: { ...run, tests: all, ms: run.ms + mine.ms }, marks, kit };
	});
}

function runJob(input: { solution: string; suites: CodeJob["suites"]; limits?: RunLimits }): Promise<CodeRun> {
	const { solution, suites, limits } = input;
	const { pool, kit } = requireRunner();
	const job: CodeJob = { files: { "fakes.py": kit.fakes, "solution.py": solution }, suites };
	return runSuites({ take: pool.take, now: () => performance.now(), job, limits });
}

function inTurn<T>(options: TurnOptions, work: () => Promise<T>): Promise<T> {
	const { patient, asker, onPlace } = options;
	return requireRunner()
		.pool.inTurn(work, { patient, asker, onPlace })
		.catch((error: unknown) => {
			if (error instanceof AppError) throw error;
			logger.error({ err: error }, "Python could not be run");
			throw new AppError(
				"engine-failed",
				"Python did not start on this server. Your code is saved. Try Check again in a moment; Run works meanwhile.",
			);
		});
}

function unloadable(run: CodeRun): TestResult {
	return {
		id: "mine/load",
		suite: "mine",
		name: "load",
		title: "the tests can be loaded",
		status: run.loadError?.type === "Timeout" ? "timeout" : "crash",
		message: "my_tests.py did not finish loading, so the other tests were run without it.",
		trace: [],
		stdout: "",
		ms: 0,
	};
}

function requireRunner(): Runner {
	if (!holder.mockingbirdRunner) throw new Error("the runner was used before it was opened");
	return holder.mockingbirdRunner;
}
