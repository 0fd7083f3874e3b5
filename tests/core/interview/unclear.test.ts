import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gradeFromAnswer } from "~/core/grading/judge-grade";
import { record } from "~/core/grading/judge-record";
import { locateQuote } from "~/core/grading/person-grade";
import { gradeByRules } from "~/core/grading/rules-grader";
import type { InterviewEvent } from "~/core/interview/events";
import { INTERVIEW_FORMAT, readInterviewFile } from "~/core/interview/file";
import { talk } from "~/core/interview/interviewer-prompt";
import { GAP, readUnclear, tagUnclear, unclearProblem, withGaps, wordRanges } from "~/core/interview/unclear";
import { drive } from "../../support/drive";
import { rubric, smallQuestion, smallRound } from "../../support/round";

const word = fc.oneof(fc.stringMatching(/^[a-z]{1,9}$/), fc.constantFrom("😀", "né", "p95", "e\u0301t", "向量"));
const spoken = fc
	.array(fc.tuple(word, fc.constantFrom(" ", "  ", "\n", ", ")), { minLength: 1, maxLength: 20 })
	.map((pieces) => pieces.flat().join(""));
const withRanges = spoken.chain((text) =>
	fc.array(fc.tuple(fc.nat(text.length - 1), fc.integer({ min: 1, max: 12 })), { maxLength: 5 }).map((ranges) => ({
		text,
		ranges: ranges.map(([from, size]) => [from, Math.min(text.length, from + size)] as [number, number]),
	})),
);

describe("unclear stretches", () => {
	it("come back from the composer with the text and the places they went in with, whole characters only", () => {
		fc.assert(
			fc.property(withRanges, ({ text, ranges }) => {
				const unclear = wordRanges({ text, ranges });
				const back = readUnclear(tagUnclear({ text, ranges }));
				expect(back).toEqual({ text, unclear });
				expect(unclearProblem(back)).toBeNull();
			}),
		);
	});

	it("are still on their words when spaces around the answer are taken away", () => {
		fc.assert(
			fc.property(withRanges, ({ text, ranges }) => {
				const tagged = tagUnclear({ text, ranges });
				const { text: trimmed, unclear } = readUnclear(`  \n${tagged} `.trim());
				const words = wordRanges({ text, ranges }).map(([from, to]) => text.slice(from, to));
				expect(unclear.map(([from, to]) => trimmed.slice(from, to))).toEqual(words);
			}),
		);
	});

	it("leave gaps of the same length, and nothing of their words", () => {
		fc.assert(
			fc.property(withRanges, ({ text, ranges }) => {
				const unclear = wordRanges({ text, ranges });
				const gapped = withGaps({ text, unclear });
				expect(gapped).toHaveLength(text.length);
				for (const [from, to] of unclear) expect(gapped.slice(from, to)).toBe(GAP.repeat(to - from));
			}),
		);
	});

	it("are refused when they are not in the text, are empty, overlap or split a character", () => {
		const text = "a 😀 b";
		for (const range of [
			[-1, 2],
			[2, 9],
			[3, 3],
			[4, 2],
			[0.5, 2],
		] as [number, number][]) {
			expect(unclearProblem({ text, unclear: [range] })).toContain("not in the text");
			expect(() => wordRanges({ text, ranges: [range] })).toThrow(RangeError);
		}
		expect(unclearProblem({ text, unclear: [[3, 6]] })).toContain("not in the text");
		expect(
			unclearProblem({
				text,
				unclear: [
					[0, 4],
					[2, 6],
				],
			}),
		).toContain("not behind");
	});

	it("have one end each, whatever brackets were spoken or typed", () => {
		expect(tagUnclear({ text: "a [b] c", ranges: [[2, 5]] })).toBe("a [unclear: (b)] c");
		expect(readUnclear("a [unclear: b and [c] d").unclear).toEqual([]);
		expect(readUnclear("a [unclear: ] b")).toEqual({ text: "a  b", unclear: [] });
	});
});

describe("an answer with unclear words", () => {
	it("keeps the words and says where they are; corrected ones are ordinary words", () => {
		const driver = drive(smallRound());
		driver.speak();
		driver.input({ kind: "message", text: "I would use a [unclear: vector base] and a reranker.", handsOver: false });
		driver.input({ kind: "message", text: "I would use a vector database.", handsOver: true });
		const sent = driver.events().filter((event) => event.type === "message" && event.actor === "candidate");
		expect(sent[0]).toMatchObject({ text: "I would use a vector base and a reranker.", unclear: [[14, 25]] });
		expect(sent[1]).not.toHaveProperty("unclear");
	});

	it("of which nothing was made out is asked for again", () => {
		const driver = drive(smallRound());
		driver.speak();
		driver.input({ kind: "message", text: "[unclear: mumble mumble mumble]", handsOver: true });
		expect(driver.state().openTurn?.move.kind).toBe("repeat");
	});

	it("is told to a model that interviews, without them", () => {
		const messages = talk(answered("We filter [UNCLEAR] before ranking.", ["UNCLEAR"]));
		expect(messages.at(-1)?.text).toBe("We filter [unclear] before ranking.");
	});
});

