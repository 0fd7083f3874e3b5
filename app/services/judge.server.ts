/** A connected model grades an ended round, one call a criterion, a few at once (grading design §D.4). */
import { randomBytes } from "node:crypto";
import type { Prompt } from "~/core/content/round-schemas";
import type { Criterion } from "~/core/content/schemas";
import { AppError } from "~/core/errors";
import { type CriterionGrade, type GradeResult, NOT_OBSERVED, type ScoredCriterion } from "~/core/grading/grade";
import { gradeWithRules } from "~/core/grading/grade-interview";
import { readJudgeAnswer } from "~/core/grading/judge-answer";
import {
	gradeFromAnswer,
	isNearCutOff,
	leastCertain,
	medianGrade,
	needsSecondOpinion,
} from "~/core/grading/judge-grade";
import { judgeRequest } from "~/core/grading/judge-prompt";
import { noteReading } from "~/core/grading/judge-reading";
import { answeredQuestions } from "~/core/grading/question-spans";
import { highestRungs, scoreCriterion, scoreInterview } from "~/core/grading/scoring";
import { settledCode } from "~/core/interview/code/code-log";
import type { InterviewEvent } from "~/core/interview/events";
import type { RoundContent } from "~/core/interview/round-content";
import { ModelError } from "~/core/ports";
import { routesFor } from "./connections.server";
import { getContent } from "./content.server";
import { askInShape, takeTurns } from "./judge-call.server";
import { RecordRoom } from "./judge-reading.server";
import { recordAttempt, requireBudget } from "./ledger.server";
import type { Attempt, Route } from "./model-call.server";
import { describeModelError } from "./model-error-text.server";

export interface JudgeInput {
	/** Names the record to the provider's cache; nothing else about the interview. */
	interviewId: string;
	content: RoundContent;
	events: readonly InterviewEvent[];
	/** At least one. */
	routes: readonly Route[];
	/** Routes of the second opinion. */
	secondRoutes: readonly Route[];
	/** Criteria an earlier attempt of this run has finished. */
	have?: readonly ScoredCriterion[];
	/** Called with every criterion as soon as it is graded. */
	onCriterion?: (criterion: ScoredCriterion) => Promise<void>;
	/** What is done with every attempt of a purpose. */
	onAttempt: (purpose: Purpose) => (attempt: Attempt) => void;
	/** Refuses with an `AppError` when no more may be spent. */
	mayCall?: () => Promise<void>;
}

type Purpose = "judge" | "second-opinion";

/** A round a model has worded is judged by a model, as long as one is connected. */
export function wasWordedByModel(events: readonly InterviewEvent[]): boolean {
	return events.some((event) => event.type === "engine" && event.kind === "model");
}

/** Judges a stored round by what its owner has connected; the estimate of the rules when that is nothing. */
export async function judgeInterview(
	input: Pick<JudgeInput, "interviewId" | "content" | "events" | "have" | "onCriterion"> & { userId: string },
): Promise<GradeResult> {
	const { userId, interviewId } = input;
	const routes = await routesFor({ userId, task: "judge" });
	if (routes.length === 0) return gradeWithRules(input);
	return judgeRound({
		...input,
		routes,
		secondRoutes: await routesFor({ userId, task: "second-opinion" }),
		onAttempt: (purpose) => recordAttempt({ userId, interviewId, purpose }),
		mayCall: () => requireBudget({ userId, interviewId }),
	});
}

/**
 * The grade of a whole round. Criteria no call could grade are "failed" with a reason and no number. When not one could be
 * graded, the estimate of the rules is returned instead, under its own name and with the flag "judge-failed".
 */
export async function judgeRound(given: JudgeInput): Promise<GradeResult> {
	const { content, have = [], routes, onCriterion } = given;
	const events = settledCode(given.events, content.questions[0]?.code?.starter ?? "");
	const rules = gradeWithRules({ content, events });
	const rubric = content.rubrics[0];
	if (!rubric) return rules;
	const estimateOf = (criterion: Criterion) => rules.criteria.find((entry) => entry.id === criterion.id) ?? null;
	const take = takeTurns(routes[0]?.limits.concurrency ?? 1);
	const round = {
		...given,
		events,
		boundary: randomBytes(12).toString("hex"),
		room: new RecordRoom(),
		call: <R>(work: () => Promise<R>) =>
			take(async () => {
				await given.mayCall?.();
				return work();
			}),
	};
	const seconded = new Set<string>();
	const hints = highestRungs(events);
	const kept = new Map(have.map((criterion) => [criterion.id, { ...criterion, score: criterion.uncappedScore }]));
	const store = async (criterion: Criterion, grade: CriterionGrade) =>
		onCriterion?.(scoreCriterion({ criterion, grade, rung: hints.get(criterion.id) ?? 0, scale: content.scale }));
	const work = async (criterion: Criterion): Promise<CriterionGrade> => {
		const before = kept.get(criterion.id);
		if (before) return before;
		const estimate = estimateOf(criterion);
		// What tests decide no words can change.
		if (estimate?.grader.kind === "tests") {
			await store(criterion, estimate);
			return estimate;
		}
		const one = { ...round, criterion, rules: estimate };
		const first = await judgeCriterion(one);
		const asked = needsSecondOpinion({ grade: first, rules: estimate });
		if (asked) seconded.add(criterion.id);
		const grade = asked ? await secondOpinion(one, first) : first;
		if (grade.status !== "failed") await store(criterion, grade);
		return grade;
	};
	const grades = await Promise.all(rubric.criteria.map(work));
	const judged = grades.filter((grade) => grade.grader.kind !== "tests");
	if (judged.every((grade) => grade.status === "failed")) return { ...rules, flags: [...rules.flags, "judge-failed"] };
	const score = (all: readonly CriterionGrade[]) =>
		scoreInterview({
			rubric,
			scale: content.scale,
			grades: all,
			redFlags: rules.redFlags,
			hints,
			flags: rules.flags,
			grader: { kind: "model", version: routes[0]?.model.model ?? "model" },
		});
	const result = score(grades);
	if (!isNearCutOff({ overall: result.overall, scale: content.scale })) return result;
	// On the line one doubtful level decides: the two least certain are looked at again before anything is said.
	const doubtful = leastCertain({ grades: grades.filter((grade) => !seconded.has(grade.id)), rubric });
	const again = await Promise.all(
		doubtful.map(({ criterion, grade }) => secondOpinion({ ...round, criterion, rules: estimateOf(criterion) }, grade)),
	);
	return score(grades.map((grade) => again.find((entry) => entry.id === grade.id) ?? grade));
}

