import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readQuestionFile } from "~/adapters/question-file.server";
import { changeSentence } from "~/core/content/changes";
import { describeQuestionChanges } from "~/core/content/question-changes";
import type { Question } from "~/core/content/schemas";
import { getContent } from "~/services/content.server";
import { testDatabase } from "../../support/database";
import { shippedContent } from "../../support/studio";

testDatabase();
shippedContent();

function read(): Question {
	const source = readFileSync("prompts/questions/rag-deep-dive/rag-02-confident-and-wrong.md", "utf8");
	const { question } = readQuestionFile({ source, context: getContent() });
	if (!question) throw new Error("a shipped question is broken");
	return question;
}
const said = (change: (question: Question) => Question) =>
	describeQuestionChanges({ before: read(), after: change(read()) }).map(changeSentence);

describe("changes of a question", () => {
	it("are none between a question and itself, whatever its version number", () => {
		expect(said((question) => question)).toEqual([]);
		expect(said((question) => ({ ...question, version: 9 }))).toEqual([]);
	});

	it("name the part and what of it", () => {
		const first = read().key_points[0]?.id;
		expect(
			said((question) => ({
				...question,
				title: "Another",
				minutes: 20,
				sections: { ...question.sections, brief: "Short." },
				key_points: question.key_points.map((point, index) => (index === 0 ? { ...point, text: "Else." } : point)),
			})),
		).toEqual([
			"The title was rewritten.",
			`The length in minutes is 20, was ${read().minutes}.`,
			"The brief was rewritten.",
			`key point ${first}: text was rewritten.`,
		]);
	});

	it("tell a probe that came, went or moved once", () => {
		const [first] = read().probes.map(({ id }) => id);
		const probe = { id: "new-one", ask: "And then?", covers: [read().key_points[0]?.id ?? ""] };
		expect(said((question) => ({ ...question, probes: [...question.probes, probe] }))).toEqual([
			"probe new-one is new.",
		]);
		expect(said((question) => ({ ...question, probes: question.probes.slice(1) }))).toEqual([
			`probe ${first} is gone.`,
		]);
		const swap = (question: Question) => ({
			...question,
			probes: [...question.probes].reverse(),
		});
		expect(said(swap)).toEqual(["The order of probes is another one."]);
	});

	it("tell a calculation that came and one that went", () => {
		const calculation = { queries_per_day: 10, days: 30, tokens_in: 5, tokens_out: 5, tolerance_percent: 10 };
		const before = read();
		const after = { ...read(), calculation };
		const came = describeQuestionChanges({ before, after }).map(({ name }) => name);
		const went = describeQuestionChanges({ before: after, after: before }).map(({ name }) => name);
		expect(came).toContain("queries per day");
		expect(went).toEqual(came);
	});
});
