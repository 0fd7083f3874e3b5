import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readClarifications } from "~/core/interview/clarify";
import { GRACE_MS } from "~/core/interview/clock";
import { countWords } from "~/core/interview/intent";
import { MAX_TURN_WORDS } from "~/core/interview/practice-engine";
import type { RoundContent } from "~/core/interview/round-content";
import { type Driver, drive } from "../../support/drive";
import { ANSWERS, perform, play, rounds, step } from "../../support/steps";

const property = (check: (driver: Driver, content: RoundContent) => void) =>
	fc.assert(
		fc.property(rounds, fc.array(step, { maxLength: 60 }), (content, steps) => check(play(content, steps), content)),
		{ numRuns: 150 },
	);

describe("whatever a candidate does", () => {
	it("the log rises in seq and never goes back in time", () => {
		property((driver) => {
			const events = driver.events();
			for (const [index, event] of events.entries()) {
				const previous = events[index - 1];
				if (!previous) continue;
				expect(event.seq).toBe(previous.seq + 1);
				expect(event.atMs).toBeGreaterThanOrEqual(previous.atMs);
				expect(event.at ?? 0).toBeGreaterThanOrEqual(previous.at ?? 0);
			}
		});
	});

	it("no round time passes beyond the end plus the grace for a last thought", () => {
		property((driver, content) => {
			if (content.plan.minutes === null) return;
			expect(driver.events().at(-1)?.atMs ?? 0).toBeLessThanOrEqual(content.plan.minutes * 60_000 + GRACE_MS);
		});
	});

	it("no time check is given early or twice", () => {
		property((driver, content) => {
			const checks = driver.events().filter((event) => event.type === "time-check");
			expect(new Set(checks.map((check) => check.key)).size).toBe(checks.length);
			for (const check of checks) {
				if (check.key === "half") expect(check.atMs).toBeGreaterThanOrEqual(((content.plan.minutes ?? 0) * 60_000) / 2);
				if (check.key === "over") expect(check.atMs).toBeGreaterThanOrEqual((content.plan.minutes ?? 0) * 60_000);
			}
		});
	});

	it("a probe is asked at most once, and never after it was declined", () => {
		property((driver) => {
			const asked = driver.events().flatMap((event) => {
				if (event.type !== "turn-started") return [];
				const replaces = driver
					.events()
					.some((other) => other.type === "turn-failed" && other.seq < event.seq && other.seq === event.seq - 1);
				return "probe" in event.move && event.move.probe && !replaces
					? [`${event.move.question}/${event.move.probe}`]
					: [];
			});
			const finished = driver
				.state()
				.spoken.flatMap((turn) =>
					"probe" in turn.move && turn.move.probe ? [`${turn.move.question}/${turn.move.probe}`] : [],
				);
			expect(new Set(finished).size).toBe(finished.length);
			expect(asked.length).toBeGreaterThanOrEqual(finished.length);
		});
	});

	it("a probe that was declined is not chosen again, and a question that was exchanged never comes back", () => {
		fc.assert(
			fc.property(
				rounds,
				fc.array(step, { maxLength: 12 }),
				fc.array(step, { minLength: 20, maxLength: 60 }),
				(content, before, after) => {
					const driver = drive(content);
					driver.speak();
					for (const action of before) perform(driver, action);
					const declined = content.questions[driver.state().segment]?.id;
					const exchanged = driver.input({ kind: "skip" }) === null;
					const from = driver.events().length;
					for (const action of after) {
						const closed = driver.state().declined;
						const length = driver.events().length;
						perform(driver, action);
						for (const event of driver.events().slice(length)) {
							if (event.type !== "turn-started" || action.do === "retry") continue;
							const probe =
								"probe" in event.move && event.move.probe ? `${event.move.question}/${event.move.probe}` : "";
							expect(closed).not.toContain(probe);
						}
					}
					if (!exchanged) return;
					for (const event of driver.events().slice(from)) {
						if (event.type === "phase") expect(event.question).not.toBe(declined);
						if (event.type === "turn-started" && "question" in event.move)
							expect(event.move.question).not.toBe(declined);
					}
				},
			),
			{ numRuns: 150 },
		);
	});

	it("a turn that asks nothing hands the floor back in words, and never follows another one", () => {
		property((driver) => {
			const { spoken } = driver.state();
			for (const [index, turn] of spoken.entries()) {
				if (turn.move.kind !== "listen") continue;
				expect(turn.text).toContain("hand-back");
				expect(spoken[index - 1]?.move.kind).not.toBe("listen");
			}
		});
	});

	it("an interviewer turn asks at most one question in at most sixty words", () => {
		property((driver, content) => {
			const given = new Set(
				content.questions.flatMap((question) =>
					readClarifications(question.sections.ifAsked).map((item) => item.answer),
				),
			);
			for (const turn of driver.state().spoken) {
				expect(turn.text.split("?").length - 1, turn.text).toBeLessThanOrEqual(1);
				if (!given.has(turn.text)) expect(countWords(turn.text), turn.text).toBeLessThanOrEqual(MAX_TURN_WORDS);
				expect(turn.text.trim()).not.toBe("");
			}
		});
	});

	it("no sentence of the interviewer is said twice unless the candidate asked for it", () => {
		property((driver) => {
			const said = driver
				.state()
				.spoken.filter((turn) => turn.move.kind !== "repeat" && turn.move.kind !== "clarification");
			const long = said.map((turn) => turn.text).filter((text) => countWords(text) > 4);
			expect(long.filter((text, index) => long.indexOf(text) !== index)).toEqual([]);
		});
	});

	it("hint rungs of a criterion are revealed one by one, in order", () => {
		property((driver) => {
			const rungs = new Map<string, number>();
			for (const event of driver.events()) {
				if (event.type !== "hint") continue;
				expect(event.rung).toBe((rungs.get(event.criterion) ?? 0) + 1);
				rungs.set(event.criterion, event.rung);
			}
		});
	});

	it("every started turn ends exactly once, in a message or a failure, or is the one still open", () => {
		property((driver) => {
			const started = driver.events().filter((event) => event.type === "turn-started");
			for (const turn of started) {
				const ends = driver
					.events()
					.filter(
						(event) => (event.type === "message" || event.type === "turn-failed") && event.turnId === turn.turnId,
					);
				const open = driver.state().openTurn?.turnId === turn.turnId;
				expect(ends.length).toBe(open ? 0 : 1);
			}
		});
	});

	it("nothing is accepted after the end, and there is only one end", () => {
		property((driver) => {
			driver.input({ kind: "end" });
			const length = driver.events().length;
			expect(driver.events().filter((event) => event.type === "end")).toHaveLength(1);
			expect(driver.events().at(-1)?.type).toBe("end");
			for (const text of ["One more thing.", ""])
				expect(driver.input({ kind: "message", text, handsOver: true })?.code).toBe("round-over");
			expect(driver.input({ kind: "hint" })?.code).toBe("round-over");
			expect(driver.input({ kind: "resume" })?.code).toBe("round-over");
			expect(driver.events()).toHaveLength(length);
		});
	});

	it("every candidate message that was accepted stays in the log word for word", () => {
		fc.assert(
			fc.property(rounds, fc.array(step, { maxLength: 50 }), (content, steps) => {
				const driver = drive(content);
				const accepted: string[] = [];
				for (const action of steps) {
					if (action.do !== "say" && action.do !== "send") {
						perform(driver, action);
						continue;
					}
					const refused = driver.input({ kind: "message", text: action.text, handsOver: action.do === "say" });
					if (!refused) accepted.push(action.text);
				}
				const kept = driver
					.events()
					.flatMap((event) => (event.type === "message" && event.actor === "candidate" ? [event.text] : []));
				expect(kept).toEqual(accepted);
			}),
			{ numRuns: 100 },
		);
	});

	it("a round of steady answers reaches its own end", () => {
		fc.assert(
			fc.property(
				rounds,
				fc.array(fc.constantFrom(...ANSWERS.filter((text) => text.trim() !== "")), { minLength: 5, maxLength: 5 }),
				(content, texts) => {
					const driver = drive(content);
					driver.speak();
					for (let turn = 0; turn < 90 && driver.state().status !== "ended"; turn += 1) {
						driver.wait(45_000);
						if (driver.state().status === "ended") break;
						driver.input({ kind: "message", text: texts[turn % texts.length] ?? "Yes.", handsOver: true });
						driver.speak();
					}
					if (content.plan.minutes !== null) expect(driver.state().status).toBe("ended");
				},
			),
			{ numRuns: 40 },
		);
	});
});
