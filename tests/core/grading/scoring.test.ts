import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Criterion, Rubric, Score } from "~/core/content/schemas";
import type { CriterionGrade, RedFlag } from "~/core/grading/grade";
import { describeRule, highestRungs, scoreInterview } from "~/core/grading/scoring";
import { scale } from "../../support/round";
import { rubric as example, present } from "./fixture";

const grader = { kind: "rules", version: "test" } as const;
const template = present(example.criteria[0]);

/** Criteria a, b, c … with the given weights; the first `must` of them are must-haves. */
function rubricOf(weights: readonly number[], must = 1): Rubric {
	const criteria = weights.map((weight, index) => ({
		...template,
		id: `c${index}`,
		title: `Criterion ${index}`,
		weight,
		must_have: index < must,
	}));
	return { ...example, criteria: criteria as Criterion[] };
}

const grade = (id: string, score: Score | null): CriterionGrade => ({
	id,
	score,
	shownLevel: "none",
	confidence: 0.5,
	status: score === null ? "not-observed" : "graded",
	evidence: [],
	points: [],
	flags: [],
	reason: "",
	grader,
});

const redFlag = (severity: RedFlag["severity"], state: RedFlag["state"], pieces = 1): RedFlag => ({
	id: `${severity}-flag`,
	severity,
	state,
	evidence: Array.from({ length: pieces }, () => ({ seq: 1, quote: "some words here", from: 0, to: 15 })),
});

function score(input: {
	weights: readonly number[];
	scores: readonly (Score | null)[];
	must?: number;
	redFlags?: RedFlag[];
	hints?: [string, number][];
}) {
	return scoreInterview({
		rubric: rubricOf(input.weights, input.must),
		scale,
		grades: input.scores.map((value, index) => grade(`c${index}`, value)),
		redFlags: input.redFlags ?? [],
		hints: new Map(input.hints ?? []),
		grader,
		flags: [],
	});
}

const SEVEN = [15, 20, 20, 15, 10, 10, 10];

describe("the mean", () => {
	it("is weighted over what was observed", () => {
		expect(score({ weights: [60, 40], scores: [4, 2] }).mean).toBe(3.2);
		expect(score({ weights: [60, 20, 20], scores: [4, 2, null] }).mean).toBe(3.5);
	});

	it("rounds half up to two decimals and compares the rounded value", () => {
		// 3 · 0.75 + 2 · 0.25 = 2.75; with 749 and 251 it is 2.749 and rounds to the line.
		expect(score({ weights: [749, 251], scores: [3, 2] })).toMatchObject({ mean: 2.75, recommendation: "yes" });
		expect(score({ weights: [745, 255], scores: [3, 2] })).toMatchObject({ mean: 2.75, recommendation: "yes" });
		expect(score({ weights: [744, 256], scores: [3, 2] })).toMatchObject({ mean: 2.74, recommendation: "no" });
	});

	it("takes 0.15 off for each confirmed major flag, two at most", () => {
		const scores: Score[] = [4, 4];
		const flag = redFlag("major", "confirmed");
		expect(score({ weights: [50, 50], scores, redFlags: [flag] }).mean).toBe(3.85);
		expect(score({ weights: [50, 50], scores, redFlags: [flag, flag, flag] }).mean).toBe(3.7);
	});

	it("never falls below 1 by flags", () => {
		expect(score({ weights: [50, 50], scores: [1, 1], redFlags: [redFlag("major", "confirmed")] }).mean).toBe(1);
	});

	it("is null when nothing was observed", () => {
		expect(score({ weights: [50, 50], scores: [null, null] })).toMatchObject({
			mean: null,
			overall: null,
			recommendation: null,
			observedWeight: 0,
		});
	});
});

describe("odd weights", () => {
	it("count negative and unreadable weights as nothing", () => {
		expect(score({ weights: [-50, Number.NaN, 50], scores: [1, 1, 4] }).mean).toBe(4);
	});

	it("treat all criteria alike when no weight is usable", () => {
		expect(score({ weights: [0, 0], scores: [2, 4] })).toMatchObject({ mean: 3, observedWeight: 100 });
	});

	it("need not add up to a hundred", () => {
		expect(score({ weights: [3, 1], scores: [4, null] })).toMatchObject({ mean: 4, observedWeight: 75 });
	});

	it("work for one criterion and for thirty", () => {
		expect(score({ weights: [100], scores: [3] }).mean).toBe(3);
		expect(
			score({ weights: Array.from({ length: 30 }, () => 5), scores: Array.from({ length: 30 }, () => 3 as Score) })
				.mean,
		).toBe(3);
	});

	it("always lead to a mean between 1 and 4 and a share between 0 and 100", () => {
		const entry = fc.record({
			weight: fc.double({ min: -100, max: 100 }),
			score: fc.constantFrom<Score | null>(1, 2, 3, 4, null),
		});
		fc.assert(
			fc.property(fc.array(entry, { minLength: 1, maxLength: 30 }), fc.nat(4), (entries, flags) => {
				const result = score({
					weights: entries.map(({ weight }) => weight),
					scores: entries.map((item) => item.score),
					redFlags: Array.from({ length: flags }, () => redFlag("major", "confirmed")),
				});
				if (result.mean !== null) expect(result.mean >= 1 && result.mean <= 4).toBe(true);
				expect(result.observedWeight >= 0 && result.observedWeight <= 100).toBe(true);
				expect(result.overall === null).toBe(result.recommendation === null);
			}),
		);
	});
});

