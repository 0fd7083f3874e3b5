/** The ledger of model calls: rows are added and counted, never changed. */
import type { ModelUsage } from "~/core/ports";
import { database } from "./client.server";

export interface LedgerRow {
	userId: string | null;
	interviewId: string | null;
	connectionId: string | null;
	purpose: string;
	provider: string;
	model: string;
	attempt: number;
	outcome: string;
	finish: string | null;
	usage: ModelUsage;
	/** Millionths of a dollar; null when the model has no price. */
	costMicros: number | null;
	priceVersion: string | null;
	requestId: string | null;
	ttftMs: number | null;
	totalMs: number;
}

export interface StoredCall extends LedgerRow {
	/** Unix ms. */
	at: number;
}

export async function addModelCall(row: LedgerRow): Promise<void> {
	const { usage, ...rest } = row;
	await database().modelCall.create({ data: { ...rest, ...usage } });
}

export interface CallSum {
	calls: number;
	/** Calls whose tokens the provider did not report. */
	estimated: number;
	costMicros: number;
	unpricedCalls: number;
	unpricedTokens: number;
}

/** What a person or an interview has spent since a time: calls, known cost, and tokens of calls without a price. */
export async function sumModelCalls(input: {
	userId?: string;
	interviewId?: string;
	since?: number;
}): Promise<CallSum> {
	const { since, ...owner } = input;
	const where = { ...owner, ...(since === undefined ? {} : { at: { gte: new Date(since) } }) };
	const [priced, unpriced, estimated] = await Promise.all([
		database().modelCall.aggregate({ where, _sum: { costMicros: true }, _count: true }),
		database().modelCall.aggregate({
			where: { ...where, costMicros: null },
			_sum: { input: true, output: true },
			_count: true,
		}),
		database().modelCall.count({ where: { ...where, estimated: true } }),
	]);
	return {
		calls: priced._count,
		estimated,
		costMicros: priced._sum.costMicros ?? 0,
		unpricedCalls: unpriced._count,
		unpricedTokens: (unpriced._sum.input ?? 0) + (unpriced._sum.output ?? 0),
	};
}

/** Millionths of a dollar by interview, without those that had no call or a call without a price. */
export async function costsOfInterviews(input: { ids: readonly string[] }): Promise<Map<string, number>> {
	const sums = await database().modelCall.groupBy({
		by: ["interviewId"],
		where: { interviewId: { in: [...input.ids] } },
		_sum: { costMicros: true },
		_count: { _all: true, costMicros: true },
	});
	return new Map(
		sums.flatMap(({ interviewId, _sum, _count }) =>
			interviewId !== null && _count._all === _count.costMicros ? [[interviewId, _sum.costMicros ?? 0] as const] : [],
		),
	);
}

/** Newest first. Without a person: all of the server. */
export async function listModelCalls(input: {
	userId?: string;
	interviewId?: string;
	limit: number;
}): Promise<StoredCall[]> {
	const { limit, ...where } = input;
	const rows = await database().modelCall.findMany({ where, orderBy: [{ at: "desc" }, { id: "desc" }], take: limit });
	return rows.map(({ input: read, cacheRead, cacheWrite, output, reasoning, estimated, at, id: _id, ...row }) => ({
		...row,
		usage: { input: read, cacheRead, cacheWrite, output, reasoning, estimated },
		at: at.getTime(),
	}));
}
