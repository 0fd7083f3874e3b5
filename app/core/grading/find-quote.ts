/** Finds what a judge says it quotes, letter by letter up to case, white space, quotes and dashes (decisions 8). */

export interface QuoteSlice {
	/** The exact slice [from, to) of the text. */
	from: number;
	to: number;
}

const LEAST_WORDS = 3;
const LEAST_CHARACTERS = 12;
const CLUSTER = /[^\p{M}][\p{M}]*|\p{M}+/gsu;
const INVISIBLE = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/gu;

/** A quote of fewer than three words and twelve characters proves nothing. */
export function isLongEnough(quote: string): boolean {
	const trimmed = quote.trim();
	return trimmed.split(/\s+/).length >= LEAST_WORDS || trimmed.length >= LEAST_CHARACTERS;
}

/** Where a text holds the quote; null when it does not. Quote marks put around the whole of it are not part of it. */
export function findQuote(input: { text: string; quote: string }): QuoteSlice | null {
	return quoteFinder(input.text)(input.quote);
}

/** The same for many quotes of one text, which is prepared once, when the first is looked for. */
export function quoteFinder(original: string): (quote: string) => QuoteSlice | null {
	let prepared: ReturnType<typeof readable> | null = null;
	return (given) => {
		const quote = given.trim();
		const bare = quote.replace(/^["“„'‘]+|["”'’]+$/g, "");
		for (const candidate of new Set([quote, bare])) {
			const wanted = readable(candidate).text.trim();
			if (!isLongEnough(wanted)) continue;
			prepared ??= readable(original);
			const { text, starts, ends } = prepared;
			const at = text.indexOf(wanted);
			if (at >= 0) return { from: starts[at] ?? 0, to: ends[at + wanted.length - 1] ?? original.length };
		}
		return null;
	};
}

/** The text as it is compared, with the place in the original of every character. */
function readable(original: string): { text: string; starts: number[]; ends: number[] } {
	let text = "";
	const starts: number[] = [];
	const ends: number[] = [];
	for (const match of original.matchAll(CLUSTER)) {
		const end = match.index + match[0].length;
		for (const character of unify(match[0])) {
			if (character === " " && text.endsWith(" ")) continue;
			for (let unit = 0; unit < character.length; unit += 1) {
				starts.push(match.index);
				ends.push(end);
			}
			text += character;
		}
	}
	return { text, starts, ends };
}

function unify(part: string): string {
	return (
		part
			.normalize("NFKC")
			.replace(INVISIBLE, "")
			.toLowerCase()
			.replace(/[“”„«»"]/g, '"')
			.replace(/[‘’‚`´]/g, "'")
			.replace(/[‐-―−]/g, "-")
			// A gap of unclear speech is no space: a quote does not reach across it.
			.replace(/[^\S\u2028]/g, " ")
	);
}
