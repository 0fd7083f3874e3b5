/**
 * Grades one answer against a reference or key points: what `calibrate` measures. Source: grading design §C.6.
 * The curve is fixed; nothing is fitted to the answers that are graded.
 */
import { interpolate, mean } from "./agreement";
import { blankOut, DENIAL, echoesQuestion, findInjections, isForeign, isKeywordList, saysNothing } from "./integrity";
import { comparePrepared, nearRecall, type Prepared, prepare, type Similarity } from "./similarity";
import { clean, contentStems, splitSentences, tokenize } from "./text";

export type AnswerFlag =
	| "blank"
	| "injection"
	| "echo"
	| "keyword-list"
	| "denial"
	| "language"
	| "low-relevance"
	| "polarity-differs";

export interface AnswerGrade {
	/** 0–1, share of the maximum. */
	share: number;
	flags: AnswerFlag[];
}

/**
 * From closeness to a share of the maximum, for answers that hold at least one word of the reference which the question
 * does not give away. Set by hand along the pooled isotonic fit of two public sets.
 */
const CURVE = [
	{ x: -0.2, y: 0.4 },
	{ x: 0, y: 0.6 },
	{ x: 0.2, y: 0.7 },
	{ x: 0.3, y: 0.81 },
	{ x: 0.4, y: 0.885 },
	{ x: 0.5, y: 0.93 },
	{ x: 0.7, y: 0.965 },
	{ x: 0.78, y: 1 },
];

/** From this many words on, an answer that touches neither reference nor question is talk. */
const LONG_ANSWER = 40;
/** From this many words of any kind on, a single word of the reference turns up by chance. */
const VERY_LONG_ANSWER = 150;
/** Share of question words from which a sentence is about the question. */
const ABOUT_QUESTION = 0.15;
const TALK = 0.2;

/** True for a long answer that holds next to nothing of the reference, and no sentence about the question. */
function isTalk(input: { own: number; answer: AnswerText; questionStems: ReadonlySet<string> }): boolean {
	const { own, answer, questionStems } = input;
	const long = own === 0 ? answer.words >= LONG_ANSWER : own === 1 && answer.words >= VERY_LONG_ANSWER;
	return long && answer.sentences.every((stems) => overlapOf({ stems, questionStems }) < ABOUT_QUESTION);
}

interface AnswerText {
	words: number;
	/** Content stems of each sentence. */
	sentences: readonly ReadonlySet<string>[];
}

function overlapOf(input: { stems: ReadonlySet<string>; questionStems: ReadonlySet<string> }): number {
	let shared = 0;
	for (const stem of input.stems) if (input.questionStems.has(stem)) shared += 1;
	return input.stems.size > 0 ? shared / input.stems.size : 0;
}

/** Without a word of the reference, closeness tells nothing (measured: flat): short answers are mostly paraphrases. */
function unmatchedShare(similarity: Similarity, close: number): number {
	if (similarity.questionOverlap === 0) return 0.35;
	return similarity.missing.length <= 2 || close >= 0.25 ? 0.75 : 0.6;
}

const ECHO_LIMIT = 0.05;
const KEYWORD_LIMIT = 0.5;
const DENIAL_LIMIT = 0.4;
const RELEVANT = 0.2;

/** Long references ask for more, and people grade against them more strictly: each e-fold in words costs 0.05. */
function closeness(input: { value: number; recall: number; referenceStems: number }): number {
	return 0.5 * Math.sqrt(input.value) + 0.5 * Math.sqrt(input.recall) - 0.05 * Math.log(1 + input.referenceStems);
}

/** True for what people write into a field they leave blank. */
export function isBlankAnswer(answer: string): boolean {
	return /^\W*(?:(?:no|not|empty|blank)\s+(?:response|answer(?:ed)?|submission|submitted|attempt(?:ed)?))?\W*$/i.test(
		answer,
	);
}

/**
 * Grades one answer. Several references are alternatives and the best one counts; key points must all be covered and
 * their mean counts. One of the two lists must not be empty (RangeError).
 */
export function gradeAnswer(input: {
	question: string;
	references?: readonly string[];
	keyPoints?: readonly string[];
	answer: string;
}): AnswerGrade {
	const { question, references = [], keyPoints = [] } = input;
	if (references.length + keyPoints.length === 0)
		throw new RangeError("an answer needs a reference or key points to be graded by");
	if (isBlankAnswer(input.answer)) return { share: 0, flags: ["blank"] };
	const visible = clean(input.answer);
	const injections = findInjections(visible);
	const flags: AnswerFlag[] = injections.length > 0 ? ["injection"] : [];
	const answer = blankOut(visible, injections);
	const tokens = tokenize(answer);
	if (saysNothing(answer)) return { share: 0, flags: [...flags, "blank"] };

	const questionStems = new Set(contentStems(question));
	const prepared = prepare(tokens);
	const sentences = splitSentences(answer).map((sentence) => tokenize(sentence.text));
	const answerText: AnswerText = {
		words: tokens.length,
		sentences: sentences.map((words) => new Set(words.filter((word) => !word.stop).map((word) => word.stem))),
	};
	const compare = (reference: Prepared) => {
		const similarity = comparePrepared({ question: questionStems, reference, answer: prepared });
		const recall = nearRecall({ question: questionStems, reference, answer: prepared });
		const matched = similarity.matched.filter((stem) => !questionStems.has(stem)).length;
		const own = matched + (recall > similarity.recall ? 1 : 0);
		const close = closeness({ value: similarity.value, recall, referenceStems: reference.set.size });
		const measured = own > 0 ? interpolate({ knots: CURVE, x: close }) : unmatchedShare(similarity, close);
		const share = isTalk({ own, answer: answerText, questionStems }) ? TALK : measured;
		return { similarity, share };
	};
	const targets = (keyPoints.length > 0 ? keyPoints : references).map((text) => compare(prepare(tokenize(text))));
	const best = targets.reduce((top, target) => (target.similarity.value > top.similarity.value ? target : top));
	let share = keyPoints.length > 0 ? mean(targets.map((target) => target.share)) : best.share;

	const limit = (value: number, flag: AnswerFlag) => {
		share = Math.min(share, value);
		flags.push(flag);
	};
	if (echoesQuestion({ text: answer, question })) limit(ECHO_LIMIT, "echo");
	if (sentences.every(isKeywordList)) limit(KEYWORD_LIMIT, "keyword-list");
	if (DENIAL.test(answer)) limit(DENIAL_LIMIT, "denial");
	else if (best.similarity.polarityDiffers) flags.push("polarity-differs");
	if (isForeign(tokens)) flags.push("language");
	if (best.similarity.value + 0.5 * best.similarity.questionOverlap < RELEVANT) flags.push("low-relevance");
	return { share, flags };
}
