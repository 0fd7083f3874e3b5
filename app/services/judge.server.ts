/** A connected model grades an ended round, one call a criterion, a few at once (grading design §D.4). */
import { randomBytes } from "node:crypto";
import type { Criterion } from "~/core/content/schemas";
import { AppError } from "~/core/errors";
import type { CriterionGrade, GradeResult, ScoredCriterion } from "~/core/grading/grade";
import { gradeWithRules } from "~/core/grading/grade-interview";
import { type JudgeAnswer, readJudgeAnswer } from "~/core/grading/judge-answer";
import {
	gradeFromAnswer,
	isNearCutOff,
	leastCertain,
	medianGrade,
	needsSecondOpinion,
} from "~/core/grading/judge-grade";
import { judgeRequest, MAX_RECORD, record, repairRequest } from "~/core/grading/judge-prompt";
import { answeredQuestions } from "~/core/grading/question-spans";
import { highestRungs, scoreCriterion, scoreInterview } from "~/core/grading/scoring";
import { settledCode } from "~/core/interview/code/code-log";
import type { InterviewEvent } from "~/core/interview/events";
import type { RoundContent } from "~/core/interview/round-content";
import { ModelError, type ModelFinish, type ModelRequest } from "~/core/ports";
import { routesFor } from "./connections.server";
import { getContent } from "./content.server";
import { recordAttempt, requireBudget } from "./ledger.server";
import { type Attempt, askModel, type Route } from "./model-call.server";
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
	const input = { ...given, events };
	const rules = gradeWithRules({ content, events });
	const rubric = content.rubrics[0];
	if (!rubric) return rules;
	const seconded = new Set<string>();
	const boundary = randomBytes(12).toString("hex");
	const hints = highestRungs(events);
	const kept = new Map(have.map((criterion) => [criterion.id, { ...criterion, score: criterion.uncappedScore }]));
	const grades = await inParallel({
		items: rubric.criteria,
		atOnce: routes[0]?.limits.concurrency ?? 1,
		work: async (criterion): Promise<CriterionGrade> => {
			const before = kept.get(criterion.id);
			if (before) return before;
			const estimate = rules.criteria.find((entry) => entry.id === criterion.id) ?? null;
			// What tests decide no words can change.
			if (estimate?.grader.kind === "tests") {
				await onCriterion?.(
					scoreCriterion({ criterion, grade: estimate, rung: hints.get(criterion.id) ?? 0, scale: content.scale }),
				);
				return estimate;
			}
			const one = { ...input, criterion, boundary, rules: estimate };
			const first = await judgeCriterion(one);
			const asked = needsSecondOpinion({ grade: first, rules: estimate });
			if (asked) seconded.add(criterion.id);
			const grade = asked ? await secondOpinion(one, first) : first;
			const scored = { criterion, grade, rung: hints.get(criterion.id) ?? 0, scale: content.scale };
			if (grade.status !== "failed") await onCriterion?.(scoreCriterion(scored));
			return grade;
		},
	});
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
	const again = await inParallel({
		items: doubtful,
		atOnce: routes[0]?.limits.concurrency ?? 1,
		work: async ({ criterion, grade }) => {
			const estimate = rules.criteria.find((entry) => entry.id === criterion.id) ?? null;
			return secondOpinion({ ...input, criterion, boundary, rules: estimate }, grade);
		},
	});
	return score(grades.map((grade) => again.find((entry) => entry.id === grade.id) ?? grade));
}

interface OneCriterion extends JudgeInput {
	criterion: Criterion;
	boundary: string;
	rules: CriterionGrade | null;
}

async function judgeCriterion(input: OneCriterion): Promise<CriterionGrade> {
	// Nobody said a word: there is nothing to spend a call on (grading design §D.6, case 1).
	if (!input.events.some((event) => event.actor === "candidate")) return unseen(input);
	return judgeOnce({ ...input, purpose: "judge" });
}

/** Two more calls and the median of the three (decisions 11). */
async function secondOpinion(input: OneCriterion, first: CriterionGrade): Promise<CriterionGrade> {
	const again = () => judgeOnce({ ...input, routes: input.secondRoutes, purpose: "second-opinion" });
	return medianGrade([first, await again(), await again()]) ?? first;
}

async function judgeOnce(input: OneCriterion & { purpose: Purpose }): Promise<CriterionGrade> {
	const { content, criterion, events, interviewId, rules, purpose, routes, boundary } = input;
	if (record(events).length > MAX_RECORD) return failed(input, "The record is too long for one call. Nothing was cut.");
	const prompt = getContent().prompts.get("judge");
	if (!prompt) throw new Error("the judge's prompt is checked at the start");
	const questions = answeredQuestions({ content, events });
	const request = judgeRequest({ content, prompt, events, questions, criterion, boundary, interviewId });
	try {
		await input.mayCall?.();
		const asked = await askForAnswer({ request, routes, onAttempt: input.onAttempt(purpose) });
		if ("problem" in asked) return failed(input, asked.problem);
		const { answer, model } = asked;
		return gradeFromAnswer({ answer, criterion, questions, level: content.plan.level, events, rules, model });
	} catch (error) {
		if (error instanceof ModelError) return failed(input, describeModelError(error));
		if (error instanceof AppError) return failed(input, error.message);
		throw error;
	}
}

const UNFINISHED: Partial<Record<ModelFinish, string>> = {
	refusal: "The model refused to grade it.",
	filter: "The provider's filter stopped the answer.",
};

/** The answer in its shape, with one repair; or why there is none. */
async function askForAnswer(input: {
	request: ModelRequest;
	routes: readonly Route[];
	onAttempt: Parameters<typeof askModel>[0]["onAttempt"];
}): Promise<{ answer: JudgeAnswer; model: string } | { problem: string }> {
	let { request } = input;
	for (let tries = 0; tries < 2; tries += 1) {
		const { text, end } = await askModel({ ...input, request });
		const stopped = UNFINISHED[end.finish];
		if (stopped) return { problem: stopped };
		const reading = readJudgeAnswer(text);
		if (reading.ok) return { answer: reading.answer, model: end.model };
		const problems = end.finish === "length" ? ["The answer was too long. Be brief."] : reading.problems;
		request = repairRequest({ request: input.request, raw: text, problems });
	}
	return { problem: "Two tries gave no answer in the agreed shape." };
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
		score: null,
		shownLevel: "none",
		confidence: 0,
		status: "not-observed",
		evidence: [],
		points: [],
		flags: [],
		reason: "Nothing was said in this round. It counts neither for nor against.",
		grader: { kind: "model", version: routes[0]?.model.model ?? "model" },
	};
}

/** Works on a few items at once; the results come in the order of the items. */
async function inParallel<T, R>(input: {
	items: readonly T[];
	atOnce: number;
	work: (item: T) => Promise<R>;
}): Promise<R[]> {
	const { items, atOnce, work } = input;
	const results = new Array<R>(items.length);
	let next = 0;
	const worker = async () => {
		for (;;) {
			const place = next++;
			const item = items[place];
			if (item === undefined) return;
			results[place] = await work(item);
		}
	};
	await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
	return results;
}
