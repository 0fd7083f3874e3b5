import { describe, expect, it } from "vitest";
import type { Score } from "~/core/content/schemas";
import type { GradeResult, Recommendation } from "~/core/grading/grade";
import { agreementOf, compareVersions } from "~/core/rubrics/compare";

const CRITERIA = [
	{ id: "retrieval", title: "Retrieval" },
	{ id: "cost", title: "Cost" },
];

function result(scores: Record<string, Score | null>, recommendation: Recommendation | null = "yes"): GradeResult {
	const criteria = Object.entries(scores).map(([id, score]) => ({ id, score, reason: `why ${id}`, evidence: [] }));
	return { mean: 3, recommendation, criteria } as unknown as GradeResult;
}

describe("two versions on the same interviews", () => {
	const cases = [
		{
			item: "a",
			title: "A",
			before: result({ retrieval: 3, cost: 2 }),
			after: result({ retrieval: 2, cost: 2 }, "no"),
			people: [{ grader: "Ann", scores: { retrieval: 2 as const, cost: null }, recommendation: "no" as const }],
		},
		{
			item: "b",
			title: "B",
			before: result({ retrieval: 3, cost: null }),
			after: result({ retrieval: 3, cost: 4 }),
			people: [],
		},
	];
	const compared = compareVersions({ criteria: CRITERIA, cases });

	it("show how scores move, without those only one version gave", () => {
		const [retrieval, cost] = compared.criteria;
		expect(retrieval).toMatchObject({ scored: 2, before: 3, after: 2.5 });
		expect(retrieval?.shifts.filter((entry) => entry.count > 0)).toEqual([
			{ shift: -1, count: 1 },
			{ shift: 0, count: 1 },
		]);
		expect(cost).toMatchObject({ scored: 1, before: 2, after: 2, people: null });
	});

	it("show whether agreement with people rose", () => {
		expect(compared.graded).toBe(1);
		expect(compared.criteria[0]?.people).toMatchObject({ before: { n: 1, exact: 0 }, after: { n: 1, exact: 1 } });
	});

	it("name flips with what moved and what the person said", () => {
		expect(compared.flips).toHaveLength(1);
		expect(compared.flips[0]).toMatchObject({ item: "a", before: "yes", after: "no", person: "no" });
		expect(compared.flips[0]?.moved.map((entry) => entry.title)).toEqual(["Retrieval"]);
	});
});

describe("agreement", () => {
	it("counts exact, near and where they differ", () => {
		const pairs = [
			[1, 1],
			[2, 3],
			[4, 2],
			[3, 3],
		].map(([human, machine]) => ({ human: human as Score, machine: machine as Score }));
		const agreement = agreementOf(pairs);
		expect(agreement).toMatchObject({ n: 4, exact: 0.5, withinOne: 0.75 });
		expect(agreement.confusion).toEqual([
			[1, 0, 0, 0],
			[0, 0, 1, 0],
			[0, 0, 1, 0],
			[0, 1, 0, 0],
		]);
		// Observed squares 0 + 1 + 4 + 0; expected by the marginal counts 6 + 1 + … = 9: kappa 1 − 5/9.
		expect(agreement.kappa).toBeCloseTo(1 - 5 / expectedSquares([1, 2, 4, 3], [1, 3, 2, 3]));
	});

	it("says nothing it cannot know", () => {
		expect(agreementOf([])).toMatchObject({ n: 0, kappa: null, interval: null });
		const two = [
			{ human: 3, machine: 2 },
			{ human: 2, machine: 2 },
		] as const;
		expect(agreementOf(two)).toMatchObject({ n: 2, kappa: null, interval: null });
		expect(agreementOf([{ human: 3, machine: 3 }])).toMatchObject({ n: 1, exact: 1, kappa: null, interval: null });
	});
});

/** Mean over all pairings of the two lists, times their length: what chance would give. */
function expectedSquares(a: readonly number[], b: readonly number[]): number {
	return a.flatMap((x) => b.map((y) => (x - y) ** 2)).reduce((sum, square) => sum + square, 0) / a.length;
}
