/** One answer of a judge in its agreed shape, and how many are asked for at once. */

import { repairRequest } from "~/core/grading/judge-prompt";
import type { Reading } from "~/core/model-answer";
import type { ModelFinish, ModelRequest } from "~/core/ports";
import { type Attempt, askModel, type Route } from "./model-call.server";

const UNFINISHED: Partial<Record<ModelFinish, string>> = {
	refusal: "The model refused to grade it.",
	filter: "The provider's filter stopped the answer.",
};

/** The answer in its shape, with one repair; or why there is none. Throws a `ModelError` when no route answers. */
export async function askInShape<T>(input: {
	request: ModelRequest;
	routes: readonly Route[];
	onAttempt: (attempt: Attempt) => void;
	read: (raw: string) => Reading<T>;
}): Promise<{ answer: T; model: string } | { problem: string }> {
	const { read } = input;
	let { request } = input;
	for (let tries = 0; tries < 2; tries += 1) {
		const { text, end } = await askModel({ ...input, request });
		const stopped = UNFINISHED[end.finish];
		if (stopped) return { problem: stopped };
		const reading = read(text);
		if (reading.ok) return { answer: reading.answer, model: end.model };
		const problems = end.finish === "length" ? ["The answer was too long. Be brief."] : reading.problems;
		request = repairRequest({ request: input.request, raw: text, problems });
	}
	return { problem: "Two tries gave no answer in the agreed shape." };
}

/** Lets at most `atOnce` pieces of work run; the others wait in the order in which they came. */
export function takeTurns(atOnce: number): <R>(work: () => Promise<R>) => Promise<R> {
	let running = 0;
	const waiting: (() => void)[] = [];
	return async (work) => {
		if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
		else running += 1;
		try {
			return await work();
		} finally {
			// Whoever waits longest takes the place over, so that nobody who comes now gets in before them.
			const next = waiting.shift();
			if (next) next();
			else running -= 1;
		}
	};
}
