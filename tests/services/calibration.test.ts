import { beforeEach, describe, expect, it } from "vitest";
import { listGradeRuns } from "~/adapters/db/grades.server";
import { replaceNames } from "~/core/grading/names";
import { calibrationOf, switchCalibration, viewCalibration } from "~/services/calibration.server";
import { addExample, previewExample } from "~/services/exemplars.server";
import type { Person } from "~/services/guest.server";
import { gradeByHand, viewGrading } from "~/services/human-grading.server";
import { viewReport } from "~/services/report.server";
import { viewRubric } from "~/services/rubric-draft.server";
import { testDatabase } from "../support/database";
import { newGuest, refusal } from "../support/people";
import { forkRag, given, importSample, shippedContent } from "../support/studio";

testDatabase();
shippedContent();

let person: Person;
let rubric: string;
beforeEach(async () => {
	person = (await newGuest()).person;
	rubric = await forkRag(person);
});

const imported = () => importSample({ person, name: "rag-deep-dive-strong", rubric });
const gradeIt = async (id: string) => gradeByHand({ id, person, mode: "blind", given: given(), submit: true });

describe("calibration", () => {
	it("is off until it is switched on, and shows what it has learned before that", async () => {
		const first = await imported();
		await gradeIt(first);
		const view = await viewCalibration({ id: rubric, person });
		expect(view.on).toBe(false);
		expect(view.fits[0]).toMatchObject({ criterion: "ingestion", kind: "offset", n: 1 });
		const second = await imported();
		expect((await viewReport({ id: second, person })).calibration).toBeNull();
	});

	it("stands beside the raw scores of later grades, and changes none of them", async () => {
		const plain = await imported();
		await gradeIt(plain);
		await switchCalibration({ id: rubric, person, on: true });
		const later = await imported();
		const [before] = await listGradeRuns({ interviewId: plain });
		const [run] = await listGradeRuns({ interviewId: later });
		expect(run?.result).toEqual(before?.result);
		expect(before?.calibration).toBeNull();
		const report = await viewReport({ id: later, person });
		expect(report.result?.mean).toBe(run?.result?.mean);
		expect(report.calibration?.mean).toBeLessThan(report.result?.mean ?? 0);
		for (const criterion of run?.result?.criteria ?? []) {
			const calibrated = report.calibration?.scores[criterion.id] ?? 0;
			expect(calibrated).toBeLessThan(criterion.score ?? 0);
		}
		await switchCalibration({ id: rubric, person, on: false });
		expect((await viewReport({ id: await imported(), person })).calibration).toBeNull();
		expect((await viewReport({ id: later, person })).calibration).toEqual(report.calibration);
	});

	it("is learned for one grader and not applied to another", async () => {
		const id = await imported();
		await gradeIt(id);
		await switchCalibration({ id: rubric, person, on: true });
		const [run] = await listGradeRuns({ interviewId: id });
		if (!run?.result) throw new Error("it was graded");
		const { rubricHash, result } = run;
		expect(await calibrationOf({ rubricHash, result })).not.toBeNull();
		const byModel = { ...result, grader: { kind: "model" as const, version: "some-model" } };
		expect(await calibrationOf({ rubricHash, result: byModel })).toBeNull();
	});

	it("learns nothing from a grade given with the machine's scores in view", async () => {
		const id = await imported();
		await viewReport({ id, person });
		await gradeIt(id);
		expect((await viewCalibration({ id: rubric, person })).fits[0]).toMatchObject({ kind: "none", n: 0 });
	});

	it("is nobody else's to switch", async () => {
		const other = (await newGuest()).person;
		expect(await refusal(switchCalibration({ id: rubric, person: other, on: true }))).toBe("not-found");
	});
});

describe("words of a candidate", () => {
	it("become a graded example of the rubric's draft, with consent and without names", async () => {
		const id = await imported();
		const { transcript } = await viewGrading({ id, person, mode: "blind" });
		const words = transcript.find((turn) => turn.who === "candidate")?.text.slice(0, 60) ?? "";
		await gradeByHand({ id, person, mode: "blind", given: given({ index: { quotes: [words] } }), submit: true });
		expect((await viewGrading({ id, person, mode: "blind" })).exampleOf).toBe(rubric);
		expect(await refusal(addExample({ id, person, criterion: "index", consents: false }))).toBe("bad-input");
		expect(await refusal(addExample({ id, person, criterion: "retrieval", consents: true }))).toBe("conflict");
		await addExample({ id, person, criterion: "index", consents: true });
		const { draft, published } = await viewRubric({ id: rubric, person });
		expect(draft.exemplars).toMatchObject([{ criterion: "index", score: 2, from: "candidate-who-agreed" }]);
		expect(draft.exemplars[0]?.answer).toContain(words.trim().slice(0, 20));
		expect(published?.exemplars).toEqual([]);
	});

	it("lose names, addresses and telephone numbers", () => {
		const text = "I am Gita Rao, gita.rao@example.org, +49 170 1234567. Gitara stays, Rao goes.";
		expect(replaceNames({ text, names: ["Gita Rao", ""] })).toEqual({
			text: "I am [name] [name], [address] [number]. Gitara stays, [name] goes.",
			replaced: ["gita.rao@example.org,", "+49 170 1234567", "Gita", "Rao"],
		});
		expect(replaceNames({ text: "p95 is 300 ms", names: ["(", "a+b"] }).text).toBe("p95 is 300 ms");
	});

	it("lose what looks like a name where nobody typed one, and say what it was", () => {
		const text =
			"My lead was Ingrid Solberg at Nordbank. Ingrid asked for Postgres and RAG on Monday. Will it scale, she asked.";
		expect(replaceNames({ text, names: [] })).toEqual({
			text: "My lead was [name] [name] at [name]. [name] asked for Postgres and RAG on Monday. Will it scale, she asked.",
			replaced: ["Ingrid", "Solberg", "Nordbank"],
		});
	});

	it("are shown before they are added, and added as they were left", async () => {
		const id = await imported();
		const { transcript } = await viewGrading({ id, person, mode: "blind" });
		const words = transcript.find((turn) => turn.who === "candidate")?.text.slice(0, 60) ?? "";
		await gradeByHand({ id, person, mode: "blind", given: given({ index: { quotes: [words] } }), submit: true });
		const example = { id, person, criterion: "index", consents: true };
		expect((await previewExample(example)).said).toBe(words.trim());
		expect((await viewRubric({ id: rubric, person })).draft.exemplars).toEqual([]);
		expect(await refusal(addExample({ ...example, answer: " " }))).toBe("bad-input");
		await addExample({ ...example, answer: "As I left it." });
		expect((await viewRubric({ id: rubric, person })).draft.exemplars).toMatchObject([{ answer: "As I left it." }]);
	});
});
