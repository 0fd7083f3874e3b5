import { beforeEach, describe, expect, it } from "vitest";
import { database } from "~/adapters/db/client.server";
import { addModelCall } from "~/adapters/db/model-calls.server";
import type { Person } from "~/services/guest.server";
import { estimateRounds, pastCosts } from "~/services/round-estimate.server";
import { callOf } from "../support/calls";
import { testDatabase } from "../support/database";
import { newGuest, practise } from "../support/people";
import { connectFor } from "../support/provider";
import { shippedContent } from "../support/studio";

testDatabase();
shippedContent();

async function endInterview(id: string): Promise<void> {
	await database().interview.update({ where: { id }, data: { status: "ended", endedAt: new Date() } });
}

let person: Person;
beforeEach(async () => {
	person = (await newGuest()).person;
});

describe("what a round will cost", () => {
	it("is not said where nothing is connected", async () => {
		expect(await estimateRounds({ userId: person.id })).toEqual({});
	});

	it("lies between all cached and nothing cached, and grows with the round", async () => {
		await connectFor({ person, model: "claude-haiku-5-5" });
		const estimates = await estimateRounds({ userId: person.id });
		expect(Object.keys(estimates).sort()).toEqual([
			"agent-design",
			"behavioral",
			"coding",
			"ml-warmup",
			"rag-deep-dive",
			"system-design",
		]);
		for (const { low, high } of Object.values(estimates)) {
			expect(low).toBeGreaterThan(0.001);
			expect(high).toBeGreaterThan(low);
			expect(high).toBeLessThan(1);
		}
		for (const { low, interview, grading } of Object.values(estimates))
			expect(interview.low + (grading?.low ?? 0)).toBeCloseTo(low, 10);
		const { "system-design": long, "agent-design": short } = estimates;
		expect(long?.high).toBeGreaterThan(short?.high ?? Number.POSITIVE_INFINITY);
	});

	it("counts what reads along and what writes afterwards", async () => {
		const { person: plain } = await newGuest();
		await connectFor({ person: plain, model: "claude-haiku-5-5", tasks: { tracker: "", coach: "" } });
		await connectFor({ person, model: "claude-haiku-5-5" });
		const without = (await estimateRounds({ userId: plain.id }))["system-design"];
		const all = (await estimateRounds({ userId: person.id }))["system-design"];
		expect(all?.low).toBeGreaterThan(without?.low ?? Number.POSITIVE_INFINITY);
		expect(all?.high).toBeGreaterThan(without?.high ?? Number.POSITIVE_INFINITY);
	});

	it("is not said for a model without a known price", async () => {
		await connectFor({ person, model: "llama-local" });
		expect(await estimateRounds({ userId: person.id })).toEqual({});
	});
});

describe("what the last rounds of a kind have cost", () => {
	const round = async (cost: (number | null)[]) => {
		const { id } = await practise(person);
		await endInterview(id);
		for (const costMicros of cost) await addModelCall(callOf({ userId: person.id, interviewId: id, costMicros }));
		return id;
	};

	it("is said from six of them at most, and from none whose price is not whole", async () => {
		for (const micros of [900_000, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000])
			await round([micros / 2, micros / 2]);
		await round([990_000, null]);
		await round([]);
		expect(await pastCosts({ userId: person.id })).toEqual({ "rag-deep-dive": { low: 0.01, high: 0.06, rounds: 6 } });
	});

	it("is not said of somebody else's, and of nobody's", async () => {
		await round([10_000]);
		expect(await pastCosts({ userId: (await newGuest()).person.id })).toEqual({});
		expect(await pastCosts({ userId: null })).toEqual({});
	});
});
