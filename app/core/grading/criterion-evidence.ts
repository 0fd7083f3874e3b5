/** Picks the quotes a report shows for a criterion. Every quote is an exact slice of what was written. */
import type { PointMatch } from "./coverage";
import type { Evidence } from "./grade";
import type { InterviewText } from "./interview-text";
import type { ReadSentence } from "./round-reading";

/** Quotes of one criterion. */
export const MOST_QUOTES = 6;
const MOST_WITHOUT_POINT = 2;
const WORTH_QUOTING = 0.12;

/** The best windows of key points, one for a stretch of text, then the sentences that commit to most. */
export function pickEvidence(input: {
	text: InterviewText;
	matches: readonly (PointMatch & { question: string })[];
	sentences: readonly { sentence: ReadSentence; worth: number }[];
	/** Sentences that cover no point, at most. */
	further?: number;
}): Evidence[] {
	const { text, matches, sentences, further: most = MOST_WITHOUT_POINT } = input;
	const picked: Evidence[] = [];
	const isFree = (slice: Slice) =>
		!picked.some((other) => other.seq === slice.seq && other.from < slice.to && slice.from < other.to);
	for (const match of [...matches].sort((a, b) => b.similarity - a.similarity)) {
		const quote = quoteOf({ text, slice: match, point: { point: match.point, question: match.question } });
		if (quote && isFree(match) && picked.length < MOST_QUOTES) picked.push(quote);
	}
	const further = [...sentences].sort(
		(a, b) => b.worth - a.worth || a.sentence.seq - b.sentence.seq || a.sentence.from - b.sentence.from,
	);
	let added = 0;
	for (const { sentence, worth } of further) {
		const enough = added >= most || picked.length >= MOST_QUOTES;
		if (enough || (worth < WORTH_QUOTING && picked.length > 0)) break;
		const quote = isFree(sentence) ? quoteOf({ text, slice: sentence }) : null;
		if (!quote) continue;
		picked.push(quote);
		added += 1;
	}
	return picked.sort((a, b) => a.seq - b.seq || a.from - b.from);
}

interface Slice {
	seq: number;
	from: number;
	to: number;
}

/** The slice as evidence, or null when it is too short to mean anything (decisions 8: three words or 12 characters). */
export function quoteOf(input: {
	text: InterviewText;
	slice: Slice;
	point?: { point: string; question: string };
}): Evidence | null {
	const { text, slice, point } = input;
	const quote = text.originals.get(slice.seq)?.slice(slice.from, slice.to);
	if (quote === undefined || quote === "") return null;
	const words = quote.trim().split(/\s+/).length;
	if (words < 3 && quote.trim().length < 12) return null;
	return { seq: slice.seq, quote, from: slice.from, to: slice.to, ...point };
}
