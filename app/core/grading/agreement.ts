/**
 * How far two lists of numbers agree. Used by `calibrate`, the benchmarks and, later, the rubric studio.
 * Sources: weighted kappa, J. Cohen (1968); tau-b, M. G. Kendall (1945); pool-adjacent-violators, Ayer et al. (1955);
 * percentile bootstrap, B. Efron (1979); alpha, K. Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability".
 */

/** Pearson's r of two lists of equal length; null when it is not defined (fewer than two, or one list is constant). */
export function pearson(a: readonly number[], b: readonly number[]): number | null {
	checkLengths(a, b);
	if (a.length < 2) return null;
	const meanA = mean(a);
	const meanB = mean(b);
	let product = 0;
	let squaresA = 0;
	let squaresB = 0;
	for (let index = 0; index < a.length; index += 1) {
		const da = at(a, index) - meanA;
		const db = at(b, index) - meanB;
		product += da * db;
		squaresA += da * da;
		squaresB += db * db;
	}
	const scale = Math.sqrt(squaresA) * Math.sqrt(squaresB);
	return scale > 0 ? clamp({ value: product / scale, low: -1, high: 1 }) : null;
}

/** Spearman's rho: Pearson's r of the ranks, ties sharing their mean rank. */
export function spearman(a: readonly number[], b: readonly number[]): number | null {
	return pearson(ranks(a), ranks(b));
}

/** Ranks from 1, ties sharing their mean rank. */
export function ranks(values: readonly number[]): number[] {
	const order = values.map((value, index) => ({ value, index })).sort((x, y) => x.value - y.value);
	const result = new Array<number>(values.length).fill(0);
	for (let start = 0; start < order.length; ) {
		let end = start;
		while (end + 1 < order.length && order[end + 1]?.value === order[start]?.value) end += 1;
		for (let place = start; place <= end; place += 1) {
			const entry = order[place];
			if (entry) result[entry.index] = (start + end) / 2 + 1;
		}
		start = end + 1;
	}
	return result;
}

/**
 * Quadratic weighted kappa of whole-number grades from `low` to `high`, both inclusive. Values outside are moved to the
 * nearer end. Null when neither list varies, where kappa is not defined.
 */
export function quadraticWeightedKappa(input: {
	a: readonly number[];
	b: readonly number[];
	low: number;
	high: number;
}): number | null {
	const { a, b, low, high } = input;
	checkLengths(a, b);
	const size = high - low + 1;
	if (a.length === 0 || size < 2) return null;
	const place = (value: number) => clamp({ value: Math.round(value), low, high }) - low;
	const countA = new Array<number>(size).fill(0);
	const countB = new Array<number>(size).fill(0);
	let observed = 0;
	for (let index = 0; index < a.length; index += 1) {
		const first = place(at(a, index));
		const second = place(at(b, index));
		countA[first] = at(countA, first) + 1;
		countB[second] = at(countB, second) + 1;
		observed += (first - second) ** 2;
	}
	let expected = 0;
	for (let first = 0; first < size; first += 1) {
		for (let second = 0; second < size; second += 1) {
			expected += ((first - second) ** 2 * at(countA, first) * at(countB, second)) / a.length;
		}
	}
	return expected > 0 ? 1 - observed / expected : null;
}

/**
 * Krippendorff's alpha with the interval metric: agreement of any number of graders who need not all have graded
 * everything. One list of grades a unit; units with fewer than two are left out. 1 is perfect, 0 is chance; null when
 * fewer than two units remain or no grade differs from another.
 */
export function krippendorffAlpha(units: readonly (readonly number[])[]): number | null {
	const paired = units.filter((grades) => grades.length >= 2);
	const all = paired.flat();
	if (paired.length < 2) return null;
	let observed = 0;
	for (const grades of paired) observed += squaredPairs(grades) / (grades.length - 1);
	const expected = squaredPairs(all) / (all.length - 1);
	return expected > 0 ? 1 - observed / expected : null;
}

/** Sum of squared differences over all ordered pairs. */
function squaredPairs(values: readonly number[]): number {
	const middle = mean(values);
	return 2 * values.length * values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
}

/** Root of the mean squared difference, in the unit of the lists. */
export function rmse(a: readonly number[], b: readonly number[]): number | null {
	checkLengths(a, b);
	return a.length === 0 ? null : Math.sqrt(mean(a.map((value, index) => (value - at(b, index)) ** 2)));
}

/** Mean absolute difference, in the unit of the lists. */
export function mae(a: readonly number[], b: readonly number[]): number | null {
	checkLengths(a, b);
	return a.length === 0 ? null : mean(a.map((value, index) => Math.abs(value - at(b, index))));
}

/** Kendall's tau-b (ties corrected on both sides); null when one list is constant. */
export function kendallTauB(a: readonly number[], b: readonly number[]): number | null {
	checkLengths(a, b);
	let balance = 0;
	let untiedA = 0;
	let untiedB = 0;
	for (let first = 0; first < a.length; first += 1) {
		for (let second = first + 1; second < a.length; second += 1) {
			const da = Math.sign(at(a, first) - at(a, second));
			const db = Math.sign(at(b, first) - at(b, second));
			balance += da * db;
			untiedA += da * da;
			untiedB += db * db;
		}
	}
	const scale = Math.sqrt(untiedA) * Math.sqrt(untiedB);
	return scale > 0 ? balance / scale : null;
}