describe("the recommendation", () => {
	it.each<[string, Score[], number, string]>([
		["all 3s but cost at 2", [3, 3, 2, 3, 3, 3, 3], 2.8, "yes"],
		["all 3s but cost at 1", [3, 3, 1, 3, 3, 3, 3], 2.6, "no"],
		["all 4s but cost at 1", [4, 4, 1, 4, 4, 4, 4], 3.4, "no"],
		["all 4s", [4, 4, 4, 4, 4, 4, 4], 4, "strong-yes"],
		["all 4s but one 2 outside the must-haves", [2, 4, 4, 4, 4, 4, 4], 3.7, "yes"],
		["all 2s", [2, 2, 2, 2, 2, 2, 2], 2, "no"],
		["below 2", [1, 2, 2, 2, 2, 2, 2], 1.85, "strong-no"],
	])("for %s", (_title, scores, mean, recommendation) => {
		// Architecture and cost (places 2 and 3) are the must-haves: put them first.
		const order = [1, 2, 0, 3, 4, 5, 6];
		const result = score({
			weights: order.map((index) => present(SEVEN[index])),
			scores: order.map((index) => present(scores[index])),
			must: 2,
		});
		expect(result).toMatchObject({ mean, recommendation });
	});

	it("is No with two must-haves at 2, whatever the mean", () => {
		expect(score({ weights: [20, 20, 60], scores: [2, 2, 4], must: 2 })).toMatchObject({
			mean: 3.2,
			recommendation: "no",
		});
	});

	it("is Strong no with two must-haves at 1", () => {
		expect(score({ weights: [20, 20, 60], scores: [1, 1, 4], must: 2 })).toMatchObject({
			mean: 2.8,
			recommendation: "strong-no",
		});
	});

	it("is Strong no for a critical flag with two pieces of evidence, No with one", () => {
		const scores: Score[] = [4, 4];
		expect(score({ weights: [50, 50], scores, redFlags: [redFlag("critical", "confirmed", 2)] }).recommendation).toBe(
			"strong-no",
		);
		expect(score({ weights: [50, 50], scores, redFlags: [redFlag("critical", "confirmed", 1)] }).recommendation).toBe(
			"no",
		);
	});

	it("is not touched by suspicions", () => {
		const redFlags = [redFlag("critical", "suspected", 2), redFlag("major", "suspected", 2)];
		expect(score({ weights: [50, 50], scores: [4, 4], redFlags })).toMatchObject({
			mean: 4,
			recommendation: "strong-yes",
		});
	});

	it("is withheld, with the overall, when less than 60 of 100 was observed", () => {
		const result = score({ weights: [59, 41], scores: [4, null] });
		expect(result).toMatchObject({ mean: 4, overall: null, recommendation: null, observedWeight: 59 });
		expect(result.rule).toContain("59 of 100");
		expect(score({ weights: [60, 40], scores: [4, null] }).overall).toBe(4);
	});

	it("says in words which rule decided", () => {
		expect(score({ weights: [50, 50], scores: [3, 2] }).rule).toBe("No: the mean 2.50 is below 2.75.");
	});

	it("names criteria by their titles, not by ids", () => {
		const { rule } = score({ weights: [10, 90], scores: [1, 4] });
		expect(rule).toContain("“Criterion 0”");
		expect(rule).not.toContain("c0");
	});
});

describe("hints and missing grades", () => {
	it("cap a score from rung 3 on and keep what it was", () => {
		const capped = score({
			weights: [50, 50],
			scores: [4, 4],
			hints: [
				["c0", 3],
				["c1", 4],
			],
		}).criteria;
		expect(capped.map((entry) => [entry.score, entry.uncappedScore, entry.hintRung])).toEqual([
			[3, 4, 3],
			[2, 4, 4],
		]);
	});

	it("never raise a score, and cost nothing on the first two rungs", () => {
		expect(
			score({
				weights: [50, 50],
				scores: [1, 4],
				hints: [
					["c0", 4],
					["c1", 2],
				],
			}).criteria.map((entry) => entry.score),
		).toEqual([1, 4]);
	});

	it("take the highest rung of a criterion from the log", () => {
		const at = { atMs: 0, actor: "system" } as const;
		const rungs = highestRungs([
			{ ...at, seq: 1, type: "hint", criterion: "c0", rung: 1 },
			{ ...at, seq: 2, type: "hint", criterion: "c0", rung: 3 },
			{ ...at, seq: 3, type: "hint", criterion: "c1", rung: 1 },
		]);
		expect([...rungs]).toEqual([
			["c0", 3],
			["c1", 1],
		]);
	});

	it("leave a criterion without a grade, and one that failed, out of the mean", () => {
		const rubric = rubricOf([50, 25, 25]);
		const failed: CriterionGrade = { ...grade("c1", null), status: "failed" };
		const result = scoreInterview({
			rubric,
			scale,
			grades: [grade("c0", 3), failed, grade("zz", 1)],
			redFlags: [],
			hints: new Map(),
			grader,
			flags: [],
		});
		expect(result).toMatchObject({ mean: 3, observedWeight: 50 });
		expect(result.criteria.map((entry) => entry.status)).toEqual(["graded", "failed", "not-observed"]);
	});
});

it("describes the rule with the scale's own numbers", () => {
	const edited = { ...scale, recommendation: { ...scale.recommendation, weight_observed: 42 } };
	expect(describeRule(edited).join(" ")).toContain("less than 42 of 100");
});
