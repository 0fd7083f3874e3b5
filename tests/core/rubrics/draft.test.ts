import { describe, expect, it } from "vitest";
import {
	checkDraft,
	draftOf,
	freeId,
	newCriterion,
	newDraft,
	RubricDraft,
	slugOf,
	toRubric,
	weightProblem,
} from "~/core/rubrics/draft";
import { rubric } from "../../support/round";

const good = draftOf(rubric);
const first = (change: object): RubricDraft => {
	const [head, ...rest] = good.criteria;
	if (!head) throw new Error("the small rubric has criteria");
	return { ...good, criteria: [{ ...head, ...change }, ...rest] };
};
const sentences = (draft: RubricDraft) => checkDraft(draft).map((problem) => problem.sentence);

describe("a draft", () => {
	it("that is whole has no problem and becomes the rubric it came from", () => {
		expect(checkDraft(good)).toEqual([]);
		expect(toRubric({ draft: good, id: rubric.id, round: rubric.round, version: 1 })).toEqual(rubric);
	});

	it.each([
		[first({ weight: 15 }), "The weights add up to 95: 5 are missing."],
		[first({ weight: 21 }), "The weights add up to 101: 1 is too many."],
		[first({ must_have: false }), "Mark at least one criterion as a must-have."],
		[first({ title: "" }), "A criterion has no title."],
		[first({ looks_at: " " }), "“Criterion retrieval” does not say what the grader looks at."],
		[first({ evidence: [] }), "“Criterion retrieval” has no kind of evidence that counts."],
		[first({ anchors: { 1: "No.", 2: "", 3: "Good.", 4: "" } }), "“Criterion retrieval” has no anchor for 2 and 4."],
		[
			first({ anchors: { 1: "None.", 2: "Some", 3: "some  ", 4: "Great." } }),
			"“Criterion retrieval”: the anchors 2 and 3 say the same.",
		],
		[
			first({ bar: { junior: "", mid: "Sound.", senior: "Strong.", staff: "Wide." } }),
			"“Criterion retrieval” does not say what a 3 requires at junior level.",
		],
		[{ ...good, title: "" }, "The rubric needs a title."],
		[{ ...good, weight_rationale: "" }, "Say in a sentence why the weights are as they are."],
		[{ ...good, criteria: [] }, "The rubric needs at least one criterion."],
	])("names what stands in the way of publishing", (draft, sentence) => {
		expect(sentences(draft)).toContain(sentence);
	});

	it("begun from nothing says everything it lacks, and nothing twice", () => {
		const said = sentences(newDraft("A new one"));
		expect(new Set(said).size).toBe(said.length);
		expect(said).toContain("The weights add up to 10: 90 are missing.");
	});

	it.each([Number.NaN, -1, 101, 3.5, Number.POSITIVE_INFINITY, "20"])("refuses the weight %s", (weight) => {
		expect(RubricDraft.safeParse(first({ weight })).success).toBe(false);
	});

	it("refuses two criteria with one id, more than thirty of them, and texts without end", () => {
		const [head] = good.criteria;
		if (!head) throw new Error("the small rubric has criteria");
		expect(RubricDraft.safeParse({ ...good, criteria: [head, head] }).success).toBe(false);
		const many = Array.from({ length: 31 }, (_, index) => ({ ...head, id: `c-${index}` }));
		expect(RubricDraft.safeParse({ ...good, criteria: many }).success).toBe(false);
		expect(RubricDraft.safeParse({ ...good, title: "x".repeat(601) }).success).toBe(false);
	});
});

describe("names", () => {
	it("of new criteria are free, and files get plain ones", () => {
		expect(freeId("a", ["a", "a-2"])).toBe("a-3");
		expect(newCriterion(["criterion"]).id).toBe("criterion-2");
		expect(slugOf("Größe & Qualität!")).toBe("gro-e-qualitat");
		expect(slugOf("漢字")).toBe("rubric");
	});
});

describe("a weight as it is typed", () => {
	it.each([
		["101", "101 is not from 0 to 100."],
		["-5", "−5 is not from 0 to 100."],
		["3.5", "3.5 is not a whole number."],
		["ten", "ten is not a whole number."],
		["", "A weight is missing."],
		["0", null],
		[" 35 ", null],
	])("%j: %j", (typed, problem) => {
		expect(weightProblem(typed)).toBe(problem);
	});
});
