/**
 * Looks at every sentence a model wants to say before a candidate sees it (decisions 19). Secrecy does not rest on this:
 * the model never received key points or answers. The guard keeps what a prompt can only ask for: one question, few
 * words, no praise and no score, nothing that reads like the answer, no words in the candidate's mouth.
 */
import type { Question, Rubric } from "../content/schemas";
import { type Token, tokenize } from "../grading/text";
import { countWords } from "./intent";
import { MAX_TURN_WORDS } from "./practice-engine";
import type { RoundContent } from "./round-content";

export type Objection =
	| "too-long"
	| "second-question"
	| "judgement"
	| "private-text"
	| "code"
	| "wrong-voice"
	| "instructions";

/** Words in a row that two texts share by accident less often than by copying (content design §6.5). */
const RUN = 6;
/** A model may run over the limit by the end of a sentence, not by another one. */
const MOST_WORDS = MAX_TURN_WORDS + 12;

const JUDGEMENT =
	/\b(?:good|great|nice|excellent|perfect|strong|solid|impressive|brilliant|amazing|fantastic|wonderful|weak|poor|wrong|bad)\s+(?:answer|point|job|work|start|thinking|question|choice|idea|approach|design|example|story|one|instinct)\b|\b(?:well done|well put|good for you|nicely done|spot on|that(?:'s| is) (?:right|correct|wrong|great|good|excellent|perfect)|exactly right|you(?:'re| are) (?:right|wrong|correct|doing (?:well|great|fine)|on the right track)|i (?:love|like) (?:that|how|your|it)|i(?:'m| am) impressed|you nailed|you missed|you forgot)\b|^(?:great|excellent|perfect|brilliant|awesome|amazing|fantastic|wonderful|correct|exactly|impressive)[.!,]/i;
const SCORE =
	/\b(?:score|grade|rating|points?|marks?)\b[^.?!]{0,24}\b[1-5]\b|\b[0-5](?:\.\d)?\s?(?:\/|out of|of)\s?[45]\b|\b(?:strong )?(?:yes|no)[- ]hire\b|\brubric\b|\bkey points?\b|\bmodel answer\b/i;
const INSTRUCTIONS =
	/\b(?:my|these|the) (?:instructions|system prompt|guardrails)\b|<\/?controller>|\bmove_text\b|\bas an? (?:ai )?language model\b/i;
const VOICE = /^\s*(?:candidate|you|user|human|me|interviewer|assistant)\s*:/i;
const CODE =
	/```|^\s{0,8}(?:def |class |import |from \w+ import|function |const |let |SELECT |return )|[{}]\s*$|[)\]}"'=]\s*;\s*$/m;

export interface GuardContext {
	/** Runs of six words that must not be said. */
	forbidden: ReadonlySet<string>;
	/** A hint's rung, or a case, may hold code. */
	codeAllowed: boolean;
	/** "listen" and "goodbye" ask nothing. */
	questionsAllowed: 0 | 1;
}

/**
 * What may not be said in this turn: key points, anchors, model answers, common misses, hints, probes and defects of
 * cases, less what the candidate may know already or is told by this move. `allowed` are those texts.
 */
export function guardContext(input: {
	content: RoundContent;
	allowed: readonly string[];
	codeAllowed?: boolean;
	questionsAllowed?: 0 | 1;
}): GuardContext {
	const { content, allowed, codeAllowed = false, questionsAllowed = 1 } = input;
	const open = [...content.questions.flatMap(knownTexts), ...allowed];
	const known = new Set(open.flatMap((text) => runsOf(tokenize(text))));
	const secret = [...content.questions.flatMap(privateTexts), ...content.rubrics.flatMap(rubricTexts)];
	const forbidden = new Set(secret.flatMap((text) => runsOf(tokenize(text))).filter((run) => !known.has(run)));
	return { forbidden, codeAllowed, questionsAllowed };
}

/** Why a sentence may not follow what was said in this turn; null when it may. */
export function objectionTo(input: {
	sentence: string;
	said: readonly string[];
	context: GuardContext;
}): Objection | null {
	const { sentence, said, context } = input;
	if (VOICE.test(sentence)) return "wrong-voice";
	if (INSTRUCTIONS.test(sentence)) return "instructions";
	if (JUDGEMENT.test(sentence.trim()) || SCORE.test(sentence)) return "judgement";
	if (!context.codeAllowed && CODE.test(sentence)) return "code";
	if (runsOf(tokenize(sentence)).some((run) => context.forbidden.has(run))) return "private-text";
	const questions = [...said, sentence].join(" ").split("?").length - 1;
	if (questions > context.questionsAllowed) return "second-question";
	if (countWords([...said, sentence].join(" ")) > MOST_WORDS) return "too-long";
	return null;
}

function knownTexts(question: Question): string[] {
	return [
		question.title,
		question.sections.brief,
		question.sections.ifAsked,
		...question.cards.map((card) => card.body),
	];
}

function privateTexts(question: Question): string[] {
	return [
		...question.key_points.map((point) => point.text),
		...question.probes.map((probe) => probe.ask),
		...question.curveballs.map((curveball) => curveball.ask),
		...question.hints.flatMap((ladder) => ladder.rungs),
		...question.cards.map((card) => card.defect),
		...question.exemplars.map((exemplar) => exemplar.answer),
		question.sections.strongAnswer,
		question.sections.commonMisses,
	];
}

function rubricTexts(rubric: Rubric): string[] {
	return [
		...rubric.criteria.flatMap((criterion) => [
			criterion.looks_at,
			...Object.values(criterion.anchors),
			...Object.values(criterion.bar),
		]),
		...rubric.red_flags.map((flag) => flag.text),
		...(rubric.exemplars ?? []).map((exemplar) => exemplar.answer),
	];
}

function runsOf(tokens: readonly Token[]): string[] {
	const words = tokens.map((token) => token.word);
	return words
		.slice(0, Math.max(0, words.length - RUN + 1))
		.map((_, start) => words.slice(start, start + RUN).join(" "));
}
