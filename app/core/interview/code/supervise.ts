/**
 * Runs suites on a candidate's files so that every test gets its chance: a test that hangs or brings its process down is
 * marked, and the rest go on in a new one.
 */
import type { JobOutcome, PythonProcess } from "../../ports";
import { type CodeJob, type CodeRun, type LoadError, SOLUTION, type TestPlan, type TestResult } from "./run";

export interface RunLimits {
	/** Loading, and every single test. */
	stepMs: number;
	/** The whole run, restarts included. */
	totalMs: number;
}

/** Decisions 20. */
export const LIMITS: RunLimits = { stepMs: 2_000, totalMs: 20_000 };
const MOST_RESTARTS = 12;

interface Progress {
	plan: TestPlan | null;
	results: Map<string, TestResult>;
	/** The test in hand when the last process ended. */
	current: string | null;
	marks: Set<string>;
	restarts: number;
	/** Whether the last process has taken the job. */
	taken: boolean;
}

/**
 * Runs all suites of the job. `take` brings a process that is up; `now` gives milliseconds. Never throws for anything the
 * candidate's code does; throws the signal's reason when it is aborted, and an Error when no process comes up.
 */
export async function runSuites(input: {
	take: () => Promise<PythonProcess | null>;
	now: () => number;
	job: CodeJob;
	limits?: RunLimits;
	signal?: AbortSignal;
}): Promise<CodeRun> {
	const { take, now, job, limits = LIMITS, signal = new AbortController().signal } = input;
	const startedAt = now();
	const progress: Progress = {
		plan: null,
		results: new Map(),
		current: null,
		marks: new Set(),
		restarts: 0,
		taken: false,
	};
	let loadError: LoadError | null = null;
	for (;;) {
		const left = remaining(progress);
		if (left?.length === 0) break;
		if (now() - startedAt >= limits.totalMs || progress.restarts > MOST_RESTARTS) {
			if (!progress.plan) throw new Error("no Python process has taken the job");
			for (const id of left ?? [])
				mark(progress, id, "not-run", "The time for the whole run was over before this test.");
			break;
		}
		const process = await take();
		if (!process) throw new Error("the Python process does not start");
		const deadline = AbortSignal.timeout(Math.max(1, Math.ceil(limits.totalMs - (now() - startedAt))));
		const outcome = await attempt({
			process,
			job,
			only: left,
			limits,
			signal: AbortSignal.any([signal, deadline]),
			progress,
		});
		if (outcome.ended === null) {
			loadError = progress.plan?.load_error ?? null;
			// What loaded once and then does not, or stops half-way, must not take its tests with it.
			if (!loadError) for (const id of remaining(progress) ?? []) leaveOut(progress, id);
			break;
		}
		if (signal.aborted) throw signal.reason ?? new Error("aborted");
		progress.restarts += 1;
		// A process that died before it had the job says nothing about the code.
		if (!progress.taken && outcome.ended === "crash") continue;
		if (progress.current) markEnded({ progress, outcome, limits });
		else if (!progress.plan) {
			loadError = brokenLoad({ outcome, limits });
			break;
		}
	}
	return {
		tests: inOrder(progress),
		loadError,
		stdout: progress.plan?.stdout ?? "",
		ms: Math.round(now() - startedAt),
		restarts: progress.restarts,
		marks: [...progress.marks],
	};
}

function attempt(input: {
	process: PythonProcess;
	job: CodeJob;
	only: readonly string[] | null;
	limits: RunLimits;
	signal: AbortSignal;
	progress: Progress;
}): Promise<JobOutcome> {
	const { process, job, only, limits, signal, progress } = input;
	progress.current = null;
	progress.taken = false;
	return process.run({
		job,
		only,
		stepMs: limits.stepMs,
		signal,
		on: (event) => {
			if (event.event === "taken") progress.taken = true;
			else if (event.event === "plan") progress.plan ??= event.plan;
			else if (event.event === "start") progress.current = event.id;
			else if (event.event === "malformed" || event.event === "odd") progress.marks.add(event.event);
			else if (event.event === "test") {
				const { result } = event;
				// Only the test that was started can report, and only once.
				if (result.id !== progress.current || progress.results.has(result.id)) progress.marks.add("malformed");
				else progress.results.set(result.id, result);
				progress.current = null;
			}
		},
	});
}

function remaining(progress: Progress): string[] | null {
	if (!progress.plan) return null;
	return progress.plan.tests.map((test) => test.id).filter((id) => !progress.results.has(id));
}

function inOrder({ plan, results }: Progress): TestResult[] {
	return (plan?.tests ?? []).flatMap((test) => results.get(test.id) ?? []);
}

function mark(progress: Progress, id: string, status: TestResult["status"], message: string): void {
	const planned = progress.plan?.tests.find((test) => test.id === id);
	if (planned) progress.results.set(id, { ...planned, status, message, trace: [], stdout: "", ms: 0 });
}

function leaveOut(progress: Progress, id: string): void {
	mark(progress, id, "crash", "The file was loaded once and could not be loaded again, so this test did not run.");
	progress.marks.add("reload");
}

function markEnded(input: { progress: Progress; outcome: JobOutcome; limits: RunLimits }): void {
	const { progress, outcome, limits } = input;
	const status = outcome.ended === "timeout" || outcome.ended === "aborted" ? "timeout" : "crash";
	if (progress.current) mark(progress, progress.current, status, describeEnd({ outcome, limits }));
}

function brokenLoad(input: { outcome: JobOutcome; limits: RunLimits }): LoadError {
	const type = /timeout|aborted/.test(input.outcome.ended ?? "") ? "Timeout" : "Crash";
	return { type, message: `While the file was loaded: ${describeEnd(input)}`, file: SOLUTION, line: 1 };
}

function describeEnd({ outcome, limits }: { outcome: JobOutcome; limits: RunLimits }): string {
	switch (outcome.ended) {
		case "timeout":
			return `It did not finish in ${limits.stepMs / 1_000} s, so it was stopped.`;
		case "aborted":
			return "The time for the whole run was over, so it was stopped.";
		case "memory":
			return "It used more memory than a run may have, so it was stopped.";
		case "output":
			return "It wrote far more than can be kept, so it was stopped.";
		default:
			return /call stack/i.test(outcome.detail)
				? "Python came to its end: too many calls inside each other."
				: "Python came to its end: the code stopped the interpreter.";
	}
}