/**
 * Isotonic regression by pooling adjacent violators: the non-decreasing step function nearest to the points in squares.
 * The returned function interpolates between steps and is flat outside; without points it is the identity.
 */
export function fitIsotonic(points: readonly { x: number; y: number }[]): (x: number) => number {
	if (points.length === 0) return (x) => x;
	const blocks: { x: number; y: number; weight: number }[] = [];
	for (const point of mergeTies(points)) {
		let block = point;
		for (let last = blocks.at(-1); last && last.y >= block.y; last = blocks.at(-1)) {
			blocks.pop();
			const weight = last.weight + block.weight;
			block = {
				x: (last.x * last.weight + block.x * block.weight) / weight,
				y: (last.y * last.weight + block.y * block.weight) / weight,
				weight,
			};
		}
		blocks.push(block);
	}
	return (x) => interpolate({ knots: blocks, x });
}

function mergeTies(points: readonly { x: number; y: number }[]): { x: number; y: number; weight: number }[] {
	const merged = new Map<number, { sum: number; weight: number }>();
	for (const { x, y } of points) {
		const entry = merged.get(x) ?? { sum: 0, weight: 0 };
		merged.set(x, { sum: entry.sum + y, weight: entry.weight + 1 });
	}
	return [...merged].map(([x, { sum, weight }]) => ({ x, y: sum / weight, weight })).sort((a, b) => a.x - b.x);
}

/** Straight lines between knots that rise in x; flat outside them. */
export function interpolate(input: { knots: readonly { x: number; y: number }[]; x: number }): number {
	const { knots, x } = input;
	const first = knots[0];
	const last = knots.at(-1);
	if (!first || !last) throw new RangeError("interpolation needs at least one knot");
	if (x <= first.x) return first.y;
	if (x >= last.x) return last.y;
	let low = 0;
	let high = knots.length - 1;
	while (high - low > 1) {
		const middle = (low + high) >> 1;
		if ((knots[middle]?.x ?? 0) <= x) low = middle;
		else high = middle;
	}
	const left = knots[low] ?? first;
	const right = knots[high] ?? last;
	return right.x === left.x ? right.y : left.y + ((right.y - left.y) * (x - left.x)) / (right.x - left.x);
}

/**
 * Percentile bootstrap interval of a statistic over `size` cases. The statistic gets the drawn indices; draws for which
 * it is null are left out. The same seed gives the same interval. Null when fewer than half of the draws are defined.
 */
export function bootstrapInterval(input: {
	size: number;
	statistic: (indices: readonly number[]) => number | null;
	draws?: number;
	seed?: number;
	coverage?: number;
}): { low: number; high: number } | null {
	const { size, statistic, draws = 1_000, seed = 1, coverage = 0.95 } = input;
	const random = seededRandom(seed);
	const values: number[] = [];
	for (let draw = 0; draw < draws; draw += 1) {
		const indices = Array.from({ length: size }, () => Math.floor(random() * size));
		const value = statistic(indices);
		if (value !== null) values.push(value);
	}
	if (values.length * 2 < draws || values.length === 0) return null;
	values.sort((a, b) => a - b);
	const tail = (1 - coverage) / 2;
	const pick = (share: number) => at(values, Math.round(share * (values.length - 1)));
	return { low: pick(tail), high: pick(1 - tail) };
}

/** A small seeded generator of numbers in [0, 1): mulberry32. Not for secrets. */
export function seededRandom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** Where on the scale a grader errs: by the person's grade as a share of the maximum. */
export interface Band {
	n: number;
	/** Mean grade of the person and of the grader, and mean absolute difference, in the unit of the scores. */
	humanMean: number | null;
	graderMean: number | null;
	mae: number | null;
}

export type BandName = "low" | "mid" | "high";

/** Splits cases at 40 % and 80 % of the maximum, as the person graded them. */
export function agreementByBand(
	cases: readonly { human: number; grader: number; max: number }[],
): Record<BandName, Band> {
	const bandOf = (entry: { human: number; max: number }): BandName => {
		const share = entry.max > 0 ? entry.human / entry.max : 0;
		if (share < 0.4) return "low";
		return share < 0.8 ? "mid" : "high";
	};
	const describe = (name: BandName): Band => {
		const members = cases.filter((entry) => bandOf(entry) === name);
		const human = members.map((entry) => entry.human);
		const grader = members.map((entry) => entry.grader);
		const empty = members.length === 0;
		return {
			n: members.length,
			humanMean: empty ? null : mean(human),
			graderMean: empty ? null : mean(grader),
			mae: mae(human, grader),
		};
	};
	return { low: describe("low"), mid: describe("mid"), high: describe("high") };
}

export function mean(values: readonly number[]): number {
	let sum = 0;
	for (const value of values) sum += value;
	return values.length > 0 ? sum / values.length : Number.NaN;
}

function clamp(input: { value: number; low: number; high: number }): number {
	return Math.min(input.high, Math.max(input.low, input.value));
}

function at(values: readonly number[], index: number): number {
	const value = values[index];
	if (value === undefined) throw new RangeError(`no value at ${index}`);
	return value;
}

function checkLengths(a: readonly number[], b: readonly number[]): void {
	if (a.length !== b.length) throw new RangeError(`lists of ${a.length} and ${b.length} numbers cannot be compared`);
}
