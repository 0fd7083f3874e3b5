/** Which level the evidence looked like, apart from the level it was asked for (content design §3.1). */
import { type KeyPoint, LEVELS, type Level, type Score } from "../content/schemas";
import type { ShownLevel } from "./grade";

/** Share of a level's must points that shows the level. */
const SHOWN = 2 / 3;

/**
 * The highest level whose must points were mostly met, with every level below it; held within one level of what the
 * score says. Without key points the score alone speaks: 3 is the target level.
 */
export function shownLevelOf(input: {
	points: readonly { point: KeyPoint; met: boolean }[];
	score: Score;
	level: Level;
}): ShownLevel {
	const { points, score, level } = input;
	const target = LEVELS.indexOf(level);
	const byScore = score === 1 ? -1 : Math.min(LEVELS.length - 1, target + score - 3);
	if (points.length === 0 || score === 1) return nameOf(byScore);
	let reached = -1;
	for (const [place, candidate] of LEVELS.entries()) {
		const must = points.filter(({ point }) => point.must_for.includes(candidate));
		if (must.length === 0) continue;
		if (must.filter(({ met }) => met).length < SHOWN * must.length) break;
		reached = place;
	}
	return nameOf(Math.min(byScore + 1, Math.max(byScore - 1, reached)));
}

function nameOf(place: number): ShownLevel {
	return place < 0 ? "none" : (LEVELS[Math.min(place, LEVELS.length - 1)] ?? "none");
}
