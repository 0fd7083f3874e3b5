/**
 * Stretches of an answer that a speech recogniser was not sure of. In the composer they stand as `[unclear: words]`, where
 * a candidate corrects them; what is sent as it is keeps its words and their ranges in the event. Nobody scores or quotes
 * such words: whoever reads an answer to judge it reads it with gaps.
 */
/** From and to, offsets in UTF-16 code units of the text they belong to; `to` is past the end. */
export type Range = readonly [from: number, to: number];

/** Stands for one code unit of an unclear stretch. A line separator: no sentence and no quote reaches across it. */
export const GAP = "\u2028";

const TAG = /\[unclear:[ \t]*([^[\]]*?)[ \t]*\]/gi;

/**
 * The ranges as whole words, in order and apart from each other: widened to white space on both sides, joined where only
 * white space is between them, and without those that hold no letter or digit. Throws RangeError for a range that is
 * empty, turned round or not inside of the text.
 */
export function wordRanges(input: { text: string; ranges: readonly Range[] }): Range[] {
	const { text, ranges } = input;
	const joined: [number, number][] = [];
	for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
		if (!isInside({ text, range: [from, to] })) throw new RangeError(`no stretch ${from}–${to} in this text`);
		if (text.slice(from, to).trim() === "") continue;
		const [start, end] = widen(text, from, to);
		const last = joined.at(-1);
		if (last && text.slice(last[1], start).trim() === "") last[1] = Math.max(last[1], end);
		else joined.push([start, end]);
	}
	return joined.filter(([from, to]) => /[\p{L}\p{N}]/u.test(text.slice(from, to)));
}

function widen(text: string, from: number, to: number): Range {
	let start = from;
	let end = to;
	while (start < end && /\s/.test(text[start] ?? "")) start += 1;
	while (end > start && /\s/.test(text[end - 1] ?? "")) end -= 1;
	while (start > 0 && /\S/.test(text[start - 1] ?? "")) start -= 1;
	while (end < text.length && /\S/.test(text[end] ?? "")) end += 1;
	return [start, end];
}

/** A text with its unclear stretches in tags, for the composer. Square brackets become round: a tag has one end. */
export function tagUnclear(input: { text: string; ranges: readonly Range[] }): string {
	const text = input.text.replaceAll("[", "(").replaceAll("]", ")");
	const parts: string[] = [];
	let at = 0;
	for (const [from, to] of wordRanges({ text, ranges: input.ranges })) {
		parts.push(text.slice(at, from), `[unclear: ${text.slice(from, to)}]`);
		at = to;
	}
	return parts.join("") + text.slice(at);
}

/** What a composer's text says without its tags, and where the tagged words are in it. An empty tag is left out. */
export function readUnclear(tagged: string): { text: string; unclear: [number, number][] } {
	const unclear: [number, number][] = [];
	let text = "";
	let at = 0;
	for (const match of tagged.matchAll(TAG)) {
		text += tagged.slice(at, match.index);
		const words = match[1] ?? "";
		if (/[\p{L}\p{N}]/u.test(words)) unclear.push([text.length, text.length + words.length]);
		text += words;
		at = match.index + match[0].length;
	}
	return { text: text + tagged.slice(at), unclear };
}

/** Where the tags of a composer's text are, with the words in them. */
export function findTags(tagged: string): { from: number; to: number; words: string }[] {
	return [...tagged.matchAll(TAG)].map((match) => ({
		from: match.index,
		to: match.index + match[0].length,
		words: match[1] ?? "",
	}));
}

/** What is wrong with the ranges of a text that came from elsewhere, as a sentence; null when nothing is. */
export function unclearProblem(input: { text: string; unclear: readonly Range[] }): string | null {
	const { text, unclear } = input;
	for (const [index, range] of unclear.entries()) {
		if (!isInside({ text, range }) || splitsCharacter(text, range[0]) || splitsCharacter(text, range[1]))
			return `the unclear stretch ${range[0]}–${range[1]} is not in the text.`;
		if (range[0] < (unclear[index - 1]?.[1] ?? 0))
			return `the unclear stretch ${range[0]}–${range[1]} is not behind the one before it.`;
	}
	return null;
}

function isInside(input: { text: string; range: Range }): boolean {
	const [from, to] = input.range;
	return Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from < to && to <= input.text.length;
}

function splitsCharacter(text: string, at: number): boolean {
	return /[\uD800-\uDBFF]/.test(text[at - 1] ?? "") && /[\uDC00-\uDFFF]/.test(text[at] ?? "");
}

/** The text of a message with its unclear stretches as gaps of the same length, so that offsets stay. */
export function withGaps(message: { text: string; unclear?: readonly Range[] }): string {
	const { text, unclear = [] } = message;
	let result = "";
	let at = 0;
	for (const [from, to] of [...unclear].sort((a, b) => a[0] - b[0])) {
		const start = Math.min(Math.max(from, at), text.length);
		const end = Math.min(Math.max(to, start), text.length);
		result += text.slice(at, start) + GAP.repeat(end - start);
		at = end;
	}
	return result + text.slice(at);
}

/** The words with each gap named, for a model that reads them. */
export function nameGaps(text: string): string {
	return text.replace(/\u2028+/g, "[unclear]");
}
