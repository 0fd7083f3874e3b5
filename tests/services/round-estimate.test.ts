import { beforeEach, describe, expect, it } from "vitest";
import type { Person } from "~/services/guest.server";
import { estimateRounds } from "~/services/round-estimate.server";
import { testDatabase } from "../support/database";
import { newGuest } from "../support/people";
import { connectFor } from "../support/provider";
import { shippedContent } from "../support/studio";

testDatabase();
shippedContent();

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
			"rag-deep-dive",
			"system-design",
		]);
		for (const { low, high } of Object.values(estimates)) {
			expect(low).toBeGreaterThan(0.001);
			expect(high).toBeGreaterThan(low);
			expect(high).toBeLessThan(1);
		}
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
