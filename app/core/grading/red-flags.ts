/** Red flags as suspicions: the rules only point at words worth a look, and never lower a score by them (decisions 8). */
import type { Question, Rubric } from "../content/schemas";
import { type Evidence, RedFlag } from "./grade";
import type { Sentence } from "./interview-text";
import { comparePrepared, joinPrepared, prepare } from "./similarity";
import { NEGATIONS, tokenize } from "./text";

/** Similarity from which a stretch is worth a look. High, because a wrong suspicion is worse than a missing one. */
const SUSPICIOUS = 0.4;
const NOTHING_GIVEN: ReadonlySet<string> = new Set();

/** The rubric's red flags (of a question, those it lists) whose description resembles what the candidate said. */
export function suspectRedFlags(input: {
	rubric: Rubric;
	questions: readonly Question[];
	sentences: readonly Sentence[];
	quote: (sentence: Sentence) => Evidence | null;
}): RedFlag[] {
	const { rubric, questions, sentences, quote } = input;
	const listed = new Set(questions.flatMap((question) => question.red_flags));
	const prepared = sentences.map((sentence) => prepare(sentence.tokens));
	return rubric.red_flags
		.filter((flag) => listed.size === 0 || listed.has(flag.id))
		.flatMap((flag) => {
			const reference = prepare(tokenize(flag.text));
			const evidence: Evidence[] = [];
			for (const [index, sentence] of sentences.entries()) {
				const next = prepared[index + 1];
				const here = prepared[index];
				if (!here || !sharesEnough(here.set, reference.set)) continue;
				const window = next && sentences[index + 1]?.seq === sentence.seq ? joinPrepared([here, next]) : here;
				const value = Math.max(
					comparePrepared({ question: NOTHING_GIVEN, reference, answer: here }).value,
					comparePrepared({ question: NOTHING_GIVEN, reference, answer: window }).value,
				);
				const denied = sentence.tokens.some((token) => NEGATIONS.has(token.word)) !== reference.negated;
				const found = value >= SUSPICIOUS && !denied ? quote(sentence) : null;
				if (found) evidence.push(found);
			}
			if (evidence.length === 0) return [];
			return [
				RedFlag.parse({ id: flag.id, severity: flag.severity, state: "suspected", evidence: evidence.slice(0, 2) }),
			];
		});
}

function sharesEnough(answer: ReadonlySet<string>, reference: ReadonlySet<string>): boolean {
	let shared = 0;
	for (const stem of reference) if (answer.has(stem)) shared += 1;
	return shared >= 3;
}
