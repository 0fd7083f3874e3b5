/** The key points of one criterion as the rules grader found them: verdicts, shares and the sentence that says so. */
import type { Criterion, KeyPoint, Level } from "../content/schemas";
import type { PointMatch } from "./coverage";
import type { PointVerdict } from "./grade";
import type { RoundReading } from "./round-reading";

/** A key point and the words that cover it, if any do. */
export type FoundPoint = { question: string; point: KeyPoint; match: PointMatch | null };

/** The key points of every question of the round that speak to a criterion. */
export function pointsOf({ reading, criterion }: { reading: RoundReading; criterion: Criterion }): FoundPoint[] {
	return reading.matches.flatMap(({ question, points, found }) =>
		points
			.filter((point) => point.criterion === criterion.id)
			.map((point) => ({ question: question.id, point, match: found.get(point.id) ?? null })),
	);
}

export function toVerdict(input: FoundPoint & { level: Level }): PointVerdict {
	const { question, point, match, level } = input;
	return { id: point.id, question, verdict: match?.verdict ?? "missing", must: point.must_for.includes(level) };
}

/** Similarity from which a point starts to count, and where it counts in full. */
const TOUCHED = 0.1;
const COVERED = 0.35;

/** Replies after which a round had room for all points; a shorter one is measured against fewer. */
const FULL_ROUND_REPLIES = 10;
const LEAST_ROOM = 0.4;

/**
 * Shares of the points expected at the level and of all points that were covered, 0–1; null when there are none.
 * `replies` is how often the candidate spoke: a short round has room for fewer points.
 */
export function coverageParts(input: { points: readonly FoundPoint[]; level: Level; replies: number }): {
	expected: number | null;
	all: number | null;
} {
	const { points, level, replies } = input;
	const room = Math.min(1, Math.max(LEAST_ROOM, replies / FULL_ROUND_REPLIES));
	const cover = ({ match }: FoundPoint) => {
		if (!match) return 0;
		return Math.min(1, Math.max(0.2, (match.similarity - TOUCHED) / (COVERED - TOUCHED)));
	};
	const share = (chosen: readonly FoundPoint[]) =>
		chosen.length > 0 ? Math.min(1, chosen.reduce((sum, entry) => sum + cover(entry), 0) / chosen.length / room) : null;
	const all = share(points);
	return { all, expected: share(points.filter(({ point }) => point.must_for.includes(level))) ?? all };
}

/** What a touched point of an exercise is worth beside one that was met. */
const PARTLY_MET = 0.4;

/**
 * Share of the points expected at the level that were met, 0–1, of all points where none is expected; null when there
 * are none. How closely an answer reads like the point is no matter here: a short right one shares few words with it.
 */
export function metShare(input: { points: readonly FoundPoint[]; level: Level }): number | null {
	const expected = input.points.filter(({ point }) => point.must_for.includes(input.level));
	const counted = expected.length > 0 ? expected : input.points;
	if (counted.length === 0) return null;
	const worth = { met: 1, partial: PARTLY_MET };
	return counted.reduce((sum, { match }) => sum + (match ? worth[match.verdict] : 0), 0) / counted.length;
}

/** Why this level, in a sentence or two a candidate can act on. */
export function reasonOf(input: { verdicts: readonly PointVerdict[]; points: readonly FoundPoint[] }): string {
	const { verdicts, points } = input;
	if (verdicts.length === 0) {
		return "Estimated from how concrete the answers are: figures, reasons, own decisions, limits named. There is no list of points to check against.";
	}
	const must = verdicts.filter((verdict) => verdict.must);
	const counted = must.length > 0 ? must : verdicts;
	const met = counted.filter((verdict) => verdict.verdict === "met").length;
	const partial = counted.filter((verdict) => verdict.verdict === "partial").length;
	const kind = must.length > 0 ? "expected at this level" : "listed";
	const touched = partial > 0 ? `, ${partial} touched` : "";
	const open = counted.find((verdict) => verdict.verdict === "missing");
	const text = points.find(({ point, question }) => point.id === open?.id && question === open.question)?.point.text;
	return `${met} of ${counted.length} points ${kind} found${touched}.${text ? ` Not found: ${text}` : ""}`;
}
