import { describe, expect, it } from "vitest";
import type { NewEvent } from "~/core/interview/events";
import { MOST_A_MINUTE, MOST_KEPT, requireRoom } from "~/core/interview/log-limits";

const NOW = 1_800_000_000_000;
const run = (final = false): NewEvent => ({
	type: "run",
	actor: "runner",
	by: "browser",
	results: {},
	atMs: 0,
	at: NOW,
	...(final ? { final } : {}),
});
const said: NewEvent = { type: "message", actor: "candidate", text: "still here", atMs: 0, at: NOW };
const log = (type: "code" | "board" | "message", weight: number, at: number) => ({
	events: [{ type, at }],
	weights: [weight],
});

describe("the log of a round", () => {
	it("has room for what anybody types, draws and runs", () => {
		requireRoom({ ...log("board", MOST_A_MINUTE - 1_000, NOW - 1_000), adding: [run()], now: NOW });
		requireRoom({ ...log("code", MOST_KEPT - 1_000, NOW - 61_000), adding: [run()], now: NOW });
	});

	it("takes no flood in a minute, and goes on after it", () => {
		const flooded = { ...log("board", MOST_A_MINUTE, NOW - 1_000), adding: [run()] };
		expect(() => requireRoom({ ...flooded, now: NOW })).toThrow(/Wait a minute/);
		requireRoom({ ...flooded, now: NOW + 60_000 });
	});

	it("ends somewhere, and even then takes what is said and the run a round is graded on", () => {
		const full = { ...log("code", MOST_KEPT, NOW - 61_000), now: NOW };
		expect(() => requireRoom({ ...full, adding: [run()] })).toThrow(/end the round to have it graded/);
		requireRoom({ ...full, adding: [said, run(true)] });
	});

	it("does not weigh what is said", () => {
		requireRoom({ ...log("message", MOST_KEPT, NOW), adding: [run()], now: NOW });
	});
});
