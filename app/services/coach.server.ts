/**
 * The coach: for the weakest criteria of a finished grade by a model, the candidate's own answer said better. It works
 * from verified scores and quotes only and never touches the grade. What is to be written waits in the database beside
 * the grade, so a crash loses nothing and nothing is written twice.
 */
import { randomBytes } from "node:crypto";
import {
	claimCoachNote,
	closeCoachNote,
	renewCoachLease,
	type StoredCoachNote,
} from "~/adapters/db/coach-notes.server";
import { findGradeRun } from "~/adapters/db/grades.server";
import { loadInterviewForWorker } from "~/adapters/db/interviews.server";
import { AppError } from "~/core/errors";
import { readCoachAnswer } from "~/core/grading/coach-answer";
import type { CoachOutcome } from "~/core/grading/coach-note";
import { coachedCriteria, drillsFor } from "~/core/grading/coach-plan";
import { type CoachInput, coachRequest, ownWords } from "~/core/grading/coach-prompt";
import type { GradeResult } from "~/core/grading/grade";
import { repairRequest } from "~/core/grading/judge-prompt";
import { answeredQuestions } from "~/core/grading/question-spans";
import { ModelError, type ModelFinish } from "~/core/ports";
import { modelOf, routesFor } from "./connections.server";
import { contentForRun, getContent } from "./content.server";
import { recordAttempt, requireBudget } from "./ledger.server";
import { logger } from "./logger.server";
import { type Attempt, askModel, type Route } from "./model-call.server";
import { describeModelError } from "./model-error-text.server";

const ATTEMPTS = 3;
const RENEW_MS = 20_000;
const NOT_CONNECTED = "No model is connected any more that could write it.";

/** The criteria of a new grade a coach will write about; none where no coach is connected. */
export async function planCoach(input: { userId: string; result: GradeResult }): Promise<string[]> {
	const { userId, result } = input;
	if ((await modelOf({ userId, task: "coach" })) === null) return [];
	return coachedCriteria(result).map((criterion) => criterion.id);
}

/** Writes one waiting note. Returns false when there was none. */
export async function coachNext(): Promise<boolean> {
	const note = await claimCoachNote();
	if (!note) return false;
	const renewing = setInterval(() => void renewCoachLease({ id: note.id }).catch(() => undefined), RENEW_MS);
	try {
		await closeCoachNote({ id: note.id, outcome: await writeStored(note) });
	} catch (error) {
		logger.error({ err: error, gradeRunId: note.gradeRunId }, "the coach failed");
		if (note.attempts >= ATTEMPTS)
			await closeCoachNote({ id: note.id, outcome: failed("It stopped with an error several times.") });
	} finally {
		clearInterval(renewing);
	}
	return true;
}

async function writeStored(note: StoredCoachNote): Promise<CoachOutcome> {
	const run = await findGradeRun({ id: note.gradeRunId });
	const grade = run?.result ? coachedCriteria(run.result).find((entry) => entry.id === note.criterion) : undefined;
	if (!run || !grade) return failed("The grade holds no verified quotes to write from.");
	const interview = await loadInterviewForWorker({ id: run.interviewId });
	const content = await contentForRun({ plan: interview.plan, rubricHash: run.rubricHash });
	const criterion = content.rubrics[0]?.criteria.find((entry) => entry.id === note.criterion);
	if (!criterion) return failed("The rubric of this grade has no such criterion.");
	const { userId, id: interviewId, events, plan } = interview;
	return writeNote({
		criterion,
		grade,
		level: plan.level,
		events,
		questions: answeredQuestions({ content, events }),
		drills: drillsFor({ content: getContent(), plan, criterion: criterion.id }),
		routes: await routesFor({ userId, task: "coach" }),
		onAttempt: recordAttempt({ userId, interviewId, purpose: "coach" }),
		mayCall: () => requireBudget({ userId, interviewId }),
	});
}

const UNFINISHED: Partial<Record<ModelFinish, string>> = {
	refusal: "The model refused to write it.",
	filter: "The provider's filter stopped the answer.",
};

/** One text about one criterion, with one repair; or why there is none. */
export async function writeNote(
	input: CoachInput & {
		routes: readonly Route[];
		onAttempt: (attempt: Attempt) => void;
		/** Refuses with an `AppError` when no more may be spent. */
		mayCall?: () => Promise<void>;
	},
): Promise<CoachOutcome> {
	const { drills, questions, routes, onAttempt } = input;
	if (routes.length === 0) return failed(NOT_CONNECTED);
	const { prompts, items } = getContent();
	const prompt = prompts.get("coach");
	if (!prompt) throw new Error("the coach's prompt is checked at the start");
	const promptHash = items.find((item) => item.kind === "prompt" && item.slug === "coach")?.hash ?? null;
	const sources = [...ownWords(input), ...questions.map((question) => question.sections.brief)];
	const terms = questions.flatMap((question) => question.key_points.flatMap((point) => point.listen_for));
	const first = coachRequest({ ...input, prompt, boundary: randomBytes(12).toString("hex") });
	let request = first;
	let shaped = false;
	try {
		for (let tries = 0; tries < 2; tries += 1) {
			await input.mayCall?.();
			const { text, end } = await askModel({ request, routes, onAttempt });
			const stopped = UNFINISHED[end.finish];
			if (stopped) return failed(stopped);
			const reading = readCoachAnswer({ raw: text, drills, sources, terms });
			if (reading.ok) {
				const { stronger, why, drill: id } = reading.answer;
				const title = drills.find((drill) => drill.id === id)?.title ?? "";
				return {
					status: "written",
					text: { stronger, why, drill: { id, title }, model: end.model.slice(0, 200), promptHash },
				};
			}
			shaped = text.trim().startsWith("{");
			request = repairRequest({ request: first, raw: text, problems: reading.problems });
		}
	} catch (error) {
		if (error instanceof ModelError) return failed(describeModelError(error));
		if (error instanceof AppError) return failed(error.message);
		throw error;
	}
	return failed(
		shaped
			? "Two tries said things that are not in your words, or more than a coach may say."
			: "Two tries gave no answer in the agreed shape.",
	);
}

function failed(reason: string): CoachOutcome {
	return { status: "failed", reason };
}
