/**
 * From measured parts to an estimated level. The weights were set by hand near a ridge fit on the shipped sample
 * transcripts (78 criterion grades, one round held out at a time: r 0.75, error 0.69 of a level) and rounded; they are
 * the same for every criterion, question and round.
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

export interface Estimate {
	/** 1–4, not rounded. */
	value: number;
	score: Score;
}

/** The same words are worth less where more is expected. */
const BAR_SHIFT: Record<Level, number> = { junior: 0.25, mid: 0, senior: -0.1, staff: -0.25 };
const WITH_POINTS = { base: 0.35, expected: 0.5, all: 0.7, own: 1.5, round: 2.6 };
const WITHOUT_POINTS = { base: 0.35, own: 2.2, round: 3.2 };

export function estimateLevel(input: { parts: EstimateParts; level: Level }): Estimate {
	const { parts, level } = input;
	const { expected, all, own, round } = parts;
	const measured =
		expected === null || all === null
			? WITHOUT_POINTS.base + WITHOUT_POINTS.own * own + WITHOUT_POINTS.round * round
			: WITH_POINTS.base + WITH_POINTS.expected * expected + WITH_POINTS.all * all + WITH_POINTS.own * own + WITH_POINTS.round * round;
	const value = Math.min(4, Math.max(1, measured + parts.examples + parts.figures + BAR_SHIFT[level]));
	return { value, score: toScore(value) };
}

function toScore(value: number): Score {
	if (value < 1.5) return 1;
	if (value < 2.5) return 2;
	return value < 3.5 ? 3 : 4;
}
