import { describe, expect, it } from "vitest";
import type { InterviewFile } from "~/core/interview/file";
import { gradeNext } from "~/services/grade-worker.server";
import { exportInterview, importInterview, viewReport } from "~/services/report.server";
import { testDatabase } from "../support/database";
import { newGuest } from "../support/people";
import { samples, shippedContent } from "../support/studio";

testDatabase();
shippedContent();

const importAs = async (file: object) => {
	const { person } = await newGuest();
	const { id } = await importInterview({ person, text: JSON.stringify(file) });
	return { person, id };
};
const refused = (text: string) =>
	newGuest()
		.then(({ person }) => importInterview({ person, text }))
		.then(
			() => "accepted",
			(error: Error) => error.message,
		);
const spoken = (file: InterviewFile) =>
	file.events.flatMap((event) => (event.type === "message" ? [[event.actor, event.atMs, event.text]] : []));

describe("an imported interview", () => {
	it.each([...samples.keys()])("is graded, reported and exported with the same words: %s", async (name) => {
		const sample = samples.get(name);
		if (!sample) throw new Error("known names only");
		const { person, id } = await importAs(sample);
		expect(await gradeNext()).toBe(true);
		const report = await viewReport({ id, person });
		expect(report).toMatchObject({ state: "graded", origin: "imported" });
		for (const evidence of report.criteria.flatMap((criterion) => criterion.evidence)) {
			const turn = report.transcript.find((entry) => entry.seq === evidence.seq);
			expect(turn?.text.slice(evidence.from, evidence.to)).toBe(evidence.quote);
		}
		const exported = JSON.parse(await exportInterview({ id, person })) as InterviewFile;
		expect(spoken(exported)).toEqual(spoken(sample));
	});

	it("may be about a role-play alone", async () => {
		const sample = samples.get("behavioral-weak");
		const { person, id } = await importAs({ ...sample, question: "bh-02-hallucination-risk" });
		expect(await gradeNext()).toBe(true);
		expect((await viewReport({ id, person })).questionTitles).toHaveLength(1);
	});

	it.each([
		["no JSON", "{", "not JSON"],
		["another format", '{"format":"zip"}', "not a readable interview file"],
		[
			"an unknown question",
			JSON.stringify({ ...samples.get("behavioral-weak"), question: "nobody-asked" }),
			"no question",
		],
	])("is refused with a sentence when it is %s", async (_what, text, sentence) => {
		expect(await refused(text)).toContain(sentence);
	});
});
