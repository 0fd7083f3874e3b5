/** Rows of the ledger as an attempt would write them. */
import type { LedgerRow } from "~/adapters/db/model-calls.server";

export function callOf(given: Partial<LedgerRow>): LedgerRow {
	return {
		userId: null,
		interviewId: null,
		connectionId: null,
		purpose: "interviewer",
		provider: "openai",
		model: "gpt-6-luna",
		attempt: 1,
		outcome: "ok",
		finish: "stop",
		usage: { input: 1_000, cacheRead: 250, cacheWrite: 0, output: 100, reasoning: 0, estimated: false },
		costMicros: 10_000,
		priceVersion: "2026-11",
		requestId: null,
		ttftMs: 300,
		totalMs: 2_000,
		...given,
	};
}
