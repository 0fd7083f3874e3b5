/** The shipped runner for tests: the strongest isolation this machine offers, and the weaker one everywhere. */
import { readFileSync } from "node:fs";
import { type Isolation, placesIn, probeIsolation } from "~/adapters/runner/isolation.server";
import { openPool, type Pool } from "~/adapters/runner/pool.server";
import type { CodeJob, CodeRun } from "~/core/interview/code/run";
import { type RunLimits, runSuites } from "~/core/interview/code/supervise";

export const FAKES = readFileSync("app/adapters/runner/python/fakes.py", "utf8");
const places = placesIn(process.cwd());

/** "process" always; "full" too where bubblewrap works. */
export async function isolations(): Promise<Isolation[]> {
	return (await probeIsolation(places)) === "full" ? ["full", "process"] : ["process"];
}

export function poolOf(isolation: Isolation, cores?: number): Pool {
	return openPool({ isolation, places, cores });
}

/** Runs one file of tests on a candidate's code. */
export function runOn(input: {
	pool: Pool;
	code: string;
	tests: string;
	limits?: RunLimits;
	mine?: string;
}): Promise<CodeRun> {
	const { pool, code, tests, limits, mine } = input;
	const job: CodeJob = {
		files: { "fakes.py": FAKES, "solution.py": code },
		suites: [
			{ name: "hidden", file: "tests_hidden.py", source: tests },
			...(mine ? [{ name: "mine" as const, file: "my_tests.py", source: mine }] : []),
		],
	};
	return pool.inTurn(() => runSuites({ take: pool.take, now: () => performance.now(), job, limits }));
}

/** Statuses in the order of the tests: "pass fail timeout". */
export function statuses(run: CodeRun): string {
	return run.tests.map((test) => test.status).join(" ");
}
