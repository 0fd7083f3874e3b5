/** Criteria that are decided by tests: the runner's counts, which no words can change (content design §3.3). */
import type { Criterion, Level, Score } from "../content/schemas";
import type { RunEvent } from "../interview/code/code-log";
import { checks } from "../interview/code/code-log";
import { describeMark } from "../interview/code/marks";
import { GROUPS } from "../interview/code/run";
import { NEEDED } from "../interview/code/stage";
import type { InterviewEvent } from "../interview/events";
import { type CriterionGrade, NOT_OBSERVED } from "./grade";

const TESTS_VERSION = "3";

/**
 * The grade of a criterion that is judged by tests and code alone, from the last run on the server; null for other
 * criteria and when nothing was run. What the level needs must pass for a 3 (rubric coding, "Working result"): `core` for
 * junior, `edge` too for mid, everything for senior and staff. A 4 is more than that: the next group, or, where there is
 * none, done before the last check of the round had to say so. A run that was tampered with gives no level.
 */
export function gradeFromRuns(input: {
	criterion: Criterion;
	events: readonly InterviewEvent[];
	level?: Level;
}): CriterionGrade | null {
	const { criterion, events, level = "mid" } = input;
	if (criterion.evidence[0] !== "tests" || criterion.evidence.includes("transcript")) return null;
	const runs = checks(events).filter((run) => Object.keys(run.results).length > 0 || run.problem);
	const run = runs.at(-1);
	if (!run) return null;
	const base = { id: criterion.id, points: [], grader: { kind: "tests" as const, version: TESTS_VERSION } };
	const evidence = [{ seq: run.seq, quote: "", from: 0, to: 0 }];
	if (runs.some((entry) => entry.tampered)) {
		return {
			...base,
			...NOT_OBSERVED,
			evidence,
			flags: ["tampered-run", "needs-a-person"],
			reason: `${describeMarks(runs)} A person has to look.`,
		};
	}
	const score = scoreOf({ run, runs, level });
	return {
		...base,
		score,
		shownLevel: score === 1 ? "none" : shownBy(run),
		confidence: 0.9,
		status: "graded",
		evidence,
		flags: [],
		reason: run.problem
			? `At the end the code could not be tested. ${run.problem}`.slice(0, 400)
			: `Last run: ${describeCounts(run)}.`,
	};
}

/** What was seen in the runs of a round, each once, in words. Rounds from before this was kept say the one thing known. */
export function describeMarks(runs: readonly RunEvent[]): string {
	const marks = new Set(runs.flatMap((run) => run.marks ?? (run.tampered ? ["canary"] : [])));
	return [...marks].slice(0, 3).map(describeMark).join(" ");
}

function describeCounts(run: RunEvent): string {
	const order = (name: string) => (GROUPS as readonly string[]).indexOf(name);
	return Object.entries(run.results)
		.sort(([a], [b]) => order(a) - order(b) || (a < b ? -1 : 1))
		.map(([name, [passed, total]]) => `${name === "mine" ? "own tests" : name} ${passed} of ${total}`)
		.join(", ");
}

function scoreOf(input: { run: RunEvent; runs: readonly RunEvent[]; level: Level }): Score {
	const { run, runs, level } = input;
	const needed = NEEDED[level].filter((group) => run.results[group]);
	// A file from elsewhere may have groups of its own; then all of them are needed.
	const groups = needed.length > 0 ? needed : Object.keys(run.results).filter((name) => name !== "mine");
	// At the end all groups are run: one that is missing then has not passed.
	const missing = run.final && !run.problem && NEEDED[level].some((group) => !run.results[group]);
	const share = missing ? Math.min(0.5, shareOf(run, groups)) : shareOf(run, groups);
	if (share >= 1) return isEarly({ run, runs, level, groups }) ? 4 : 3;
	const core = shareOf(run, [groups[0] ?? "core"]);
	if (core >= 1) return share >= 0.9 ? 3 : 2;
	return core >= 0.5 ? 2 : 1;
}

/** More than the level asks for: the group after the needed ones, or all of it with a check to spare. */
function isEarly(input: {
	run: RunEvent;
	runs: readonly RunEvent[];
	level: Level;
	groups: readonly string[];
}): boolean {
	const { run, runs, level, groups } = input;
	const beyond = GROUPS.filter((group) => run.results[group] && !NEEDED[level].includes(group));
	if (beyond.length > 0) return shareOf(run, beyond.slice(0, 1)) >= 1;
	if (groups.length < 2) return true;
	const during = runs.filter((entry) => !entry.final);
	return (
		!run.final || during.some((entry) => groups.every((group) => entry.results[group]) && shareOf(entry, groups) >= 1)
	);
}

export function shareOf(run: RunEvent, groups: readonly string[]): number {
	let [passed, total] = [0, 0];
	for (const group of groups) {
		passed += run.results[group]?.[0] ?? 0;
		total += run.results[group]?.[1] ?? 0;
	}
	return total === 0 ? 0 : passed / total;
}

function shownBy(run: RunEvent): CriterionGrade["shownLevel"] {
	const whole = (group: string) => run.results[group] && shareOf(run, [group]) >= 1;
	if (!whole("core") || !whole("edge")) return "junior";
	return whole("extension") ? "senior" : "mid";
}
