import { beforeEach, describe, expect, it } from "vitest";
import { addModelCall } from "~/adapters/db/model-calls.server";
import type { Person } from "~/services/guest.server";
import { describeCostOfRound } from "~/services/ledger.server";
import { exportUsage, viewUsage } from "~/services/usage.server";
import { callOf } from "../support/calls";
import { createPerson, testDatabase } from "../support/database";
import { practise } from "../support/people";

testDatabase();

const newPerson = async (isOperator = false): Promise<Person> => ({
	...(await createPerson()),
	name: "Guest",
	email: null,
	isGuest: true,
	isOperator,
});
let person: Person;
beforeEach(async () => {
	person = await newPerson();
});
const ESTIMATED = { input: 1_000, cacheRead: 0, cacheWrite: 0, output: 100, reasoning: 0, estimated: true };

describe("the usage of models", () => {
	it("is told by round, with its title and a link, by purpose, and by kind of failure", async () => {
		const { id } = await practise(person);
		const mine = { userId: person.id, interviewId: id };
		await addModelCall(callOf(mine));
		await addModelCall(callOf({ ...mine, purpose: "judge", ttftMs: 900, totalMs: 9_000 }));
		await addModelCall(callOf({ ...mine, outcome: "rate_limit", finish: null, usage: ESTIMATED, costMicros: 0 }));
		const usage = await viewUsage(person);
		expect(usage.byInterview).toMatchObject([{ calls: 3, estimated: 1, href: `/interviews/${id}` }]);
		expect(usage.byInterview[0]?.name).toMatch(/^Small, \d{4}-\d\d-\d\d$/);
		expect(usage.byPurpose.map(({ name, calls }) => [name, calls])).toEqual([
			["interviewer", 2],
			["judge", 1],
		]);
		expect(usage.errors).toEqual([{ kind: "rate_limit", count: 1 }]);
		expect(usage.waiting).toMatchObject([
			{ name: "interviewer", calls: 1, ttftP50: 300, totalP95: 2_000 },
			{ name: "judge", calls: 1, ttftP50: 900, totalP95: 9_000 },
		]);
		expect(usage.total.cacheHits).toBeCloseTo(500 / 3_000);
		expect((await exportUsage(person)).trim().split("\r\n")).toHaveLength(4);
	});

	it("of others an operator sees as sums, without what they practised", async () => {
		const { id } = await practise(person);
		await addModelCall(callOf({ userId: person.id, interviewId: id }));
		const rows = (await viewUsage(await newPerson(true))).byInterview;
		const row = rows.find(({ name }) => name.endsWith(id.slice(-6)));
		expect(row).toMatchObject({ name: `Round …${id.slice(-6)}`, href: null });
	});
});

describe("what a round has cost", () => {
	const costOf = async (calls: Parameters<typeof callOf>[0][]) => {
		const { id } = await practise(person);
		for (const call of calls) await addModelCall(callOf({ ...call, userId: person.id, interviewId: id }));
		return describeCostOfRound({ interviewId: id });
	};

	it("says what the figure rests on", async () => {
		expect(await costOf([{}, {}])).toEqual({
			cost: "$0.02 in 2 calls",
			basis: "Tokens as the provider reported them, prices of our list.",
		});
		expect((await costOf([{}, { usage: ESTIMATED }])).basis).toMatch(/estimated for 1 of 2 calls/);
		expect((await costOf([{ usage: ESTIMATED }])).basis).toMatch(/reported none/);
	});

	it("is unknown, not nothing, without a price", async () => {
		expect((await costOf([{ costMicros: null }])).cost).toBe("unknown price, 1,100 tokens in 1 call");
		expect((await costOf([{}, { costMicros: null }])).cost).toMatch(/^\$0\.01 in 2 calls, and 1,100 tokens/);
	});

	it("is never said to be nothing when it was little", async () => {
		expect((await costOf([{ costMicros: 120 }])).cost).toBe("under $0.01 in 1 call");
	});

	it("is nothing with the practice engine", async () => {
		expect(await costOf([])).toEqual({ cost: "$0.00, the practice engine runs on this machine", basis: "" });
	});
});
