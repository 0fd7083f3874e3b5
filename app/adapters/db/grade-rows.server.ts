/** Rows of grade runs and what they stand for. */
import type { GradeResult } from "~/core/grading/grade";
import { CalibratedGrade } from "~/core/rubrics/calibration";
import type { GradeRunModel } from "~/generated/prisma/models";

export type GradeRunStatus = "queued" | "running" | "done" | "failed";

/** Times are Unix milliseconds. */
export interface StoredGradeRun {
	id: string;
	interviewId: string;
	status: GradeRunStatus;
	attempts: number;
	/** Who was asked to grade; a finished run's result says who did. */
	graderKind: string;
	/** The version of the rubric it was graded by: one hash, or those of all segments joined by commas. */
	rubricHash: string;
	/** Why a person asked for it or set a score; empty for the first grading. */
	note: string;
	/** Hash of the judge's prompt a model graded with; null for rules and for grades from before it was kept. */
	promptHash: string | null;
	/** Calibrated scores beside the raw ones; null where calibration is off. */
	calibration: CalibratedGrade | null;
	result: GradeResult | null;
	error: string | null;
	createdAt: number;
	finishedAt: number | null;
}

export function toRun(row: GradeRunModel): StoredGradeRun {
	return {
		id: row.id,
		interviewId: row.interviewId,
		status: row.status as GradeRunStatus,
		attempts: row.attempts,
		graderKind: row.graderKind,
		rubricHash: row.rubricHash,
		note: row.note,
		promptHash: row.promptHash,
		calibration: row.calibration === null ? null : CalibratedGrade.parse(JSON.parse(row.calibration)),
		result: row.result === null ? null : (JSON.parse(row.result) as GradeResult),
		error: row.error,
		createdAt: row.createdAt.getTime(),
		finishedAt: row.finishedAt?.getTime() ?? null,
	};
}
