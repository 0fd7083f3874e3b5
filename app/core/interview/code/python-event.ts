/** What a Python process tells while it works. Everything it says is untrusted and read against this shape. */
import { z } from "zod";
import { TestPlan, TestResult } from "./run";

export const PythonEvent = z.discriminatedUnion("event", [
	/** The job has arrived; from here on an end is the candidate's doing. */
	z.object({ event: z.literal("taken") }),
	z.object({ event: z.literal("plan"), plan: TestPlan }),
	z.object({ event: z.literal("start"), id: z.string() }),
	z.object({
		event: z.literal("test"),
		result: TestResult.extend({
			/** What was seen while the test ran (`marks.ts`). */
			marks: z.array(z.string().max(80)).max(20).optional(),
			/** Whether the test can come to a check of its own. */
			asks: z.boolean().optional(),
			/** Every check of the test was made to fail: it must not pass. */
			twisted: z.boolean().optional(),
		}),
	}),
	/** The code tried to get at what judges it, and was refused. */
	z.object({ event: z.literal("reached"), what: z.string().transform((what) => what.slice(0, 60)) }),
	z.object({ event: z.literal("intact"), intact: z.boolean() }),
	z.object({ event: z.literal("crash"), message: z.string() }),
	z.object({ event: z.literal("done") }),
	/** Said by the reader of the process, about a line that is none of these. */
	z.object({ event: z.literal("malformed") }),
]);
export type PythonEvent = z.infer<typeof PythonEvent>;

/** Reads one line of JSON; null for anything else, which no process of ours says. */
export function readPythonEvent(line: string): PythonEvent | null {
	try {
		return PythonEvent.parse(JSON.parse(line));
	} catch {
		return null;
	}
}
