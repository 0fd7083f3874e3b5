/** The strict reading of what a model answered where one JSON object of a known shape was asked for. */
import { z } from "zod";

const FENCED = /^```(?:json)?\s*\n([\s\S]*?)\n?```$/;
const LONGEST = 60_000;

export type Reading<T> = { ok: true; answer: T } | { ok: false; problems: string[] };

/**
 * Reads the raw text. A single fenced block is taken out of its fence; everything else that is not exactly one JSON
 * object of the shape is a list of problems for one repair, never a guess.
 */
export function readModelAnswer<T>(input: { raw: string; schema: z.ZodType<T> }): Reading<T> {
	const text = input.raw.trim();
	if (text === "") return { ok: false, problems: ["The answer is empty."] };
	if (text.length > LONGEST) return { ok: false, problems: ["The answer is far too long."] };
	let value: unknown;
	try {
		value = JSON.parse(FENCED.exec(text)?.[1] ?? text);
	} catch {
		return { ok: false, problems: ["The answer is not one JSON object and nothing else."] };
	}
	const parsed = input.schema.safeParse(value);
	if (parsed.success) return { ok: true, answer: parsed.data };
	return {
		ok: false,
		problems: parsed.error.issues.slice(0, 8).map((issue) => `${issue.path.join(".") || "answer"}: ${issue.message}`),
	};
}

/** JSON Schema of a shape, as it is sent to a provider. */
export function jsonSchemaOf(schema: z.ZodType): Record<string, unknown> {
	const { $schema: _dialect, ...json } = z.toJSONSchema(schema) as Record<string, unknown>;
	return json;
}
