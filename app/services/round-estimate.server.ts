/** What a round with a connected model will cost, roughly, before it starts. What it did cost is in the ledger. */
import { listInterviews } from "~/adapters/db/interviews.server";
import { costsOfInterviews } from "~/adapters/db/model-calls.server";
import { costOf } from "~/adapters/llm/prices.server";
import type { Round } from "~/core/content/schemas";
import { systemParts } from "~/core/interview/interviewer-prompt";
import { makePlan } from "~/core/interview/make-plan";
import { roundContentFrom } from "~/core/interview/round-content";
import { modelOf } from "./connections.server";
import { getContent } from "./content.server";
import { estimateTokens } from "./model-call.server";

/** Dollars: with everything a provider can cache read from its cache, and with nothing cached and doubts judged again. */
export interface DollarRange {
	low: number;
	high: number;
}

export interface RoundEstimate extends DollarRange {
	turns: number;
	interview: DollarRange;
	criteria: number;
	/** Null when nothing is connected that judges: the rules are free. */
	grading: DollarRange | null;
}

/** What the last rounds of a kind have cost. */
export interface PastCosts extends DollarRange {
	rounds: number;
}

/** An exchange in 2.2 minutes, 180 tokens of talk in it: the shape of the played round of `npm run bench -- round-cost`. */
const MINUTES_A_TURN = 2.2;
const TALK = 180;
const TURN_BLOCK = 400;
const TURN_OUT = 70;
const CRITERION_BLOCK = 1_500;
const JUDGE_OUT = 600;
/** Share of criteria that get two more calls. */
const DOUBTED = 0.3;
const NOTES_OUT = 150;
/** Texts of the coach, what each is written from beside its instructions, and how long it gets. */
const COACHED = 3;
const COACH_BLOCK = 1_800;
const COACH_OUT = 300;

/** By round; empty when nothing is connected, and without the rounds whose models have no known price. */
export async function estimateRounds(input: { userId: string | null }): Promise<Partial<Record<Round, RoundEstimate>>> {
	const { userId } = input;
	const interviewer = await modelOf({ userId, task: "interviewer" });
	const judge = await modelOf({ userId, task: "judge" });
	const tracker = await modelOf({ userId, task: "tracker" });
	const coach = await modelOf({ userId, task: "coach" });
	if (!interviewer) return {};
	const found: Partial<Record<Round, RoundEstimate>> = {};
	for (const round of getContent().guides.keys()) {
		const sizes = sizesOf(round);
		const interview = range((cached) =>
			total([dollars(interviewer, interviewing(sizes, cached)), cost(tracker, tracking(sizes, cached))]),
		);
		const grading = judge
			? range((cached) => total([dollars(judge, judging(sizes, cached)), cost(coach, coaching(sizes, cached))]))
			: null;
		if (!interview || (judge && !grading)) continue;
		found[round] = {
			low: interview.low + (grading?.low ?? 0),
			high: interview.high + (grading?.high ?? 0),
			turns: sizes.turns,
			interview,
			criteria: sizes.criteria,
			grading,
		};
	}
	return found;
}

const PAST_ROUNDS = 6;

/** By round, from the last six of each kind whose every call had a price; without rounds where there were none. */
export async function pastCosts(input: { userId: string | null }): Promise<Partial<Record<Round, PastCosts>>> {
	const { userId } = input;
	if (userId === null) return {};
	const taken = (await listInterviews({ userId })).filter(
		({ origin, status }) => origin === "practised" && status === "ended",
	);
	const costs = await costsOfInterviews({ ids: taken.slice(0, 100).map(({ id }) => id) });
	const found: Partial<Record<Round, PastCosts>> = {};
	for (const round of getContent().guides.keys()) {
		const spent = taken
			.filter(({ plan }) => plan.round === round)
			.flatMap(({ id }) => costs.get(id) ?? [])
			.slice(0, PAST_ROUNDS)
			.map((micros) => micros / 1_000_000);
		if (spent.length > 0) found[round] = { low: Math.min(...spent), high: Math.max(...spent), rounds: spent.length };
	}
	return found;
}

