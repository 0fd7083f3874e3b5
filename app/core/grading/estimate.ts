/**
 * From measured parts to an estimated level. The weights are a ridge fit on 52 interviews that were graded by hand (the
 * shipped samples and `bench/ordering`), rounded; left out one by one, those are ordered nearly as well, and the weights
 * are the same for every criterion and question. They were in view: only a set that is marked as sealed in
 * `bench/ordering` tells how well interviews elsewhere are ordered.
 *
 * The weights for exercises are not fitted: too few of those have been graded. They were set by hand so that a short
 * right answer is worth what a long one is, and checked on the three shipped samples and made-up candidates of the tests.
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
	/** Share of what is listened for in told episodes, 0–1; null in other rounds and where nothing says what that is. */
	heard: number | null;
	/** Share of the points an exercise asked for that were met, 0–1; null in other rounds and where none was asked for. */
	asked: number | null;
	/** Correction from graded example answers, in levels. */
	examples: number;
	/** Correction from checked figures, in levels. */
	figures: number;
}

/** The same words are worth a little less where more is expected; most of that is in the points expected at a level. */
const BAR_SHIFT: Record<Level, number> = { junior: 0.1, mid: 0, senior: -0.05, staff: -0.1 };
/** Below, square roots are used: the first points and the first concrete answers tell most. */
const WITH_POINTS = { base: -0.7, expected: 0.6, all: 1, own: 0.7, round: 2.7 };
const WITHOUT_POINTS = { base: -1.2, own: 1.3, round: 4 };
/** Told episodes: what was heard in them, and the substance of the round. */
const WITH_STORY = { base: 0.15, heard: 1.8, round: 2.1 };
/**
 * Exercises, set by hand: what was right of what was asked for, roughly linear, and a little for substance. All points
 * in a few words come to nearly 3, half of them to 2, none to 1.
 */
const WITH_ASKED = { base: 0.7, asked: 1.95, own: 0.1, round: 0.6 };

/** The estimate of one criterion, 1–4, not rounded. */
export function estimateLevel(input: { parts: EstimateParts; level: Level }): number {
	const { parts, level } = input;
	const measured = measure(parts);
	return Math.min(4, Math.max(1, measured + parts.examples + parts.figures + BAR_SHIFT[level]));
}

function measure(parts: EstimateParts): number {
	const own = Math.sqrt(parts.own);
	const round = Math.sqrt(parts.round);
	if (parts.heard !== null) return WITH_STORY.base + WITH_STORY.heard * parts.heard + WITH_STORY.round * round;
	if (parts.asked !== null)
		return WITH_ASKED.base + WITH_ASKED.asked * parts.asked + WITH_ASKED.own * own + WITH_ASKED.round * round;
	if (parts.expected === null || parts.all === null)
		return WITHOUT_POINTS.base + WITHOUT_POINTS.own * own + WITHOUT_POINTS.round * round;
	return (
		WITH_POINTS.base +
		WITH_POINTS.expected * Math.sqrt(parts.expected) +
		WITH_POINTS.all * Math.sqrt(parts.all) +
		WITH_POINTS.own * own +
		WITH_POINTS.round * round
	);
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
