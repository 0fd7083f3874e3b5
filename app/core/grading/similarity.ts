/**
 * How much of a reference statement an answer contains: stems, four-letter runs, neighbouring pairs.
 * Source: grading design §C.6; the weights were set by hand there and measured on public sets (bench/agreement).
 */
import { NEGATIONS, type Token, tokenize } from "./text";

export interface Similarity {
	/** 0–1, the combined measure. */
	value: number;
	/** Share of the reference's content words that the answer holds; words of the question count less. */
	recall: number;
	/** Share of the answer's content words that come from the question: high for an echo. */
	questionOverlap: number;
	/** One of the two is negated and the other is not. */
	polarityDiffers: boolean;
	matched: string[];
	missing: string[];
}

/** A word that stands in the question tells little about knowing the answer. */
const QUESTION_WORD = 0.35;
const WEIGHTS = { recall: 0.55, grams: 0.2, pairs: 0.15, f1: 0.1, polarity: 0.05 };
const GRAM = 4;
/** Letter runs found beyond the share of whole words found; larger gaps did not occur in measured windows. */
const GRAMS_BEYOND_WORDS = 0.4;
/** Words of the reference may stand this far apart in the answer and still be neighbours. */
const NEAR = 3;

export interface Prepared {
	/** Stems of the content words, in order. */
	stems: string[];
	set: Set<string>;
	/** Runs of four letters, one set for each sentence it was joined from. */
	grams: ReadonlySet<string>[];
	negated: boolean;
}

export function prepare(tokens: readonly Token[]): Prepared {
	const stems = tokens.filter((token) => !token.stop).map((token) => token.stem);
	return {
		stems,
		set: new Set(stems),
		grams: [countedOnce(` ${tokens.map((token) => token.word).join(" ")} `)],
		negated: tokens.some((token) => NEGATIONS.has(token.word)),
	};
}

/** Several prepared sentences as one text. */
export function joinPrepared(parts: readonly Prepared[]): Prepared {
	const only = parts[0];
	if (only && parts.length === 1) return only;
	return {
		stems: parts.flatMap((part) => part.stems),
		set: new Set(parts.flatMap((part) => [...part.set])),
		grams: parts.flatMap((part) => part.grams),
		negated: parts.some((part) => part.negated),
	};
}

/** Compares texts. For many comparisons prepare the parts once and call `comparePrepared`. */
export function similarity(input: { question: string; reference: string; answer: string }): Similarity {
	return comparePrepared({
		question: prepare(tokenize(input.question)).set,
		reference: prepare(tokenize(input.reference)),
		answer: prepare(tokenize(input.answer)),
	});
}

/**
 * Compares prepared texts. `atLeast` saves time where only the best of many windows matters: when the value cannot
 * reach it, the letter runs are not counted and the value stays below it.
 */
export function comparePrepared(input: {
	question: ReadonlySet<string>;
	reference: Prepared;
	answer: Prepared;
	atLeast?: number;
}): Similarity {
	const { question, reference, answer, atLeast = 0 } = input;
	const weight = (stem: string) => (question.has(stem) ? QUESTION_WORD : 1);
	const matched: string[] = [];
	const missing: string[] = [];
	let total = 0;
	let hit = 0;
	for (const stem of reference.set) {
		total += weight(stem);
		if (answer.set.has(stem)) {
			hit += weight(stem);
			matched.push(stem);
		} else if (!question.has(stem)) missing.push(stem);
	}
	let said = 0;
	let saidHit = 0;
	let echoed = 0;
	for (const stem of answer.set) {
		said += weight(stem);
		if (reference.set.has(stem)) saidHit += weight(stem);
		if (question.has(stem)) echoed += 1;
	}
	const recall = total > 0 ? hit / total : 0;
	const precision = said > 0 ? saidHit / said : 0;
	const f1 = recall + precision > 0 ? (2 * recall * precision) / (recall + precision) : 0;
	const polarityDiffers = reference.negated !== answer.negated;
	const words =
		WEIGHTS.recall * recall +
		WEIGHTS.pairs * pairRecall({ reference: reference.stems, answer: answer.stems, fallback: recall }) +
		WEIGHTS.f1 * f1 -
		(polarityDiffers ? WEIGHTS.polarity : 0);
	const most = words + WEIGHTS.grams * Math.min(1, recall + GRAMS_BEYOND_WORDS);
	const value = most < atLeast ? words : words + WEIGHTS.grams * gramRecall(reference.grams, answer.grams);
	const questionOverlap = answer.set.size > 0 ? echoed / answer.set.size : 0;
	return { value: Math.max(0, value), recall, questionOverlap, polarityDiffers, matched, missing };
}