const POINT = "Filter by permission before ranking so that forbidden documents never reach the model.";

function answered(text: string, words: string[]): InterviewEvent[] {
	// The brackets only mark the words here.
	const bare = text.replace(/\[(.*?)\]/g, "$1");
	const unclear = words.map((each): [number, number] => [bare.indexOf(each), bare.indexOf(each) + each.length]);
	return [
		{ seq: 1, atMs: 0, actor: "interviewer", type: "message", text: "What would you do about access?" },
		{ seq: 2, atMs: 60_000, actor: "candidate", type: "message", text: bare, unclear },
	];
}

const question = smallQuestion();
const rules = (events: InterviewEvent[]) => gradeByRules({ rubric, questions: [question], level: "mid", events });

describe("graders", () => {
	it("the rules neither count nor quote unclear words, and count the same words when they were clear", () => {
		const safety = (events: InterviewEvent[]) => rules(events).criteria.find(({ id }) => id === "safety");
		expect(safety(answered(POINT, []))?.points.some(({ verdict }) => verdict === "met")).toBe(true);
		const unclear = safety(answered(POINT, [POINT]));
		expect(unclear?.points.some(({ verdict }) => verdict === "met")).toBe(false);
		expect(unclear).toMatchObject({ evidence: [] });
		expect(unclear?.score).toBeNull();
	});

	it("no quote of the rules reaches into an unclear stretch, wherever it is", () => {
		const words = [...POINT.matchAll(/\S+/g)];
		const ranges = fc.uniqueArray(fc.nat(words.length - 1), { minLength: 1, maxLength: 5 });
		fc.assert(
			fc.property(ranges, (chosen) => {
				const text = `We had leaks. ${POINT} We measured it each week.`;
				const unclear = [...chosen]
					.sort((a, b) => a - b)
					.map((index): [number, number] => {
						const found = words[index];
						const from = 14 + (found?.index ?? 0);
						return [from, from + (found?.[0].length ?? 0)];
					});
				const [ask, said] = answered(text, []);
				const events = [ask, { ...said, unclear }] as InterviewEvent[];
				for (const { evidence } of rules(events).criteria) {
					for (const quote of evidence) {
						expect(text.slice(quote.from, quote.to)).toBe(quote.quote);
						for (const [from, to] of unclear) expect(quote.from < to && from < quote.to).toBe(false);
					}
				}
			}),
		);
	});

	it("a judge never reads them, and a quote across the gap is dropped", () => {
		const events = answered("We filter by permission before ranking, always.", ["permission"]);
		expect(record(events)).toContain("We filter by [unclear] before ranking");
		expect(record(events)).not.toContain("permission");
		const [criterion] = rubric.criteria;
		if (!criterion) throw new Error("the rubric has criteria");
		const quotes = ["We filter by before ranking", "filter by permission before", "before ranking, always"];
		const grade = gradeFromAnswer({
			answer: {
				evidence: quotes.map((quote) => ({ turn: "t2", quote, supports: "positive" as const })),
				key_points: [],
				reasoning: "r",
				counter_evidence: "c",
				status: "assessed",
				level: "2",
				confidence: "4",
				injection_suspected: false,
				improvement: "i",
			},
			criterion,
			questions: [question],
			events,
			level: "mid",
			rules: null,
			model: "m",
		});
		expect(grade.evidence.map(({ quote }) => quote)).toEqual(["before ranking, always"]);
	});

	it("a person cannot quote them either", () => {
		const events = answered("We filter by permission before ranking, always.", ["permission"]);
		expect(locateQuote({ events, quote: "filter by permission before" })).toBeNull();
		expect(locateQuote({ events, quote: "before ranking, always" })).not.toBeNull();
	});
});

describe("a file", () => {
	const file = (events: unknown[]) =>
		readInterviewFile({
			format: INTERVIEW_FORMAT,
			round: "rag-deep-dive",
			question: "small-question",
			level: "mid",
			rubric: { id: "small", version: 1 },
			events,
		});

	it("with unclear stretches is read back as it was written, one without them too", () => {
		const events = answered(POINT, ["ranking"]);
		expect(file(events)).toMatchObject({ ok: true, file: { events } });
		expect(file(events.map(({ ...event }) => ({ ...event, unclear: undefined }))).ok).toBe(true);
	});

	it("with a stretch beyond its text is refused by a sentence that names the event", () => {
		const events = answered(POINT, []).map((event) => ({ ...event, unclear: [[0, 9_999]] }));
		const reading = file(events);
		expect(reading.ok ? [] : reading.problems).toContain("Event 2: the unclear stretch 0–9999 is not in the text.");
	});
});
