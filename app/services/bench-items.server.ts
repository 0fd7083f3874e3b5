/** What the test bench tries a rubric on, how one interview is graded there, and what that would cost. */
import type { BenchItem } from "~/adapters/db/bench.server";
import { costOf } from "~/adapters/llm/prices.server";
import type { Round, Rubric } from "~/core/content/schemas";
import { AppError } from "~/core/errors";
import type { GradeResult } from "~/core/grading/grade";
import { gradeFile } from "~/core/grading/grade-file";
import { gradeWithRules } from "~/core/grading/grade-interview";
import { record } from "~/core/grading/judge-record";
import type { InterviewEvent } from "~/core/interview/events";
import { planForFile } from "~/core/interview/exchange";
import type { RoundContent } from "~/core/interview/round-content";
import { modelOf } from "./connections.server";
import { getContent, loadRoundContent } from "./content.server";
import type { Person } from "./guest.server";
import { readableInterview, readableInterviews } from "./interview-access.server";
import { judgeInterview } from "./judge.server";
import { estimateTokens } from "./model-call.server";
import { namedSamples } from "./samples.server";

export const BENCH_SETS = ["samples", "mine", "all"] as const;
export type BenchSet = (typeof BENCH_SETS)[number];

export interface BenchEstimate {
	items: number;
	calls: number;
	tokens: number;
	/** Null when the model has no price here. */
	dollars: number | null;
	model: string;
}

/** Tokens of one answer of the judge, and of what a criterion and its instructions add to the record. */
const TOKENS_OUT = 400;
const TOKENS_AROUND = 2_500;

/** The interviews of a set, of one round: shipped samples, and what this person may read and is over. */
export async function itemsOf(set: BenchSet, round: Round, person: Person): Promise<BenchItem[]> {
	const samples = [...(await namedSamples())].flatMap(([name, sample]) =>
		sample.round === round ? [`sample:${name}` as const] : [],
	);
	if (set === "samples") return samples;
	const mine = (await readableInterviews({ person }))
		.filter((interview) => interview.round === round && interview.ended)
		.map((interview) => `interview:${interview.id}` as const);
	return set === "mine" ? mine : [...samples, ...mine];
}

/**
 * What grades one interview with any rubric; null when it was deleted meanwhile. By a model it throws when the judge
 * could grade nothing: an estimate of the rules must not stand for a judge's grade.
 */
export async function graderOf(input: {
	item: BenchItem;
	person: Person;
	grader: "rules" | "model";
	/** Under what name calls are recorded. */
	ledger: string;
}): Promise<((rubric: Rubric) => Promise<GradeResult>) | null> {
	const { item, person, grader, ledger } = input;
	const sample = item.startsWith("sample:") ? (await namedSamples()).get(nameOf(item)) : undefined;
	if (sample && grader === "rules")
		return async (rubric) => gradeFile({ file: sample, content: getContent(), rubric }).result;
	const round = await readRound({ item, person });
	if (!round) return null;
	const { content, events } = round;
	return async (rubric) => {
		const changed = { ...content, rubrics: content.rubrics.map(() => rubric) };
		if (grader === "rules") return gradeWithRules({ content: changed, events });
		const result = await judgeInterview({ interviewId: ledger, userId: person.id, content: changed, events });
		if (result.grader.kind !== "model")
			throw new AppError("engine-failed", "The model could not judge this interview. What was judged so far is kept.");
		return result;
	};
}

/** What judging these interviews twice would take, at most. */
export async function estimateItems(input: {
	items: readonly BenchItem[];
	person: Person;
	criteria: number;
}): Promise<BenchEstimate> {
	const { items, person, criteria } = input;
	const model = await modelOf({ userId: person.id, task: "judge" });
	if (!model)
		throw new AppError(
			"conflict",
			"No model is connected that could judge. Connect one under Models, or run with the rules.",
		);
	let tokensIn = 0;
	for (const item of items) {
		const round = await readRound({ item, person });
		if (round) tokensIn += 2 * criteria * (estimateTokens(record(round.events)) + TOKENS_AROUND);
	}
	const calls = items.length * criteria * 2;
	const output = calls * TOKENS_OUT;
	const usage = { input: tokensIn, cacheRead: 0, cacheWrite: 0, output, reasoning: 0, estimated: true };
	const { micros } = costOf({ model, usage, at: Date.now() });
	return {
		items: items.length,
		calls,
		tokens: tokensIn + output,
		dollars: micros === null ? null : micros / 1e6,
		model,
	};
}

async function readRound(input: {
	item: BenchItem;
	person: Person;
}): Promise<{ content: RoundContent; events: readonly InterviewEvent[] } | null> {
	const { item, person } = input;
	if (item.startsWith("sample:")) {
		const sample = (await namedSamples()).get(nameOf(item));
		if (!sample) return null;
		const { plan } = planForFile({ file: sample, content: getContent(), now: Date.now() });
		return { content: await loadRoundContent(plan), events: sample.events };
	}
	const interview = await readableInterview({ id: nameOf(item), person }).catch((error: unknown) => {
		if (error instanceof AppError && error.code === "not-found") return null;
		throw error;
	});
	return interview ? { content: await loadRoundContent(interview.plan), events: interview.events } : null;
}

const nameOf = (item: BenchItem) => item.slice(item.indexOf(":") + 1);
