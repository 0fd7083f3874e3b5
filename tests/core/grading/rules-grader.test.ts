import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Rubric } from "~/core/content/schemas";
import { gradeByRules } from "~/core/grading/rules-grader";
import type { InterviewEvent } from "~/core/interview/events";
import {
	ASKED,
	expectExactQuotes,
	FLUFF,
	gradeTalk,
	meanOf,
	present,
	priceBook,
	question,
	rubric,
	STRONG,
	scoresOf,
	talk,
} from "./fixture";

const words = (count: number) => {
	const stock = FLUFF.join(" ").split(" ");
	return Array.from({ length: count }, (_, index) => stock[index % stock.length]).join(" ");
};
const strong = gradeTalk(STRONG);

describe("the order of answers", () => {
	it("puts concrete answers above half of them, and those above empty talk", () => {
		const half = gradeTalk([FLUFF[0], STRONG[1], FLUFF[2], STRONG[3]]);
		expect(meanOf(strong)).toBeGreaterThan(meanOf(half) ?? 4);
		expect(meanOf(half)).toBeGreaterThan(meanOf(gradeTalk(FLUFF)) ?? 4);
	});

	it("gives confident empty talk the lowest level", () => {
		expect(scoresOf(gradeTalk(FLUFF))).toEqual([1, 1, 1]);
	});

	it("names the points that are missing when half is there", () => {
		const cost = gradeTalk([STRONG[0], STRONG[1], FLUFF[2], STRONG[3]]).criteria[1];
		expect(cost?.points).toMatchObject([{ id: "monthly", verdict: "missing", must: true }]);
		expect(cost?.reason).toContain("Tokens times price");
	});

	it("does not punish notes for being short", () => {
		const terse = [
			"Fines go to a person, a wrong promise costs more.",
			"Split at headings, keep branch and date; keyword for shelf marks, vectors for meaning, rerank 30 to 5; a withdrawn page leaves the index in the same transaction.",
			"2,000 in, 200 out: 0.8 cents × 30,000 = $240 a month on large, $48 on small.",
			"Librarians label 200 real questions; a worse release is blocked; ±4 points.",
		];
		expect(meanOf(gradeTalk(terse))).toBeGreaterThanOrEqual(3);
		const talkative = terse.map((answer) => `${answer} ${words(80)}`);
		expect(meanOf(gradeTalk(terse))).toBeGreaterThanOrEqual(meanOf(gradeTalk(talkative)) ?? 4);
	});

	it("asks for more at a higher level", () => {
		expect(meanOf(gradeTalk(STRONG, { level: "junior" }))).toBeGreaterThanOrEqual(
			meanOf(gradeTalk(STRONG, { level: "staff" })) ?? 4,
		);
	});

	it("ranks off-topic figures and decisions with empty talk", () => {
		const garden = [
			"I bake with 500 grams of flour, and if the dough is wet then I add 50 grams more.",
			"The train leaves at 9 and takes 3 hours, unless the bridge at Dover is closed.",
			"My garden has 12 roses. I cut them in March, because otherwise they flower late.",
			"A football team has 11 players, and the coach may change three of them.",
		];
		expect(meanOf(gradeTalk(garden))).toBeLessThanOrEqual(1.5);
	});
});

describe("length", () => {
	it.each([200, 2_000])("adds nothing by %i words of empty talk after a good answer", (count) => {
		expect(meanOf(gradeTalk(STRONG.map((answer) => `${answer} ${words(count)}`)))).toBeCloseTo(meanOf(strong) ?? 0, 1);
	});

	it("adds nothing by empty talk before it", () => {
		expect(meanOf(gradeTalk(STRONG.map((answer) => `${words(200)}. ${answer}`)))).toBeCloseTo(meanOf(strong) ?? 0, 1);
	});

	it("adds nothing by saying it fifty times", () => {
		expect(scoresOf(gradeTalk(STRONG.map((answer) => Array.from({ length: 50 }, () => answer).join(" "))))).toEqual(
			scoresOf(strong),
		);
	});
});

