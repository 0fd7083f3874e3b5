/**
 * What figures say without the words for it. "From 7 percent to 0.3 percent" is a rate before and after, though it
 * holds none of these words; a list of points is written in words.
 */
import { stem } from "./stem";

const AMOUNT = /\d/;
const SHARE = /\d\s*(?:%|percent\b|per cent\b)/i;
const CHANGE = /\bfrom\s[^.;]{0,40}\d[^;]{0,40}\sto\s[^;]{0,24}\d/i;

const OF_AMOUNT = ["figure", "number"].map(stem);
const OF_SHARE = ["percent", "rate", "share"].map(stem);
const OF_CHANGE = ["before", "after", "went"].map(stem);

/** Stems a sentence implies by its figures; none without a figure. */
export function impliedStems(text: string): string[] {
	if (!AMOUNT.test(text)) return [];
	return [...OF_AMOUNT, ...(SHARE.test(text) ? OF_SHARE : []), ...(CHANGE.test(text) ? OF_CHANGE : [])];
}
