/** Grades the answers of a calibration file with a connected model, one call an answer. */
import { randomBytes } from "node:crypto";
import { type Calibration, compareWithPeople, type GradedAnswer, type Prediction } from "~/core/grading/calibrate";
import { answerRequest, predictionFrom, readAnswerVerdict, settledWithoutCall } from "~/core/grading/judge-single";
import { ModelError } from "~/core/ports";
import { getContent } from "./content.server";
import { askInShape, takeTurns } from "./judge-call.server";
import type { Attempt, Route } from "./model-call.server";
import { describeModelError } from "./model-error-text.server";

/** An answer no call could grade has no score and a reason; it is never guessed and in none of the numbers. */
export async function calibrateWithModel(input: {
	answers: readonly GradedAnswer[];
	/** At least one. */
	routes: readonly Route[];
	onAttempt: (attempt: Attempt) => void;
}): Promise<Calibration> {
	const { answers, routes, onAttempt } = input;
	const prompt = getContent().prompts.get("answer");
	if (!prompt) throw new Error('the prompt "answer" is checked at the start');
	const boundary = randomBytes(12).toString("hex");
	const take = takeTurns(routes[0]?.limits.concurrency ?? 1);
	const predict = async (graded: GradedAnswer): Promise<Prediction> => {
		const request = answerRequest({ graded, prompt, boundary });
		try {
			const asked = await askInShape({ request, routes, onAttempt, read: readAnswerVerdict });
			if ("problem" in asked) return { reason: asked.problem };
			return predictionFrom({ verdict: asked.answer, answer: graded.answer });
		} catch (error) {
			if (error instanceof ModelError) return { reason: describeModelError(error) };
			throw error;
		}
	};
	const predictions = await Promise.all(
		answers.map((graded) => settledWithoutCall(graded) ?? take(() => predict(graded))),
	);
	return compareWithPeople({
		answers,
		predictions,
		grader: { kind: "model", version: routes[0]?.model.model ?? "model" },
	});
}
