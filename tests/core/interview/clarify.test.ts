import { describe, expect, it } from "vitest";
import { findAnswers, readClarifications } from "~/core/interview/clarify";

const IF_ASKED = `- Users and languages: Shoppers, English first, two more languages within a year.
- Peak traffic and load: About ten times the average for two hours around noon.
- Wrong answers about refunds, risk and harm: Real money and complaints.
- Order data and integration: An internal REST API; the customer is logged in.
- Existing stack and team: PostgreSQL, two backend engineers, no ML team.
- Budget: Not fixed; the owner wants a figure with reasons.`;
const BRIEF = "A web shop wants an assistant on its help page. About 10,000 customer queries arrive each day.";

const ask = (...questions: string[]) =>
	findAnswers({ questions, clarifications: readClarifications(IF_ASKED), brief: BRIEF });

describe("answers to clarifying questions", () => {
	it.each([
		["What is the peak load?", "ten times the average"],
		["Who are the users and which languages do they speak?", "English first"],
		["Is there a budget?", "Not fixed"],
		["What does a wrong answer cost, what is the harm?", "Real money"],
		["How do I get at order data, is there an API?", "REST API"],
		["What does the existing stack look like?", "PostgreSQL"],
	])("%j is answered from the list", (question, part) => expect(ask(question).join(" ")).toContain(part));

	it("what the list does not hold is not made up", () => {
		expect(ask("Which colour should the button have?")).toEqual([]);
	});

	it("words of the Brief alone do not choose an answer", () => {
		expect(ask("What about the customer?")).toEqual([]);
	});

	it("two questions get two answers, each once", () => {
		const answers = ask("What is the peak traffic?", "And what is the budget?", "Budget again?");
		expect(answers).toHaveLength(2);
	});
});