/** Free where nothing does the task; null where its price is not known. */
function cost(model: string | null, tokens: Tokens): number | null {
	return model ? dollars(model, tokens) : 0;
}

function total(parts: readonly (number | null)[]): number | null {
	return parts.reduce((sum, part) => (sum === null || part === null ? null : sum + part), 0);
}

function range(read: (cached: boolean) => number | null): DollarRange | null {
	const [low, high] = [read(true), read(false)];
	return low === null || high === null ? null : { low, high };
}

interface Sizes {
	turns: number;
	/** Tokens that stand before the talk in every turn. */
	prefix: number;
	criteria: number;
	/** Tokens of the judge's instructions, of the tracker's with a question's key points, and of the coach's. */
	instructions: number;
	points: number;
	coach: number;
}

interface Tokens {
	input: number;
	cacheRead: number;
	cacheWrite: number;
	output: number;
}

function sizesOf(round: Round): Sizes {
	const content = getContent();
	const request = {
		round,
		level: "mid",
		mode: "real",
		persona: "probing",
		extraTime: "none",
		choice: "random",
	} as const;
	const { plan } = makePlan({ content, request, seen: [], seed: "estimate" });
	const held = roundContentFrom({ plan, content });
	const parts = systemParts({ content: held, guardrails: content.guardrails });
	const [question] = held.questions;
	const points = question?.key_points.map((point) => point.text) ?? [];
	const prompt = (id: string) => content.prompts.get(id)?.body ?? "";
	const rubric = [...content.rubrics.values()].find((candidate) => candidate.round === round);
	return {
		turns: Math.max(4, Math.round((plan.minutes ?? 45) / MINUTES_A_TURN)),
		prefix: parts.reduce((sum, part) => sum + estimateTokens(part.text), 0),
		criteria: rubric?.criteria.length ?? 0,
		instructions: estimateTokens(prompt("judge")),
		points: estimateTokens([prompt("tracker"), question?.sections.brief ?? "", ...points].join("\n")),
		coach: estimateTokens(prompt("coach")),
	};
}

function interviewing({ turns, prefix }: Sizes, cached: boolean): Tokens {
	let [input, kept] = [0, 0];
	for (let turn = 0; turn < turns; turn += 1) {
		const before = prefix + turn * TALK;
		input += before + TURN_BLOCK;
		if (turn > 0) kept += before - TALK;
	}
	const stands = prefix + turns * TALK;
	return { input, output: turns * TURN_OUT, cacheRead: cached ? kept : 0, cacheWrite: cached ? stands : 0 };
}

function judging({ turns, criteria, instructions }: Sizes, cached: boolean): Tokens {
	const record = instructions + turns * TALK;
	const calls = cached ? criteria : Math.ceil(criteria * (1 + 2 * DOUBTED));
	return {
		input: calls * (record + CRITERION_BLOCK),
		output: calls * JUDGE_OUT,
		cacheRead: cached ? Math.max(0, calls - 1) * record : 0,
		cacheWrite: cached ? record : 0,
	};
}

function tracking({ turns, points }: Sizes, cached: boolean): Tokens {
	return {
		input: turns * (points + TALK),
		output: turns * NOTES_OUT,
		cacheRead: cached ? (turns - 1) * points : 0,
		cacheWrite: cached ? points : 0,
	};
}

function coaching({ coach }: Sizes, cached: boolean): Tokens {
	const calls = cached ? COACHED : 2 * COACHED;
	return { input: calls * (coach + COACH_BLOCK), output: calls * COACH_OUT, cacheRead: 0, cacheWrite: 0 };
}

function dollars(model: string, tokens: Tokens): number | null {
	const { micros } = costOf({ model, usage: { ...tokens, reasoning: 0, estimated: true }, at: Date.now() });
	return micros === null ? null : micros / 1_000_000;
}
