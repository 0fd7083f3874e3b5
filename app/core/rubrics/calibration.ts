/**
 * What people's grades say about the machine's: a correction for each criterion, shown beside the raw score and never in
 * its place. Below 20 grades only an offset is learned, from 20 on a monotone curve; both are shrunk towards no change,
 * because few grades say little (grading design §D.2, "Calibration"). Curve: isotonic regression, core/grading/agreement.ts.
 */
import { z } from "zod";
import { fitIsotonic, mean, spearman } from "../grading/agreement";
import type { GradeResult } from "../grading/grade";

/** From this many grades on a curve is learned instead of an offset. */
export const CURVE_FROM = 20;
/** Grades that say "no change" before any person has said a thing. */
const OFFSET_PRIOR = 5;
const CURVE_PRIOR = 20;

export interface Calibration {
	criterion: string;
	kind: "none" | "offset" | "curve";
	/** Grades of people it rests on. */
	n: number;
	/** What the machine's 1, 2, 3 and 4 become; numbers from 1 to 4 that never fall. */
	becomes: [number, number, number, number];
	/** People's scores fall as the machine's rise: the machine measures something else, and no curve mends that. */
	reversed: boolean;
}

export const CalibratedGrade = z.object({
	/** Calibrated score from 1 to 4 by criterion, for those that have a raw one and a correction. */
	scores: z.record(z.string(), z.number()),
	/** Grades of people behind each. */
	n: z.record(z.string(), z.number()),
	/** Weighted mean with calibrated scores where there are any; null when nothing was observed. */
	mean: z.number().nullable(),
});
export type CalibratedGrade = z.infer<typeof CalibratedGrade>;

/** Learns the correction of one criterion from scores people and the machine gave to the same interviews. */
export function fitCalibration(input: {
	criterion: string;
	pairs: readonly { machine: number; human: number }[];
}): Calibration {
	const { criterion, pairs } = input;
	const n = pairs.length;
	if (n === 0) return { criterion, kind: "none", n, becomes: [1, 2, 3, 4], reversed: false };
	const correlation = spearman(
		pairs.map((pair) => pair.machine),
		pairs.map((pair) => pair.human),
	);
	const reversed = correlation !== null && correlation < 0;
	const curve = n >= CURVE_FROM;
	const learned = curve ? fitIsotonic(pairs.map(({ machine, human }) => ({ x: machine, y: human }))) : offsetOf(pairs);
	const trust = n / (n + (curve ? CURVE_PRIOR : OFFSET_PRIOR));
	const becomes = ([1, 2, 3, 4] as const).map((raw) => clip(raw + trust * (learned(raw) - raw)));
	return { criterion, kind: curve ? "curve" : "offset", n, becomes: becomes as Calibration["becomes"], reversed };
}

/** The calibrated scores of a grade, to one decimal; raw scores are not touched. */
export function calibrateGrade(input: { result: GradeResult; calibrations: readonly Calibration[] }): CalibratedGrade {
	const { result, calibrations } = input;
	const scores: Record<string, number> = {};
	const n: Record<string, number> = {};
	let sum = 0;
	let weights = 0;
	for (const { id, score, weight } of result.criteria) {
		if (score === null) continue;
		const fit = calibrations.find((entry) => entry.criterion === id && entry.kind !== "none");
		const value = fit ? Math.round((fit.becomes[score - 1] ?? score) * 10) / 10 : score;
		if (fit) {
			scores[id] = value;
			n[id] = fit.n;
		}
		sum += weight * value;
		weights += weight;
	}
	return { scores, n, mean: weights > 0 ? Math.round((sum / weights) * 100) / 100 : null };
}

function offsetOf(pairs: readonly { machine: number; human: number }[]): (raw: number) => number {
	const offset = mean(pairs.map((pair) => pair.human - pair.machine));
	return (raw) => raw + offset;
}

const clip = (value: number) => Math.min(4, Math.max(1, value));
