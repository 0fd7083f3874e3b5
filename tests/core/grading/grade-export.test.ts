import { describe, expect, it } from "vitest";
import { gradeFile } from "~/core/grading/grade-file";
import { gradeWithRules } from "~/core/grading/grade-interview";
import { exportFile } from "~/core/interview/exchange";
import { drive, say } from "../../support/drive";
import { storyRound } from "../../support/round";

const ANSWER = "I built a golden set of two hundred questions labelled by lawyers, and I measure recall apart.";

/** A round whose first story is declined before a word is said to it; then the other two are told. */
function playWithExchange() {
	const driver = drive(storyRound());
	driver.speak();
	driver.input({ kind: "skip" });
	driver.speak();
	for (let turn = 0; turn < 12; turn += 1) {
		driver.wait(60_000);
		say(driver, `${ANSWER} That was attempt ${turn}.`);
	}
	return driver.events();
}

describe("the file of a round in which a story was exchanged", () => {
	it("is graded like the round itself: by the stories that were told", () => {
		const round = storyRound();
		const events = playWithExchange();
		const content = {
			questions: new Map(round.questions.map((question) => [question.id, question])),
			rubrics: new Map(round.rubrics.map((rubric) => [rubric.id, rubric])),
			scale: round.scale,
			priceBooks: new Map(),
		};
		const { result } = gradeFile({ file: exportFile({ plan: round.plan, events }), content });
		expect(result).toEqual(gradeWithRules({ content: round, events }));
	});
});
