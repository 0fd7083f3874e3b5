import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { GradeResult } from "~/core/grading/grade";
import { CURVE_FROM, calibrateGrade, fitCalibration } from "~/core/rubrics/calibration";

const pair = (machine: number, human: number) => ({ machine, human });
const many = (count: number, machine: number, human: number) =>
	Array.from({ length: count }, () => pair(machine, human));
const fit = (pairs: { machine: number; human: number }[]) => fitCalibration({ criterion: "cost", pairs });

describe("a calibration", () => {
	it("without grades changes nothing", () => {
		expect(fit([])).toMatchObject({ kind: "none", n: 0, becomes: [1, 2, 3, 4] });
	});

	it("below twenty grades is an offset that grows with the number of grades", () => {
		const one = fit([pair(3, 2)]);
		const ten = fit(many(10, 3, 2));
		expect(one).toMatchObject({ kind: "offset", n: 1 });
		expect(one.becomes[2]).toBeCloseTo(3 - 1 / 6);
		expect(ten.becomes[2]).toBeCloseTo(3 - 10 / 15);
		expect(ten.becomes[1]).toBeCloseTo(2 - 10 / 15);
		expect(ten.becomes[0]).toBe(1);
	});

	it("from twenty on is a curve through what people gave", () => {
		const curve = fit([...many(40, 2, 1), ...many(40, 4, 4)]);
		expect(curve).toMatchObject({ kind: "curve", n: 80, reversed: false });
		expect(curve.becomes[1]).toBeCloseTo(2 - 0.8);
		expect(curve.becomes[3]).toBeCloseTo(4);
	});

	it("of reversed grades warns and still never falls", () => {
		const reversed = fit([...many(15, 1, 4), ...many(15, 4, 1)]);
		expect(reversed.reversed).toBe(true);
		expect(reversed.becomes).toEqual([...reversed.becomes].sort((a, b) => a - b));
	});

	it("of equal grades is defined", () => {
		expect(fit(many(30, 3, 3)).becomes[2]).toBe(3);
	});

	it("never falls and never leaves the scale", () => {
		const score = fc.integer({ min: 1, max: 4 });
		fc.assert(
			fc.property(fc.array(fc.record({ machine: score, human: score }), { maxLength: 3 * CURVE_FROM }), (pairs) => {
				const { becomes } = fit(pairs);
				for (const value of becomes) expect(value >= 1 && value <= 4).toBe(true);
				expect([...becomes].sort((a, b) => a - b)).toEqual(becomes);
			}),
		);
	});
});

describe("a calibrated grade", () => {
	const result = {
		criteria: [
			{ id: "cost", score: 3, weight: 60 },
			{ id: "safety", score: 2, weight: 40 },
			{ id: "speed", score: null, weight: 0 },
		],
	} as unknown as GradeResult;

	it("stands beside the raw one: only what has a correction changes, and the mean is computed again", () => {
		const calibrated = calibrateGrade({
			result,
			calibrations: [fit(many(10, 3, 2)), fitCalibration({ criterion: "speed", pairs: many(3, 2, 4) })],
		});
		expect(calibrated).toEqual({ scores: { cost: 2.3 }, n: { cost: 10 }, mean: 2.18 });
		expect(result.criteria[0]?.score).toBe(3);
	});

	it("without a correction has the raw mean", () => {
		expect(calibrateGrade({ result, calibrations: [] })).toEqual({ scores: {}, n: {}, mean: 2.6 });
	});
});
