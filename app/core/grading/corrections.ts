/** Corrections of an estimate by what is known better than the general measures: graded examples and checked figures. */
import type { Criterion, Exemplar, PriceBook, Question } from "../content/schemas";
import { checkFigures, expectedAmounts } from "./calculation";
import type { Sentence } from "./interview-text";
import type { ReadSentence } from "./round-reading";
import { contentStems } from "./text";

/** Sentences of a criterion that are compared with its graded examples. */
const COMPARED = 6;
const MIDDLE = 2.5;
/** Examples pull less than a level even when they are close (grading design §C.6: damping 0.6). */
const DAMPING = 0.6;

/**
 * Pulls towards the scores of graded example answers by how much the words resemble them, in levels. Examples of one
 * criterion come with different scores, so an answer that resembles all of them alike is not moved.
 */
export function exampleCorrection(input: {
	questions: readonly Question[];
	/** Examples of the rubric itself, of whatever criterion. */
	ofRubric: readonly Exemplar[];
	criterion: Criterion;
	sentences: readonly { sentence: ReadSentence; worth: number }[];
}): number {
	const { questions, ofRubric, criterion, sentences } = input;
	const examples = [...questions.flatMap((question) => question.exemplars), ...ofRubric].filter(
		(example) => example.criterion === criterion.id,
	);
	if (examples.length === 0) return 0;
	const best = [...sentences].sort((a, b) => b.worth - a.worth).slice(0, COMPARED);
	const words = new Set(best.flatMap(({ sentence }) => [...sentence.stems]));
	let pull = 0;
	let weights = 0;
	for (const example of examples) {
		const weight = cosine(words, new Set(contentStems(example.answer))) ** 2;
		pull += weight * (example.score - MIDDLE);
		weights += weight;
	}
	return pull / (weights + DAMPING);
}

function cosine(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
	let shared = 0;
	for (const stem of a) if (b.has(stem)) shared += 1;
	return a.size > 0 && b.size > 0 ? shared / Math.sqrt(a.size * b.size) : 0;
}

const FITS = 0.2;
const TWO_FIT = 0.35;
const FAR_OFF = -0.4;

/** Levels for figures that agree with the price book, or for a monthly total that is off by more than ten times. */
export function figureCorrection(input: {
	questions: readonly Question[];
	criterion: Criterion;
	sentences: readonly Sentence[];
	priceBook?: PriceBook;
}): number {
	const { questions, criterion, sentences, priceBook } = input;
	const question = questions.find((candidate) => candidate.calculation);
	const concerned = question?.key_points.some(
		(point) => point.criterion === criterion.id && /\$|dollars?|tokens/i.test(point.text),
	);
	if (!question?.calculation || !priceBook || !concerned || !criterion.evidence.includes("calculation")) return 0;
	const { fitting, farOff } = checkFigures({
		sentences,
		expected: expectedAmounts({ question, priceBook }),
		tolerancePercent: question.calculation.tolerance_percent,
	});
	const models = new Set(fitting.map((figure) => figure.model));
	if (models.size >= 2) return TWO_FIT;
	if (models.size === 1) return FITS;
	return farOff.length > 0 ? FAR_OFF : 0;
}
