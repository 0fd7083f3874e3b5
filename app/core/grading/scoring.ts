/**
 * From levels to a recommendation, in code and never by a model. Source: rubrics/_scale.yaml, content design §3.2 and
 * decisions 8. Every number that can be edited stands in the scale file; the order of the rules is here.
 */
import type { Scale } from "../content/round-schemas";
import type { Criterion, Rubric, Score } from "../content/schemas";
import type { InterviewEvent } from "../interview/events";
import {
	type CriterionGrade,
	type GradeResult,
	type Grader,
	NOT_OBSERVED,
	type Recommendation,
	type RedFlag,
	type ScoredCriterion,
} from "./grade";

export interface ScoringInput {
	rubric: Rubric;
	scale: Scale;
	/** One grade a criterion; a criterion without one is not observed, grades of unknown criteria are left out. */
	grades: readonly CriterionGrade[];
	redFlags: readonly RedFlag[];
	/** Highest hint rung (0–4) that touched each criterion. */
	hints: ReadonlyMap<string, number>;
	grader: Grader;
	flags: readonly string[];
}

/** At most this many confirmed major flags are taken off the mean. */
const FLAGS_COUNTED = 2;
/** Pieces of evidence a critical flag needs before it decides alone. */
const CRITICAL_EVIDENCE = 2;

/**
 * Scores one interview. The mean lies within 1–4 and has two decimals, half rounded up; the rounded value is what the
 * cut-offs are compared with. Weights that are negative or not numbers count as 0; when nothing observed has a weight,
 * all observed criteria count alike. `observedWeight` is always a share of 100.
 */
export function scoreInterview(input: ScoringInput): GradeResult {
	const { rubric, scale, grades, redFlags, hints, grader, flags } = input;
	const criteria = rubric.criteria.map((criterion) =>
		scoreCriterion({
			criterion,
			grade: grades.find((grade) => grade.id === criterion.id) ?? notObserved(criterion, grader),
			rung: hints.get(criterion.id) ?? 0,
			scale,
		}),
	);
	const confirmed = redFlags.filter((flag) => flag.state === "confirmed");
	const mean = meanOf({ criteria, penalty: penaltyOf(confirmed, scale) });
	const observedWeight = observedShare(criteria);
	// What was marked is left out of the mean, which must not be to anybody's advantage.
	const marked = criteria.filter((criterion) => criterion.mustHave && criterion.score === null && isMarked(criterion));
	const enough = mean !== null && observedWeight >= scale.recommendation.weight_observed && marked.length === 0;
	const verdict = enough ? recommend({ mean, criteria, confirmed, scale, rubric }) : null;
	return {
		mean,
		overall: enough ? mean : null,
		recommendation: verdict?.recommendation ?? null,
		observedWeight,
		grader,
		criteria,
		redFlags: [...redFlags],
		flags: [...flags],
		rule: verdict?.rule ?? (marked.length > 0 ? notYet(marked, rubric) : notEnough({ observedWeight, scale })),
	};
}

/** The highest hint rung a criterion was given, from the log. */
export function highestRungs(events: readonly InterviewEvent[]): Map<string, number> {
	const rungs = new Map<string, number>();
	for (const event of events) {
		if (event.type === "hint") rungs.set(event.criterion, Math.max(event.rung, rungs.get(event.criterion) ?? 0));
	}
	return rungs;
}

function notObserved(criterion: Criterion, grader: Grader): CriterionGrade {
	return {
		id: criterion.id,
		...NOT_OBSERVED,
		evidence: [],
		points: [],
		flags: [],
		reason: "No grade for this criterion.",
		grader,
	};
}

/** One criterion after its hint cap. `rung` is the highest hint (0–4) that touched it. */
export function scoreCriterion(input: {
	criterion: Criterion;
	grade: CriterionGrade;
	rung: number;
	scale: Scale;
}): ScoredCriterion {
	const { criterion, grade, scale } = input;
	const rung = Math.min(4, Math.max(0, Math.trunc(input.rung))) as 0 | Score;
	const uncapped = grade.status === "graded" ? grade.score : null;
	const score = uncapped === null || rung === 0 ? uncapped : (Math.min(uncapped, scale.hint_caps[rung]) as Score);
	// Written out, so that printed results keep one order of fields.
	return {
		id: grade.id,
		score,
		shownLevel: grade.shownLevel,
		confidence: grade.confidence,
		status: grade.status,
		evidence: grade.evidence,
		points: grade.points,
		flags: grade.flags,
		reason: grade.reason,
		grader: grade.grader,
		weight: criterion.weight,
		mustHave: criterion.must_have,
		uncappedScore: uncapped,
		hintRung: rung,
	};
}

