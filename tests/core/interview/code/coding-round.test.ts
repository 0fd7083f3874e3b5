import { describe, expect, it } from "vitest";
import { loadContent } from "~/adapters/content.server";
import type { Level } from "~/core/content/schemas";
import { acceptCode, acceptRun } from "~/core/interview/code/accept-run";
import type { RunFacts } from "~/core/interview/code/run-facts";
import { place } from "~/core/interview/controller";
import type { InterviewEvent, NewEvent } from "~/core/interview/events";
import { makePlan } from "~/core/interview/make-plan";
import { wordMove } from "~/core/interview/practice-engine";
import { roundContentFrom } from "~/core/interview/round-content";
import { projectInterview } from "~/core/interview/state";
import { START, startedLog } from "../../../support/round";

const { content } = await loadContent({ root: process.cwd() });

function round(level: Level = "mid") {
	const request = { round: "coding", level, mode: "real", persona: "probing", extraTime: "none" } as const;
	const choice = { choice: "specific", question: "cd-01-resilient-llm-client" } as const;
	const { plan } = makePlan({ content, request: { ...request, ...choice }, seen: [], seed: "test" });
	return roundContentFrom({ plan, content });
}

/** Plays runs against the rules with a clock of its own. */
function player(level: Level = "mid") {
	const own = round(level);
	let log: InterviewEvent[] = startedLog(own);
	let now = START;
	const state = () => projectInterview({ events: log, plan: own.plan });
	const speak = () => {
		const open = state().openTurn;
		if (!open) return null;
		const before = projectInterview({ events: log.filter((event) => event.seq < open.seq), plan: own.plan });
		const text = wordMove({ move: open.move, state: before, content: own, seed: open.turnId });
		const said: NewEvent = {
			type: "message",
			actor: "interviewer",
			text,
			turnId: open.turnId,
			atMs: state().lastAtMs,
			at: now,
		};
		log = place(log, [said]);
		return { text, move: open.move };
	};
	speak();
	return {
		state,
		speak,
		log: () => log,
		wait: (ms: number) => {
			now += ms;
		},
		add: (events: NewEvent[]) => {
			log = place(log, events);
		},
		run: (facts: Partial<RunFacts>) => {
			const run: RunFacts = { by: "server", results: {}, ...facts };
			log = place(log, acceptRun({ events: log, content: own, now, newId: () => `t${log.length}`, run }));
			return speak();
		},
	};
}

