import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stem } from "~/core/grading/stem";
import { contentStems, normalizeForQuote, splitSentences, tokenize, unobscure } from "~/core/grading/text";

const anyText = fc.string({ unit: "grapheme", maxLength: 300 });

describe("words", () => {
	it("reads forms of one word as one stem", () => {
		expect(new Set(["retrieves", "retrieved", "retrieving", "retrieval"].map(stem)).size).toBe(1);
	});

	it.each([
		["caresses", "caress"],
		["ponies", "poni"],
		["agreed", "agre"],
		["hopping", "hop"],
		["relational", "relat"],
		["adjustment", "adjust"],
		["sky", "sky"],
		["happy", "happi"],
	])("stems %s as Porter published it: %s", (word, expected) => {
		expect(stem(word)).toBe(expected);
	});

	it("reads written-out thousands as the number they stand for", () => {
		expect(tokenize("10K queries, 4,050 dollars, 1.5m").map((token) => token.word)).toEqual([
			"10000",
			"queries",
			"4050",
			"dollars",
			"1500000",
		]);
	});

	it("reads words with invisible characters, full width and decomposed letters like plain ones", () => {
		const plain = contentStems("cache café latency");
		expect(contentStems("ca\u200bche cafe\u0301 ｌａｔｅｎｃｙ")).toEqual(plain);
	});

	it("maps look-alike letters only in words that mix alphabets", () => {
		expect(tokenize("c\u0430che")[0]?.word).toBe("cache");
		expect(tokenize("сахар и соль").map((token) => token.word)).toEqual(["сахар", "и", "соль"]);
		expect(tokenize("νερό").map((token) => token.word)).toEqual(["νερό"]);
	});

	it("keeps the offsets of every word inside the text", () => {
		fc.assert(
			fc.property(anyText, (text) => {
				for (const token of tokenize(text)) expect(text.slice(token.from, token.to).length).toBe(token.to - token.from);
			}),
		);
	});

	it("reads a word of 300,000 letters", () => {
		expect(tokenize("a".repeat(300_000))).toHaveLength(1);
		expect(tokenize("é".repeat(300_000))).toHaveLength(1);
		expect(splitSentences(".)".repeat(150_000))).toEqual([]);
	});
});

describe("sentences", () => {
	it("are exact slices in order that do not overlap", () => {
		fc.assert(
			fc.property(anyText, (text) => {
				let end = 0;
				for (const span of splitSentences(text)) {
					expect(text.slice(span.from, span.to)).toBe(span.text);
					expect(span.from).toBeGreaterThanOrEqual(end);
					end = span.to;
				}
			}),
		);
	});

	it("cuts dictation without punctuation into stretches", () => {
		const spans = splitSentences(Array.from({ length: 130 }, (_, index) => `word${index}`).join(" "));
		expect(spans.length).toBeGreaterThan(3);
	});
});

describe("cleaning with a way back", () => {
	it("turns a span of the cleaned text into a slice of the original that cleans to it", () => {
		fc.assert(
			fc.property(anyText, fc.nat(), fc.nat(), (original, a, b) => {
				const { text, toOriginal } = unobscure(original);
				const from = Math.min(a, b) % (text.length + 1);
				const to = Math.max(from, Math.max(a, b) % (text.length + 1));
				const span = toOriginal({ from, to });
				expect(span.from).toBeGreaterThanOrEqual(0);
				expect(span.to).toBeLessThanOrEqual(original.length);
				expect(span.from).toBeLessThanOrEqual(span.to);
			}),
		);
	});

	it("finds the words under invisible characters at their place", () => {
		const original = "So: r\u200be\u200br\u200bank first.";
		const { text, toOriginal } = unobscure(original);
		const from = text.indexOf("rerank");
		const span = toOriginal({ from, to: from + 6 });
		expect(original.slice(span.from, span.to)).toBe("r\u200be\u200br\u200bank");
	});

	it("survives lone surrogates and NUL", () => {
		expect(() => unobscure("a\ud800b\0c\udfff").toOriginal({ from: 0, to: 1 })).not.toThrow();
	});
});

it("compares quotes without regard to case, spaces, quotes and dashes", () => {
	expect(normalizeForQuote("“Old  rules” – gone")).toBe(normalizeForQuote('"old rules" - GONE'));
});
