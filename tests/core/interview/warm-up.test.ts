import { describe, expect, it } from "vitest";
import { loadContent } from "~/adapters/content.server";
import { LEVELS, type Level } from "~/core/content/schemas";
import { makePlan, type PlanRequest } from "~/core/interview/make-plan";
import { MAX_TURN_WORDS } from "~/core/interview/practice-engine";
import { viewRoomState } from "~/core/interview/room";
import { roundContentFrom } from "~/core/interview/round-content";
import { type Driver, drive, say } from "../../support/drive";

const { content } = await loadContent({ root: process.cwd() });
const MINUTE = 60_000;

function plan(request: Partial<PlanRequest> = {}, more: { seen?: string[]; seed?: string } = {}) {
	return makePlan({
		content,
		request: {
			round: "ml-warmup",
			level: "mid",
			mode: "real",
			persona: "probing",
			extraTime: "none",
			choice: "random",
			...request,
		},
		seen: more.seen ?? [],
		seed: more.seed ?? "a",
	});
}
const itemsOf = (made: ReturnType<typeof plan>) => made.plan.segments.map((segment) => segment.question.slug);
const question = (slug: string) => {
	const found = content.questions.get(slug);
	if (!found) throw new Error(`there is an item ${slug}`);
	return found;
};

describe("the plan of a warm-up", () => {
	it.each(LEVELS)("has three items of the level %s on three topics, all under the warm-up's own rubric", (level) => {
		for (const seed of ["a", "b", "c", "d", "e"]) {
			const made = plan({ level }, { seed });
			const items = itemsOf(made).map(question);
			expect(new Set(items).size).toBe(3);
			for (const item of items) expect(item.levels).toContain(level);
			const topics = items.flatMap((item) => item.topics);
			expect(new Set(topics).size, topics.join()).toBe(topics.length);
			expect(new Set(made.plan.segments.map((segment) => segment.rubric.slug))).toEqual(new Set(["ml-warmup"]));
		}
	});

	it("takes sixteen minutes: five for each item and one to close", () => {
		const { phases, minutes, spare } = plan().plan;
		expect(phases.map((phase) => [phase.id, phase.minutes, phase.segment])).toEqual([
			["item-1", 5, 0],
			["item-2", 5, 1],
			["item-3", 5, 2],
			["close", 1, 2],
		]);
		expect(minutes).toBe(16);
		expect(spare).toBeNull();
	});

	it.each(LEVELS)("of somebody who has practised at %s brings three they have not had", (level) => {
		const first = itemsOf(plan({ level }));
		for (const seed of ["a", "b", "c"]) {
			const second = itemsOf(plan({ level }, { seen: first, seed }));
			expect(second.filter((slug) => first.includes(slug))).toEqual([]);
		}
	});

	it("brings those had longest ago when all were had", () => {
		const all = [...content.questions.values()].filter(
			(item) => item.round === "ml-warmup" && item.levels.includes("staff"),
		);
		const seen = all.map((item) => item.id);
		const [, ...further] = itemsOf(plan({ level: "staff", choice: "specific", question: seen[0] }, { seen }));
		expect(further.sort()).toEqual(seen.slice(-2).sort());
	});

	it("begins with the item that was asked for, and its title names all three", () => {
		const made = plan({ choice: "specific", question: "ml-12-how-sure" });
		expect(itemsOf(made)[0]).toBe("ml-12-how-sure");
		expect(made.title).toBe(
			itemsOf(made)
				.map((slug) => question(slug).title)
				.join(" · "),
		);
	});

	it("keeps to the items that are wanted and to those everybody has", () => {
		const request = { ...plan().plan, choice: "specific", question: "ml-06-cosine-dot-euclid" } as const;
		const from = { questions: new Map([["ml-08-softmax-temperature", question("ml-08-softmax-temperature")]]) };
		const further = { wanted: ["ml-13-ranking-by-hand"], from };
		expect(itemsOf(makePlan({ content, request, seen: [], seed: "a", further }))).toEqual([
			"ml-06-cosine-dot-euclid",
			"ml-13-ranking-by-hand",
			"ml-08-softmax-temperature",
		]);
	});

	it("of other rounds has no exercise in it", () => {
		for (const round of ["rag-deep-dive", "behavioral", "agent-design"] as const)
			for (const slug of itemsOf(plan({ round }))) expect(question(slug).kind).not.toBe("exercise");
	});
});

const ANSWERS = [
	"Of 1,000 flags 600 are right, so precision is 0.6, and accuracy misleads because most cases are negative.",
	"I would choose the threshold on a validation set and report on another part, because otherwise it is too optimistic.",
	"It is cheaper to lower the threshold to about 5 percent, as a miss costs twenty times as much.",
	"I would compare both on the same labelled questions and look at the pairs that differ.",
];

function begin(level: Level = "mid", persona: PlanRequest["persona"] = "probing", seed = "a") {
	const round = roundContentFrom({ plan: plan({ level, persona }, { seed }).plan, content });
	const driver = drive(round);
	driver.speak();
	return { driver, round };
}

function play(driver: Driver, text: (turn: number) => string, ms: number): string[] {
	const said: string[] = [];
	for (let turn = 0; turn < 60 && driver.state().status !== "ended"; turn += 1) {
		driver.wait(ms);
		if (driver.state().status === "ended") break;
		const reply = say(driver, text(turn));
		if (reply) said.push(reply);
	}
	return said;
}