function countedOnce(line: string): Set<string> {
	const grams = new Set<string>();
	for (let start = 0; start + GRAM <= line.length; start += 1) grams.add(line.slice(start, start + GRAM));
	return grams;
}

function gramRecall(reference: readonly ReadonlySet<string>[], answer: readonly ReadonlySet<string>[]): number {
	let total = 0;
	let hit = 0;
	for (const wanted of reference) {
		total += wanted.size;
		for (const gram of wanted) {
			for (const held of answer) {
				if (!held.has(gram)) continue;
				hit += 1;
				break;
			}
		}
	}
	return total > 0 ? hit / total : 0;
}

/** Neighbouring reference words found within three words of each other, in either order. */
function pairRecall(input: { reference: readonly string[]; answer: readonly string[]; fallback: number }): number {
	const { reference, answer, fallback } = input;
	if (reference.length < 2) return fallback;
	const wanted = new Set(reference);
	const places = new Map<string, number[]>();
	for (const [index, stem] of answer.entries()) {
		if (!wanted.has(stem)) continue;
		const known = places.get(stem);
		if (known) known.push(index);
		else places.set(stem, [index]);
	}
	let hit = 0;
	for (let index = 0; index + 1 < reference.length; index += 1) {
		const first = places.get(reference[index] ?? "");
		const second = places.get(reference[index + 1] ?? "");
		if (first && second && areNear(first, second)) hit += 1;
	}
	return hit / (reference.length - 1);
}

/** Two rising lists of places: is any pair at most three apart, and not the same place? */
function areNear(first: readonly number[], second: readonly number[]): boolean {
	let left = 0;
	let right = 0;
	while (left < first.length && right < second.length) {
		const gap = (second[right] ?? 0) - (first[left] ?? 0);
		if (gap !== 0 && Math.abs(gap) <= NEAR) return true;
		if (gap > 0) left += 1;
		else right += 1;
	}
	return false;
}

/** What a word counts that is nearly the reference's: a typing error, or another form of a long word. */
const NEARLY = 0.8;
const SAME_BEGINNING = 5;

/** Recall in which near misses of long words count for 0.8. */
export function nearRecall(input: { question: ReadonlySet<string>; reference: Prepared; answer: Prepared }): number {
	const { question, reference, answer } = input;
	const byLetter = new Map<string, string[]>();
	for (const stem of answer.set) {
		if (stem.length < SAME_BEGINNING - 1) continue;
		const letter = stem[0] ?? "";
		const group = byLetter.get(letter);
		if (group) group.push(stem);
		else byLetter.set(letter, [stem]);
	}
	let total = 0;
	let hit = 0;
	for (const stem of reference.set) {
		const weight = question.has(stem) ? QUESTION_WORD : 1;
		total += weight;
		if (answer.set.has(stem)) hit += weight;
		else if (isNearAny(stem, byLetter.get(stem[0] ?? "") ?? [])) hit += NEARLY * weight;
	}
	return total > 0 ? hit / total : 0;
}

function isNearAny(stem: string, others: readonly string[]): boolean {
	if (stem.length < SAME_BEGINNING || /\d/.test(stem)) return false;
	const beginning = stem.slice(0, SAME_BEGINNING);
	return others.some((other) => other.startsWith(beginning) || differByOne(stem, other));
}

/** One letter added, left out or exchanged. */
function differByOne(a: string, b: string): boolean {
	if (Math.abs(a.length - b.length) > 1) return false;
	let index = 0;
	while (index < a.length && a[index] === b[index]) index += 1;
	const restA = a.slice(index);
	const restB = b.slice(index);
	return restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1);
}
