import { describe, expect, it } from "vitest";
import { AWAY_MS, dueEvents, elapsedMs, GRACE_MS, phaseEndMs, timeChecks } from "~/core/interview/clock";
import { drive, say } from "../../support/drive";
import { START, smallRound } from "../../support/round";

const MINUTE = 60_000;

describe("round time", () => {
	it("runs with the wall clock and stands still while nobody is there", () => {
		const driver = drive(smallRound());
		driver.speak();
		driver.wait(3 * MINUTE);
		driver.wait(60 * MINUTE, false);
		expect(driver.state().status).toBe("paused");
		expect(elapsedMs(driver.state(), driver.now())).toBe(3 * MINUTE);
		expect(driver.input({ kind: "resume" })).toBeNull();
		driver.wait(MINUTE);
		expect(elapsedMs(driver.state(), driver.now())).toBe(4 * MINUTE);
	});

	it("a pause is dated to the last sign of life, not to its discovery", () => {
		const driver = drive(smallRound());
		driver.wait(2 * MINUTE);
		const due = dueEvents({
			state: driver.state(),
			plan: smallRound().plan,
			now: START + 30 * MINUTE,
			lastSeenAt: START + 2 * MINUTE,
		});
		expect(due).toMatchObject([{ type: "pause", at: START + 2 * MINUTE, atMs: 2 * MINUTE }]);
	});

	it("nobody is paused within the first minute of silence", () => {
		const { plan } = smallRound();
		const driver = drive(smallRound());
		expect(dueEvents({ state: driver.state(), plan, now: START + AWAY_MS, lastSeenAt: START })).toEqual([]);
	});

	it("long rounds are told half time, ten and five minutes; short ones are not crowded", () => {
		expect(timeChecks(45 * MINUTE).map((check) => check.key)).toEqual(["half", "ten", "five", "over"]);
		expect(timeChecks(20 * MINUTE).map((check) => check.key)).toEqual(["half", "five", "over"]);
		expect(timeChecks(12 * MINUTE).map((check) => check.key)).toEqual(["half", "over"]);
	});

	it("extra time stretches every phase by the same share", () => {
		const { plan } = smallRound({ minutes: 37.5 });
		expect(phaseEndMs(plan, 0)).toBe(15 * MINUTE);
		expect(phaseEndMs(plan, 2)).toBe(37.5 * MINUTE);
	});

	it("when time is up the candidate may finish the thought, and the round then closes", () => {
		const driver = drive(smallRound());
		driver.speak();
		driver.wait(25 * MINUTE + 30_000);
		expect(driver.state().timeChecks.has("over")).toBe(true);
		expect(driver.state().status).toBe("running");
		say(driver, "To finish: permission filters run before ranking.");
		expect(driver.state().spoken.at(-1)?.move.kind).toBe("goodbye");
		expect(driver.events().at(-1)).toMatchObject({ type: "end", by: "clock" });
	});

	it("a candidate who says nothing after time is up is closed by the clock after the grace", () => {
		const driver = drive(smallRound());
		driver.speak();
		driver.wait(25 * MINUTE + GRACE_MS + 1);
		expect(driver.events().at(-1)).toMatchObject({ type: "end", by: "clock", atMs: 25 * MINUTE + GRACE_MS });
	});

	it("an untimed round gives no time checks and has no end by the clock", () => {
		const driver = drive(smallRound({ minutes: null, extraTime: "untimed" }));
		driver.speak();
		driver.wait(300 * MINUTE);
		expect(driver.events().filter((event) => event.type === "time-check" || event.type === "end")).toEqual([]);
	});
});
