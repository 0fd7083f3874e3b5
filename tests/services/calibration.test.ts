import { beforeEach, describe, expect, it } from "vitest";
import { listGradeRuns } from "~/adapters/db/grades.server";
import { calibrationOf, switchCalibration, viewCalibration } from "~/services/calibration.server";
import type { Person } from "~/services/guest.server";
import { gradeByHand } from "~/services/human-grading.server";
import { viewReport } from "~/services/report.server";
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

	it("is nobody else's to switch", async () => {
		const other = (await newGuest()).person;
		expect(await refusal(switchCalibration({ id: rubric, person: other, on: true }))).toBe("not-found");
	});
});
