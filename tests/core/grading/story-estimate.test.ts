import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rubric } from "~/core/content/schemas";
import { readRound } from "~/core/grading/round-reading";
import { gradeByRules } from "~/core/grading/rules-grader";
import { readStory } from "~/core/grading/story-estimate";
import { familyOf, STORY_MARKERS } from "~/core/grading/story-markers";
import { expectExactQuotes, FLUFF, rubric as otherRubric, present, talk } from "./fixture";

const criterion = (id: string, title: string, looks_at: string) => ({
	id,
	title,
	weight: 25,
	must_have: id === "own",
	looks_at,
	evidence: ["transcript"],
	anchors: { 1: "None of it.", 2: "Some of it.", 3: "Most of it.", 4: "All of it." },
	bar: { junior: "A little.", mid: "Some.", senior: "Much.", staff: "For many." },
});

const rubric = Rubric.parse({
	id: "told-episodes",
	round: "behavioral",
	version: 1,
	title: "Told episodes",
	weight_rationale: "Four things of equal weight, for tests only.",
	criteria: [
		criterion("own", "Own part", "What the person did."),
		criterion("figures", "Results", "What came of it."),
		criterion("next", "Learning", "What is different since."),
		criterion("plain", "Explains to the listener", "Whether the listener can follow."),
	],
	red_flags: [{ id: "made-up", severity: "critical", text: "Tells an episode that cannot have happened" }],
});

const ASKS = [
	"Tell me about something that went wrong.",
	"What was your own part in it, what did the person in front of me do?",
	"What were the results, what came of it?",
	"What was the learning, what is different since?",
	"I am the head of the museum, your listener, who has to follow. Do I have to worry about these machines?",
];
const TERSE = [
	"Museum guide in Ghent. In May it sent 40 visitors to a closed wing. I'd approved the floor plan unread.",
	"I took it off the tablets at noon; that isn't my decision, I didn't wait. I rang the desk. Then I read all 40 logs.",
	"Wrong directions: 9 percent before, counted on 300 questions, 1 percent after, on 300 in June. It costs the desk 20 more minutes a week. Whether tourists noticed, I don't know.",
	"Rule: no plan goes live until the desk signs it. It has caught two since. The shop team took it. Not solved: lifts that break during the day.",
	"Think of a new porter who never says he is lost. I can't get that to zero. About two visitors a month will walk wrong. You can choose: live with it, or pay for a check each morning. Which would you rather?",
];
const BLAMING = [
	"We had a museum guide and it sent people to the wrong place. Nobody told us about the closed wing.",
	"We just did what the ticket said. The museum people should have checked.",
	"It got much better, everyone was happier. I don't have the number.",
	"I am more careful now, it is just something for myself.",
	"The model samples tokens from a probability distribution, and with a lower temperature and better prompts you don't need to worry.",
];

const share = (answers: readonly string[], id: string, asks = ASKS) => {
	const reading = readRound({ rubric, questions: [], events: talk(answers, asks) });
	const wanted = present(rubric.criteria.find((entry) => entry.id === id));
	return present(readStory({ rubric, criterion: wanted, reading })).share;
};
const grade = (answers: readonly string[]) =>
	gradeByRules({ rubric, questions: [], level: "mid", events: talk(answers, ASKS) });
const scores = (answers: readonly string[]) => grade(answers).criteria.map((entry) => entry.score ?? 0);
const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const ids = rubric.criteria.map((entry) => entry.id);