describe("asked or not", () => {
	it("observes nothing in a log without a word from the candidate", () => {
		expect(gradeTalk([null, null, null, null]).criteria.map((grade) => grade.status)).toEqual([
			"not-observed",
			"not-observed",
			"not-observed",
		]);
		expect(
			gradeByRules({ rubric, questions: [question], level: "mid", events: [] }).criteria.every(
				(grade) => grade.score === null,
			),
		).toBe(true);
	});

	it.each(["I don't know", "pass", "no idea", "i dunno", "skip this one", ":", "Thought process:", "🙂", "   "])(
		"gives 1 and a flag to a question that was answered with %j",
		(answer) => {
			const cost = gradeTalk([STRONG[0], STRONG[1], answer, STRONG[3]]).criteria[1];
			expect(cost).toMatchObject({ score: 1, status: "graded", flags: ["asked-unanswered"] });
			expect(cost?.evidence[0]?.seq).toBe(6);
		},
	);

	it("gives 1 to a question that was passed with the control", () => {
		const events = talk([STRONG[0], STRONG[1], null, STRONG[3]]).flatMap((event): InterviewEvent[] =>
			event.seq === 5 ? [event, { seq: 5.5, atMs: event.atMs, actor: "candidate", type: "pass" }] : [event],
		);
		const renumbered = events.map((event, index) => ({ ...event, seq: index + 1 }));
		const result = gradeByRules({ rubric, questions: [question], level: "mid", events: renumbered, priceBook });
		expect(result.criteria[1]).toMatchObject({ score: 1, flags: ["asked-unanswered"] });
		expect(result.criteria[1]?.evidence[0]?.seq).toBe(6);
	});

	it("leaves out what was never asked and never touched", () => {
		const result = gradeTalk([STRONG[0], STRONG[1]]);
		expect(result.criteria[1]).toMatchObject({ score: null, status: "not-observed", flags: [] });
	});

	it("takes two answers for too little: words in passing count from the fourth answer on", () => {
		const two = gradeTalk([STRONG[1], `${STRONG[2]} ${STRONG[3]}`], {
			events: talk([STRONG[1], `${STRONG[2]} ${STRONG[3]}`], ["Hello.", "Go on."]),
		});
		expect(two.criteria.filter((grade) => grade.score !== null)).toEqual([]);
		const four = talk([STRONG[0], STRONG[1], STRONG[2], STRONG[3]], ["Hello.", "Go on.", "Yes.", "Right."]);
		expect(gradeTalk([], { events: four }).criteria.some((grade) => grade.score !== null)).toBe(true);
	});

	it("gives no 1 for what nobody asked about and was touched in passing", () => {
		const passing = "It would cost some money in tokens and dollars a month, I guess, prices are what they are.";
		const result = gradeTalk([FLUFF[0], `${FLUFF[1]} ${passing}`]);
		expect(result.criteria[1]?.score).not.toBe(1);
	});

	it("takes a greeting for no question, whatever it names", () => {
		const greeting =
			"Welcome. The card has the price sheet: tokens, dollars, the amount a month. Begin where you like.";
		const opened: InterviewEvent[] = [
			{ seq: 1, atMs: 0, actor: "system", type: "turn-started", turnId: "t", move: { kind: "open" } },
			{ seq: 2, atMs: 0, actor: "interviewer", type: "message", text: greeting },
			{ seq: 3, atMs: 1, actor: "candidate", type: "message", text: FLUFF[0] },
		];
		expect(gradeTalk([], { events: opened }).criteria[1]).toMatchObject({ score: null, status: "not-observed" });
	});

	it("keeps points apart that two questions call the same", () => {
		const other = { ...question, id: "qq-02-other", sections: { ...question.sections, brief: "Another brief." } };
		const result = gradeTalk(STRONG, {
			questions: [question, other],
			segments: [
				{ question: question.id, fromSeq: 1 },
				{ question: other.id, fromSeq: 1000 },
			],
		});
		const split = result.criteria[0]?.points.filter((point) => point.id === "split");
		expect(split).toMatchObject([
			{ question: question.id, verdict: "met" },
			{ question: other.id, verdict: "missing" },
		]);
	});

	it("gives 1 to the question read back", () => {
		expect(scoresOf(gradeTalk(ASKED))).toEqual([1, 1, 1]);
	});

	it("knows from the log which probe was asked, whatever its wording", () => {
		const events: InterviewEvent[] = [
			{
				seq: 1,
				atMs: 0,
				actor: "system",
				type: "turn-started",
				turnId: "t1",
				move: { kind: "probe", probe: "p-spend", question: question.id },
			},
			{ seq: 2, atMs: 1, actor: "interviewer", type: "message", text: "And then?", turnId: "t1" },
			{ seq: 3, atMs: 2, actor: "candidate", type: "message", text: "no idea" },
		];
		const result = gradeByRules({ rubric, questions: [question], level: "mid", events, priceBook });
		expect(result.criteria.map((grade) => grade.score)).toEqual([null, 1, null]);
	});
});

