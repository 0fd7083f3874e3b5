/**
 * Which key points an interview covers, with the words that cover them. A point is matched against windows of up to
 * three sentences of one message (decisions 12); the best window is its evidence. Runs after every turn of a round, so
 * windows are first ranked by shared words and only the best few are compared in full.
 */
import type { KeyPoint } from "../content/schemas";
import { GAP } from "../interview/unclear";
import { impliedStems } from "./implied-stems";
import { comparePrepared, joinPrepared, type Prepared, prepare } from "./similarity";
import { type KnownWords, type Span, splitSentences, type Token, tokenize, unobscure } from "./text";

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
const COMPARED_IN_FULL = 4;

interface Sentence {
	span: Span;
	tokens: Token[];
	implied: string[];
	prepared: Prepared | null;
	/** Words in lower case with a space before, between and after. */
	line: string;
}

interface Message {
	seq: number;
	text: string;
	sentences: Sentence[];
	line: string;
	/** For each stem, the sentences that hold it, in order. */
	places: Map<string, number[]>;
}

interface Target {
	id: string;
	reference: Prepared;
	phrases: string[];
}

interface Window {
	message: Message;
	start: number;
	size: number;
	share: number;
	heard: boolean;
}

/** The points covered or touched by the messages, one match a point, in the order of `keyPoints`. */
export function matchKeyPoints(input: {
	keyPoints: readonly KeyPoint[];
	briefText: string;
	messages: readonly { seq: number; text: string }[];
}): PointMatch[] {
	const known: KnownWords = new Map();
	const brief = prepare(tokenize(input.briefText, known)).set;
	const messages = input.messages.map((message) => readMessage(message, known));
	return input.keyPoints.flatMap((point) => {
		const target: Target = {
			id: point.id,
			reference: prepare(tokenize(point.text, known)),
			phrases: point.listen_for.map((phrase) => phraseLine(phrase, known)).filter((phrase) => phrase.trim() !== ""),
		};
		const best = bestMatch({ target, brief, windows: messages.flatMap((message) => findWindows(message, target)) });
		return best ? [best] : [];
	});
}

function readMessage(input: { seq: number; text: string }, known: KnownWords): Message {
	const { text, toOriginal } = unobscure(input.text);
	const sentences = splitSentences(text).map((found) => {
		const tokens = tokenize(found.text, known);
		const span = { text: found.text, ...toOriginal(found) };
		return {
			span,
			tokens,
			implied: impliedStems(found.text),
			prepared: null,
			line: ` ${tokens.map((token) => token.word).join(" ")} `,
		};
	});
	const places = new Map<string, number[]>();
	for (const [index, sentence] of sentences.entries()) {
		const spoken = sentence.tokens.flatMap((token) => (token.stop ? [] : [token.stem]));
		for (const stem of [...spoken, ...sentence.implied]) {
			const known = places.get(stem);
			if (!known) places.set(stem, [index]);
			else if (known.at(-1) !== index) known.push(index);
		}
	}
	return { ...input, sentences, line: sentences.map((sentence) => sentence.line).join("\n"), places };
}

/** A phrase is heard at a word start: "rerank" hears "reranking", "art" does not hear "start". */
function phraseLine(phrase: string, known: KnownWords): string {
	return ` ${tokenize(phrase, known)
		.map((token) => token.word)
		.join(" ")}`;
}

function findWindows(message: Message, target: Target): Window[] {
	const { reference, phrases } = target;
	const hits = new Map<number, Set<string>>();
	for (const stem of reference.set) {
		for (const index of message.places.get(stem) ?? []) {
			const known = hits.get(index);
			if (known) known.add(stem);
			else hits.set(index, new Set([stem]));
		}
	}
	const spoken = phrases.filter((phrase) => message.line.includes(phrase));
	const heard = new Set<number>();
	if (spoken.length > 0) {
		for (const [index, sentence] of message.sentences.entries()) {
			if (spoken.some((phrase) => sentence.line.includes(phrase))) heard.add(index);
		}
	}
	const windows: Window[] = [];
	const starts = new Set<number>();
	for (const index of [...hits.keys(), ...heard]) {
		for (let start = Math.max(0, index - WINDOW_SENTENCES + 1); start <= index; start += 1) starts.add(start);
	}
	for (const start of [...starts].sort((a, b) => a - b)) {
		const found = new Set<string>();
		let heardHere = false;
		for (let size = 1; size <= WINDOW_SENTENCES && start + size <= message.sentences.length; size += 1) {
			if (size > 1 && hasGapBefore(message, start + size - 1)) break;
			for (const stem of hits.get(start + size - 1) ?? []) found.add(stem);
			heardHere ||= heard.has(start + size - 1);
			const share = reference.set.size > 0 ? found.size / reference.set.size : 0;
			if (heardHere || share >= WORTH_COMPARING) windows.push({ message, start, size, share, heard: heardHere });
		}
	}
	return windows;
}

/** Between two sentences something was not made out: what is quoted must not hold it. */
function hasGapBefore(message: Message, index: number): boolean {
	const [before, after] = [message.sentences[index - 1]?.span.to ?? 0, message.sentences[index]?.span.from ?? 0];
	return message.text.slice(before, after).includes(GAP);
}

function preparedOnce(sentence: Sentence): Prepared {
	if (!sentence.prepared) {
		const prepared = prepare(sentence.tokens);
		for (const stem of sentence.implied) prepared.set.add(stem);
		sentence.prepared = prepared;
	}
	return sentence.prepared;
}

function bestMatch(input: {
	target: Target;
	brief: ReadonlySet<string>;
	windows: readonly Window[];
}): PointMatch | null {
	const { target, brief, windows } = input;
	// A heard phrase is worth as much as a third of the threshold; of windows that share as much, the shorter comes first.
	const rank = (window: Window) => window.share + (window.heard ? HEARD : 0) - 0.02 * window.size;
	const ranked = [...windows].sort((a, b) => rank(b) - rank(a)).slice(0, COMPARED_IN_FULL);
	let best: { match: PointMatch; worth: number } | null = null;
	for (const window of ranked) {
		const sentences = window.message.sentences.slice(window.start, window.start + window.size);
		const answer = joinPrepared(sentences.map(preparedOnce));
		const lowered = window.heard ? HEARD : 0;
		const cost = 0.02 * window.size - lowered;
		const beaten = best?.match.verdict === "met" ? best.worth + cost : 0;
		const atLeast = Math.max(PARTIAL - lowered, beaten);
		const { value } = comparePrepared({ question: brief, reference: target.reference, answer, atLeast });
		if (value < PARTIAL - lowered) continue;
		const worth = value - cost;
		const verdict = value >= MET - lowered ? "met" : "partial";
		// A window that covers the point comes before one that reads closer and does not.
		const worse = best && (best.match.verdict === verdict ? worth <= best.worth : verdict === "partial");
		if (worse) continue;
		const from = sentences[0]?.span.from ?? 0;
		const to = sentences.at(-1)?.span.to ?? from;
		best = {
			worth,
			match: {
				point: target.id,
				verdict,
				similarity: value,
				seq: window.message.seq,
				from,
				to,
				quote: window.message.text.slice(from, to),
			},
		};
	}
	return best?.match ?? null;
}
