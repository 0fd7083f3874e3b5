/** Whether a criterion had its chance in the round, and what stands in the report when nothing came of it (decisions 7). */
import type { Criterion, KeyPoint, Question } from "../content/schemas";
import { GAP } from "../interview/unclear";
import { type CriterionGrade, type Evidence, NOT_OBSERVED } from "./grade";
import { findInjections } from "./integrity";
import type { ReadExchange, RoundReading } from "./round-reading";

interface OneCriterion {
	reading: RoundReading;
	criterion: Criterion;
}

/** Share of a turn about a criterion from which it counts as asked. */
const ASKED = 0.99;
/** The same, in a turn that asked about several things. */
export const PARTLY_ASKED = 0.5;
/** With fewer answers nobody had a fair run: the brief does not count as a question, nor a word in passing as an answer. */
export const FAIR_RUN_REPLIES = 4;
/** Share of the candidate's words in another language from which a silence may be one of ours. */
export const PARTLY_FOREIGN = 0.15;

/**
 * The candidate's turns after something that asked about the criterion, `atLeast` as much as about any other. The
 * greeting asks about nothing.
 */
export function askedAbout({ reading, criterion }: OneCriterion, atLeast = ASKED): ReadExchange[] {
	return reading.exchanges.filter(
		({ exchange, asked }, place) =>
			(asked.get(criterion.id) ?? 0) >= atLeast &&
			(exchange.passed || exchange.answerSeq !== null) &&
			(place > 0 || exchange.move !== null),
	);
}

/**
 * Whether a point of an exercise is left out of the report unless a judge finds it: the rules, which counted what was put
 * to the candidate, have no verdict on it. False in other rounds, where every point counts, and without the rules' grade.
 */
export function isLeftOut(input: { question: Question; point: KeyPoint; rules: CriterionGrade | null }): boolean {
	const { question, point, rules } = input;
	if (!question.asks || !rules) return false;
	return !rules.points.some((entry) => entry.id === point.id && entry.question === question.id);
}

/** No level, because the rules cannot read the language. */
export const abstention = {
	...NOT_OBSERVED,
	evidence: [] as Evidence[],
	flags: ["language"],
	reason: "Most of the answers are not in English. The rules read English only, so they give no level.",
} satisfies Partial<CriterionGrade>;

/** No level, because there was no chance to show one. */
export const neverAsked = {
	...abstention,
	flags: [],
	reason: "Nothing in the round asked about this, or time ran out. It counts neither for nor against.",
} satisfies Partial<CriterionGrade>;

/** A criterion with nothing to assess: a 1 when it was asked about, else no level (decisions 7). */
export function unanswered(input: {
	context: OneCriterion;
	asked: readonly ReadExchange[];
}): Omit<CriterionGrade, "id" | "points" | "grader"> {
	const { reading, criterion } = input.context;
	const first = input.asked[0]?.exchange ?? briefReply(input.context);
	const foreign = reading.text.foreignShare > PARTLY_FOREIGN;
	if (!first || first.answerSeq === null || foreign) {
		return {
			...abstention,
			flags: foreign ? ["language"] : [],
			reason: foreign ? abstention.reason : neverAsked.reason,
		};
	}
	return {
		score: 1,
		shownLevel: "none",
		confidence: 0.6,
		status: "graded",
		evidence: [wholeAnswer({ reading, seq: first.answerSeq })],
		flags: ["asked-unanswered"],
		reason: `The question about ${criterion.title.toLowerCase()} was asked, and no answer to it can be assessed.`,
	};
}

/** The first reply, when the brief asks for the criterion and the candidate had a fair run. */
export function briefReply({ reading, criterion }: OneCriterion): ReadExchange["exchange"] | undefined {
	if (!reading.askedByBrief.has(criterion.id) || reading.exchanges.length < FAIR_RUN_REPLIES) return undefined;
	return reading.exchanges.find((entry) => entry.exchange.answerSeq !== null)?.exchange;
}

const WHOLE_ANSWER = 160;

/** Where the missing answer should have been: the words said there; empty for a pass and for orders to the grader. */
function wholeAnswer(input: { reading: RoundReading; seq: number }): Evidence {
	const text = input.reading.text.originals.get(input.seq) ?? "";
	const clear = text.split(GAP)[0] ?? "";
	const to = findInjections(text).length > 0 ? 0 : Math.min(clear.length, WHOLE_ANSWER);
	return { seq: input.seq, quote: text.slice(0, to), from: 0, to };
}
