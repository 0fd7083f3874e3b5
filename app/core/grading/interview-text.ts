/**
 * What the candidate said, drew and wrote, in the order of the interviewer's turns, with everything that cannot be
 * evidence taken out but offsets kept. Input of the rules grader.
 */
import type { EvidenceKind } from "../content/schemas";
import type { InterviewEvent, Move } from "../interview/events";
import { GAP, withGaps } from "../interview/unclear";
import {
	blankOut,
	DENIAL,
	echoesQuestion,
	findInjections,
	isCopied,
	isForeign,
	isKeywordList,
	saysNothing,
} from "./integrity";
import { type KnownWords, type Span, splitSentences, type Token, tokenize, unobscure } from "./text";

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
	/** The text of each source as it was written, with gaps where speech was unclear. */
	originals: Map<number, string>;
	flags: string[];
	/** Share of the candidate's words that are in another language than English, 0–1. */
	foreignShare: number;
	/** Words (with repeats) that were read. */
	words: number;
}

/** Beyond this many characters of candidate text the rest is not read, and the result says so. */
export const MAX_CHARACTERS = 2_000_000;

type Fault = "repeated" | "unusable";

interface Reader {
	known: KnownWords;
	copiedRuns: ReadonlySet<string>;
	/** Sentences read before, and whether they could be evidence. */
	seen: Map<string, Fault | null>;
	flags: Set<string>;
	words: number;
	foreignWords: number;
	budget: number;
}

/** Reads a log. `copiedRuns` are the word runs of rubric texts (integrity): sentences that repeat them are no evidence. */
export function readInterview(input: {
	events: readonly InterviewEvent[];
	copiedRuns: ReadonlySet<string>;
}): InterviewText {
	const reader: Reader = {
		known: new Map(),
		copiedRuns: input.copiedRuns,
		seen: new Map(),
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
		// An answer nobody could make out is not an answer that says nothing.
		if (source.kind === "transcript" && !isUnheard(source.text)) current.answerSeq ??= event.seq;
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

function isUnheard(text: string): boolean {
	return text.includes(GAP) && text.trim() === "";
}

function newExchange(ask: string, move: Move | null): Exchange {
	return { ask, move, passed: false, answerSeq: null, sentences: [] };
}

function readSource(event: InterviewEvent): { seq: number; kind: EvidenceKind; text: string } | null {
	if (event.type === "message" && event.actor === "candidate")
		return { seq: event.seq, kind: "transcript", text: withGaps(event) };
	if (event.type === "board" && event.outline) return { seq: event.seq, kind: "whiteboard", text: event.outline };
	return null;
}

function readText(input: { reader: Reader; source: { seq: number; kind: EvidenceKind; text: string }; ask: string }): {
	text: string;
	sentences: Sentence[];
} {
	const { reader, source, ask } = input;
	let original = source.text;
	if (original.length > reader.budget) {
		reader.flags.add("truncated");
		original = original.slice(0, reader.budget);
	}
	reader.budget -= original.length;
	const { text: visible, toOriginal } = unobscure(original);
	const injections = findInjections(visible);
	if (injections.length > 0) reader.flags.add("injection");
	const unusable: Span[] = [...injections];
	const sentences: Sentence[] = [];
	for (const span of splitSentences(blankOut(visible, injections))) {
		const tokens = tokenize(span.text, reader.known);
		reader.words += tokens.length;
		const fault = findFault({ reader, span, tokens, ask, kind: source.kind });
		if (fault === "repeated") continue;
		if (fault) {
			unusable.push(span);
			continue;
		}
		const stems = new Set(tokens.filter((token) => !token.stop).map((token) => token.stem));
		sentences.push({ text: span.text, ...toOriginal(span), seq: source.seq, kind: source.kind, tokens, stems });
	}
	const blanked = unusable.map(toOriginal).sort((a, b) => a.from - b.from);
	const text = blankOut(original, blanked);
	return { text, sentences };
}

/** Why a sentence cannot be evidence; null when it can. The same sentence counts once. */
function findFault(input: {
	reader: Reader;
	span: Span;
	tokens: readonly Token[];
	ask: string;
	kind: EvidenceKind;
}): Fault | null {
	const key = input.tokens.map((token) => token.word).join(" ");
	const before = input.tokens.length >= 4 ? input.reader.seen.get(key) : undefined;
	if (before !== undefined) return before ?? "repeated";
	const fault = isUnusable(input) ? "unusable" : null;
	input.reader.seen.set(key, fault);
	return fault;
}

function isUnusable(input: Parameters<typeof findFault>[0]): boolean {
	const { reader, span, tokens, ask, kind } = input;
	if (saysNothing(span.text)) return true;
	if (DENIAL.test(span.text)) {
		reader.flags.add("denial");
		return true;
	}
	if (kind !== "transcript") return false;
	if (isForeign(tokens)) {
		reader.foreignWords += tokens.length;
		return true;
	}
	if (isCopied(tokens, reader.copiedRuns)) {
		reader.flags.add("rubric-copy");
		return true;
	}
	if (isKeywordList(tokens)) {
		reader.flags.add("keyword-list");
		return true;
	}
	return ask !== "" && echoesQuestion({ text: span.text, question: ask });
}
