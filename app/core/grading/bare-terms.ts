/**
 * Whether the answers to exercises are a list of the words that are listened for and little else. In a long round such a
 * list is caught by its poor substance; where short answers are right, it has to be seen by what is missing in it: words
 * of the candidate's own.
 */
import type { Question } from "../content/schemas";
import { contentStems, type Token, tokenize } from "./text";

/** With fewer different words nobody has listed anything. */
const LEAST_WORDS = 12;
/**
 * Share of listened-for words from which points count less, and from which they count nothing. Measured: long right
 * answers 0.2–0.45, key points in full 0.65, the tersest right answers 0.7–0.85; lists 0.95–1, also inside empty sentences.
 */
const LISTED = { from: 0.88, to: 0.96 };
/** Worth of a met point below which the answers are called a list. */
export const A_LIST = 0.5;

/**
 * What a met point is worth in view of how the whole round was answered: 1, or less down to 0 where nearly every
 * different word stands in a `listen_for` phrase. Words of the Briefs and words without meaning are left out.
 */
export function worthOfTerms(input: {
	questions: readonly Question[];
	sentences: readonly { tokens: readonly Token[] }[];
}): number {
	const { questions, sentences } = input;
	const given = new Set(questions.flatMap((question) => contentStems(question.sections.brief)));
	const phrases = questions
		.flatMap((question) => question.key_points.flatMap((point) => point.listen_for))
		.map((phrase) => tokenize(phrase).map((token) => token.word))
		.filter((words) => words.length > 0);
	const listed = new Set<string>();
	const own = new Set<string>();
	for (const { tokens } of sentences) {
		const inPhrase = placesOf({ phrases, words: tokens.map((token) => token.word) });
		for (const [place, { stem, stop }] of tokens.entries()) {
			if (stop) continue;
			if (inPhrase.has(place)) listed.add(stem);
			else if (!given.has(stem)) own.add(stem);
		}
	}
	for (const stem of listed) own.delete(stem);
	const words = listed.size + own.size;
	if (words < LEAST_WORDS) return 1;
	return Math.min(1, Math.max(0, (LISTED.to - listed.size / words) / (LISTED.to - LISTED.from)));
}

/** The places of words that belong to a phrase; its last word may go on, as where points are matched. */
function placesOf(input: { phrases: readonly (readonly string[])[]; words: readonly string[] }): Set<number> {
	const { phrases, words } = input;
	const places = new Set<number>();
	for (const phrase of phrases) {
		for (let start = 0; start + phrase.length <= words.length; start += 1) {
			const heard = phrase.every((word, offset) => {
				const said = words[start + offset] ?? "";
				return offset < phrase.length - 1 ? said === word : said.startsWith(word);
			});
			if (heard) for (let offset = 0; offset < phrase.length; offset += 1) places.add(start + offset);
		}
	}
	return places;
}
