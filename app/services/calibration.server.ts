/** Calibration of a rubric's machine grades by the grades people gave under it. Off until somebody switches it on. */
import { latestGradeRuns } from "~/adapters/db/grades.server";
import { gradesUnder } from "~/adapters/db/human-grades.server";
import { rubricOfVersion, type StoredStudioRubric, setCalibrated } from "~/adapters/db/studio-rubrics.server";
import { AppError } from "~/core/errors";
import type { GradeResult } from "~/core/grading/grade";
import { type CalibratedGrade, type Calibration, calibrateGrade, fitCalibration } from "~/core/rubrics/calibration";
import type { Person } from "./guest.server";
import { editable, visible } from "./rubric-access.server";

export interface CalibrationView {
	on: boolean;
	mayEdit: boolean;
	fits: (Calibration & { title: string })[];
}

/** What has been learned so far for every criterion of the draft, whether it is on or not. */
export async function viewCalibration(input: { id: string; person: Person }): Promise<CalibrationView> {
	const rubric = await visible(input);
	const fits = await fitsOf(rubric, null);
	const titles = new Map(rubric.draft.criteria.map(({ id, title }) => [id, title]));
	return {
		on: rubric.calibrated,
		mayEdit: rubric.mayEdit,
		fits: fits.map((fit) => ({ ...fit, title: titles.get(fit.criterion) ?? fit.criterion })),
	};
}

export async function switchCalibration(input: { id: string; person: Person; on: boolean }): Promise<void> {
	const rubric = await editable(input);
	if (input.on && rubric.publications.length === 0)
		throw new AppError("conflict", "Publish a version first: nothing was graded under this rubric yet.");
	await setCalibrated({ id: rubric.id, calibrated: input.on });
}

/** The calibrated scores of a new grade; null when its rubric has calibration off, or nothing was learned. */
export async function calibrationOf(input: {
	rubricHash: string;
	result: GradeResult;
}): Promise<CalibratedGrade | null> {
	const { rubricHash, result } = input;
	const [hash = ""] = rubricHash.split(",");
	const rubric = await rubricOfVersion({ hash });
	if (!rubric?.calibrated) return null;
	const calibrated = calibrateGrade({ result, calibrations: await fitsOf(rubric, result.grader) });
	return Object.keys(calibrated.scores).length > 0 ? calibrated : null;
}

/** Learned from blind grades of people beside the machine's of the same interview; with `grader` only that grader's. */
async function fitsOf(rubric: StoredStudioRubric, grader: GradeResult["grader"] | null): Promise<Calibration[]> {
	const hashes = rubric.publications.map((publication) => publication.hash);
	// Whoever has seen the machine's score leans towards it: from such grades a correction would learn to stay away.
	const grades = (await gradesUnder({ hashes })).filter((grade) => grade.mode === "blind");
	const runs = await latestGradeRuns({ interviewIds: grades.map((grade) => grade.interviewId), machineOnly: true });
	return rubric.draft.criteria.map(({ id }) => {
		const pairs = grades.flatMap((grade) => {
			const { result } = runs.get(grade.interviewId) ?? {};
			if (grader && (result?.grader.kind !== grader.kind || result.grader.version !== grader.version)) return [];
			const machine = result?.criteria.find((criterion) => criterion.id === id)?.score;
			const human = grade.criteria.find((criterion) => criterion.id === id)?.score;
			return machine != null && human != null ? [{ machine, human }] : [];
		});
		return fitCalibration({ criterion: id, pairs });
	});
}
