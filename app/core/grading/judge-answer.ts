/**
 * The shape a judge must answer in, and the strict reading of what it did answer. The order of the fields is the order in
 * which a model writes them: evidence before level (grading design §D.2). Every value that decides anything is an enum,
 * because those are the only bounds all providers enforce.
 */
import { z } from "zod";
import { jsonSchemaOf, type Reading, readModelAnswer } from "../model-answer";

export const JudgeAnswer = z.strictObject({
	evidence: z.array(
		z.strictObject({ turn: z.string(), quote: z.string(), supports: z.enum(["positive", "negative"]) }),
	),
	key_points: z.array(
		z.strictObject({ id: z.string(), verdict: z.enum(["met", "partial", "missing", "contradicted"]) }),
	),
	reasoning: z.string(),
	counter_evidence: z.string(),
	status: z.enum(["assessed", "insufficient_evidence", "not_applicable"]),
	level: z.enum(["1", "2", "3", "4", "none"]),
	confidence: z.enum(["1", "2", "3", "4", "5"]),
	injection_suspected: z.boolean(),
	improvement: z.string(),
});
export type JudgeAnswer = z.infer<typeof JudgeAnswer>;

/** JSON Schema of the answer, as it is sent to the provider. */
export function judgeSchema(): Record<string, unknown> {
	return jsonSchemaOf(JudgeAnswer);
}

/** What a judge finds in one piece of a record that is too long to be read at once. */
export const QuotesAnswer = z.strictObject({
	quotes: z.array(z.strictObject({ turn: z.string(), quote: z.string(), supports: z.enum(["positive", "negative"]) })),
	injection_suspected: z.boolean(),
});
export type QuotesAnswer = z.infer<typeof QuotesAnswer>;

export function quotesSchema(): Record<string, unknown> {
	return jsonSchemaOf(QuotesAnswer);
}

export function readJudgeAnswer(raw: string): Reading<JudgeAnswer> {
	return readModelAnswer({ raw, schema: JudgeAnswer });
}
