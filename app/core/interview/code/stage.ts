/** Stages of a coding round: which tests are open, and whether those of the stage in hand pass. */
import type { Level } from "../../content/schemas";
import type { InterviewEvent } from "../events";
import { checks, type RunEvent } from "./code-log";
import { GROUPS, type Group } from "./run";

const STAGES = ["stage-1", "stage-2", "stage-3"] as const;

/** Groups that a level has to pass (rubric coding, "Working result"). */
export const NEEDED: Record<Level, readonly Group[]> = {
	junior: ["core"],
	mid: ["core", "edge"],
	senior: GROUPS,
	staff: GROUPS,
};

/** The group that a phase opens; null for phases that open none. */
export function groupOfPhase(phase: string): Group | null {
	const index = STAGES.indexOf(phase as (typeof STAGES)[number]);
	return GROUPS[index] ?? null;
}

export function isStage(phase: string): boolean {
	return groupOfPhase(phase) !== null;
}

/** Groups open in a phase: those of its own stage and of all stages before it. The first is open from the start. */
export function openGroups(input: { phase: string; phases: readonly string[] }): Group[] {
	const { phase, phases } = input;
	const reached = phases.slice(0, phases.indexOf(phase) + 1);
	const open = reached.flatMap((id) => groupOfPhase(id) ?? []);
	return open.length > 0 ? open : ["core"];
}

/** Failed tests of the given groups in a run; null when the run says nothing about one of them. */
export function failedIn(run: Pick<RunEvent, "results">, groups: readonly Group[]): number | null {
	let failed = 0;
	for (const group of groups) {
		const counts = run.results[group];
		if (!counts || counts[1] === 0) return null;
		failed += counts[1] - counts[0];
	}
	return failed;
}

/** True when the last check passed everything that is open in the phase. */
export function isGreen(input: {
	events: readonly InterviewEvent[];
	phase: string;
	phases: readonly string[];
}): boolean {
	const last = checks(input.events).at(-1);
	return last !== undefined && !last.tampered && failedIn(last, openGroups(input)) === 0;
}
