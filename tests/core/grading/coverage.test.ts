import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchKeyPoints } from "~/core/grading/coverage";
import { similarity } from "~/core/grading/similarity";
import { FLUFF, question, STRONG } from "./fixture";

const match = (...texts: string[]) =>
	matchKeyPoints({
		keyPoints: question.key_points,
		briefText: question.sections.brief,
		messages: texts.map((text, index) => ({ seq: 10 + index, text })),
	});

describe("covering key points", () => {
	it("finds the points of a good answer with the words that cover them", () => {
		const found = match(...STRONG);
		expect(found.filter((entry) => entry.verdict === "met").map((entry) => entry.point)).toEqual(
			expect.arrayContaining(["split", "hybrid", "withdrawn", "monthly", "sample"]),
		);
		expect(found.find((entry) => entry.point === "withdrawn")?.quote).toContain("same transaction");
	});

	it("finds nothing in eighty words of empty talk", () => {
		expect(match(FLUFF.join(" "))).toEqual([]);
	});

	it("does not take a heard phrase alone for the point", () => {
		expect(match("Dollars. A month. Label. Uncertain. Headings.").filter((entry) => entry.verdict === "met")).toEqual(
			[],
		);
	});

	it("lets a heard phrase lower the threshold", () => {
		const listening = question.key_points.filter((point) => point.id === "hybrid");
		const text = "Shelf marks first, then the list.";
		const deaf = listening.map((point) => ({ ...point, listen_for: ["zzz unheard"] }));
		const input = { briefText: "", messages: [{ seq: 1, text }] };
		expect(matchKeyPoints({ ...input, keyPoints: listening })[0]?.verdict).toBe("met");
		expect(matchKeyPoints({ ...input, keyPoints: deaf })[0]?.verdict).not.toBe("met");
	});

	it("quotes exact slices, whatever the text holds", () => {
		fc.assert(
			fc.property(fc.array(fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom(...STRONG))), (parts) => {
				const text = parts.join(" \u200b");
				for (const found of match(text)) expect(text.slice(found.from, found.to)).toBe(found.quote);
			}),
		);
	});

	it("is not moved by what stands around the words", () => {
		const plain = match(STRONG[1]).map((entry) => [entry.point, entry.verdict]);
		const padded = match(`${FLUFF.join(" ")} ${STRONG[1]} ${FLUFF.join(" ")}`).map((entry) => [
			entry.point,
			entry.verdict,
		]);
		expect(padded).toEqual(plain);
	});
});

describe("similarity", () => {
	const of = (reference: string, answer: string, asked = "") =>
		similarity({ question: asked, reference, answer }).value;

	it("is one for the reference itself and nought for other words", () => {
		expect(of("A stack returns the newest item first.", "A stack returns the newest item first.")).toBeCloseTo(1);
		expect(of("A stack returns the newest item first.", "Bread needs flour, water, salt.")).toBeLessThan(0.05);
	});

	it("values words less that the question gives away", () => {
		const reference = "The cache keeps frequent answers.";
		const echo = similarity({ question: "What does the cache do?", reference, answer: "The cache." });
		const own = similarity({ question: "What does the cache do?", reference, answer: "Frequent answers." });
		expect(own.value).toBeGreaterThan(echo.value);
		expect(echo.questionOverlap).toBe(1);
	});

	it("sees that one of two statements is negated", () => {
		expect(
			similarity({ question: "", reference: "It is ordered.", answer: "It is not ordered." }).polarityDiffers,
		).toBe(true);
	});
});

describe("figures", () => {
	const point = (text: string) => {
		const [first] = question.key_points;
		if (!first) throw new Error("the fixture has points");
		return [{ ...first, id: "change", text, listen_for: ["zzz unheard"] }];
	};
	const covers = (text: string, said: string) =>
		matchKeyPoints({ keyPoints: point(text), briefText: "", messages: [{ seq: 1, text: said }] })[0]?.verdict;

	it("say before and after without the words", () => {
		const text = "The error rate before and after the change, as figures.";
		expect(covers(text, "Errors went from 7 percent to 0.3 percent.")).toBe("met");
		expect(covers(text, "Errors went down a lot.")).not.toBe("met");
	});

	it("say nothing about what they do not name", () => {
		expect(covers("The reranker orders passages by relevance.", "From 7 percent to 0.3 percent.")).toBeUndefined();
	});
});
