import { describe, expect, it } from "vitest";
import { loadContent } from "~/adapters/content.server";
import { unclearBySegments, unclearByTokens } from "~/core/speech/confidence";
import { speechVocabulary } from "~/core/speech/vocabulary";

const words = (text: string, ranges: readonly (readonly [number, number])[]) =>
	ranges.map(([from, to]) => text.slice(from, to));

describe("what a recogniser says about itself", () => {
	it("makes a whole word unclear when one token of it is", () => {
		const text = "We use pgvector, mostly.";
		const tokens = [
			{ token: "We", logprob: -0.01 },
			{ token: " use", logprob: -0.01 },
			{ token: " pg", logprob: -2.1 },
			{ token: "vector", logprob: -0.2 },
			{ token: ",", logprob: -3 },
			{ token: " mostly", logprob: -0.1 },
			{ token: ".", logprob: -4 },
		];
		expect(words(text, unclearByTokens({ text, tokens }))).toEqual(["pgvector,"]);
	});

	it("is left aside from where its tokens are not those of the text", () => {
		const tokens = [
			{ token: "Other", logprob: -9 },
			{ token: " words", logprob: -9 },
		];
		expect(unclearByTokens({ text: "What was said, other words", tokens })).toEqual([]);
	});

	it("makes a segment unclear that it failed on or that repeats itself", () => {
		const text = "First part. Second part. Third part.";
		const segments = [
			{ text: " First part.", logprob: -0.2, compression: 1 },
			{ text: " Second part.", logprob: -1.4, compression: 1 },
			{ text: " Third part.", logprob: -0.2, compression: 3 },
		];
		expect(words(text, unclearBySegments({ text, segments }))).toEqual(["Second part. Third part."]);
	});
});

describe("the vocabulary for a recogniser", async () => {
	const { content } = await loadContent({ root: process.cwd() });
	const questions = [...content.questions.values()];
	const letters = (text: string) => text.toLowerCase();

	it("holds nothing that is in a key point, probe, card, hint or answer and not in the public brief", () => {
		expect(questions.length).toBeGreaterThan(10);
		const common = new Set(speechVocabulary({ title: "", sections: { brief: "" } as never }));
		for (const question of questions) {
			const terms = speechVocabulary(question).filter((term) => !common.has(term));
			const shown = letters(`${question.title} ${question.sections.brief}`);
			for (const term of terms) expect(shown).toContain(letters(term));
		}
	});

	it("is the same for a question whose private parts were rewritten", () => {
		for (const question of questions) {
			const { brief } = question.sections;
			const other = { title: question.title, sections: { ...question.sections, strongAnswer: "Zyx-Wvu", brief } };
			expect(speechVocabulary(other)).toEqual(speechVocabulary(question));
		}
	});

	it("knows the terms of the trade, names of the brief first, and stays short", () => {
		const terms = speechVocabulary({
			title: "A bot",
			sections: { brief: "Customers of Hofladen write in, and the SLA is tight." } as never,
		});
		expect(terms.slice(0, 2)).toEqual(["Hofladen", "SLA"]);
		expect(terms).toContain("RAG");
		for (const question of questions) expect(speechVocabulary(question).join(", ").length).toBeLessThanOrEqual(800);
	});
});
