/** The shapes of a grade. Field names follow the `grade` command (decisions 8), so files and screens say the same. */
import { z } from "zod";
import { Level, Score, Severity, Slug } from "../content/schemas";

export const GradeStatus = z.enum(["graded", "not-observed", "failed"]);
export type GradeStatus = z.infer<typeof GradeStatus>;

export const ShownLevel = z.enum(["none", ...Level.options]);
export type ShownLevel = z.infer<typeof ShownLevel>;

/** Who produced a number. */
export const Grader = z.object({
	kind: z.enum(["rules", "model", "person", "tests"]),
	/** For rules: the version of the rules. For a model: its id. */
	version: z.string(),
});
export type Grader = z.infer<typeof Grader>;

/** A pointer into the log. `quote` is the exact slice [from, to) of the text of event `seq`. */
export const Evidence = z.object({
	seq: z.int().positive(),
	quote: z.string(),
	from: z.int().nonnegative(),
	to: z.int().nonnegative(),
	/** Key point this supports, when it supports one, and the question it belongs to. */
	point: Slug.optional(),
	question: Slug.optional(),
});
export type Evidence = z.infer<typeof Evidence>;

export const PointVerdict = z.object({
	id: Slug,
	/** The question the point belongs to: two questions of a round may use the same id. */
	question: Slug.optional(),
	verdict: z.enum(["met", "partial", "missing", "contradicted"]),
	must: z.boolean(),
});
export type PointVerdict = z.infer<typeof PointVerdict>;

/** One criterion as its grader saw it, before caps. `score` is null unless `status` is "graded". */
export const CriterionGrade = z.object({
	id: Slug,
	score: Score.nullable(),
	shownLevel: ShownLevel,
	/** 0–1; how much the grader trusts its own level. */
	confidence: z.number().min(0).max(1),
	status: GradeStatus,
	evidence: z.array(Evidence),
	points: z.array(PointVerdict),
	/** Integrity and caution marks, e.g. asked-unanswered, low-relevance, rubric-copy. */
	flags: z.array(z.string()),
	/** One or two plain sentences: why this level, or why none. */
	reason: z.string(),
	grader: Grader,
});
export type CriterionGrade = z.infer<typeof CriterionGrade>;

/** Of a criterion without a number: nothing was there to see, and it counts neither for nor against. */
export const NOT_OBSERVED = {
	score: null,
	shownLevel: "none",
	confidence: 0,
	status: "not-observed",
} as const satisfies Partial<CriterionGrade>;

export const RedFlag = z.object({
	id: Slug,
	severity: Severity,
	state: z.enum(["suspected", "confirmed"]),
	evidence: z.array(Evidence),
});
export type RedFlag = z.infer<typeof RedFlag>;

export const Recommendation = z.enum(["strong-no", "no", "yes", "strong-yes"]);
export type Recommendation = z.infer<typeof Recommendation>;

/** A scored criterion: the grader's result after hint caps, with what the cap took away. */
export const ScoredCriterion = CriterionGrade.extend({
	weight: z.number(),
	mustHave: z.boolean(),
	/** The score before a hint capped it; equal to `score` when nothing was capped. */
	uncappedScore: Score.nullable(),
	/** Highest hint rung that touched this criterion, 0 when none. */
	hintRung: z.int().min(0).max(4),
});
export type ScoredCriterion = z.infer<typeof ScoredCriterion>;

/** What the scoring function returns and every report shows. */
export const GradeResult = z.object({
	/** Weighted mean of capped scores minus flag penalty, 1–4, two decimals; null when nothing was observed. */
	mean: z.number().nullable(),
	/** `mean`, or null when less than the required weight was observed. */
	overall: z.number().nullable(),
	recommendation: Recommendation.nullable(),
	observedWeight: z.number(),
	grader: Grader,
	criteria: z.array(ScoredCriterion),
	redFlags: z.array(RedFlag),
	/** Integrity flags of the whole interview, e.g. injection. */
	flags: z.array(z.string()),
	/** The rule that led to the recommendation, in words. */
	rule: z.string(),
});
export type GradeResult = z.infer<typeof GradeResult>;
