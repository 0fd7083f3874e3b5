/**
 * Words and sentences of untrusted text. Everything keeps offsets into the original, so that a quote is always an exact
 * slice of what the candidate wrote. All passes are linear in the length of the text.
 */
import { stem } from "./stem";

export interface Span {
	text: string;
	from: number;
	to: number;
}

export interface Token {
	/** Lower case, NFKC, without invisible characters; numbers in plain digits ("10K" is "10000"). */
	word: string;
	stem: string;
	stop: boolean;
	from: number;
	to: number;
}

const MAX_TOKEN = 64;
const LONG_SENTENCE_WORDS = 60;

export const STOP_WORDS: ReadonlySet<string> = new Set(
	(
		"a an the of to in on at by for with from as is are was were be been being am it its this that these those there here " +
		"i you he she we they him his her our your their my me us them and or but if then than so such into over under out up " +
		"down off about which who whom what when where why how do does did done doing have has had having can could will would " +
		"may might must also just only very more most much some any each other another same own because while during both " +
		"between through shall should im id ive youre theyre thats theres dont doesnt didnt isnt arent wasnt werent wont " +
		"wouldnt cant cannot couldnt shouldnt hasnt havent um uh er ah like really actually basically kind sort lot thing " +
		"things stuff okay ok yes yeah well going go get got make made want need let say said know think see use used using"
	).split(" "),
);

/** Words that turn a statement round. */
export const NEGATIONS = new Set(
	(
		"no not never none nothing neither nor without cannot cant dont doesnt isnt arent wasnt werent wont wouldnt shouldnt " +
		"couldnt didnt hasnt havent hardly unable lack lacks fail fails"
	).split(" "),
);

/** Letters of other alphabets that look like Latin ones; mapped only inside words that mix alphabets. */
const CONFUSABLE: Record<string, string> = {
	а: "a",
	е: "e",
	о: "o",
	р: "p",
	с: "c",
	х: "x",
	у: "y",
	і: "i",
	ѕ: "s",
	ԁ: "d",
	ј: "j",
	һ: "h",
	ο: "o",
	α: "a",
	ε: "e",
	ι: "i",
	ν: "v",
	τ: "t",
};

