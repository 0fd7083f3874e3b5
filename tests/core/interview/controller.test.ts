import { describe, expect, it } from "vitest";
import { STUCK_MS } from "~/core/interview/controller";
import { viewRoomState } from "~/core/interview/room";
import { drive, say } from "../../support/drive";
import { openedStoryRound, smallRound, storyRound } from "../../support/round";

const MINUTE = 60_000;
const ANSWER =
	"I would put permission filters before ranking because forbidden documents must never reach the model at all.";

describe("a round", () => {
	it("Send keeps the turn with the candidate, Done hands it over", () => {
		const driver = drive(smallRound());
		driver.speak();
		expect(driver.input({ kind: "message", text: "First half of a thought.", handsOver: false })).toBeNull();
		expect(driver.state().openTurn).toBeNull();
		expect(driver.input({ kind: "message", text: "", handsOver: true })).toBeNull();
		expect(driver.state().openTurn).not.toBeNull();
	});

	it("an empty answer is refused with a sentence, not stored", () => {
		const driver = drive(smallRound());
		driver.speak();
		const refused = driver.input({ kind: "message", text: "  ", handsOver: true });
		expect(refused?.code).toBe("bad-input");
		expect(refused?.message).toContain("pass");
	});

	it("while the interviewer writes nothing else is accepted", () => {
		const driver = drive(smallRound());
		expect(driver.input({ kind: "message", text: ANSWER, handsOver: true })?.code).toBe("reply-running");
		expect(driver.input({ kind: "hint" })?.code).toBe("reply-running");
	});

	it("a failed turn is asked again with the same move and nothing the candidate said is lost", () => {
		const driver = drive(smallRound());
		driver.speak();
		driver.input({ kind: "message", text: ANSWER, handsOver: true });
		const move = driver.state().openTurn?.move;
		driver.fail();
		expect(driver.state().failedTurn).not.toBeNull();
		driver.input({ kind: "retry" });
		expect(driver.state().openTurn?.move).toEqual(move);
		expect(driver.speak()).not.toBeNull();
		expect(driver.events().filter((event) => event.type === "message" && event.text === ANSWER)).toHaveLength(1);
	});

	it("a declined question is not asked again, nor followed up", () => {
		const driver = drive(smallRound());
		driver.speak();
		say(driver, ANSWER);
		const asked = driver.state().openProbe;
		say(driver, "I don't know");
		expect(driver.state().declined.has(asked ?? "none")).toBe(true);
		expect(driver.state().spoken.at(-1)?.move.kind).not.toBe("follow-up");
	});

	it("a pass declines the question in hand and moves on", () => {
		const driver = drive(smallRound());
		driver.speak();
		say(driver, ANSWER);
		const asked = driver.state().openProbe;
		expect(driver.input({ kind: "pass" })).toBeNull();
		driver.speak();
		expect(driver.state().declined.has(asked ?? "none")).toBe(true);
		expect(driver.state().openProbe).not.toBe(asked);
	});

	it("a clarifying question is answered from the brief's private facts and costs nothing", () => {
		const driver = drive(smallRound());
		driver.speak();
		expect(say(driver, "How many documents are in the corpus?")).toBe("20,000 contracts of about 15 pages.");
		expect(driver.state().asked.size).toBe(0);
	});

	it("a question the brief does not answer is handed back", () => {
		const driver = drive(smallRound());
		driver.speak();
		expect(say(driver, "Which cloud vendor does the board of directors favour?")).toMatch(/no-answer-on-file/);
	});

	it("the third hint rung waits for an attempt", () => {
		const driver = drive(smallRound());
		driver.speak();
		for (const _rung of [1, 2]) {
			expect(driver.input({ kind: "hint" })).toBeNull();
			driver.speak();
		}
		expect(driver.input({ kind: "hint" })?.code).toBe("not-available");
		say(driver, ANSWER);
		expect(driver.input({ kind: "hint" })).toBeNull();
	});

	it("the board is asked about once in a part of the round, no kind twice, and only where there is one", () => {
		const words = "User -> Gateway -> Retriever -> LLM\nLLM -> User: answer\nTrace viewer";
		const asked = (round: "system-design" | "rag-deep-dive") => {
			const driver = drive(smallRound({ round }));
			driver.speak();
			driver.draw(words);
			for (let turn = 0; turn < 12; turn += 1) {
				say(driver, `${ANSWER} I would also add a reranker in step ${turn}.`);
				driver.wait(2 * MINUTE);
				driver.speak();
			}
			return driver.state().spoken.flatMap(({ move }) => (move.kind === "about-board" ? [move] : []));
		};
		const turns = asked("system-design");
		expect(turns.length).toBeGreaterThan(0);
		expect(new Set(turns.map(({ ask }) => ask)).size).toBe(turns.length);
		expect(turns[0]).toMatchObject({ ask: "said-not-drawn", quotes: ["reranker"] });
		expect(asked("rag-deep-dive")).toEqual([]);
	});

	it("a curveball comes once at senior and above, never below", () => {
		const balls = (level: "mid" | "senior") => {
			const driver = drive(smallRound({ level }));
			driver.speak();
			for (let turn = 0; turn < 30 && driver.state().status !== "ended"; turn += 1) {
				driver.wait(MINUTE);
				say(driver, ANSWER);
			}
			return driver.events().filter((event) => event.type === "curveball").length;
		};
		expect(balls("senior")).toBe(1);
		expect(balls("mid")).toBe(0);
	});

	it("case cards open in their phase and stay closed before it", () => {
		const content = smallRound();
		const driver = drive(content);
		driver.speak();
		say(driver, ANSWER);
		const early = viewRoomState({ id: "x", events: driver.events(), content, now: driver.now(), draft: "" });
		expect(early.cards.every((card) => !card.open && card.body === null)).toBe(true);
		driver.wait(11 * MINUTE);
		say(driver, ANSWER);
		const later = viewRoomState({ id: "x", events: driver.events(), content, now: driver.now(), draft: "" });
		expect(later.cards[0]).toMatchObject({ id: "card-a", open: true, body: "A failing case." });
		expect(JSON.stringify(later)).not.toContain("Rank nine");
	});

	it("a story can be exchanged once for the one kept back", () => {
		const driver = drive(storyRound());
		driver.speak();
		expect(driver.input({ kind: "skip" })).toBeNull();
		driver.speak();
		expect(driver.state().segment).toBe(2);
		expect(driver.input({ kind: "skip" })?.code).toBe("not-available");
	});

	it("a story exchanged in the opener stays exchanged in every part that would have worked on it", () => {
		const content = openedStoryRound();
		const driver = drive(content);
		driver.speak();
		expect(driver.input({ kind: "skip" })).toBeNull();
		const said = driver.speak();
		expect(said).toContain("another one");
		expect(said).not.toContain("Opener");
		for (let turn = 0; turn < 5; turn += 1) {
			say(driver, ANSWER);
			expect(content.questions[driver.state().segment]?.id).toBe("spare-story");
			driver.wait(30_000);
		}
		driver.wait(11 * MINUTE);
		say(driver, ANSWER);
		expect(content.questions[driver.state().segment]?.id).toBe("second-story");
	});

	it("focus time is rationed to five minutes and the interviewer stays silent in it", () => {
		const driver = drive(smallRound());
		driver.speak();
		expect(driver.input({ kind: "focus", minutes: 2 })).toBeNull();
		driver.wait(110_000);
		expect(driver.checkIn(driver.now() - 110_000)).toBe(false);
		expect(driver.input({ kind: "focus", minutes: 2 })).toBeNull();
		expect(driver.input({ kind: "focus", minutes: 2 })?.message).toContain("1 of 5");
	});

	it("a stuck candidate is checked on once, and only after quiet", () => {
		const driver = drive(smallRound());
		driver.speak();
		driver.wait(STUCK_MS - 1000);
		expect(driver.checkIn(0)).toBe(false);
		driver.wait(2000);
		expect(driver.checkIn(driver.now() - 1000)).toBe(false);
		expect(driver.checkIn(0)).toBe(true);
		driver.speak();
		driver.wait(STUCK_MS + 1000);
		expect(driver.checkIn(0)).toBe(false);
	});

	it("a pause button exists in Study rounds only", () => {
		const real = drive(smallRound());
		real.speak();
		expect(real.input({ kind: "pause" })?.code).toBe("not-available");
		const study = drive(smallRound({ mode: "study" }));
		study.speak();
		expect(study.input({ kind: "pause" })).toBeNull();
		expect(study.state().status).toBe("paused");
	});

	it("Real mode shows nothing that hints at a score; Study shows covered and open points", () => {
		for (const mode of ["real", "study"] as const) {
			const content = smallRound({ mode });
			const driver = drive(content);
			driver.speak();
			say(driver, "Filters by permission run before ranking, so forbidden documents never reach the model.");
			const view = viewRoomState({ id: "x", events: driver.events(), content, now: driver.now(), draft: "" });
			if (mode === "real") {
				expect(view.study).toBeNull();
				expect(JSON.stringify(view)).not.toContain("Computes monthly spend");
			} else {
				expect(view.study?.covered.map((point) => point.quote).join()).toContain("Filters by permission");
				expect(view.study?.missing.length).toBeGreaterThan(0);
			}
		}
	});

	it("a staff candidate who leads is listened to at first", () => {
		const driver = drive(smallRound({ level: "staff", leadMinutes: 6 }));
		driver.speak();
		say(driver, `${ANSWER} ${ANSWER}`);
		expect(driver.state().spoken.at(-1)?.move.kind).toBe("listen");
	});

	it("is not silent twice in a row, and not knowing after the floor was handed back declines nothing", () => {
		const driver = drive(smallRound({ level: "staff", leadMinutes: 6 }));
		driver.speak();
		const said = say(driver, `${ANSWER} ${ANSWER}`);
		expect(said).toContain("hand-back");
		say(driver, `${ANSWER} ${ANSWER}`);
		expect(driver.state().spoken.at(-1)?.text).toContain("?");
		const other = drive(smallRound({ level: "staff", leadMinutes: 6 }));
		other.speak();
		say(other, `${ANSWER} ${ANSWER}`);
		expect(say(other, "I do not know")).toContain("?");
		expect([...other.state().declined]).toEqual([]);
	});

	it("a clarifying question in the form of a statement is answered", () => {
		const driver = drive(smallRound());
		driver.speak();
		expect(say(driver, "I would ask how many documents there are.")).toContain("20,000 contracts");
	});
});
