import { describe, expect, it } from "vitest";
import { gradeWithRules } from "~/core/grading/grade-interview";
import { locateQuote, overrideCriterion, personResult } from "~/core/grading/person-grade";
import type { InterviewEvent } from "~/core/interview/events";
import { smallRound, startedLog } from "../../support/round";

const content = smallRound();
const { scale } = content;
const [rubric] = content.rubrics;
if (!rubric) throw new Error("the small round has a rubric");
const said = (text: string): InterviewEvent =>
	({ seq: 90, atMs: 5_000, type: "message", actor: "candidate", text, handsOver: true }) as InterviewEvent;
const events = [
	...(startedLog(content) as unknown as InterviewEvent[]).map((event, index) => ({ ...event, seq: index + 1 })),
	said("We “retrieve” fifty passages and rerank them to eight with a cross-encoder, then measure recall."),
];
const score = (id: string, value: 1 | 2 | 3 | 4 | null) => ({ id, score: value, reason: "Seen.", evidence: [] });

describe("a person's grade", () => {
	it("is scored by the same rules, and what they left out is not observed", () => {
		const scores = ["retrieval", "evaluation", "safety"].map((id) => score(id, 4));
		const result = personResult({ rubric, scale, scores, events: [], grader: "Ann" });
		expect(result).toMatchObject({ mean: 4, observedWeight: 60, recommendation: "strong-yes" });
		expect(result.criteria.find((criterion) => criterion.id === "cost")).toMatchObject({ status: "not-observed" });
		expect(result.grader).toEqual({ kind: "person", version: "Ann" });
	});
});

describe("a quote", () => {
	it("is found in what the candidate said, up to case, spaces and quote marks, and given back as it stands there", () => {
		expect(locateQuote({ events, quote: 'we "retrieve" FIFTY   passages' })).toEqual({
			seq: 90,
			quote: "We “retrieve” fifty passages",
			from: 0,
			to: 28,
		});
	});

	it("of the interviewer, of one word, or never said is none", () => {
		const interviewer = events.find((event) => event.type === "message" && event.actor === "interviewer");
		const theirs =
			interviewer?.type === "message" ? interviewer.text.slice(0, 40) : "Could you walk me through the system";
		expect(locateQuote({ events, quote: theirs })).toBeNull();
		expect(locateQuote({ events, quote: "recall" })).toBeNull();
		expect(locateQuote({ events, quote: "we would never do that" })).toBeNull();
	});
});

describe("a score that is set", () => {
	const before = gradeWithRules({ content, events });

	it("changes that criterion and the totals, and nothing else", () => {
		const after = overrideCriterion({ result: before, rubric, scale, score: score("cost", 4), grader: "Ann" });
		expect(after.criteria.find((criterion) => criterion.id === "cost")).toMatchObject({
			score: 4,
			reason: "Seen.",
			grader: { kind: "person", version: "Ann" },
		});
		for (const criterion of before.criteria) {
			if (criterion.id !== "cost") expect(after.criteria).toContainEqual(criterion);
		}
		expect(after.grader).toEqual(before.grader);
		expect(after.observedWeight).toBe(before.observedWeight + 20);
	});

	it("says what the machine had said", () => {
		const retrieval = before.criteria.find((criterion) => criterion.id === "retrieval")?.score ?? "not-assessed";
		const after = overrideCriterion({ result: before, rubric, scale, score: score("retrieval", 1), grader: "Ann" });
		expect(after.criteria.find((criterion) => criterion.id === "retrieval")?.flags).toEqual([`was-${retrieval}`]);
	});

	it("for a criterion there is none of is refused", () => {
		expect(() => overrideCriterion({ result: before, rubric, scale, score: score("charm", 4), grader: "Ann" })).toThrow(
			RangeError,
		);
	});
});