describe("a warm-up with the practice engine", () => {
	it("lets the Brief of the next item ask the first question once five minutes are used", () => {
		const { driver, round } = begin();
		const [first, second] = round.questions;
		expect(driver.state().segment).toBe(0);
		driver.wait(5 * MINUTE);
		const reply = say(driver, ANSWERS[0] ?? "");
		expect(driver.state()).toMatchObject({ phase: "item-2", segment: 1, openProbe: null });
		expect(reply).toContain(second?.title);
		expect(reply).not.toContain("?");
		expect(driver.events().findLast((event) => event.type === "phase")).toMatchObject({ question: second?.id });
		expect(first?.id).not.toBe(second?.id);
	});

	it.each([
		["probing", "mid"],
		["quiet", "junior"],
		["sceptical", "staff"],
		["probing", "senior"],
	] as const)(
		"by the %s interviewer at %s says nothing twice, asks one thing at a time and comes to an end",
		(persona, level) => {
			for (const seed of ["a", "b", "c"]) {
				const { driver, round } = begin(level, persona, seed);
				play(driver, (turn) => ANSWERS[turn % ANSWERS.length] ?? "", 45_000);
				const said = driver.state().spoken;
				const sentences = said.flatMap(({ text }) => text.split(/(?<=[.?!]) /));
				expect(new Set(sentences).size, sentences.join("\n")).toBe(sentences.length);
				for (const { text, move } of said) {
					expect(text.split("?").length, text).toBeLessThanOrEqual(2);
					expect(text.split(/\s+/).length, text).toBeLessThanOrEqual(MAX_TURN_WORDS);
					expect(move.kind).not.toBe("listen");
				}
				expect(driver.state().status).toBe("ended");
				expect(driver.state().spoken.at(-1)?.move.kind).toBe("goodbye");
				expect(new Set(driver.events().flatMap((event) => (event.type === "phase" ? [event.question] : []))).size).toBe(
					round.questions.length,
				);
			}
		},
	);

	it("follows an answer up at most once an item, and only for a reason or a check", () => {
		const { driver, round } = begin();
		play(driver, () => "I would use F1 here, and it works well. Quality improved a lot.", 30_000);
		const followed = driver.state().spoken.flatMap(({ move }) => (move.kind === "follow-up" ? [move.ask] : []));
		expect(followed.length).toBeGreaterThan(0);
		expect(followed.length).toBeLessThanOrEqual(round.questions.length);
		for (const ask of followed) expect(["ask-reason", "ask-evidence"]).toContain(ask);
	});

	it("leaves an item after two questions without an answer, and asks neither again", () => {
		const { driver } = begin();
		const said = play(driver, () => "I don't know.", 20_000);
		const spoken = driver.state().spoken.map(({ move }) => move.kind);
		expect(spoken.filter((kind) => kind === "probe")).toHaveLength(6);
		expect(spoken.filter((kind) => kind === "next-stage")).toHaveLength(2);
		expect(said.length).toBeLessThan(14);
	});

	it("goes to the close when fifteen minutes are used, whatever was not asked", () => {
		const { driver } = begin();
		driver.wait(15 * MINUTE + 1);
		say(driver, ANSWERS[0] ?? "");
		expect(driver.state().phase).toBe("close");
	});

	it("checks in after a silence and keeps what was sent", () => {
		const { driver } = begin();
		driver.input({ kind: "message", text: "Precision is 0.6, and", handsOver: false });
		driver.wait(95_000);
		expect(driver.checkIn(driver.now() - 95_000)).toBe(true);
		driver.speak();
		expect(driver.state().spoken.at(-1)?.move.kind).toBe("stuck");
		expect(driver.state().candidateTurn).toHaveLength(1);
	});

	it("begins with the first hint again in the next item", () => {
		const { driver } = begin();
		driver.input({ kind: "hint" });
		driver.speak();
		driver.input({ kind: "hint" });
		driver.speak();
		driver.wait(5 * MINUTE);
		say(driver, ANSWERS[1] ?? "");
		driver.input({ kind: "hint" });
		const rungs = driver.events().flatMap((event) => (event.type === "hint" ? [event.rung] : []));
		expect(rungs).toEqual([1, 2, 1]);
	});

	it("changes one figure once for Senior and Staff, never for the others", () => {
		const curveballs = (level: Level) => {
			const { driver } = begin(level);
			play(driver, (turn) => ANSWERS[turn % ANSWERS.length] ?? "", 40_000);
			return driver.events().filter((event) => event.type === "curveball").length;
		};
		expect([curveballs("junior"), curveballs("mid"), curveballs("senior"), curveballs("staff")]).toEqual([0, 0, 1, 1]);
	});

	it("shows which of the three items is on the table", () => {
		const { driver, round } = begin();
		driver.wait(5 * MINUTE);
		say(driver, ANSWERS[0] ?? "");
		const view = viewRoomState({ id: "x", events: driver.events(), content: round, now: driver.now(), draft: "" });
		expect(view.question).toMatchObject({ number: 2, of: 3, title: round.questions[1]?.title });
		expect(view.skipAvailable).toBe(false);
		expect(view.hint.available).toBe(true);
	});
});
