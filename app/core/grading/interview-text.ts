/**
 * What the candidate said, drew and wrote, in the order of the interviewer's turns, with everything that cannot be
 * evidence taken out but offsets kept. Input of the rules grader.
 */
import type { EvidenceKind } from "../content/schemas";
import type { InterviewEvent, Move } from "../interview/events";
import { blankOut, echoesQuestion, findInjections, isCopied, isForeign, isKeywordList, saysNothing } from "./integrity";
import { type KnownWords, type Span, splitSentences, type Token, tokenize } from "./text";

/** One sentence of one event. `from` and `to` are offsets into that event's text. */
export interface Sentence extends Span {
	seq: number;
	kind: EvidenceKind;
	tokens: Token[];
	/** Distinct stems of content words. */
	stems: Set<string>;
}

/** An interviewer turn with everything the candidate did until the next one. */
export interface Exchange {
	/** The interviewer's words; empty before the first turn. */
	ask: string;
	move: Move | null;
	/** True when the candidate declined with the pass control. */
	passed: boolean;
	/** Seq of the candidate's first message after it, or of the pass; null when there was none. */
	answerSeq: number | null;
	sentences: Sentence[];
}

export interface InterviewText {
	exchanges: Exchange[];
	/** Messages, board outlines and code with unusable stretches blanked; offsets are those of the event's text. */
	sources: { seq: number; kind: EvidenceKind; text: string }[];
	/** The untouched text of each source. */
	originals: Map<number, string>;
	flags: string[];
	/** Share of the candidate's words that are in another language than English, 0–1. */
	foreignShare: number;
	/** Words (with repeats) that were read. */
	words: number;
}

/** Beyond this many characters of candidate text the rest is not read, and the result says so. */
export const MAX_CHARACTERS = 2_000_000;

interface Reader {
	known: KnownWords;
	copiedRuns: ReadonlySet<string>;
	seen: Set<string>;
	flags: Set<string>;
	words: number;
	foreignWords: number;
	budget: number;
}

/** Reads a log. `copiedRuns` are the word runs of rubric texts (integrity): sentences that repeat them are no evidence. */
export function readInterview(input: { events: readonly InterviewEvent[]; copiedRuns: ReadonlySet<string> }): InterviewText {
	const reader: Reader = {
		known: new Map(),
		copiedRuns: input.copiedRuns,
		seen: new Set(),
		flags: new Set(),
		words: 0,
		foreignWords: 0,
		budget: MAX_CHARACTERS,
	};
	const exchanges: Exchange[] = [newExchange("", null)];
	const sources: InterviewText["sources"] = [];
	const originals = new Map<number, string>();
	let move: Move | null = null;
	for (const event of input.events) {
		const current = exchanges.at(-1);
		if (!current) break;
		if (event.type === "turn-started") move = event.move;
		if (event.type === "message" && event.actor === "interviewer" && event.text.trim() !== "") {
			exchanges.push(newExchange(event.text, move));
			move = null;
			continue;
		}
		if (event.type === "pass") {
			current.passed = true;
			current.answerSeq ??= event.seq;
		}
		const source = readSource(event);
		if (!source) continue;
		originals.set(event.seq, source.text);
		const read = readText({ reader, source, ask: current.ask });
		sources.push({ seq: event.seq, kind: source.kind, text: read.text });
		current.sentences.push(...read.sentences);
		if (source.kind === "transcript") current.answerSeq ??= event.seq;
	}
	return {
		exchanges,
		sources,
		originals,
		flags: [...reader.flags].sort(),
		foreignShare: reader.words > 0 ? reader.foreignWords / reader.words : 0,
		words: reader.words,
	};
}

function newExchange(ask: string, move: Move | null): Exchange {
	return { ask, move, passed: false, answerSeq: null, sentences: [] };
}

function readSource(event: InterviewEvent): { seq: number; kind: EvidenceKind; text: string } | null {
	if (event.type === "message" && event.actor === "candidate") return { seq: event.seq, kind: "transcript", text: event.text };
	if (event.type === "board" && event.outline) return { seq: event.seq, kind: "whiteboard", text: event.outline };
	if (event.type === "code") return { seq: event.seq, kind: "code", text: event.text };
	return null;
}

function readText(input: {
	reader: Reader;
	source: { seq: number; kind: EvidenceKind; text: string };
	ask: string;
}): { text: string; sentences: Sentence[] } {
	const { reader, source, ask } = input;
	let original = source.text;
	if (original.length > reader.budget) {
		reader.flags.add("truncated");
		original = original.slice(0, reader.budget);
	}
	reader.budget -= original.length;
	const injections = findInjections(original);
	if (injections.length > 0) reader.flags.add("injection");
	const unusable: Span[] = [...injections];
	const kept = blankOut(original, injections);
	const sentences: Sentence[] = [];
	for (const span of splitSentences(kept)) {
		const tokens = tokenize(span.text, reader.known);
		reader.words += tokens.length;
		const fault = findFault({ reader, span, tokens, ask, kind: source.kind });
		if (fault === "repeated") continue;
		if (fault) {
			unusable.push(span);
			continue;
		}
		const stems = new Set(tokens.filter((token) => !token.stop).map((token) => token.stem));
		sentences.push({ ...span, seq: source.seq, kind: source.kind, tokens, stems });
	}
	const text = blankOut(
		original,
		unusable.sort((a, b) => a.from - b.from),
	);
	return { text, sentences };
}

/** Why a sentence cannot be evidence; null when it can. */
function findFault(input: {
	reader: Reader;
	span: Span;
	tokens: readonly Token[];
	ask: string;
	kind: EvidenceKind;
}): "repeated" | "unusable" | null {
	const { reader, span, tokens, ask, kind } = input;
	const key = tokens.map((token) => token.word).join(" ");
	if (tokens.length >= 4 && reader.seen.has(key)) return "repeated";
	reader.seen.add(key);
	if (saysNothing(span.text)) return "unusable";
	if (kind !== "transcript") return null;
	if (isForeign(tokens)) {
		reader.foreignWords += tokens.length;
		return "unusable";
	}
	if (isCopied(tokens, reader.copiedRuns)) {
		reader.flags.add("rubric-copy");
		return "unusable";
	}
	if (isKeywordList(tokens)) {
		reader.flags.add("keyword-list");
		return "unusable";
	}
	return ask !== "" && echoesQuestion({ text: span.text, question: ask }) ? "unusable" : null;
}
