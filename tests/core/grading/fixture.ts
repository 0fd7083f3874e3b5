/** A small rubric, question and transcripts of its own, so that these tests do not move when shipped content does. */
import { expect } from "vitest";
import { PriceBook, Question, Rubric } from "~/core/content/schemas";
import { gradeByRules, type RulesInput, type RulesResult } from "~/core/grading/rules-grader";
import type { InterviewEvent } from "~/core/interview/events";

const bar = (text: string) => ({
	junior: `${text}, with help.`,
	mid: `${text}, with figures.`,
	senior: `${text}, with limits and failure paths.`,
	staff: `${text}, for several teams.`,
});

export const rubric: Rubric = Rubric.parse({
	id: "library-desk",
	round: "system-design",
	version: 1,
	title: "Library desk",
	weight_rationale: "Retrieval carries most, because the desk stands or falls with finding the right page.",
	criteria: [
		{
			id: "retrieval",
			title: "Finding the right page",
			weight: 40,
			must_have: true,
			looks_at: "How catalogue pages are split, indexed, searched and ranked.",
			evidence: ["transcript", "whiteboard"],
			anchors: {
				1: "Searches by whatever the library offers.",
				2: "Names search techniques without the fault each one repairs.",
				3: "Combines keyword and vector search, ranks again and removes withdrawn pages.",
				4: "Also measures what every step of the search adds.",
			},
			bar: bar("Explains how a page becomes searchable"),
		},
		{
			id: "cost",
			title: "Monthly spend",
			weight: 30,
			must_have: true,
			looks_at: "Token counts, prices and the arithmetic behind a monthly total.",
			evidence: ["calculation", "transcript"],
			anchors: {
				1: "Gives no amount.",
				2: "Gives an amount without output tokens.",
				3: "Multiplies tokens by price and by volume for two models.",
				4: "Also says what doubles the invoice.",
			},
			bar: bar("Computes a monthly amount in dollars"),
		},
		{
			id: "checking",
			title: "Checking the answers",
			weight: 30,
			looks_at: "How wrong replies are noticed before and after release.",
			evidence: ["transcript"],
			anchors: {
				1: "Waits for complaints.",
				2: "Names a metric without a labelled sample.",
				3: "Labels a sample with librarians and blocks a release that scores lower.",
				4: "Also states the uncertainty of the score.",
			},
			bar: bar("Tells a right reply from a wrong one"),
		},
	],
	red_flags: [
		{ id: "no-check", severity: "major", text: "Releases new versions without checking any replies beforehand" },
		{ id: "model-lends", severity: "critical", text: "The model alone decides who may borrow restricted books" },
	],
});

const section = "Written for tests only.";

export const question: Question = Question.parse({
	id: "qq-01-library-desk",
	version: 1,
	round: "system-design",
	kind: "design",
	title: "A desk assistant for a city library",
	levels: ["junior", "mid", "senior", "staff"],
	minutes: 30,
	topics: ["rag"],
	seed: [],
	rubric: "library-desk",
	price_book: "test-book",
	calculation: { queries_per_day: 1000, days: 30, tokens_in: 2000, tokens_out: 200, tolerance_percent: 20 },
	key_points: [
		{
			id: "split",
			text: "Catalogue pages are split at their headings and each passage keeps the branch and the date.",
			criterion: "retrieval",
			must_for: ["junior", "mid", "senior", "staff"],
			listen_for: ["split at", "headings", "passages"],
		},
		{
			id: "hybrid",
			text: "Keyword search finds shelf marks, vector search finds meaning, and a reranker orders the merged list.",
			criterion: "retrieval",
			must_for: ["mid", "senior", "staff"],
			listen_for: ["shelf mark", "rerank", "keyword and vector"],
		},
		{
			id: "withdrawn",
			text: "A withdrawn page leaves the index in the same transaction, so nobody is told an old rule.",
			criterion: "retrieval",
			must_for: ["senior", "staff"],
			listen_for: ["withdrawn", "same transaction"],
		},
		{
			id: "monthly",
			text: "Tokens times price times 30,000 questions make 240 dollars a month on the large model and 48 on the small one.",
			criterion: "cost",
			must_for: ["mid", "senior", "staff"],
			listen_for: ["a month", "dollars", "30,000"],
		},
		{
			id: "sample",
			text: "Librarians label 200 real questions with the right page, and a release with more wrong replies is blocked.",
			criterion: "checking",
			must_for: ["junior", "mid", "senior", "staff"],
			listen_for: ["label", "librarians", "blocked"],
		},
		{
			id: "interval",
			text: "Ninety percent of 200 replies is uncertain by about four points either way.",
			criterion: "checking",
			must_for: ["staff"],
			listen_for: ["plus or minus", "uncertain", "interval"],
		},
	],
	probes: [
		{
			id: "p-search",
			ask: "How does a catalogue page come to be found by a reader?",
			covers: ["split", "hybrid", "withdrawn"],
		},
		{ id: "p-spend", ask: "What will the library pay for this in a month?", covers: ["monthly"] },
		{ id: "p-right", ask: "How would you notice that replies have become wrong?", covers: ["sample", "interval"] },
	],
	exemplars: [],
	hints: [],
	red_flags: ["no-check", "model-lends"],
	sections: {
		brief:
			"A city library wants an assistant at its desk. About 1,000 questions arrive each day. Design it and describe it.",
		ifAsked: section,
		interviewerNotes: section,
		strongAnswer: section,
		commonMisses: section,
	},
});

