import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { partFor, record, recordLines, recordPieces } from "~/core/grading/judge-record";
import type { InterviewEvent } from "~/core/interview/events";
import { smallQuestion, storyRound } from "../../support/round";

const say = (seq: number, text: string, actor: "candidate" | "interviewer" = "candidate"): InterviewEvent => ({
	seq,
	atMs: seq * 1000,
	actor,
	type: "message",
	text,
});
const phase = (seq: number, question: string): InterviewEvent => ({
	seq,
	atMs: seq * 1000,
	actor: "system",
	type: "phase",
	phase: "first",
	question,
});
const wordsOf = (pieces: readonly string[]) =>
	pieces
		.flatMap((piece) => piece.split("\n"))
		.map((line) => JSON.parse(line) as { turn: string; said: string; part?: string });

/** Puts slices that share their ends together again. */
function rejoin(slices: readonly string[]): string {
	return slices.reduce((whole, slice) => {
		for (let shared = Math.min(whole.length, slice.length, 402); shared >= 0; shared -= 1)
			if (whole.endsWith(slice.slice(0, shared))) return whole + slice.slice(shared);
		return whole + slice;
	}, "");
}

describe("a record in pieces", () => {
	it("holds every turn once and in order, in pieces no larger than asked for", () => {
		const events = Array.from({ length: 400 }, (_, index) =>
			say(index + 1, `Answer ${index} ${"about caches ".repeat(20)}`),
		);
		const pieces = recordPieces({ lines: recordLines(events), budget: 20_000 });
		expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(20_000);
		expect(pieces.join("\n")).toBe(record(events));
	});

	it("splits words too long for one piece without losing a letter, whatever they are", () => {
		fc.assert(
			fc.property(
				fc.array(
					fc.oneof(
						fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }),
						fc.constantFrom("\n", '"', "\\", "\u0001", "😀"),
					),
					{
						minLength: 50,
						maxLength: 200,
					},
				),
				(parts) => {
					// A counter at every place makes each stretch its own, so that putting it together again is one way only.
					const text = Array.from({ length: 4 }, (_, round) =>
						parts.map((part, at) => `${part}<${round}.${at}> `).join(""),
					).join("");
					const lines = recordLines([say(1, text)]);
					const slices = wordsOf(recordPieces({ lines, budget: 6_000 }));
					expect(rejoin(slices.map((slice) => slice.said))).toBe(lines[0]?.entry.said);
					expect(slices.every((slice) => slice.turn === "t1")).toBe(true);
				},
			),
			{ numRuns: 40, endOnFailure: true },
		);
	});

	it("says which part of a turn it holds, and no piece ends inside of a letter", () => {
		const lines = recordLines([say(1, "😀".repeat(40_000))]);
		const slices = wordsOf(recordPieces({ lines, budget: 10_000 }));
		expect(slices[0]?.part).toBe(`1 of ${slices.length}`);
		for (const { said } of slices) expect(said).toMatch(/^(?:😀)+$/u);
	});
});

describe("the part of a record one criterion is read from", () => {
	const cost = { ...smallQuestion("second-story", "story") };
	const content = storyRound();
	const about = {
		...content,
		questions: content.questions.map((question) =>
			question.id === cost.id
				? { ...question, key_points: question.key_points.filter((point) => point.criterion === "cost") }
				: { ...question, key_points: question.key_points.filter((point) => point.criterion !== "cost") },
		),
	};
	const [first, second] = about.questions;
	const events = [
		say(1, "Welcome.", "interviewer"),
		phase(2, first?.id ?? ""),
		say(3, "The first story."),
		phase(4, second?.id ?? ""),
		say(5, "The second story."),
	];
	const criterion = (id: string) => {
		const found = content.rubrics[0]?.criteria.find((entry) => entry.id === id);
		if (!found) throw new Error("the rubric has the criterion");
		return found;
	};

	it("is what was said about the questions that have points of it, after the opening", () => {
		const part = partFor({ events, content: about, criterion: criterion("cost") });
		expect(part.lines.map((line) => line.seq)).toEqual([1, 5]);
		expect(part.about?.map((question) => question.id)).toEqual(["second-story"]);
	});

	it("is all of it when no question has points of it, or the log does not say where questions begin", () => {
		const spoken = events.filter((event) => event.type === "message");
		expect(partFor({ events: spoken, content: about, criterion: criterion("cost") }).about).toBeNull();
		const none = { ...about, questions: about.questions.map((question) => ({ ...question, key_points: [] })) };
		expect(partFor({ events, content: none, criterion: criterion("cost") }).lines).toHaveLength(3);
	});
});
