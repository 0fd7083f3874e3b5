import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clip, findWeaknesses, QUOTE_WORDS } from "~/core/interview/weakness";

const strongest = (answer: string, stories = false) => findWeaknesses({ answer, stories })[0];

describe("the weakest part of an answer", () => {
	it("a team without a person is asked who did it, in a story", () => {
		const found = strongest("We looked into it and our team fixed the cache. We told the customers on Friday.", true);
		expect(found?.ask).toBe("ask-owner");
		expect(found?.quote).toContain("We looked into it");
	});

	it("the same words are ordinary speech in a design round", () => {
		expect(
			findWeaknesses({ answer: "We look into the traces and we fix the cache.", stories: false }).map((w) => w.ask),
		).not.toContain("ask-owner");
	});

	it("an adjective without a figure is asked for the figure", () => {
		expect(strongest("After the change the answers were much faster, because the cache held them.")?.ask).toBe(
			"ask-number",
		);
		expect(
			findWeaknesses({
				answer: "After the change answers took 0.4 seconds, much faster than 2 before, because of the cache.",
				stories: false,
			}).map((w) => w.ask),
		).not.toContain("ask-number");
	});

	it.each([
		"I learned that showing numbers works better than arguing with many people.",
		"I would ask how many documents there are.",
	])("%j is not asked for a figure", (answer) => {
		for (const stories of [true, false])
			expect(findWeaknesses({ answer, stories }).map((weakness) => weakness.ask)).not.toContain("ask-number");
	});

	it("a choice without a reason is asked for it", () => {
		expect(
			findWeaknesses({
				answer: "For storage I would go with pgvector and for ranking a cross-encoder.",
				stories: false,
			}).map((w) => w.ask),
		).toContain("ask-reason");
	});

	it("a complete answer has little left to ask", () => {
		const answer =
			"I chose pgvector rather than Pinecone because 50,000 chunks fit the Postgres we run; I measured recall at 5 on 200 labelled questions, and if the index is stale a timeout falls back to keyword search.";
		expect(findWeaknesses({ answer, stories: false })).toEqual([]);
	});

	it("a quote is an exact, short slice of the answer", () => {
		fc.assert(
			fc.property(fc.string({ unit: "grapheme", maxLength: 400 }), (noise) => {
				const answer = `${noise}. We chose a big model and it got much better for most of them ${noise}`;
				for (const { quote } of findWeaknesses({ answer, stories: true })) {
					expect(answer).toContain(quote);
					expect(quote.split(/\s+/).length).toBeLessThanOrEqual(QUOTE_WORDS);
					expect(quote).not.toContain("?");
				}
			}),
		);
	});

	it("nothing with brackets, links or quotation marks is quoted back", () => {
		expect(clip('we said "hello there my friend" to them', null)).toBeNull();
		expect(clip("look at https://example.com for more words", null)).toBeNull();
		expect(clip("<b>bold words here</b> and more", null)).toBeNull();
	});
});