interface OneCriterion extends JudgeInput {
	criterion: Criterion;
	boundary: string;
	rules: CriterionGrade | null;
	room: RecordRoom;
	/** Waits for one of the places at once, and for leave to spend. */
	call: <R>(work: () => Promise<R>) => Promise<R>;
}

async function judgeCriterion(input: OneCriterion): Promise<CriterionGrade> {
	// Nobody said a word: there is nothing to spend a call on (grading design §D.6, case 1).
	if (!input.events.some((event) => event.actor === "candidate")) return unseen(input);
	return judgeOnce({ ...input, purpose: "judge" });
}

/** Two more calls and the median of the three (decisions 11). */
async function secondOpinion(input: OneCriterion, first: CriterionGrade): Promise<CriterionGrade> {
	const again = () => judgeOnce({ ...input, routes: input.secondRoutes, purpose: "second-opinion" });
	return medianGrade([first, ...(await Promise.all([again(), again()]))]) ?? first;
}

type OneJudgement = OneCriterion & { purpose: Purpose };

async function judgeOnce(input: OneJudgement): Promise<CriterionGrade> {
	try {
		for (;;) {
			const judged = await judgeWithin(input);
			if ("tooMuch" in judged) {
				if (input.room.shrink(judged.tooMuch)) continue;
				throw judged.error;
			}
			return judged;
		}
	} catch (error) {
		if (error instanceof ModelError) return failed(input, describeModelError(error));
		if (error instanceof AppError) return failed(input, error.message);
		throw error;
	}
}

/** One judgement within the room there is; `tooMuch` characters when the model's context was full. */
async function judgeWithin(input: OneJudgement): Promise<CriterionGrade | { tooMuch: number; error: ModelError }> {
	const { content, criterion, events, rules, purpose, room } = input;
	const onAttempt = input.onAttempt(purpose);
	const answered = answeredQuestions({ content, events });
	let sent = room.characters;
	try {
		const reading = await room.readingFor({ ...input, questions: answered, prompt: promptOf("quotes"), onAttempt });
		if ("problem" in reading) return failed(input, reading.problem);
		sent = Math.min(sent, reading.text.length);
		const questions = reading.about ?? answered;
		const request = judgeRequest({ ...input, prompt: promptOf("judge"), questions, reading });
		const asked = await input.call(() => askInShape({ ...input, request, onAttempt, read: readJudgeAnswer }));
		if ("problem" in asked) return failed(input, asked.problem);
		const { answer, model } = asked;
		const { level } = content.plan;
		const grade = gradeFromAnswer({ answer, criterion, questions: answered, level, events, rules, model });
		return noteReading({ grade, reading });
	} catch (error) {
		if (error instanceof ModelError && error.kind === "context_overflow") return { tooMuch: sent, error };
		throw error;
	}
}

function promptOf(id: "judge" | "quotes"): Prompt {
	const prompt = getContent().prompts.get(id);
	if (!prompt) throw new Error(`the prompt "${id}" is checked at the start`);
	return prompt;
}

function failed(input: OneCriterion, why: string): CriterionGrade {
	const { title } = input.criterion;
	return {
		...unseen(input),
		status: "failed",
		flags: ["not-graded"],
		reason: `${title} could not be graded. ${why} The other criteria stand. No number is shown for this one.`,
	};
}

function unseen({ criterion, routes }: OneCriterion): CriterionGrade {
	return {
		id: criterion.id,
		...NOT_OBSERVED,
		evidence: [],
		points: [],
		flags: [],
		reason: "Nothing was said in this round. It counts neither for nor against.",
		grader: { kind: "model", version: routes[0]?.model.model ?? "model" },
	};
}
