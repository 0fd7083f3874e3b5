/** What models have cost: sums over the ledger for the usage page, and its rows as CSV. */
import { listInterviews } from "~/adapters/db/interviews.server";
import { listModelCalls, type StoredCall } from "~/adapters/db/model-calls.server";
import type { Person } from "./guest.server";

/** More rows than this are not summed up; the page says so. */
const MOST = 5_000;

export interface UsageRow {
	name: string;
	calls: number;
	input: number;
	output: number;
	/** Share of input tokens read from a provider's cache, 0–1. */
	cacheHits: number;
	costMicros: number;
	unpriced: number;
	/** Calls whose tokens we counted, because the provider did not say. */
	estimated: number;
	/** The page of the round, for one's own. */
	href: string | null;
}

/** Milliseconds, of answered calls: half of them, and 95 of 100, took no longer. */
export interface Waiting {
	name: string;
	calls: number;
	ttftP50: number | null;
	ttftP95: number | null;
	totalP50: number | null;
	totalP95: number | null;
}

export interface UsageView {
	total: UsageRow;
	byPurpose: UsageRow[];
	byModel: UsageRow[];
	byInterview: UsageRow[];
	errors: { kind: string; count: number }[];
	waiting: Waiting[];
	truncated: boolean;
	/** Whether the sums are of the whole server. */
	ofServer: boolean;
}

/** A person sees their own calls, the operator those of the server. */
export async function viewUsage(person: Person): Promise<UsageView> {
	const calls = await callsOf(person);
	const answered = calls.filter((call) => call.outcome === "ok");
	const kinds = [...new Set(calls.map((call) => call.outcome))].filter((kind) => kind !== "ok").sort();
	return {
		total: sum("All", calls),
		byPurpose: group(calls, (call) => call.purpose),
		byModel: group(calls, (call) => call.model),
		byInterview: await nameRounds({
			person,
			rows: group(
				calls.filter((call) => call.interviewId !== null),
				(call) => call.interviewId ?? "",
			).slice(0, 20),
		}),
		errors: kinds.map((kind) => ({ kind, count: calls.filter((call) => call.outcome === kind).length })),
		waiting: [...new Set(answered.map((call) => call.purpose))].sort().map((purpose) =>
			waitingFor(
				purpose,
				answered.filter((call) => call.purpose === purpose),
			),
		),
		truncated: calls.length === MOST,
		ofServer: person.isOperator,
	};
}

/** Titles and links for one's own rounds. What others practise is not the operator's to read. */
async function nameRounds(input: { person: Person; rows: UsageRow[] }): Promise<UsageRow[]> {
	const own = new Map(
		(await listInterviews({ userId: input.person.id })).map((interview) => [interview.id, interview]),
	);
	return input.rows.map((row) => {
		const interview = own.get(row.name);
		if (!interview) {
			const what = row.name.startsWith("bench:") ? "Test bench" : "Round";
			return { ...row, name: `${what} …${row.name.slice(-6)}` };
		}
		const day = new Date(interview.createdAt).toISOString().slice(0, 10);
		const page = interview.status === "ended" ? "/report" : "";
		return { ...row, name: `${interview.title}, ${day}`, href: `/interviews/${interview.id}${page}` };
	});
}

function waitingFor(name: string, calls: readonly StoredCall[]): Waiting {
	const first = calls.flatMap((call) => call.ttftMs ?? []);
	const total = calls.map((call) => call.totalMs);
	return {
		name,
		calls: calls.length,
		ttftP50: quantile(first, 0.5),
		ttftP95: quantile(first, 0.95),
		totalP50: quantile(total, 0.5),
		totalP95: quantile(total, 0.95),
	};
}

const COLUMNS = [
	["at", (call) => new Date(call.at).toISOString()],
	["interview", (call) => call.interviewId ?? ""],
	["purpose", (call) => call.purpose],
	["provider", (call) => call.provider],
	["model", (call) => call.model],
	["attempt", (call) => call.attempt],
	["outcome", (call) => call.outcome],
	["finish", (call) => call.finish ?? ""],
	["input", (call) => call.usage.input],
	["cache_read", (call) => call.usage.cacheRead],
	["cache_write", (call) => call.usage.cacheWrite],
	["output", (call) => call.usage.output],
	["reasoning", (call) => call.usage.reasoning],
	["estimated", (call) => call.usage.estimated],
	["dollars", (call) => (call.costMicros === null ? "" : (call.costMicros / 1e6).toFixed(6))],
	["prices", (call) => call.priceVersion ?? ""],
	["first_ms", (call) => (call.ttftMs === null ? "" : Math.round(call.ttftMs))],
	["total_ms", (call) => Math.round(call.totalMs)],
	["request", (call) => call.requestId ?? ""],
] satisfies [string, (call: StoredCall) => string | number | boolean][];

/** The rows as CSV (RFC 4180). A model's name is chosen by people: a cell never begins like a formula. */
export async function exportUsage(person: Person): Promise<string> {
	const rows = (await callsOf(person)).map((call) => COLUMNS.map(([, read]) => cell(String(read(call)))).join(","));
	return [COLUMNS.map(([name]) => name).join(","), ...rows].map((line) => `${line}\r\n`).join("");
}

function cell(value: string): string {
	const harmless = /^[=+@\t\r-]/.test(value) ? `'${value}` : value;
	return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function callsOf(person: Person): Promise<StoredCall[]> {
	return listModelCalls({ ...(person.isOperator ? {} : { userId: person.id }), limit: MOST });
}

function group(calls: readonly StoredCall[], nameOf: (call: StoredCall) => string): UsageRow[] {
	const names = [...new Set(calls.map(nameOf))];
	return names
		.map((name) =>
			sum(
				name,
				calls.filter((call) => nameOf(call) === name),
			),
		)
		.sort((a, b) => b.costMicros - a.costMicros || b.calls - a.calls);
}

function sum(name: string, calls: readonly StoredCall[]): UsageRow {
	const add = (read: (call: StoredCall) => number) => calls.reduce((total, call) => total + read(call), 0);
	const input = add((call) => call.usage.input);
	return {
		name,
		calls: calls.length,
		input,
		output: add((call) => call.usage.output),
		cacheHits: input > 0 ? add((call) => call.usage.cacheRead) / input : 0,
		costMicros: add((call) => call.costMicros ?? 0),
		unpriced: calls.filter((call) => call.costMicros === null).length,
		estimated: calls.filter((call) => call.usage.estimated).length,
		href: null,
	};
}

function quantile(values: readonly number[], share: number): number | null {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? null;
}