function usableWeight(criterion: ScoredCriterion): number {
	return Number.isFinite(criterion.weight) && criterion.weight > 0 ? criterion.weight : 0;
}

function penaltyOf(confirmed: readonly RedFlag[], scale: Scale): number {
	const majors = confirmed.filter((flag) => flag.severity === "major").length;
	return scale.recommendation.major_flag_penalty * Math.min(FLAGS_COUNTED, majors);
}

function meanOf(input: { criteria: readonly ScoredCriterion[]; penalty: number }): number | null {
	const observed = input.criteria.flatMap((criterion) =>
		criterion.score === null ? [] : [{ ...criterion, score: criterion.score }],
	);
	if (observed.length === 0) return null;
	const weighted = observed.some((criterion) => usableWeight(criterion) > 0);
	const weightOf = (criterion: ScoredCriterion) => (weighted ? usableWeight(criterion) : 1);
	const total = observed.reduce((sum, criterion) => sum + weightOf(criterion), 0);
	const mean = observed.reduce((sum, criterion) => sum + weightOf(criterion) * criterion.score, 0) / total;
	return roundHalfUp(Math.min(4, Math.max(1, mean - input.penalty)));
}

function observedShare(criteria: readonly ScoredCriterion[]): number {
	const weighted = criteria.some((criterion) => usableWeight(criterion) > 0);
	const weightOf = (criterion: ScoredCriterion) => (weighted ? usableWeight(criterion) : 1);
	const total = criteria.reduce((sum, criterion) => sum + weightOf(criterion), 0);
	const observed = criteria.reduce((sum, criterion) => sum + (criterion.score === null ? 0 : weightOf(criterion)), 0);
	return total > 0 ? roundHalfUp((100 * observed) / total) : 0;
}

/** Two decimals, half up. The small addend undoes binary fractions such as 2.675 = 2.67499…. */
function roundHalfUp(value: number): number {
	return Math.floor(value * 100 + 0.5 + 1e-9) / 100;
}

function recommend(input: {
	mean: number;
	criteria: readonly ScoredCriterion[];
	confirmed: readonly RedFlag[];
	scale: Scale;
	rubric: Rubric;
}): { recommendation: Recommendation; rule: string } {
	const { mean, criteria, confirmed, rubric } = input;
	const cuts = input.scale.recommendation;
	const scores = criteria.flatMap((criterion) => (criterion.score === null ? [] : [criterion.score]));
	const must = criteria.filter((criterion) => criterion.mustHave && criterion.score !== null);
	const mustAt = (score: Score) => must.filter((criterion) => criterion.score === score);
	const critical = confirmed.filter((flag) => flag.severity === "critical");
	const proven = critical.filter((flag) => flag.evidence.length >= CRITICAL_EVIDENCE);
	const majors = confirmed.filter((flag) => flag.severity === "major").length;
	const shown = mean.toFixed(2);

	if (mean < cuts.negative.mean) {
		return {
			recommendation: "strong-no",
			rule: `Strong no: the mean ${shown} is below ${cuts.negative.mean.toFixed(2)}.`,
		};
	}
	if (mustAt(1).length >= cuts.strong_no_when.must_haves_at_1) {
		return {
			recommendation: "strong-no",
			rule: `Strong no: ${nameAll(mustAt(1), rubric)} are must-haves and stand at 1.`,
		};
	}
	if (proven.length >= cuts.strong_no_when.critical_flags) {
		return {
			recommendation: "strong-no",
			rule: `Strong no: a critical red flag is confirmed by two pieces of evidence (${flagText(proven[0], rubric)}).`,
		};
	}
	const blocked = blockYes({ mean, must, critical, scale: input.scale, rubric });
	if (blocked) return { recommendation: "no", rule: `No: ${blocked}.` };
	const lowest = Math.min(...scores);
	if (
		mean >= cuts.strong_yes.mean &&
		lowest >= cuts.strong_yes.lowest_criterion &&
		majors <= cuts.strong_yes.major_flags
	) {
		const rule = `Strong yes: the mean ${shown} is at least ${cuts.strong_yes.mean.toFixed(2)}, nothing is below ${cuts.strong_yes.lowest_criterion} and no major red flag is confirmed.`;
		return { recommendation: "strong-yes", rule };
	}
	const rule = `Yes: the mean ${shown} is at least ${cuts.positive.mean.toFixed(2)}, every must-have is at ${cuts.positive.lowest_must_have} or more and at most ${cuts.positive.must_haves_at_2} of them at 2.`;
	return { recommendation: "yes", rule };
}

