import { describe, expect, it } from "vitest";
import type { Rubric } from "~/core/content/schemas";
import { gradeByRules } from "~/core/grading/rules-grader";
import { FLUFF, gradeTalk, meanOf, priceBook, question, rubric, STRONG, scoresOf, talk } from "./fixture";

const strong = gradeTalk(STRONG);

describe("the same input", () => {
	it("gives the same bytes", () => {
		expect(JSON.stringify(gradeTalk(STRONG))).toBe(JSON.stringify(strong));
	});

	it("gives the same levels in another order of criteria and under other ids", () => {
		const rename = (id: string) => `x-${id}`;
		const other: Rubric = {
			...rubric,
			criteria: [...rubric.criteria].reverse().map((criterion) => ({ ...criterion, id: rename(criterion.id) })),
		};
		const otherQuestion = {
			...question,
			key_points: question.key_points.map((point) => ({ ...point, criterion: rename(point.criterion) })),
		};
		const result = gradeByRules({
			rubric: other,
			questions: [otherQuestion],
			level: "mid",
			events: talk(STRONG),
			priceBook,
		});
		expect(scoresOf(result).reverse()).toEqual(scoresOf(strong));
	});

	it("does not depend on names or on who is speaking of whom", () => {
		const named = (name: string) =>
			gradeTalk([
				STRONG[0].replace("a librarian", name),
				STRONG[1],
				STRONG[2],
				STRONG[3].replace("Two librarians", `${name} and two librarians`),
			]);
		expect(meanOf(named("Aisha"))).toBeCloseTo(meanOf(named("John")) ?? 0, 1);
	});
});

describe("the unknown and the huge", () => {
	it("grades an unknown question by the rubric's own words and says so", () => {
		const result = gradeTalk(STRONG, { questions: [] });
		expect(result.flags).toEqual(["unknown-question"]);
		expect(meanOf(result)).toBeGreaterThan(meanOf(gradeTalk(FLUFF, { questions: [] })) ?? 4);
	});

	it("is less sure without key points", () => {
		const known = Math.max(...strong.criteria.map((grade) => grade.confidence));
		const unknown = Math.max(...gradeTalk(STRONG, { questions: [] }).criteria.map((grade) => grade.confidence));
		expect(unknown).toBeLessThan(known);
		expect(known).toBeLessThanOrEqual(0.6);
	});

	it("comes to an end with turns of 300,000 letters without a space", () => {
		const result = gradeTalk([STRONG[0], "a".repeat(300_000), "b1".repeat(150_000), "-".repeat(300_000)]);
		expect(result.criteria).toHaveLength(rubric.criteria.length);
	});

	it("grades a megabyte like its first kilobyte", () => {
		const long = STRONG.map((answer) =>
			Array.from({ length: 1_200 }, (_, index) => `${answer} Number ${index}.`).join(" "),
		);
		expect(scoresOf(gradeTalk(long))).toEqual(scoresOf(strong));
	});

	it("says when it did not read everything", () => {
		const result = gradeTalk([STRONG[0], "word ".repeat(420_000), STRONG[2], STRONG[3]]);
		expect(result.flags).toContain("truncated");
	});
});
