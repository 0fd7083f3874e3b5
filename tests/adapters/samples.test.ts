import { describe, expect, it } from "vitest";
import { loadSamples } from "~/adapters/samples.server";
import { readSample } from "~/core/grading/sample";

const samples = await loadSamples({ root: process.cwd() });

describe("the sample transcripts", () => {
	it("are three for each of six rounds, and every quote in their grades was said", () => {
		const rounds = [...samples.values()].map((sample) => sample.round);
		expect(rounds).toHaveLength(18);
		expect(new Set(rounds).size).toBe(6);
		for (const sample of samples.values()) expect(readSample(sample).problems).toEqual([]);
	});

	it("with a quote that nobody said are refused by name", () => {
		const [first] = samples.values();
		if (!first) throw new Error("there are samples");
		const wrong = structuredClone(first);
		const [grade] = wrong.sample.grades.criteria;
		if (grade) grade.quote = "words that were never said";
		expect(readSample(wrong).problems).toEqual([expect.stringContaining("words that were never said")]);
	});
});