/** The first reason against a Yes, or null. The round starts from No. */
function blockYes(input: {
	mean: number;
	must: readonly ScoredCriterion[];
	critical: readonly RedFlag[];
	scale: Scale;
	rubric: Rubric;
}): string | null {
	const { mean, must, critical, rubric } = input;
	const { positive } = input.scale.recommendation;
	const below = must.filter((criterion) => (criterion.score ?? 0) < positive.lowest_must_have);
	if (below.length > 0) return `the must-have ${nameAll(below, rubric)} is below ${positive.lowest_must_have}`;
	if (mean < positive.mean) return `the mean ${mean.toFixed(2)} is below ${positive.mean.toFixed(2)}`;
	const atTwo = must.filter((criterion) => criterion.score === 2);
	if (atTwo.length > positive.must_haves_at_2)
		return `${nameAll(atTwo, rubric)} are must-haves and stand at 2, at most ${positive.must_haves_at_2} may`;
	return critical.length > 0 ? `the critical red flag ${flagText(critical[0], rubric)} is confirmed` : null;
}

function isMarked({ flags }: ScoredCriterion): boolean {
	return flags.includes("tampered-run");
}

function notYet(marked: readonly ScoredCriterion[], rubric: Rubric): string {
	return `No recommendation yet: a run was marked, and ${nameAll(marked, rubric)} is a must-have. A person has to look at it first.`;
}

function notEnough(input: { observedWeight: number; scale: Scale }): string {
	const needed = input.scale.recommendation.weight_observed;
	return `Not enough evidence: ${input.observedWeight} of 100 weight was observed, ${needed} is needed for a recommendation.`;
}

/** Titles as the rubric writes them: an id is for files. */
function nameAll(criteria: readonly ScoredCriterion[], rubric: Rubric): string {
	const titleOf = (id: string) => rubric.criteria.find((criterion) => criterion.id === id)?.title ?? id;
	return criteria.map(({ id }) => `“${titleOf(id)}”`).join(" and ");
}

function flagText(flag: RedFlag | undefined, rubric: Rubric): string {
	const text = rubric.red_flags.find((known) => known.id === flag?.id)?.text ?? flag?.id ?? "";
	return `“${text.replace(/\.$/, "")}”`;
}

/** The whole rule in plain sentences, from the scale's own numbers: shown beside every recommendation. */
export function describeRule(scale: Scale): string[] {
	const { strong_yes, positive, negative, strong_no_when, major_flag_penalty, weight_observed } = scale.recommendation;
	return [
		"Each criterion is scored 1 to 4 against the bar of the target level; a hint of rung 3 or 4 caps it.",
		`The mean is weighted over what was observed. Each confirmed major red flag takes off ${major_flag_penalty.toFixed(2)}, at most two count.`,
		`With less than ${weight_observed} of 100 weight observed there is no recommendation, nor with a run that was marked until a person has looked at it.`,
		`Strong no: the mean is below ${negative.mean.toFixed(2)}, or ${strong_no_when.must_haves_at_1} must-haves stand at 1, or a critical red flag is confirmed by two pieces of evidence.`,
		`Yes: the mean is at least ${positive.mean.toFixed(2)}, every must-have is at ${positive.lowest_must_have} or more, at most ${positive.must_haves_at_2} of them at 2, and no critical red flag is confirmed.`,
		`Strong yes: a Yes with a mean of at least ${strong_yes.mean.toFixed(2)}, nothing below ${strong_yes.lowest_criterion} and no major red flag confirmed.`,
		"Everything else is a No.",
	];
}
