/** Every attempt at a model becomes a row; budgets are checked against them before each call. */
import { addModelCall, type CallSum, type LedgerRow, sumModelCalls } from "~/adapters/db/model-calls.server";
import { costOf, costOfSpeech } from "~/adapters/llm/prices.server";
import { AppError } from "~/core/errors";
import type { ModelUsage } from "~/core/ports";
import { env } from "~/env.server";
import { logger } from "./logger.server";
import type { Attempt } from "./model-call.server";

const MONTH_MS = 30 * 24 * 60 * 60_000;

/** For `onAttempt`: stores the attempt in the background. A row that cannot be stored is logged, not thrown. */
export function recordAttempt(input: {
	userId: string | null;
	interviewId: string | null;
	purpose: string;
}): (attempt: Attempt) => void {
	return (attempt) => {
		const { route, usage, number, outcome, finish, requestId, ttftMs, totalMs } = attempt;
		const { provider, model } = route.model;
		const cost = costOf({ model, usage, at: Date.now() });
		store({
			...input,
			connectionId: route.connectionId ?? null,
			provider,
			model,
			attempt: number,
			outcome,
			finish,
			usage,
			costMicros: cost.micros,
			priceVersion: cost.version,
			requestId,
			ttftMs,
			totalMs,
		});
	};
}

const NOTHING = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0, estimated: true };

/** Stores one attempt at hearing a recording. It is billed by the minute, or by tokens where the provider tells those. */
export function recordSpeech(
	input: Pick<
		LedgerRow,
		"userId" | "interviewId" | "connectionId" | "provider" | "model" | "attempt" | "outcome" | "requestId" | "totalMs"
	> & { usage: ModelUsage | null; seconds: number | null },
): void {
	const { usage, seconds, ...row } = input;
	const at = Date.now();
	const byMinute = costOfSpeech({ model: row.model, seconds, at });
	const cost = byMinute.micros === null && usage ? costOf({ model: row.model, usage, at }) : byMinute;
	store({
		...row,
		purpose: "transcriber",
		finish: null,
		usage: usage ?? NOTHING,
		costMicros: cost.micros,
		priceVersion: cost.version,
		ttftMs: null,
	});
}

function store(row: LedgerRow): void {
	void addModelCall(row).catch((error: unknown) => logger.error({ err: error }, "a model call could not be recorded"));
}

/**
 * Refuses with "not-available" when the interview, the person in the last 30 days or the server in the last 30 days has
 * spent its budget. Calls of models without a price cannot be added up in money and do not count here.
 */
export async function requireBudget(input: { userId: string; interviewId: string }): Promise<void> {
	const since = Date.now() - MONTH_MS;
	const limits = [
		{ dollars: env.budgets.interview, where: { interviewId: input.interviewId }, what: "this round" },
		{ dollars: env.budgets.person, where: { userId: input.userId, since }, what: "you in 30 days" },
		{ dollars: env.budgets.server, where: { since }, what: "this server in 30 days" },
	];
	for (const { dollars, where, what } of limits) {
		if (dollars === null) continue;
		const { costMicros } = await sumModelCalls(where);
		if (costMicros >= dollars * 1e6)
			throw new AppError(
				"not-available",
				`The budget of $${dollars.toFixed(2)} for ${what} is spent. The practice engine is free.`,
			);
	}
}

/** What a round has cost in models, in words. */
export async function describeCost(input: { interviewId: string }): Promise<string> {
	return costInWords(await sumModelCalls(input));
}

/** The same, and what the figure rests on. */
export async function describeCostOfRound(input: { interviewId: string }): Promise<{ cost: string; basis: string }> {
	const sum = await sumModelCalls(input);
	return { cost: costInWords(sum), basis: basisInWords(sum) };
}

function costInWords({ calls, costMicros, unpricedCalls, unpricedTokens }: CallSum): string {
	if (calls === 0) return "$0.00, the practice engine runs on this machine";
	const dollars = `${money(costMicros)} in ${calls} ${calls === 1 ? "call" : "calls"}`;
	if (unpricedCalls === 0) return dollars;
	// A recording of unknown length has no tokens that could be counted.
	if (unpricedTokens === 0)
		return costMicros === 0 ? `unknown price, ${calls} calls` : `${dollars}, ${unpricedCalls} of them of unknown price`;
	const tokens = unpricedTokens.toLocaleString("en-GB");
	return costMicros === 0
		? `unknown price, ${tokens} tokens in ${calls} ${calls === 1 ? "call" : "calls"}`
		: `${dollars}, and ${tokens} tokens without a known price`;
}

/** Little is not nothing. */
function money(micros: number): string {
	return micros > 0 && micros < 5_000 ? "under $0.01" : `$${(micros / 1e6).toFixed(2)}`;
}

/** Prices come from our own list, so a sum of money is never more than a reckoning; the tokens may be a fact. */
function basisInWords({ calls, estimated }: CallSum): string {
	if (calls === 0) return "";
	if (estimated === 0) return "Tokens as the provider reported them, prices of our list.";
	if (estimated === calls) return "Tokens estimated, as the provider reported none.";
	return `Tokens as the provider reported them, estimated for ${estimated} of ${calls} calls.`;
}