const INVISIBLE = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF\u{E0000}-\u{E007F}\0]/gu;
const WORD =
	/(?:(?<![\p{L}\p{N}\p{M}.])\.(?=\p{N}))?[\p{L}\p{N}\p{M}](?:[\p{L}\p{N}\p{M}'’+#\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF\u{E0000}-\u{E007F}\0]|[.,](?=\p{N}))*/gu;

/** The text as a reader sees it: NFKC, no invisible characters, look-alike letters mapped in mixed words. */
export function clean(text: string): string {
	const visible = text.normalize("NFKC").replace(INVISIBLE, "");
	return visible.replace(/[\p{L}\p{M}]+/gu, mapConfusables);
}

export interface Unobscured {
	text: string;
	/** Turns a span of the cleaned text into the span of the original that shows it. */
	toOriginal: (span: { from: number; to: number }) => { from: number; to: number };
}

/** Letters with their marks, or anything else, one by one: the units in which normalisation may change the length. */
const CLUSTER = /[^\p{M}][\p{M}]*|\p{M}+/gsu;

/**
 * The cleaned text with a way back, so that a quote found in it is an exact slice of the original. Text that needs no
 * cleaning is returned as it is.
 */
export function unobscure(original: string): Unobscured {
	const text = clean(original);
	if (text === original) return { text, toOriginal: (span) => span };
	let built = "";
	const starts: number[] = [];
	const ends: number[] = [];
	for (const match of original.matchAll(CLUSTER)) {
		const part = match[0].normalize("NFKC").replace(INVISIBLE, "");
		for (let index = 0; index < part.length; index += 1) {
			starts.push(match.index);
			ends.push(match.index + match[0].length);
		}
		built += part;
	}
	const mapped = built.replace(/[\p{L}\p{M}]+/gu, mapConfusables);
	return {
		text: mapped,
		toOriginal: ({ from, to }) => ({
			from: starts[from] ?? original.length,
			to: to > from ? (ends[to - 1] ?? original.length) : (starts[from] ?? original.length),
		}),
	};
}

function mapConfusables(word: string): string {
	if (!/\p{Script=Latin}/u.test(word) || !/[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(word)) return word;
	return [...word].map((letter) => CONFUSABLE[letter] ?? letter).join("");
}

/** Words read before, so that many texts of one interview can share the work. Pass a new map to begin with. */
export type KnownWords = Map<string, Pick<Token, "word" | "stem" | "stop">>;

/** The words of a text in order. Very long runs without a break are cut at 64 characters for comparison only. */
export function tokenize(text: string, known: KnownWords = new Map()): Token[] {
	const tokens: Token[] = [];
	for (const match of text.matchAll(WORD)) {
		const raw = match[0];
		let reading = known.get(raw);
		if (!reading) {
			const word = normalizeWord(raw);
			reading = { word, stem: stem(word), stop: STOP_WORDS.has(word) };
			known.set(raw, reading);
		}
		if (reading.word === "") continue;
		const { word, stem: root, stop } = reading;
		tokens.push({ word, stem: root, stop, from: match.index, to: match.index + raw.length });
	}
	return tokens;
}

function normalizeWord(raw: string): string {
	if (/^[A-Za-z]+$/.test(raw) && raw.length <= MAX_TOKEN) return raw.toLowerCase();
	const short = raw.length > MAX_TOKEN ? raw.slice(0, MAX_TOKEN) : raw;
	const word = (/^[\x20-\x7e]+$/.test(short) ? short : clean(short)).toLowerCase().replace(/['’]/g, "");
	const number = /^(\d[\d,]*(?:\.\d+)?|\.\d+)(k|m|b|bn)?$/.exec(word);
	if (!number) return word.replace(/[.,]+$/, "");
	const scale = { k: 1e3, m: 1e6, b: 1e9, bn: 1e9 }[number[2] ?? ""] ?? 1;
	return String(Number(number[1]?.replace(/,/g, "") ?? "0") * scale);
}

/** Stems of the words that carry meaning, in order. */
export function contentStems(text: string): string[] {
	return tokenize(text)
		.filter((token) => !token.stop)
		.map((token) => token.stem);
}

/**
 * Splits at sentence ends, line breaks and list marks; a run of more than 60 words without punctuation (dictation) is
 * split at word boundaries. Slices are exact and in order; white space between them is left out.
 */
export function splitSentences(text: string): Span[] {
	const spans: Span[] = [];
	let from = 0;
	const push = (to: number) => {
		const span = trimmed(text, from, to);
		if (span) spans.push(...splitLong(span));
		from = to;
	};
	for (const match of text.matchAll(/[.!?;]["”’)\]]*(?=\s)|[\n\u2028]+/g)) push(match.index + match[0].length);
	push(text.length);
	return spans;
}

function trimmed(text: string, from: number, to: number): Span | null {
	let start = from;
	let end = to;
	while (start < end && /[\s\-•*>]/.test(text[start] ?? "")) start += 1;
	while (end > start && /\s/.test(text[end - 1] ?? "")) end -= 1;
	const slice = text.slice(start, end);
	return /[\p{L}\p{N}]/u.test(slice) ? { text: slice, from: start, to: end } : null;
}

function splitLong(span: Span): Span[] {
	const words = [...span.text.matchAll(/\S+/g)];
	if (words.length <= LONG_SENTENCE_WORDS) return [span];
	const parts: Span[] = [];
	const size = 25;
	for (let start = 0; start < words.length; start += size) {
		const first = words[start];
		const last = words[Math.min(start + size, words.length) - 1];
		if (!first || !last) continue;
		const from = first.index;
		const to = last.index + last[0].length;
		parts.push({ text: span.text.slice(from, to), from: span.from + from, to: span.from + to });
	}
	return parts;
}

/** For comparing quotes: NFKC, case, white space, quotes and dashes are unified (decisions 8). */
export function normalizeForQuote(text: string): string {
	return clean(text)
		.toLowerCase()
		.replace(/[“”„«»"]/g, '"')
		.replace(/[‘’‚`´]/g, "'")
		.replace(/[‐-―−]/g, "-")
		.replace(/\s+/g, " ")
		.trim();
}