export const priceBook: PriceBook = PriceBook.parse({
	id: "test-book",
	as_of: "2026",
	note: "For tests only.",
	currency: "USD",
	per: 1_000_000,
	models: {
		large: { label: "Large", input: 3, output: 10, cache_read: 0.1, cache_write: 1, cache_minimum_tokens: 1024 },
		small: { label: "Small", input: 0.6, output: 2, cache_read: 0.1, cache_write: 1, cache_minimum_tokens: 1024 },
	},
	batch_discount: 0.5,
});

export const ASKED = [
	"Where do you want to begin?",
	"How does a catalogue page come to be found by a reader?",
	"What will the library pay for this in a month?",
	"How would you notice that replies have become wrong?",
] as const;

/** Good answers to the four turns above. */
export const STRONG = [
	"Which questions hurt when the answer is wrong? I assume fines and opening hours, and I hand fines over to a librarian, because a wrong promise costs more than a minute of waiting.",
	"I split pages at their headings and keep branch and date with each passage. Keyword search finds shelf marks, vectors find 'the book about foxes'; I merge 30 of each and rerank to 5. A withdrawn page leaves the index in the same transaction, otherwise somebody is told last year's rule.",
	"2,000 tokens in and 200 out. On the large model that is 0.6 cents plus 0.2, so 0.8 cents, times 30,000 questions is 240 dollars a month. The small one is 48. I start with the large one: 192 dollars more, but only one unknown at a time.",
	"Two librarians label 200 real questions with the right page. A release with more wrong replies is blocked. 90 percent of 200 is plus or minus 4 points, so I do not celebrate two questions. Each week 40 live replies are read by hand.",
] as const;

/** Fluent answers that say nothing. */
export const FLUFF = [
	"I think this is a really exciting project and the library is a great place for innovation. I would bring the stakeholders together and build trust in the solution, as alignment is very important in such a journey.",
	"Modern search technology is very powerful these days and finds pages reliably. The leading platforms handle that automatically, so usually there is no problem, and in general the experience is impressive.",
	"It depends on many things, and prices are going down anyway. In my experience such projects pay for themselves, and of course one can always optimise it later.",
	"The users would tell us very quickly if something were not right. In general the newest models are really good, and with a great team behind it the success comes naturally.",
] as const;

export function talk(answers: readonly (string | null)[], asks: readonly string[] = ASKED): InterviewEvent[] {
	const events: InterviewEvent[] = [];
	const push = (actor: "interviewer" | "candidate", text: string) =>
		events.push({ seq: events.length + 1, atMs: events.length * 20_000, actor, type: "message", text });
	for (const [index, answer] of answers.entries()) {
		push("interviewer", asks[index] ?? `Please go on, part ${index}.`);
		if (answer !== null) push("candidate", answer);
	}
	return events;
}

export function gradeTalk(answers: readonly (string | null)[], changes: Partial<RulesInput> = {}): RulesResult {
	return gradeByRules({ rubric, questions: [question], level: "mid", events: talk(answers), priceBook, ...changes });
}

/** Weighted mean of what was scored; null when nothing was. */
export function meanOf(result: RulesResult): number | null {
	const scored = result.criteria.flatMap((grade) => {
		const weight = rubric.criteria.find((criterion) => criterion.id === grade.id)?.weight ?? 0;
		return grade.score === null ? [] : [{ score: grade.score, weight }];
	});
	const total = scored.reduce((sum, entry) => sum + entry.weight, 0);
	return total > 0 ? scored.reduce((sum, entry) => sum + entry.weight * entry.score, 0) / total : null;
}

export function scoresOf(result: RulesResult): (number | null)[] {
	return result.criteria.map((grade) => grade.score);
}

/** Every quote of a result is the slice of the event it names. */
export function expectExactQuotes(result: RulesResult, events: readonly InterviewEvent[]): void {
	for (const evidence of result.criteria.flatMap((grade) => grade.evidence)) {
		const event = events.find((entry) => entry.seq === evidence.seq);
		const text = event?.type === "board" ? event.outline : event && "text" in event ? event.text : "";
		expect(text?.slice(evidence.from, evidence.to)).toBe(evidence.quote);
	}
}

/** The value, in tests that cannot go on without it. */
export function present<T>(value: T | null | undefined): T {
	if (value === null || value === undefined) throw new Error("expected a value");
	return value;
}
