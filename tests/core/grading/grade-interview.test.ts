import { describe, expect, it } from "vitest";
import { gradeWithRules } from "~/core/grading/grade-interview";
import { drive, say } from "../../support/drive";
import { storyRound } from "../../support/round";

const ANSWER =
	"I built a golden set of two hundred questions labelled by lawyers, and I measure recall apart from the rest.";

/** Answers until the second question is on the card. */
function playToSecondStory() {
	const driver = drive(storyRound());
	driver.speak();
	for (let turn = 0; turn < 40; turn += 1) {
		const phases = driver.events().flatMap((event) => (event.type === "phase" ? [event.question] : []));
		if (phases.includes("second-story")) return driver;
		driver.wait(60_000);
		say(driver, `${ANSWER} That was attempt ${turn}.`);
	}
	throw new Error("the second story never began");
}

const questionsIn = (driver: ReturnType<typeof drive>) => {
	const { criteria } = gradeWithRules({ content: storyRound(), events: driver.events() });
	return new Set(criteria.flatMap((criterion) => criterion.points.map((point) => point.question)));
};

describe("grading a round of several questions", () => {
	it("leaves out a question that was only just put when the round ended", () => {
		expect(questionsIn(playToSecondStory())).toEqual(new Set(["small-question"]));
	});

	it("counts a question as soon as something was answered to it", () => {
		const driver = playToSecondStory();
		say(driver, ANSWER);
		expect(questionsIn(driver)).toEqual(new Set(["small-question", "second-story"]));
	});

	it("never counts the story that was kept back", () => {
		expect(questionsIn(playToSecondStory()).has("spare-story")).toBe(false);
	});
});
