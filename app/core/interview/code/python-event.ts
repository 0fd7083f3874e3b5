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
		result: TestResult,
	}),
	/** The process of the code said something that no code of ours says. */
	z.object({ event: z.literal("odd") }),
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
