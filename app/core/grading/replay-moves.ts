/** Where a replay goes next. Pure, in round milliseconds; whoever plays it brings the time that has passed. */

export const STEP_MS = 5_000;
/** Silences longer than this may be skipped. */
export const SILENCE_MS = 10_000;
/** How much of a silence is left at both of its ends. */
const LEFT_MS = 1_500;

/** The first moment after `atMs`; null at the end. `moments` rise. */
export function nextMoment(moments: readonly number[], atMs: number): number | null {
	return moments.find((moment) => moment > atMs) ?? null;
}

/** The last moment before `atMs`; null at the beginning. */
export function previousMoment(moments: readonly number[], atMs: number): number | null {
	return moments.findLast((moment) => moment < atMs) ?? null;
}

export function clampMoment(atMs: number, lengthMs: number): number {
	return Math.min(Math.max(0, atMs), lengthMs);
}

/**
 * Where playing arrives after `byMs` of round time. With `skip`, a silence of more than ten seconds is left shortly after
 * it began and entered again shortly before it ends.
 */
export function playOn(input: {
	atMs: number;
	byMs: number;
	moments: readonly number[];
	lengthMs: number;
	skip: boolean;
}): number {
	const { atMs, byMs, moments, lengthMs, skip } = input;
	const arrived = clampMoment(atMs + byMs, lengthMs);
	if (!skip) return arrived;
	const before = previousMoment(moments, atMs + 1) ?? 0;
	const after = nextMoment(moments, atMs) ?? lengthMs;
	if (after - before <= SILENCE_MS || arrived < before + LEFT_MS) return arrived;
	return Math.max(arrived, Math.min(after - LEFT_MS, lengthMs));
}

/** Marks that would lie on each other, in one: `closeMs` is how near two may come. Marks rise; each keeps its place. */
export function clusterMarks<T extends { fromMs: number }>(marks: readonly T[], closeMs: number): T[][] {
	const clusters: T[][] = [];
	for (const mark of marks) {
		const open = clusters.at(-1);
		const first = open?.[0];
		if (open && first && mark.fromMs - first.fromMs < closeMs) open.push(mark);
		else clusters.push([mark]);
	}
	return clusters;
}
