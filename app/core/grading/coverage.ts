/**
 * Which key points an interview covers, with the words that cover them. A point is matched against windows of up to
 * three sentences of one message (decisions 12); the best window is its evidence.
 */
import type { KeyPoint } from "../content/schemas";
import { comparePrepared, type Prepared, prepare } from "./similarity";
import { type Span, splitSentences, type Token, tokenize } from "./text";

export interface PointMatch {
	point: string;
	verdict: "met" | "partial";
	/** 0–1. */
	similarity: number;
	seq: number;
	/** The window as an exact slice [from, to) of the message. */
	from: number;
	to: number;
	quote: string;
}

const WINDOW_SENTENCES = 3;
/** Similarity from which a point counts as met, and as touched. A `listen_for` phrase in the window lowers both. */
export const MET = 0.3;
export const PARTIAL = 0.2;
const HEARD = 0.1;
/** Share of a point's own words a window must hold before it is compared in full. */
const WORTH_COMPARING = 0.12;

interface Sentence {
	seq: number;
	span: Span;
	tokens: Token[];
	stems: Set<string>;
	lower: string;
}

/** The points covered or touched by the messages, one match a point, in the order of `keyPoints`. */
export function matchKeyPoints(input: {
	keyPoints: readonly KeyPoint[];
	briefText: string;
	messages: readonly { seq: number; text: string }[];
}): PointMatch[] {
	const brief = new Set(prepare(tokenize(input.briefText)).stems);
	const messages = input.messages.map((message) => ({ text: message.text, sentences: readSentences(message) }));
	return input.keyPoints.flatMap((point) => {
		const reference = prepare(tokenize(point.text));
		const best = messages
			.map((message) => bestWindow({ point, reference, brief, ...message }))
			.filter((match) => match !== null)
			.sort((a, b) => b.similarity - a.similarity)[0];
		return best ? [best] : [];
	});
}

function readSentences(message: { seq: number; text: string }): Sentence[] {
	return splitSentences(message.text).map((span) => {
		const tokens = tokenize(span.text);
		return {
			seq: message.seq,
			span,
			tokens,
			stems: new Set(tokens.filter((token) => !token.stop).map((token) => token.stem)),
			lower: ` ${tokens.map((token) => token.word).join(" ")} `,
		};
	});
}

function bestWindow(input: {
	point: KeyPoint;
	reference: Prepared;
	brief: ReadonlySet<string>;
	text: string;
	sentences: readonly Sentence[];
}): PointMatch | null {
	const { point, reference, brief, text, sentences } = input;
	let best: PointMatch | null = null;
	for (let start = 0; start < sentences.length; start += 1) {
		for (let size = 1; size <= WINDOW_SENTENCES && start + size <= sentences.length; size += 1) {
			const window = sentences.slice(start, start + size);
			const heard = point.listen_for.some((phrase) => hears(window, phrase));
			if (!heard && share(reference, window) < WORTH_COMPARING) continue;
			const answer = prepare(window.flatMap((sentence) => sentence.tokens));
			const { value } = comparePrepared({ question: brief, reference, answer });
			const lowered = heard ? HEARD : 0;
			if (value < PARTIAL - lowered) continue;
			// Of windows that say the same, the shorter one is the better quote.
			if (best && value <= best.similarity + 0.01 * size) continue;
			const from = window[0]?.span.from ?? 0;
			const to = window.at(-1)?.span.to ?? from;
			best = {
				point: point.id,
				verdict: value >= MET - lowered ? "met" : "partial",
				similarity: value,
				seq: window[0]?.seq ?? 0,
				from,
				to,
				quote: text.slice(from, to),
			};
		}
	}
	return best;
}

function share(reference: Prepared, window: readonly Sentence[]): number {
	if (reference.set.size === 0) return 0;
	let hit = 0;
	for (const stem of reference.set) if (window.some((sentence) => sentence.stems.has(stem))) hit += 1;
	return hit / reference.set.size;
}

/** A phrase is heard at a word start: "rerank" hears "reranking", "art" does not hear "start". */
function hears(window: readonly Sentence[], phrase: string): boolean {
	const wanted = ` ${tokenize(phrase).map((token) => token.word).join(" ")}`;
	return wanted.trim() !== "" && window.some((sentence) => sentence.lower.includes(wanted));
}
