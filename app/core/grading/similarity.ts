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

export interface Prepared {
	stems: string[];
	set: Set<string>;
	grams: Map<string, number>;
	negated: boolean;
}

export function prepare(tokens: readonly Token[]): Prepared {
	const stems = tokens.filter((token) => !token.stop).map((token) => token.stem);
	return {
		stems,
		set: new Set(stems),
		grams: countGrams(tokens),
		negated: tokens.some((token) => NEGATIONS.has(token.word)),
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

export function comparePrepared(input: { question: ReadonlySet<string>; reference: Prepared; answer: Prepared }): Similarity {
	const { question, reference, answer } = input;
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
	const value =
		WEIGHTS.recall * recall +
		WEIGHTS.grams * gramRecall(reference.grams, answer.grams) +
		WEIGHTS.pairs * pairRecall({ reference: reference.stems, answer: answer.stems, fallback: recall }) +
		WEIGHTS.f1 * f1 -
		(polarityDiffers ? WEIGHTS.polarity : 0);
	const questionOverlap = answer.set.size > 0 ? echoed / answer.set.size : 0;
	return { value: Math.max(0, value), recall, questionOverlap, polarityDiffers, matched, missing };
}

function countGrams(tokens: readonly Token[], size = 4): Map<string, number> {
	const grams = new Map<string, number>();
	const line = ` ${tokens.map((token) => token.word).join(" ")} `;
	for (let start = 0; start + size <= line.length; start += 1) {
		const gram = line.slice(start, start + size);
		grams.set(gram, (grams.get(gram) ?? 0) + 1);
	}
	return grams;
}

function gramRecall(reference: ReadonlyMap<string, number>, answer: ReadonlyMap<string, number>): number {
	let total = 0;
	let hit = 0;
	for (const [gram, count] of reference) {
		total += count;
		hit += Math.min(count, answer.get(gram) ?? 0);
	}
	return total > 0 ? hit / total : 0;
}

/** Neighbouring reference words found within three words of each other, in either order. */
function pairRecall(input: { reference: readonly string[]; answer: readonly string[]; fallback: number }): number {
	const { reference, answer, fallback } = input;
	if (reference.length < 2) return fallback;
	const near = new Set<string>();
	for (let first = 0; first < answer.length; first += 1) {
		for (let second = first + 1; second < Math.min(answer.length, first + 4); second += 1) {
			near.add(`${answer[first]} ${answer[second]}`);
			near.add(`${answer[second]} ${answer[first]}`);
		}
	}
	let hit = 0;
	for (let index = 0; index + 1 < reference.length; index += 1) if (near.has(`${reference[index]} ${reference[index + 1]}`)) hit += 1;
	return hit / (reference.length - 1);
}
