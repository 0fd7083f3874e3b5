/** The shipped sample transcripts: interview files with grades of our own, each with the words it rests on. */
import { z } from "zod";
import { Score, Slug } from "../content/schemas";
import { InterviewFile, readInterviewFile } from "../interview/file";

const SampleGrade = z.object({
	id: Slug,
	score: Score.nullable(),
	reason: z.string().min(1),
	/** Exact words of the candidate; null where nothing was said about it. */
	quote: z.string().min(1).nullable(),
});

export const SampleFile = InterviewFile.and(
	z.looseObject({
		sample: z.object({
			label: z.string().min(1),
			grades: z.object({
				rater: z.string(),
				criteria: z.array(SampleGrade).min(1),
				recommendation: z.string(),
			}),
		}),
	}),
);
export type SampleFile = z.infer<typeof SampleFile>;

/** A quote of a sample as the exact slice [from, to) of one event; null when the grade quotes nothing. */
export interface SampleQuote {
	seq: number;
	from: number;
	to: number;
}

/**
 * Reads a parsed JSON value as a sample. `problems` holds a sentence for everything that is wrong with it, a quote that
 * no candidate turn holds among them; it is empty for a good one.
 */
export function readSample(value: unknown): { sample: SampleFile | null; problems: string[] } {
	const reading = readInterviewFile(value);
	if (!reading.ok) return { sample: null, problems: reading.problems };
	const parsed = SampleFile.safeParse(value);
	if (!parsed.success) {
		return {
			sample: null,
			problems: parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`),
		};
	}
	const sample = parsed.data;
	const problems = sample.sample.grades.criteria
		.filter((grade) => grade.quote !== null && !findQuote({ sample, quote: grade.quote }))
		.map((grade) => `The quote for "${grade.id}" stands in no candidate turn: ${grade.quote}`);
	return { sample, problems };
}

/** Where the candidate said it, word for word. */
export function findQuote(input: { sample: SampleFile; quote: string | null }): SampleQuote | null {
	const { sample, quote } = input;
	if (quote === null) return null;
	for (const event of sample.events) {
		if (event.type !== "message" || event.actor !== "candidate") continue;
		const from = event.text.indexOf(quote);
		if (from >= 0) return { seq: event.seq, from, to: from + quote.length };
	}
	return null;
}
