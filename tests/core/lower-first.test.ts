import { describe, expect, it } from "vitest";
import { lowerFirst } from "~/core/lower-first";

describe("a title inside of a sentence", () => {
	it.each([
		["Judgement about AI behaviour", "judgement about AI behaviour"],
		["AI judgement", "AI judgement"],
		["LLM-based grading", "LLM-based grading"],
		["MLOps", "MLOps"],
		["Cost", "cost"],
		["", ""],
	])("%j reads %j", (title, words) => {
		expect(lowerFirst(title)).toBe(words);
	});
});
