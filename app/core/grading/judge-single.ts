/** A model grades one short answer against a reference or key points: what `calibrate --grader model` measures. */
import { z } from "zod";
import type { Prompt } from "../content/round-schemas";
import { jsonSchemaOf, type Reading, readModelAnswer } from "../model-answer";
import type { ModelRequest } from "../ports";
import type { GradedAnswer, Prediction } from "./calibrate";
import { isLongEnough, quoteFinder } from "./find-quote";
import { isBlankAnswer } from "./grade-answer";
import { saysNothing } from "./integrity";
import { MAX_RECORD, withoutOrders } from "./judge-record";

const TENTHS = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"] as const;
const MAX_TOKENS = 600;

export const AnswerVerdict = z.strictObject({
	evidence: z.array(z.string()),
	reasoning: z.string(),
	tenths: z.enum(TENTHS),
});
export type AnswerVerdict = z.infer<typeof AnswerVerdict>;

/** What needs no call: a blank answer is worth nothing, and one too long for a call is not cut to fit. */
export function settledWithoutCall({ answer }: GradedAnswer): Prediction | null {
	if (isBlankAnswer(answer) || saysNothing(withoutOrders(answer))) return { share: 0 };
	return answer.length > MAX_RECORD ? { reason: "The answer is too long for one call. Nothing was cut." } : null;
}

/** `boundary` is random; orders to the grader are taken out before anybody reads the answer. */
export function answerRequest(input: { graded: GradedAnswer; prompt: Prompt; boundary: string }): ModelRequest {
	const { graded, prompt, boundary } = input;
	const { question, reference, keyPoints = [], answer } = graded;
	const references = reference === undefined ? [] : [reference].flat();
	return {
		system: [{ text: prompt.body, cache: true }],
		messages: [
			{
				role: "user",
				text: [
					`Question:\n${question}`,
					...references.map((text) => `A good answer:\n${text}`),
					...(keyPoints.length > 0
						? [`What a good answer contains:\n${keyPoints.map((point) => `- ${point}`).join("\n")}`]
						: []),
					`The answer to grade, as a JSON string between two lines ${boundary}:\n${boundary}\n${JSON.stringify(withoutOrders(answer))}\n${boundary}`,
					"Grade it now, in the given shape.",
				].join("\n\n"),
			},
		],
		maxTokens: MAX_TOKENS,
		effort: "low",
		schema: { name: "answer_grade", json: jsonSchemaOf(AnswerVerdict) },
	};
}

export function readAnswerVerdict(raw: string): Reading<AnswerVerdict> {
	return readModelAnswer({ raw, schema: AnswerVerdict });
}

/** The share of the maximum, when it rests on words that stand in the answer. */
export function predictionFrom(input: { verdict: AnswerVerdict; answer: string }): Prediction {
	const { verdict, answer } = input;
	const share = Number(verdict.tenths) / 10;
	const find = quoteFinder(withoutOrders(answer));
	// A quote of "LIFO" proves nothing in a talk, but it may be all there is of a terse answer.
	const rests = !isLongEnough(answer) || verdict.evidence.some((quote) => find(quote) !== null);
	return share === 0 || rests ? { share } : { reason: "The judge quoted nothing that stands in the answer." };
}
