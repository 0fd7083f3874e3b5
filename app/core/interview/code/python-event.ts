/** What a Python process tells while it works. Everything it says is untrusted and read against this shape. */
import { z } from "zod";
import { TestPlan, TestResult } from "./run";

export const PythonEvent = z.discriminatedUnion("event", [
	/** The job has arrived; from here on an end is the candidate's doing. */
	z.object({ event: z.literal("taken") }),
	z.object({ event: z.literal("plan"), plan: TestPlan }),
	z.object({ event: z.literal("start"), id: z.string() }),
	z.object({ event: z.literal("test"), result: TestResult }),
	z.object({ event: z.literal("intact"), intact: z.boolean() }),
	z.object({ event: z.literal("crash"), message: z.string() }),
	z.object({ event: z.literal("done") }),
]);
export type PythonEvent = z.infer<typeof PythonEvent>;

/** Reads one line of JSON; null for anything else. */
export function readPythonEvent(line: string): PythonEvent | null {
	try {
		return PythonEvent.parse(JSON.parse(line));
	} catch {
		return null;
	}
}
