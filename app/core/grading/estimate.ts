/**
 * From measured parts to an estimated level. The weights were set by hand near a ridge fit on the shipped sample
 * transcripts and a few of our own, and rounded; tau hardly moves when they are halved or doubled. `bench/samples` prints
 * the agreement on the samples, but they were in view when the weights were chosen: expect less elsewhere. The weights
 * are the same for every criterion, question and round.
 */
import type { Level, Score } from "../content/schemas";

export interface EstimateParts {
	/** Share of the key points expected at this level that were covered, 0–1; null when the criterion has none. */
	expected: number | null;
	/** Share of all its key points that were covered, 0–1; null when the criterion has none. */
	all: number | null;
	/** Substance of the answers that belong to the criterion, 0–1. */
	own: number;
	/** Substance of all answers of the round, 0–1. */
	round: number;
	/** Correction from graded example answers, in levels. */
	examples: number;
	/** Correction from checked figures, in levels. */
	figures: number;
}

/** The same words are worth less where more is expected. */
export const BAR_SHIFT: Record<Level, number> = { junior: 0.25, mid: 0, senior: -0.1, staff: -0.25 };
/** Below, square roots are used: the first points and the first concrete answers tell most. */
const WITH_POINTS = { base: -0.9, expected: 1, all: 1, own: 1.4, round: 2.4 };
const WITHOUT_POINTS = { base: -0.35, own: 1.9, round: 3.1 };

/** The estimate of one criterion, 1–4, not rounded. */
export function estimateLevel(input: { parts: EstimateParts; level: Level }): number {
	const { parts, level } = input;
	const own = Math.sqrt(parts.own);
	const round = Math.sqrt(parts.round);
	const measured =
		parts.expected === null || parts.all === null
			? WITHOUT_POINTS.base + WITHOUT_POINTS.own * own + WITHOUT_POINTS.round * round
			: WITH_POINTS.base +
				WITH_POINTS.expected * Math.sqrt(parts.expected) +
				WITH_POINTS.all * Math.sqrt(parts.all) +
				WITH_POINTS.own * own +
				WITH_POINTS.round * round;
	return Math.min(4, Math.max(1, measured + parts.examples + parts.figures + BAR_SHIFT[level]));
}

const LARGEST_SHIFT = 0.4;
const SHIFT_STEP = 0.05;

/**
 * Rounds the estimates of one round with a common shift, chosen so that the weighted mean of the levels stays nearest to
 * the weighted mean of the estimates. Rounding each alone would move a round whose criteria all stand at 2.4 down by
 * almost half a level. The shift is at most 0.4 and 0 where that is as good.
 */
export function roundTogether(entries: readonly { value: number; weight: number }[]): Score[] {
	const wanted = entries.reduce((sum, entry) => sum + entry.weight * entry.value, 0);
	const errorOf = (shift: number) =>
		Math.abs(wanted - entries.reduce((sum, entry) => sum + entry.weight * toScore(entry.value + shift), 0));
	let best = 0;
	for (let step = 1; step * SHIFT_STEP <= LARGEST_SHIFT + 1e-9; step += 1) {
		for (const shift of [step * SHIFT_STEP, -step * SHIFT_STEP])
			if (errorOf(shift) < errorOf(best) - 1e-9) best = shift;
	}
	return entries.map((entry) => toScore(entry.value + best));
}

function toScore(value: number): Score {
	if (value < 1.5) return 1;
	if (value < 2.5) return 2;
	return value < 3.5 ? 3 : 4;
}