describe("a told episode", () => {
	it("may be short: what was heard decides, and quotes and words say what it was", () => {
		const result = grade(TERSE);
		expect(meanOf(scores(TERSE))).toBeGreaterThanOrEqual(2.75);
		expect(meanOf(scores(TERSE))).toBeGreaterThan(meanOf(scores(BLAMING)) + 1);
		expectExactQuotes(result, talk(TERSE, ASKS));
		expect(result.criteria[0]?.reason).toMatch(/Heard: .*your own wrong decision/);
	});

	it("that blames others, has adjectives for figures and speaks in jargon stays low, and says why", () => {
		for (const score of scores(BLAMING)) expect(score).toBeLessThanOrEqual(2);
		expect(grade(BLAMING).criteria[0]?.reason).toContain("Against it: putting it on others or the model");
	});

	it("gains nothing by being said again, or by what would be done", () => {
		for (const id of ids) {
			expect(
				share(
					TERSE.map((answer) => `${answer} ${answer}`),
					id,
				),
			).toBe(share(TERSE, id));
		}
		expect(share(["Q.", "I would have refused, and then I would stop the launch."], "own")).toBe(0);
	});

	it("is not held against somebody who says the opposite of what is listened for", () => {
		const grades = (own: string) =>
			grade([TERSE[0] ?? "", own, ...TERSE.slice(2)])
				.criteria.map((entry) => entry.reason)
				.join(" ");
		const against = "We argued about using a bigger model. I refused the newer model because nobody had measured it.";
		expect(grades(`${TERSE[1]} ${against}`)).not.toContain("Against it");
		expect(grades("It was my own mistake, nobody else's fault, I should have checked it.")).not.toContain("Against it");
	});

	it("quotes the words in which each thing was heard, for and against, and no others", () => {
		const { criteria } = grade(BLAMING);
		const quotes = criteria.flatMap((entry) => entry.evidence.map((evidence) => evidence.quote)).join(" ");
		expect(quotes).toMatch(/Nobody told us|should have checked/);
		const learned = grade(TERSE).criteria.find((entry) => entry.id === "next");
		expect(learned?.evidence.map((evidence) => evidence.seq).every((seq) => seq === 8)).toBe(true);
	});

	it("gives no level to how a listener was spoken to where there was none", () => {
		const asks = ["Tell me about something that went wrong.", ...ASKS.slice(1, 4), "Anything else?"];
		const result = gradeByRules({ rubric, questions: [], level: "mid", events: talk(TERSE, asks) });
		expect(result.criteria.find((entry) => entry.id === "plain")).toMatchObject({
			score: null,
			status: "not-observed",
		});
	});

	it("gains nothing from fluent talk around it", () => {
		for (const id of ids) {
			const padded = TERSE.map((answer, place) => `${FLUFF[place % FLUFF.length]} ${answer}`);
			expect(share(padded, id)).toBeLessThanOrEqual(share(TERSE, id) + 0.01);
		}
	});

	it("may use words of the trade with the interviewer, not with a listener outside it", () => {
		const told = ["I wrote the prompt, then the embeddings and the pipeline.", ...TERSE.slice(1)];
		expect(share(told, "plain")).toBe(share(TERSE, "plain"));
		const last = "Think of tokens in an embedding, a pipeline of prompts and temperature. Which would you rather?";
		expect(share([...TERSE.slice(0, 4), last], "plain")).toBeLessThan(share(TERSE, "plain"));
	});
});

describe("the reading of told episodes", () => {
	it("is between 0 and 1 for any text", () => {
		fc.assert(
			fc.property(fc.array(fc.string({ maxLength: 300 }), { minLength: 1, maxLength: 6 }), (answers) => {
				for (const id of ids) {
					const value = share(answers, id);
					expect(value).toBeGreaterThanOrEqual(0);
					expect(value).toBeLessThanOrEqual(1);
				}
			}),
			{ numRuns: 60 },
		);
	});

	it("goes by a criterion's own words, so a copy with other ids is read the same way", () => {
		const family = (title: string, looks_at = "…") => familyOf({ title, looks_at });
		expect(family("Own part and responsibility")).toBe("ownership");
		expect(family("Anything", "How harm and uncertainty entered the decision.")).toBe("judgement");
		expect(family("Typing speed")).toBeNull();
	});

	it("leaves other rounds alone", () => {
		const reading = readRound({ rubric: otherRubric, questions: [], events: talk(TERSE) });
		const first = present(otherRubric.criteria[0]);
		expect(readStory({ rubric: otherRubric, criterion: first, reading })).toBeNull();
	});

	it("weighs each family to one", () => {
		for (const family of new Set(STORY_MARKERS.map((marker) => marker.family))) {
			const wanted = STORY_MARKERS.filter((marker) => marker.family === family && marker.weight > 0);
			expect(wanted.reduce((sum, marker) => sum + marker.weight, 0)).toBeCloseTo(1);
		}
	});
});
