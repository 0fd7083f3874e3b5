import { describe, expect, it } from "vitest";
import { exportFile } from "~/core/interview/exchange";
import { type Driver, drive, say } from "../../support/drive";
import { openedStoryRound, storyRound } from "../../support/round";

const MINUTE = 60_000;
const ANSWER = "I built a golden set of two hundred questions and measured recall apart from the rest.";

/** Minutes by question, as the exported file tells them. */
const minutesIn = (driver: Driver, content = storyRound()) =>
	Object.fromEntries(
		(exportFile({ plan: content.plan, events: driver.events() }).segments ?? []).map((segment) => [
			segment.question,
			segment.minutes,
		]),
	);

describe("the minutes of an exported round", () => {
	it("belong to the planned stories when none was declined", () => {
		const driver = drive(storyRound());
		driver.speak();
		driver.wait(11 * MINUTE);
		say(driver, ANSWER);
		expect(minutesIn(driver)).toEqual({ "small-question": 10, "second-story": 15 });
	});

	it("belong to the story that was answered, not to the one declined for it", () => {
		const driver = drive(storyRound());
		driver.speak();
		driver.input({ kind: "skip" });
		driver.speak();
		driver.wait(11 * MINUTE);
		say(driver, ANSWER);
		expect(minutesIn(driver)).toEqual({ "small-question": 0, "second-story": 15, "spare-story": 10 });
	});

	it("go with a story exchanged in the opener, also for parts the round had not reached", () => {
		const content = openedStoryRound();
		const driver = drive(content);
		driver.speak();
		driver.input({ kind: "skip" });
		driver.speak();
		expect(minutesIn(driver, content)).toEqual({ "small-question": 0, "spare-story": 12 });
	});

	it("stay with a story for the parts it was told in before a later one was exchanged", () => {
		const driver = drive(storyRound());
		driver.speak();
		driver.wait(11 * MINUTE);
		say(driver, ANSWER);
		driver.input({ kind: "skip" });
		driver.speak();
		expect(minutesIn(driver)).toEqual({ "small-question": 10, "second-story": 0, "spare-story": 15 });
	});
});
