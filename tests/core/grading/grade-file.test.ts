import { describe, expect, it } from "vitest";
import { gradeFile } from "~/core/grading/grade-file";
import { InterviewFile } from "~/core/interview/file";
import { scale } from "../../support/round";
import { FLUFF, meanOf, priceBook, question, rubric, STRONG, talk } from "./fixture";

const warmup = { ...rubric, id: "warm-up" };
const content = {
	questions: new Map([[question.id, question]]),
	rubrics: new Map([
		[rubric.id, rubric],
		[warmup.id, warmup],
	]),
	scale,
	priceBooks: new Map([[priceBook.id, priceBook]]),
};

const file = (changes: object = {}) =>
	InterviewFile.parse({
		format: "mockingbird.interview/v1",
		round: "system-design",
		question: question.id,
		level: "mid",
		rubric: { id: rubric.id, version: 1 },
		events: talk(STRONG),
		...changes,
	});

describe("an interview file", () => {
	it("is graded, scored and given a recommendation", () => {
		const { result, notes } = gradeFile({ file: file(), content });
		expect(result).toMatchObject({ observedWeight: 100, grader: { kind: "rules" }, redFlags: [], flags: [] });
		expect(result.mean).toBeCloseTo(meanOf({ criteria: result.criteria, redFlags: [], flags: [] }) ?? 0);
		expect(notes).toEqual([]);
	});

	it("with an unknown question is graded by the rubric alone, with a flag and a note", () => {
		const { result, notes } = gradeFile({ file: file({ question: "qq-99-nobody-knows" }), content });
		expect(result.flags).toContain("unknown-question");
		expect(notes[0]).toContain("qq-99-nobody-knows");
		expect(result.mean).not.toBeNull();
	});

	it("with an unknown rubric is refused with the known ones, unless a rubric is given", () => {
		const odd = file({ rubric: { id: "nobody-knows", version: 1 } });
		expect(() => gradeFile({ file: odd, content })).toThrow(/no rubric "nobody-knows".*library-desk/);
		expect(gradeFile({ file: odd, content, rubric }).result.mean).not.toBeNull();
	});

	it("says when its rubric has another version by now", () => {
		expect(gradeFile({ file: file({ rubric: { id: rubric.id, version: 7 } }), content }).notes[0]).toContain(
			"version 7",
		);
	});

	it("caps what hints gave away", () => {
		const events = [...talk(STRONG)];
		const hinted = [...events, { seq: 9, atMs: 900_000, actor: "system", type: "hint", criterion: "cost", rung: 4 }];
		const cost = gradeFile({ file: file({ events: hinted }), content }).result.criteria.find(
			(entry) => entry.id === "cost",
		);
		expect(cost?.score).toBe(2);
		expect(cost?.uncappedScore).toBeGreaterThan(2);
	});

	it("keeps a segment under another rubric apart", () => {
		const events = talk(
			[...FLUFF, ...STRONG],
			[
				...Array.from({ length: 4 }, (_, index) => `Warm-up ${index}.`),
				...talk(STRONG).flatMap((event) =>
					event.actor === "interviewer" && event.type === "message" ? [event.text] : [],
				),
			],
		);
		const span = (id: string, fromSeq: number) => ({ question: question.id, rubric: { id, version: 1 }, fromSeq });
		const both = gradeFile({ file: file({ events, segments: [span(warmup.id, 1), span(rubric.id, 9)] }), content });
		const alone = gradeFile({ file: file(), content });
		expect(both.result.criteria.map((entry) => entry.score)).toEqual(alone.result.criteria.map((entry) => entry.score));
		expect(both.separate.map((entry) => entry.rubric)).toEqual([warmup.id]);
		expect(both.separate[0]?.result.criteria.every((entry) => (entry.score ?? 1) === 1)).toBe(true);
	});
});
