/**
 * Estimates of a coding round that rest on files and runs: design, robustness and verification of the rubric `coding`.
 * Rules over facts that were counted, with the lines and runs they come from; what was said adds to them and never takes
 * away. The weights were set by hand on the rubric's anchors and are not fitted; the confidence says so.
 */
import type { Criterion, Level, Question } from "../content/schemas";
import { checks, type RunEvent } from "../interview/code/code-log";
import { OWN_TESTS, SOLUTION } from "../interview/code/run";
import { NEEDED } from "../interview/code/stage";
import type { EventOf, InterviewEvent } from "../interview/events";
import { type CodeFacts, type CodeLine, ownTests, readCode } from "./code-facts";
import type { Evidence } from "./grade";
import { shareOf } from "./test-runs";

export interface CodeEstimate {
	/** 1–4, not rounded. */
	value: number;
	evidence: Evidence[];
	/** One sentence of what was counted. */
	reason: string;
}

interface Context {
	criterion: Criterion;
	level: Level;
	/** Share of the criterion's expected key points that were covered by words, 0–1; null when there are none. */
	covered: number | null;
	solution: EventOf<"code"> | null;
	facts: CodeFacts | null;
	own: { tests: ReturnType<typeof ownTests>; event: EventOf<"code"> | null };
	runs: RunEvent[];
	browserRuns: RunEvent[];
}

const MOST_QUOTES = 3;

/**
 * The estimate for a criterion whose evidence includes code or runs; null for other criteria and for rounds in which
 * nothing was written or run. `events` hold every file whole, where it last changed (`settledCode`).
 */
export function estimateFromCode(input: {
	criterion: Criterion;
	level: Level;
	covered: number | null;
	question: Question | undefined;
	events: readonly InterviewEvent[];
}): CodeEstimate | null {
	const { criterion, question, events } = input;
	const kinds = new Set(criterion.evidence);
	if (!kinds.has("code") && !kinds.has("run-history")) return null;
	const file = (path: string) =>
		events.findLast((event): event is EventOf<"code"> => event.type === "code" && event.path === path) ?? null;
	const solution = file(SOLUTION);
	const own = file(OWN_TESTS);
	const context: Context = {
		...input,
		solution,
		facts: solution?.text ? readCode({ text: solution.text, starter: question?.code?.starter ?? "" }) : null,
		own: { tests: ownTests(own?.text ?? ""), event: own },
		runs: checks(events),
		browserRuns: events.filter((event): event is RunEvent => event.type === "run" && event.by === "browser"),
	};
	if (!context.facts || context.facts.written === 0) return null;
	if (kinds.has("run-history")) return verification(context);
	if (kinds.has("tests")) return robustness(context, context.facts);
	return design(context, context.facts);
}

const LONG_FUNCTION = 45;
const SHORT_FUNCTION = 25;

function design({ covered, solution }: Context, facts: CodeFacts): CodeEstimate {
	const typed = shareTrue(facts.functions.map((entry) => entry.typed));
	const longest = Math.max(0, ...facts.functions.map((entry) => entry.lines));
	const untidy = facts.remarks.filter((remark) => remark.ask !== "endless-loop").length;
	let value = 1.9 + 0.6 * typed + 0.6 * (covered ?? 0);
	if (longest > 0 && longest <= SHORT_FUNCTION) value += 0.5;
	else if (longest > LONG_FUNCTION) value -= 0.5;
	if (facts.functions.length >= 3) value += 0.3;
	value -= Math.min(0.8, 0.4 * untidy);
	if (facts.unfinished) value = Math.min(value, 2.2);
	const lines = [
		...facts.remarks.map((remark) => remark.at),
		...[...facts.functions].sort((a, b) => b.lines - a.lines).map((entry) => entry.at),
	];
	const signatures = `${facts.functions.filter((entry) => entry.typed).length} of ${facts.functions.length} functions with types`;
	return {
		value,
		evidence: quotes(solution, lines),
		reason: `Counted in the code: ${signatures}, the longest has ${longest} lines${untidy > 0 ? `, ${untidy} to ask about` : ""}.`,
	};
}

function robustness({ covered, runs, level, solution }: Context, facts: CodeFacts): CodeEstimate {
	const run = runs.at(-1);
	const hard = NEEDED[level].filter((group) => group !== "core");
	const groups = hard.length > 0 ? hard : NEEDED[level];
	const share = run ? shareOf(run, groups) : 0;
	const careless = facts.remarks.filter(({ ask }) =>
		["broad-except", "swallowed-error", "endless-loop", "eval-call"].includes(ask),
	);
	const value = 1.1 + 1.5 * share + 1 * (covered ?? 0) - Math.min(0.9, 0.45 * careless.length);
	const counted = run
		? `${Math.round(share * 100)} % of the tests for ${groups.join(" and ")} pass`
		: "nothing was checked";
	return {
		value,
		evidence: [
			...(run ? [runEvidence(run)] : []),
			...quotes(
				solution,
				careless.map((remark) => remark.at),
			),
		],
		reason: `Counted: ${counted}${careless.length > 0 ? `, ${careless.length} places in the code where errors or loops are left open` : ""}.`,
	};
}

function verification({ covered, runs, browserRuns, own }: Context): CodeEstimate {
	const during = runs.filter((run) => !run.final);
	const count = during.length + browserRuns.length;
	const mended = during.some((run, place) => isRed(run) && during.slice(place + 1).some((later) => !isRed(later)));
	const cases = Math.min(4, own.tests.length);
	let value = count === 0 ? 1.2 : 1.9 + 0.3 * cases + 0.5 * (covered ?? 0) + (mended ? 0.2 : 0);
	const last = runs.at(-1);
	if (count > 0 && last && shareOf(last, ["core"]) < 0.5) value -= 0.3;
	value = Math.min(value, own.tests.length === 0 ? 2.7 : 4);
	const named = [
		`${count} ${count === 1 ? "run" : "runs"}`,
		`${own.tests.length} ${own.tests.length === 1 ? "test" : "tests"} of their own`,
		...(mended ? ["a red check made green"] : []),
	];
	return {
		value,
		evidence: [
			...during.slice(-2).map(runEvidence),
			...quotes(
				own.event,
				own.tests.map((test) => test.at),
			),
		],
		reason: `Counted: ${named.join(", ")}.`,
	};
}

function isRed(run: RunEvent): boolean {
	return Boolean(run.problem) || Object.values(run.results).some(([passed, total]) => passed < total);
}

function shareTrue(values: readonly boolean[]): number {
	return values.length === 0 ? 0 : values.filter(Boolean).length / values.length;
}

function runEvidence(run: RunEvent): Evidence {
	return { seq: run.seq, quote: "", from: 0, to: 0 };
}

function quotes(event: EventOf<"code"> | null, lines: readonly CodeLine[]): Evidence[] {
	if (!event) return [];
	return lines
		.filter((line) => line.text !== "")
		.slice(0, MOST_QUOTES)
		.map((line) => ({ seq: event.seq, quote: line.text, from: line.from, to: line.to }));
}
