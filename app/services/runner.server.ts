/** The one runner of this process: Python in locked-down children, with the isolation this machine offers. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { type Isolation, placesIn, probeIsolation } from "~/adapters/runner/isolation.server";
import { openPool, type Pool } from "~/adapters/runner/pool.server";
import type { TaskCode } from "~/core/content/schemas";
import { AppError } from "~/core/errors";
import { isCanary, isTampered, withCanaries } from "~/core/interview/code/canaries";
import { type CodeJob, type CodeRun, type Group, groupOf } from "~/core/interview/code/run";
import { runSuites } from "~/core/interview/code/supervise";
import { env } from "~/env.server";

interface Runner {
	pool: Pool;
	isolation: Isolation;
	/** The support file that tasks share. */
	fakes: string;
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
	const fakes = await readFile(path.join(places.runner, "python/fakes.py"), "utf8");
	holder.mockingbirdRunner = { pool: openPool({ isolation, places, spare: input.spare }), isolation, fakes };
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
	return requireRunner().fakes;
}

export interface CheckResult {
	/** Visible, hidden and own tests of the open groups; canaries are taken out. */
	run: CodeRun;
	tampered: boolean;
}

/**
 * Runs a task's tests on the server. Tests of groups that are not open are left out of the suites altogether. Refuses
 * with "not-available" on a public server that cannot keep candidates' code to itself.
 */
export async function checkTask(input: {
	code: TaskCode;
	solution: string;
	ownTests: string;
	groups: readonly Group[];
	signal?: AbortSignal;
}): Promise<CheckResult> {
	const { code, solution, ownTests, groups, signal } = input;
	if (!runnerHealth()?.runsHidden) {
		throw new AppError(
			"not-available",
			"This server does not run hidden tests: it cannot keep code to itself. Your visible tests run in the browser as before.",
		);
	}
	const { pool, fakes } = requireRunner();
	const job: CodeJob = {
		files: { "fakes.py": fakes, "solution.py": solution },
		suites: [
			{ name: "visible", file: "tests_visible.py", source: code.visible },
			{ name: "hidden", file: "tests_hidden.py", source: withCanaries(code.hidden, Math.random) },
			...(ownTests.trim() === "" ? [] : [{ name: "mine" as const, file: "my_tests.py", source: ownTests }]),
		],
	};
	const run = await pool.inTurn(() => runSuites({ take: pool.take, now: () => performance.now(), job, signal }));
	const tampered = !run.intact || isTampered(run.tests);
	const tests = run.tests.filter((test) => {
		if (isCanary(test)) return false;
		const group = groupOf(test.name);
		return test.suite === "mine" || test.name === "load" || (group !== null && groups.includes(group));
	});
	return { run: { ...run, tests }, tampered };
}

function requireRunner(): Runner {
	if (!holder.mockingbirdRunner) throw new Error("the runner was used before it was opened");
	return holder.mockingbirdRunner;
}
