/**
 * What a change of a rubric does to stored interviews: how scores move, which recommendations flip, and whether the
 * result agrees more or less with people. Statistics: core/grading/agreement.ts. Layout: mock-up 09b.
 */
import type { Score } from "../content/schemas";
import { bootstrapInterval, mean, quadraticWeightedKappa } from "../grading/agreement";
import type { GradeResult, Recommendation } from "../grading/grade";

/** What a person gave: a score, or null where they saw nothing to score. */
export interface PersonScores {
	grader: string;
	scores: Readonly<Record<string, Score | null>>;
	recommendation: Recommendation | null;
}

export interface BenchCase {
	item: string;
	title: string;
	before: GradeResult;
	after: GradeResult;
	people: readonly PersonScores[];
}

/** How two lists of scores from 1 to 4 agree. `exact` and `withinOne` are shares of 1. */
export interface Agreement {
	n: number;
	exact: number;
	withinOne: number;
	/** Quadratic weighted kappa with its 95 % bootstrap interval; null where it is not defined. */
	kappa: number | null;
	interval: { low: number; high: number } | null;
	/** Rows: the person's score 1–4; columns: the grader's. */
	confusion: number[][];
}

export interface CriterionComparison {
	id: string;
	title: string;
	/** Interviews both versions scored, and the mean of each. Null without any. */
	scored: number;
	before: number | null;
	after: number | null;
	/** Number of interviews by shift, from −3 to +3. */
	shifts: { shift: number; count: number }[];
	people: { before: Agreement; after: Agreement } | null;
}

export interface Flip {
	item: string;
	title: string;
	before: Recommendation | null;
	after: Recommendation | null;
	meanBefore: number | null;
	meanAfter: number | null;
	/** Criteria whose score moved, with what each side rests on; empty when only weights did it. */
	moved: { title: string; before: Side; after: Side }[];
	/** What a person recommended, where one graded it. */
	person: Recommendation | null;
}

/** One version's view of a criterion: the score, why, and the words it quotes. */
export interface Side {
	score: Score | null;
	reason: string;
	quotes: string[];
}

export interface Comparison {
	cases: number;
	/** Cases that at least one person graded. */
	graded: number;
	criteria: CriterionComparison[];
	flips: Flip[];
	/** Over all criteria together; null when nobody graded any of it. */
	people: { before: Agreement; after: Agreement } | null;
}

const SHIFTS = [-3, -2, -1, 0, 1, 2, 3];

/**
 * Compares two versions on the same cases. `criteria` are those of the new version; one that is new has no shift, and
 * its agreement before is that of no case.
 */
export function compareVersions(input: {
	criteria: readonly { id: string; title: string }[];
	cases: readonly BenchCase[];
}): Comparison {
	const { criteria, cases } = input;
	const pairs = (side: "before" | "after", id?: string) =>
		cases.flatMap((entry) =>
			entry.people.flatMap((person) =>
				(id ? [id] : criteria.map((criterion) => criterion.id)).flatMap((criterion) => {
					const human = person.scores[criterion] ?? null;
					const machine = scoreOf(entry[side], criterion);
					return human !== null && machine !== null ? [{ human, machine }] : [];
				}),
			),
		);
	const people = (id?: string) => {
		const [before, after] = [agreementOf(pairs("before", id)), agreementOf(pairs("after", id))];
		return before.n + after.n > 0 ? { before, after } : null;
	};
	return {
		cases: cases.length,
		graded: cases.filter((entry) => entry.people.length > 0).length,
		criteria: criteria.map((criterion) => ({
			...criterion,
			...shiftsOf({ cases, id: criterion.id }),
			people: people(criterion.id),
		})),
		flips: cases.flatMap((entry) => flipOf({ entry, criteria }) ?? []),
		people: people(),
	};
}

/** Fewer pairs of scores say nothing about how two graders agree: no statistic is shown of them. */
export const MIN_PAIRS = 3;

/** Agreement of pairs of scores from 1 to 4. All shares are 0 without a pair; kappa is null below `MIN_PAIRS`. */
export function agreementOf(pairs: readonly { human: Score; machine: Score }[]): Agreement {
	const human = pairs.map((pair) => pair.human);
	const machine = pairs.map((pair) => pair.machine);
	const share = (holds: (distance: number) => boolean) =>
		pairs.length === 0 ? 0 : mean(pairs.map((pair) => Number(holds(Math.abs(pair.human - pair.machine)))));
	const kappaOf = (indices: readonly number[]) =>
		quadraticWeightedKappa({
			a: indices.map((index) => human[index] ?? 1),
			b: indices.map((index) => machine[index] ?? 1),
			low: 1,
			high: 4,
		});
	const confusion = Array.from({ length: 4 }, () => [0, 0, 0, 0]);
	for (const pair of pairs) {
		const row = confusion[pair.human - 1];
		if (row) row[pair.machine - 1] = (row[pair.machine - 1] ?? 0) + 1;
	}
	return {
		n: pairs.length,
		exact: share((distance) => distance === 0),
		withinOne: share((distance) => distance <= 1),
		kappa: pairs.length < MIN_PAIRS ? null : kappaOf(pairs.map((_, index) => index)),
		interval:
			pairs.length < MIN_PAIRS ? null : bootstrapInterval({ size: pairs.length, statistic: kappaOf, draws: 500 }),
		confusion,
	};
}

function shiftsOf(input: { cases: readonly BenchCase[]; id: string }) {
	const both = input.cases.flatMap((entry) => {
		const [before, after] = [scoreOf(entry.before, input.id), scoreOf(entry.after, input.id)];
		return before !== null && after !== null ? [{ before, after }] : [];
	});
	return {
		scored: both.length,
		before: both.length > 0 ? mean(both.map((entry) => entry.before)) : null,
		after: both.length > 0 ? mean(both.map((entry) => entry.after)) : null,
		shifts: SHIFTS.map((shift) => ({
			shift,
			count: both.filter((entry) => entry.after - entry.before === shift).length,
		})),
	};
}

function flipOf(input: { entry: BenchCase; criteria: readonly { id: string; title: string }[] }): Flip | null {
	const { entry, criteria } = input;
	const { item, title, before, after, people } = entry;
	if (before.recommendation === after.recommendation) return null;
	const moved = criteria.flatMap(({ id, title: name }) => {
		const [old, now] = [sideOf(before, id), sideOf(after, id)];
		return old.score === now.score ? [] : [{ title: name, before: old, after: now }];
	});
	return {
		item,
		title,
		before: before.recommendation,
		after: after.recommendation,
		meanBefore: before.mean,
		meanAfter: after.mean,
		moved,
		person: people.find((person) => person.recommendation !== null)?.recommendation ?? null,
	};
}

function scoreOf(result: GradeResult, id: string): Score | null {
	return result.criteria.find((criterion) => criterion.id === id)?.score ?? null;
}

function sideOf(result: GradeResult, id: string): Side {
	const criterion = result.criteria.find((entry) => entry.id === id);
	const quotes = criterion?.evidence.map((entry) => entry.quote).slice(0, 3) ?? [];
	return { score: criterion?.score ?? null, reason: criterion?.reason ?? "Not part of this version.", quotes };
}
