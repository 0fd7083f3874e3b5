/**
 * The shape a judge must answer in, and the strict reading of what it did answer. The order of the fields is the order in
 * which a model writes them: evidence before level (grading design §D.2). Every value that decides anything is an enum,
 * because those are the only bounds all providers enforce.
 */
import { z } from "zod";

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
	return schemaOf(JudgeAnswer);
}

/** What a judge finds in one piece of a record that is too long to be read at once. */
export const QuotesAnswer = z.strictObject({
	quotes: z.array(z.strictObject({ turn: z.string(), quote: z.string(), supports: z.enum(["positive", "negative"]) })),
	injection_suspected: z.boolean(),
});
export type QuotesAnswer = z.infer<typeof QuotesAnswer>;

export function quotesSchema(): Record<string, unknown> {
	return schemaOf(QuotesAnswer);
}

/** A shape as JSON Schema, without what providers do not enforce. */
export function schemaOf(shape: z.ZodType): Record<string, unknown> {
	const { $schema: _dialect, ...schema } = z.toJSONSchema(shape) as Record<string, unknown>;
	return schema;
}

const FENCED = /^```(?:json)?\s*\n([\s\S]*?)\n?```$/;
const LONGEST = 60_000;

export type Reading<T> = { ok: true; answer: T } | { ok: false; problems: string[] };

/**
 * Reads the raw text. A single fenced block is taken out of its fence; everything else that is not exactly one JSON
 * object of the shape is a list of problems for one repair, never a guess.
 */
export function readShape<T>(input: { raw: string; shape: z.ZodType<T> }): Reading<T> {
	const text = input.raw.trim();
	if (text === "") return { ok: false, problems: ["The answer is empty."] };
	if (text.length > LONGEST) return { ok: false, problems: ["The answer is far too long."] };
	let value: unknown;
	try {
		value = JSON.parse(FENCED.exec(text)?.[1] ?? text);
	} catch {
		return { ok: false, problems: ["The answer is not one JSON object and nothing else."] };
	}
	const parsed = input.shape.safeParse(value);
	if (parsed.success) return { ok: true, answer: parsed.data };
	return {
		ok: false,
		problems: parsed.error.issues.slice(0, 8).map((issue) => `${issue.path.join(".") || "answer"}: ${issue.message}`),
	};
}

export function readJudgeAnswer(raw: string): Reading<JudgeAnswer> {
	return readShape({ raw, shape: JudgeAnswer });
}
