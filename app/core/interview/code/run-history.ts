/** Every run of a coding round in order, as the room lists it and the report keeps it: a projection of the log. */
import type { InterviewEvent } from "../events";
import type { RunEvent } from "./code-log";
import { describeMark } from "./marks";
import { GROUPS, groupOf, type TestStatus } from "./run";

export interface RunEntry {
	seq: number;
	/** Counts from 1 over all runs of the round. */
	number: number;
	atMs: number;
	/** "browser": on the candidate's side, not counted. "final": on the code as it was at the end. */
	kind: "check" | "browser" | "final";
	/** Passed and all by group, in the order in which the stages open them; own tests last. */
	counts: { group: string; passed: number; total: number }[];
	/** Why nothing could be counted. */
	problem: string | null;
	tampered: boolean;
	/** What was seen that needs a person, in words; kept from the candidate until the round is over. */
	marks: string[];
	failed: FailedTest[];
	/** Hash of what the tests were judged with; null where nobody said. */
	kit: string | null;
}

export interface FailedTest {
	group: string;
	title: string;
	status: TestStatus;
	/** Empty for hidden tests until the round is over. */
	message: string;
	hidden: boolean;
}

/** `over` says whether the round has ended: until then a hidden test shows its title and nothing else. */
export function runHistory(input: { events: readonly InterviewEvent[]; over: boolean }): RunEntry[] {
	const { events, over } = input;
	const runs = events.filter((event): event is RunEvent => event.type === "run");
	return runs.map((run, index) => ({
		seq: run.seq,
		number: index + 1,
		atMs: run.atMs,
		kind: run.final ? "final" : run.by === "browser" ? "browser" : "check",
		counts: countsOf(run),
		problem: run.problem ?? null,
		tampered: run.tampered ?? false,
		marks: over ? (run.marks ?? []).map(describeMark) : [],
		failed: failedOf(run, over),
		kit: run.kit ?? null,
	}));
}

/** True when everything that ran passed. */
export function allPassed(run: RunEntry): boolean {
	return run.problem === null && run.counts.length > 0 && run.counts.every(({ passed, total }) => passed === total);
}

/** Hashes the server's runs of a round were judged with, each once, in the order in which they were used. */
export function kitsOf(events: readonly InterviewEvent[]): string[] {
	return [...new Set(events.flatMap((event) => (event.type === "run" && event.kit ? [event.kit] : [])))];
}

function countsOf(run: RunEvent): RunEntry["counts"] {
	const known: readonly string[] = [...GROUPS, "mine"];
	const rank = (name: string) => (known.includes(name) ? known.indexOf(name) : known.length);
	return Object.entries(run.results)
		.sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
		.map(([name, [passed, total]]) => ({ group: name === "mine" ? "own" : name, passed, total }));
}

function failedOf(run: RunEvent, over: boolean): FailedTest[] {
	return (run.tests ?? [])
		.filter((test) => test.status !== "pass")
		.map(({ suite, name, title, status, message }) => ({
			group: suite === "mine" ? "own" : (groupOf(name) ?? "core"),
			title,
			status,
			message: suite === "hidden" && !over ? "" : (message ?? ""),
			hidden: suite === "hidden",
		}));
}
