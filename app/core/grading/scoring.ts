/** From criterion grades to a recommendation: caps, weighted mean, must-haves, flags (content design §3.2, decisions 8). */
import type { Rubric, Scale, Score } from "../content/schemas";
import type { InterviewEvent } from "../interview/events";
import type { CriterionGrade, Grader, GradeResult, Recommendation, RedFlag, ScoredCriterion } from "./grade";

/** Highest hint rung that touched each criterion. */
export function highestRungs(events: readonly InterviewEvent[]): Map<string, number> {
	const rungs = new Map<string, number>();
	for (const event of events) {
		if (event.type === "hint") rungs.set(event.criterion, Math.max(rungs.get(event.criterion) ?? 0, event.rung));
	}
	return rungs;
}

/**
 * Scores one interview. Criteria without a score are left out and their weight is shared by the rest. `mean` is clamped
 * to 1–4 and rounded half up to two decimals; every cut-off uses the rounded value. Suspected flags have no effect.
 */
export function scoreInterview(input: {
	rubric: Rubric;
	scale: Scale;
	grades: readonly CriterionGrade[];
	redFlags: readonly RedFlag[];
	hints: ReadonlyMap<string, number>;
	flags: readonly string[];
	grader: Grader;
}): GradeResult {
	const { rubric, scale, redFlags, grader } = input;
	const criteria = rubric.criteria.flatMap((criterion): ScoredCriterion[] => {
		const grade = input.grades.find((entry) => entry.id === criterion.id);
		if (!grade) return [];
		const hintRung = input.hints.get(criterion.id) ?? 0;
		const cap = hintRung > 0 ? scale.hint_caps[hintRung as 1 | 2 | 3 | 4] : 4;
		const score = grade.score === null ? null : (Math.min(grade.score, cap) as Score);
		const placed = { weight: criterion.weight, mustHave: criterion.must_have, uncappedScore: grade.score, hintRung };
		return [{ ...grade, ...placed, score }];
	});
	const seen = criteria.filter((criterion) => criterion.score !== null);
	const observedWeight = seen.reduce((sum, criterion) => sum + criterion.weight, 0);
	const confirmed = redFlags.filter((flag) => flag.state === "confirmed");
	const majors = confirmed.filter((flag) => flag.severity === "major").length;
	const weighted = seen.reduce((sum, criterion) => sum + criterion.weight * (criterion.score ?? 0), 0);
	const penalty = Math.min(2, majors) * scale.recommendation.major_flag_penalty;
	const mean = observedWeight > 0 ? roundHalfUp(Math.min(4, Math.max(1, weighted / observedWeight - penalty))) : null;
	const overall = mean !== null && observedWeight >= scale.recommendation.weight_observed ? mean : null;
	const criticals = confirmed.filter((flag) => flag.severity === "critical" && flag.evidence.length >= 2).length;
	const recommendation = overall === null ? null : recommend({ mean: overall, criteria: seen, scale, majors, criticals });
	const rule = describeRule({ overall, observedWeight, recommendation, scale });
	return { mean, overall, recommendation, observedWeight, grader, criteria, redFlags: [...redFlags], flags: [...input.flags], rule };
}

function recommend(input: {
	mean: number;
	criteria: readonly ScoredCriterion[];
	scale: Scale;
	majors: number;
	criticals: number;
}): Recommendation {
	const { mean, criteria, majors, criticals } = input;
	const { strong_yes, positive, negative, strong_no_when } = input.scale.recommendation;
	const mustHaves = criteria.filter((criterion) => criterion.mustHave).map((criterion) => criterion.score ?? 0);
	const at = (score: number) => mustHaves.filter((value) => value === score).length;
	if (mean < negative.mean || at(1) >= strong_no_when.must_haves_at_1 || criticals >= strong_no_when.critical_flags) return "strong-no";
	const lowest = Math.min(...criteria.map((criterion) => criterion.score ?? 4));
	const passes =
		mean >= positive.mean && mustHaves.every((value) => value >= positive.lowest_must_have) && at(2) <= positive.must_haves_at_2;
	if (!passes) return "no";
	return mean >= strong_yes.mean && lowest >= strong_yes.lowest_criterion && majors <= strong_yes.major_flags ? "strong-yes" : "yes";
}

function describeRule(input: {
	overall: number | null;
	observedWeight: number;
	recommendation: Recommendation | null;
	scale: Scale;
}): string {
	const { overall, observedWeight, recommendation, scale } = input;
	const { positive, negative, strong_yes, weight_observed } = scale.recommendation;
	if (overall === null || recommendation === null) {
		return `Only ${observedWeight} of 100 weight was seen; a recommendation needs ${weight_observed}.`;
	}
	const cuts = `Strong no below ${negative.mean.toFixed(2)}, yes from ${positive.mean.toFixed(2)} with every must-have at ${positive.lowest_must_have} or more, strong yes from ${strong_yes.mean.toFixed(2)} with nothing below ${strong_yes.lowest_criterion}.`;
	return `The weighted mean is ${overall.toFixed(2)}. ${cuts}`;
}

function roundHalfUp(value: number): number {
	return Math.floor(value * 100 + 0.5 + 1e-9) / 100;
}