describe("a run of the tests", () => {
	it("ends the talk about the contract: whoever runs tests is writing code", () => {
		const play = player();
		expect(play.state().phase).toBe("contract");
		play.run({ by: "browser", results: { core: [0, 4] } });
		expect(play.state().phase).toBe("stage-1");
	});

	it("is noted as often as anybody starts one, and refused beyond", () => {
		const play = player();
		for (let count = 0; count < 60; count += 1) play.run({ by: "browser", results: { core: [1, 4] } });
		expect(() => play.run({ by: "browser", results: { core: [1, 4] } })).toThrow(/More runs were started/);
		play.wait(60_001);
		play.run({ by: "browser", results: { core: [1, 4] } });
		expect(play.log().filter((event) => event.type === "run").length).toBe(61);
	});

	it("says no more once a round's runs have said what anybody reads, and is counted as before", () => {
		const play = player();
		const test = { suite: "mine" as const, name: "a", title: "a", status: "fail" as const, message: "x".repeat(1_200) };
		const tests = Array.from({ length: 40 }, () => test);
		for (let count = 0; count < 40; count += 1) {
			play.run({ by: "browser", results: { mine: [0, 40] }, tests });
			play.wait(2_000);
		}
		play.run({ by: "server", results: { mine: [0, 40] }, tests });
		const runs = play.log().filter((event) => event.type === "run");
		expect(runs[0]?.tests?.[0]?.message).toHaveLength(1_200);
		expect(runs[39]).toMatchObject({ results: { mine: [0, 40] } });
		expect(runs[39]?.tests).toBeUndefined();
		expect(runs[40]?.tests?.[0]).toEqual({ suite: "mine", name: "a", title: "a", status: "fail" });
	});

	it("in the browser never makes the interviewer speak", () => {
		const play = player();
		expect(play.run({ by: "browser", results: { core: [1, 4] } })).toBeNull();
		expect(play.run({ by: "browser", results: { core: [4, 4] } })).toBeNull();
	});

	it("that is red is spoken about once in a stage, with the number of failures and no name of a test", () => {
		const play = player();
		const first = play.run({ results: { core: [6, 8] } });
		expect(first?.move).toMatchObject({ kind: "about-run", verdict: "red", failed: 2 });
		expect(first?.text).toMatch(/2 tests fail/i);
		expect(first?.text).not.toMatch(/test_/);
		expect(play.run({ results: { core: [7, 8] } })).toBeNull();
	});

	it("that is green brings one question on the stage, and the next green one the next stage with its card", () => {
		const play = player();
		const asked = play.run({ results: { core: [8, 8] } });
		expect(asked?.move).toMatchObject({ kind: "about-run", verdict: "green" });
		expect(asked?.text.split("?").length).toBe(2);
		const next = play.run({ results: { core: [8, 8] } });
		expect(next?.move).toMatchObject({ kind: "next-stage", phase: "stage-2", card: "stage-2" });
		expect(play.state().cards.has("stage-2")).toBe(true);
		expect(play.run({ results: { core: [8, 8] } })).toBeNull();
	});

	it("that was tampered with finishes no stage", () => {
		const play = player();
		expect(play.run({ results: { core: [8, 8] }, tampered: true })).toBeNull();
		expect(play.state().phase).toBe("stage-1");
	});

	it("never makes the interviewer speak into a sentence that is not handed over", () => {
		const play = player();
		play.add([
			{
				type: "message",
				actor: "candidate",
				text: "So the first thing is",
				handsOver: false,
				atMs: 10,
				at: START + 10,
			},
		]);
		expect(play.run({ results: { core: [8, 8] } })).toBeNull();
	});

	it("never makes the interviewer speak in focus time", () => {
		const play = player();
		play.add([{ type: "focus", actor: "candidate", minutes: 2, atMs: 10, at: START + 10 }]);
		expect(play.run({ results: { core: [3, 8] } })).toBeNull();
	});

	it("after the planned time of a stage opens the next one, except for a junior who is not done", () => {
		for (const [level, phase] of [
			["mid", "stage-2"],
			["junior", "stage-1"],
		] as const) {
			const play = player(level);
			play.run({ results: { core: [3, 8] } });
			for (let minute = 0; minute < 20; minute += 1) {
				play.wait(60_000);
				play.run({ by: "browser", results: { core: [3, 4] } });
			}
			play.run({ results: { core: [4, 8] } });
			expect(play.state().phase).toBe(phase);
		}
	});

	it("goes through all stages of a senior round without a sentence said twice", () => {
		const play = player("senior");
		const said: string[] = [];
		const groups: Record<string, [number, number]> = { core: [8, 8], edge: [8, 8], extension: [5, 5] };
		for (let step = 0; step < 12; step += 1) {
			const spoken = play.run({ results: groups });
			if (spoken) said.push(spoken.text);
		}
		expect(play.state().phase).toBe("review");
		expect(new Set(said).size).toBe(said.length);
	});

	it("is refused after the end", () => {
		const play = player();
		play.add([{ type: "end", actor: "candidate", by: "candidate", atMs: 10, at: START + 10 }]);
		expect(() => play.run({ results: {} })).toThrow(/has ended/);
	});
});

describe("typing", () => {
	const type = (reason: string) => {
		const play = player();
		play.add([{ type: "pause", actor: "system", reason, atMs: 1_000, at: START + 1_000 }]);
		const change = { at: 0, removed: 0, inserted: "x" };
		const now = START + 600_000;
		return acceptCode({ events: play.log(), state: play.state(), now, path: "solution.py", change });
	};

	it("ends a pause that was made because nobody was here", () => {
		expect(type("away").map((event) => [event.type, event.atMs])).toEqual([
			["resume", 1_000],
			["code", 1_000],
		]);
	});

	it("is taken as often as an editor sends it, and what was saved stays when it is refused", () => {
		const play = player();
		const save = (at: number) => {
			const change = { at: 0, removed: 0, inserted: "x" };
			play.add(acceptCode({ events: play.log(), state: play.state(), now: at, path: "solution.py", change }));
		};
		for (let number = 0; number < 120; number += 1) save(START + 1_000);
		expect(() => save(START + 2_000)).toThrow(/more often than anybody types/);
		save(START + 62_000);
		expect(play.log().filter((event) => event.type === "code")).toHaveLength(121);
	});

	it("leaves a pause that the candidate chose", () => {
		expect(type("candidate").map((event) => event.type)).toEqual(["code"]);
	});
});
