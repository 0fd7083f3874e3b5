/**
 * Which words of a transcript its recogniser was not sure of, from what it tells about itself. Both kinds of report rest
 * on the same limit: a log probability below -1, from which OpenAI's reference calls a segment failed. It is a convention,
 * not a measurement of ours.
 */
import { type Range, wordRanges } from "../interview/unclear";

const UNSURE = -1;
/** A segment that can be compressed further than this repeats itself (the same reference). */
const REPEATS = 2.4;

export interface HeardToken {
	token: string;
	logprob: number;
}

export interface HeardSegment {
	text: string;
	logprob: number;
	compression: number;
}

/** From log probabilities of tokens. A word is unclear when one token in it is. Tokens that are not in the text end the reading. */
export function unclearByTokens(input: { text: string; tokens: readonly HeardToken[] }): Range[] {
	const { text, tokens } = input;
	const ranges: Range[] = [];
	let at = 0;
	for (const { token, logprob } of tokens) {
		const piece = token.trim();
		if (piece === "") continue;
		const from = text.indexOf(piece, at);
		if (from < 0 || text.slice(at, from).trim() !== "") break;
		at = from + piece.length;
		if (logprob < UNSURE && /[\p{L}\p{N}]/u.test(piece)) ranges.push([from, at]);
	}
	return wordRanges({ text, ranges });
}

/** From average log probabilities of segments, as Whisper gives them. */
export function unclearBySegments(input: { text: string; segments: readonly HeardSegment[] }): Range[] {
	const { text, segments } = input;
	const ranges: Range[] = [];
	let at = 0;
	for (const segment of segments) {
		const words = segment.text.trim();
		const from = words === "" ? -1 : text.indexOf(words, at);
		if (from < 0) continue;
		at = from + words.length;
		if (segment.logprob < UNSURE || segment.compression > REPEATS) ranges.push([from, at]);
	}
	return wordRanges({ text, ranges });
}
