import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	agreementByBand,
	bootstrapInterval,
	fitIsotonic,
	kendallTauB,
	krippendorffAlpha,
	mae,
	pearson,
	quadraticWeightedKappa,
	rmse,
	seededRandom,
	spearman,
} from "~/core/grading/agreement";
import { present } from "./fixture";

const numbers = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 2, maxLength: 40 });

describe("correlations", () => {
	it("give the values of a worked example", () => {
		const a = [1, 2, 3, 4, 5];
		const b = [2, 1, 4, 3, 5];
		expect(pearson(a, b)).toBeCloseTo(0.8);
		expect(spearman(a, b)).toBeCloseTo(0.8);
		expect(kendallTauB(a, b)).toBeCloseTo(0.6);
	});

	it("correct tau for ties on both sides", () => {
		// Four pairs agree, one is tied in the first list and one in the second: 4 / sqrt(5 · 5).
		expect(kendallTauB([1, 1, 2, 3], [1, 2, 3, 3])).toBeCloseTo(0.8);
	});

	it("are not defined for a constant list", () => {
		expect(pearson([1, 1, 1], [1, 2, 3])).toBeNull();
		expect(spearman([1, 2, 3], [4, 4, 4])).toBeNull();
		expect(kendallTauB([2, 2], [1, 2])).toBeNull();
	});

	it("do not change when both lists are stretched", () => {
		fc.assert(
			fc.property(numbers, (a) => {
				const b = a.map((value, index) => value + (index % 3));
				const stretched = pearson(
					a.map((value) => 3 * value + 1),
					b,
				);
				const plain = pearson(a, b);
				if (plain === null) expect(stretched).toBeNull();
				else expect(stretched).toBeCloseTo(plain);
			}),
		);
	});

	it("refuse lists of different length", () => {
		expect(() => pearson([1, 2], [1])).toThrow(RangeError);
	});
});

describe("kappa and errors", () => {
	it("give one for equal grades and the value of a worked example otherwise", () => {
		expect(quadraticWeightedKappa({ a: [0, 3, 5], b: [0, 3, 5], low: 0, high: 5 })).toBe(1);
		// Observed disagreement 1, expected (0+1+1+0)·… = 2 over two cases: kappa 1 − 1/1 = 0.
		expect(quadraticWeightedKappa({ a: [1, 1], b: [1, 2], low: 1, high: 2 })).toBeCloseTo(0);
		expect(quadraticWeightedKappa({ a: [1, 2], b: [2, 1], low: 1, high: 2 })).toBeCloseTo(-1);
	});

	it("gives the values printed for Cohen's weighted kappa with squared weights by R's psych::cohen.kappa and irr::kappa2", () => {
		const [tim, bates] = [
			[1, 2, 3, 4, 5, 6, 7, 8, 9],
			[1, 3, 1, 6, 1, 5, 5, 6, 7],
		];
		expect(quadraticWeightedKappa({ a: tim, b: bates, low: 1, high: 9 })).toBeCloseTo(0.68, 2);
		const [first, second] = [
			[3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3],
			[3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4],
		];
		expect(quadraticWeightedKappa({ a: first, b: second, low: 1, high: 6 })).toBeCloseTo(0.297, 3);
	});

	it("is, with quadratic weights, Lin's concordance coefficient of the same grades (Fleiss & Cohen 1973; Lin 1989)", () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })), {
					minLength: 2,
					maxLength: 60,
				}),
				(pairs) => {
					const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
					const kappa = quadraticWeightedKappa({ a, b, low: 1, high: 4 });
					const concordance = lin(a, b);
					if (concordance === null) expect(kappa).toBeNull();
					else expect(kappa).toBeCloseTo(concordance);
				},
			),
		);
	});

	it("measure errors in the unit of the grades", () => {
		expect(rmse([1, 4], [1, 2])).toBeCloseTo(Math.SQRT2);
		expect(mae([1, 4], [1, 2])).toBe(1);
		expect(rmse([], [])).toBeNull();
	});

	it("sort cases into bands by the person's grade", () => {
		const bands = agreementByBand([
			{ human: 0, grader: 1, max: 5 },
			{ human: 2, grader: 4, max: 5 },
			{ human: 4, grader: 4, max: 5 },
		]);
		expect([bands.low.n, bands.mid.n, bands.high.n]).toEqual([1, 1, 1]);
		expect(bands.mid.mae).toBe(2);
	});
});

