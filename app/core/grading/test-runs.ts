/** Criteria that are decided by tests: the runner's counts, which no words can change (content design §3.3). */
import type { Criterion, Score } from "../content/schemas";
import type { EventOf, InterviewEvent } from "../interview/events";
import type { CriterionGrade } from "./grade";

const TESTS_VERSION = "1";

/**
 * The grade of a criterion that is judged by tests and code alone, from the last run; null for other criteria and when
 * nothing was run. The group `core` must pass for a 3, everything for a 4.
 */
export function gradeFromRuns(input: {
	criterion: Criterion;
	events: readonly InterviewEvent[];
}): CriterionGrade | null {
	const { criterion, events } = input;
	if (criterion.evidence[0] !== "tests" || criterion.evidence.includes("transcript")) return null;
	const run = events.findLast(
		(event): event is EventOf<"run"> => event.type === "run" && Object.keys(event.results).length > 0,
	);
	if (!run) return null;
	const groups = Object.entries(run.results).sort(([a], [b]) => (a < b ? -1 : 1));
	const score = scoreOf(groups);
	const counts = groups.map(([name, [passed, total]]) => `${name} ${passed} of ${total}`).join(", ");
	return {
		id: criterion.id,
		score,
		shownLevel: score === 1 ? "none" : score === 2 ? "junior" : score === 3 ? "mid" : "senior",
		confidence: 0.9,
		status: "graded",
		evidence: [{ seq: run.seq, quote: "", from: 0, to: 0 }],
		points: [],
		flags: [],
		reason: `Last run: ${counts}.`,
		grader: { kind: "tests", version: TESTS_VERSION },
	};
}

function scoreOf(groups: readonly [string, [number, number]][]): Score {
	const passed = groups.reduce((sum, [, counts]) => sum + counts[0], 0);
	const total = groups.reduce((sum, [, counts]) => sum + counts[1], 0);
	if (total === 0 || passed === 0) return 1;
	if (passed >= total) return 4;
	const core = groups.find(([name]) => name === "core")?.[1];
	const coreShare = core && core[1] > 0 ? core[0] / core[1] : passed / total;
	if (coreShare >= 1) return passed / total >= 0.6 ? 3 : 2;
	return coreShare >= 0.5 ? 2 : 1;
}