describe("evidence", () => {
	it("is quoted exactly, from the candidate only", () => {
		const events = talk(STRONG);
		expectExactQuotes(strong, events);
		for (const evidence of strong.criteria.flatMap((grade) => grade.evidence)) {
			expect(events.find((event) => event.seq === evidence.seq)?.actor).toBe("candidate");
			expect(evidence.quote.split(/\s+/).length >= 3 || evidence.quote.length >= 12).toBe(true);
		}
	});

	it("is quoted exactly from arbitrary text", () => {
		const piece = fc.oneof(fc.string({ unit: "grapheme", maxLength: 80 }), fc.constantFrom(...STRONG, ...FLUFF));
		fc.assert(
			fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), (answers) => {
				const events = talk(answers);
				expectExactQuotes(gradeByRules({ rubric, questions: [question], level: "mid", events }), events);
			}),
			{ numRuns: 60 },
		);
	});

	it("comes from the board where the rubric allows it", () => {
		const events: InterviewEvent[] = [
			...talk([FLUFF[0]]),
			{ seq: 3, atMs: 50_000, actor: "candidate", type: "board", outline: STRONG[1] },
		];
		const result = gradeByRules({ rubric, questions: [question], level: "mid", events, priceBook });
		expect(result.criteria[0]?.evidence.some((evidence) => evidence.seq === 3)).toBe(true);
		expect(result.criteria[2]?.evidence.some((evidence) => evidence.seq === 3)).toBe(false);
	});

	it("of tests decides a criterion that only tests and code may decide", () => {
		const coding: Rubric = {
			...rubric,
			criteria: [{ ...present(rubric.criteria[0]), id: "correctness", evidence: ["tests", "code"] }],
		};
		const run = (results: Record<string, [number, number]>): InterviewEvent[] => [
			{ seq: 1, atMs: 0, actor: "runner", type: "run", results },
		];
		const scoreOf = (results: Record<string, [number, number]>) =>
			gradeByRules({ rubric: coding, questions: [], level: "mid", events: run(results) }).criteria[0]?.score;
		expect(scoreOf({ core: [5, 5], edge: [3, 3] })).toBe(4);
		expect(scoreOf({ core: [5, 5], edge: [1, 3] })).toBe(2);
		expect(scoreOf({ core: [3, 5], edge: [3, 3] })).toBe(2);
		expect(scoreOf({ core: [0, 5], edge: [0, 3] })).toBe(1);
	});
});

describe("figures", () => {
	const cost = (answer: string) => gradeTalk([STRONG[0], STRONG[1], answer, STRONG[3]]).criteria[1]?.score ?? 0;

	it("that fit the price book count for more than figures that are far off", () => {
		const right =
			"I multiply tokens by price and by 30,000 questions, which makes $240 a month on the large one and $48 on the small one.";
		const wrong =
			"I multiply tokens by price and by 30,000 questions, which makes $9,240 a month on the large one and $3,480 on the small one.";
		expect(cost(right)).toBeGreaterThan(cost(wrong));
	});

	it("follow an edited price book", () => {
		const dearer = {
			...priceBook,
			models: { large: { ...present(priceBook.models.large), input: 300, output: 1_000 } },
		};
		const answer = [
			STRONG[0],
			STRONG[1],
			"That makes $24,000 a month on the large one, times price and tokens.",
			STRONG[3],
		];
		const before = gradeTalk(answer).criteria[1]?.score ?? 0;
		const after = gradeTalk(answer, { priceBook: dearer }).criteria[1]?.score ?? 0;
		expect(after).toBeGreaterThanOrEqual(before);
		expect(after + before).toBeGreaterThan(2 * before - 1);
	});
});

describe("red flags", () => {
	it("are suspected from what was said, and quoted", () => {
		const result = gradeTalk([
			STRONG[0],
			"The model alone decides who may borrow the restricted books.",
			STRONG[2],
			STRONG[3],
		]);
		expect(result.redFlags).toMatchObject([{ id: "model-lends", severity: "critical", state: "suspected" }]);
		expect(result.redFlags[0]?.evidence[0]?.quote).toContain("restricted books");
	});

	it("are not suspected when the opposite is said", () => {
		expect(
			gradeTalk([
				STRONG[0],
				"The model never decides who may borrow the restricted books, code does.",
				STRONG[2],
				STRONG[3],
			]).redFlags,
		).toEqual([]);
		expect(strong.redFlags).toEqual([]);
	});
});