describe("alpha", () => {
	// The worked example of Krippendorff (2011), section C: four observers, twelve units, some missing; interval alpha .849.
	const observers = [
		[1, 2, 3, 3, 2, 1, 4, 1, 2, null, null, null],
		[1, 2, 3, 3, 2, 2, 4, 1, 2, 5, null, 3],
		[null, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, null],
		[1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, null],
	];
	const units = Array.from({ length: 12 }, (_, unit) =>
		observers.flatMap((grades) => (grades[unit] == null ? [] : [Number(grades[unit])])),
	);

	it("gives the value of the published example", () => {
		expect(krippendorffAlpha(units)).toBeCloseTo(0.849, 3);
	});

	it("is one when all agree, and nothing when there is nothing to compare", () => {
		expect(
			krippendorffAlpha([
				[1, 1],
				[4, 4, 4],
			]),
		).toBe(1);
		expect(
			krippendorffAlpha([
				[2, 2],
				[2, 2],
			]),
		).toBeNull();
		expect(krippendorffAlpha([[1, 2], [3]])).toBeNull();
	});

	it("does not change when grades are stretched or units are shuffled", () => {
		fc.assert(
			fc.property(fc.array(fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }), { maxLength: 12 }), (drawn) => {
				const plain = krippendorffAlpha(drawn);
				const other = krippendorffAlpha([...drawn].reverse().map((grades) => grades.map((grade) => 10 * grade - 3)));
				if (plain === null) expect(other).toBeNull();
				else expect(other).toBeCloseTo(plain);
			}),
		);
	});
});

describe("isotonic regression", () => {
	it("gives the fit of the worked example in R's stats::isoreg (after Robertson, Wright & Dykstra 1988)", () => {
		const fit = fitIsotonic([1, 0, 4, 3, 3, 5, 4, 2, 0].map((y, x) => ({ x, y })));
		const fitted = Array.from({ length: 9 }, (_, x) => fit(x));
		expect([fitted[0], fitted[8]]).toEqual([0.5, 3]);
		expect(new Set(fitted.slice(5))).toEqual(new Set([3]));
	});

	it("pools what falls", () => {
		const fit = fitIsotonic([
			{ x: 1, y: 1 },
			{ x: 2, y: 3 },
			{ x: 3, y: 2 },
			{ x: 4, y: 4 },
		]);
		expect([fit(1), fit(2.5), fit(4)]).toEqual([1, 2.5, 4]);
	});

	it("never falls and stays within the grades", () => {
		fc.assert(
			fc.property(
				fc.array(fc.record({ x: fc.integer({ min: 0, max: 20 }), y: fc.integer({ min: 0, max: 5 }) }), {
					minLength: 1,
				}),
				(points) => {
					const fit = fitIsotonic(points);
					const values = Array.from({ length: 45 }, (_, index) => fit(index / 2 - 1));
					for (const [index, value] of values.entries()) {
						expect(value).toBeGreaterThanOrEqual((values[index - 1] ?? value) - 1e-9);
						expect(value).toBeGreaterThanOrEqual(Math.min(...points.map((point) => point.y)) - 1e-9);
						expect(value).toBeLessThanOrEqual(Math.max(...points.map((point) => point.y)) + 1e-9);
					}
				},
			),
		);
	});

	it("is the identity without grades, flat with one, and flat for reversed ones", () => {
		expect(fitIsotonic([])(0.7)).toBe(0.7);
		expect(fitIsotonic([{ x: 1, y: 3 }])(9)).toBe(3);
		const reversed = fitIsotonic([
			{ x: 1, y: 4 },
			{ x: 2, y: 2 },
		]);
		expect([reversed(1), reversed(2)]).toEqual([3, 3]);
	});
});

it("draws the same bootstrap interval for the same seed", () => {
	const random = seededRandom(7);
	const a = Array.from({ length: 60 }, () => random());
	const b = a.map((value) => value + 0.3 * random());
	const statistic = (indices: readonly number[]) =>
		pearson(
			indices.map((index) => present(a[index])),
			indices.map((index) => present(b[index])),
		);
	const first = bootstrapInterval({ size: 60, statistic, draws: 200, seed: 3 });
	expect(bootstrapInterval({ size: 60, statistic, draws: 200, seed: 3 })).toEqual(first);
	expect(present(first).low).toBeLessThan(present(pearson(a, b)));
	expect(present(first).high).toBeGreaterThan(present(pearson(a, b)));
});

/** 2 cov / (var a + var b + (mean a − mean b)²), with population moments. */
function lin(a: readonly number[], b: readonly number[]): number | null {
	const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
	const moment = (x: readonly number[], y: readonly number[]) =>
		mean(x.map((value, index) => (value - mean(x)) * (present(y[index]) - mean(y))));
	const scale = moment(a, a) + moment(b, b) + (mean(a) - mean(b)) ** 2;
	return scale > 0 ? (2 * moment(a, b)) / scale : null;
}
