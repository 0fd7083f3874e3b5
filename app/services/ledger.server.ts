/** Every attempt at a model becomes a row; budgets are checked against them before each call. */
import { addModelCall, type LedgerRow, sumModelCalls } from "~/adapters/db/model-calls.server";
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
	const { calls, costMicros, unpricedCalls, unpricedTokens } = await sumModelCalls(input);
	if (calls === 0) return "$0.00, the practice engine runs on this machine";
	const dollars = `$${(costMicros / 1e6).toFixed(2)} in ${calls} calls`;
	if (unpricedCalls === 0) return dollars;
	// A recording of unknown length has no tokens that could be counted.
	if (unpricedTokens === 0)
		return costMicros === 0 ? `unknown price, ${calls} calls` : `${dollars}, ${unpricedCalls} of them of unknown price`;
	const tokens = unpricedTokens.toLocaleString("en-GB");
	return costMicros === 0
		? `unknown price, ${tokens} tokens in ${calls} calls`
		: `${dollars}, and ${tokens} tokens without a known price`;
}
