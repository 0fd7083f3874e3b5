/** Grades people gave to interviews. One person grades one interview once under one version of a rubric. */
import { z } from "zod";
import { PersonScore } from "~/core/grading/person-grade";
import type { HumanGradeModel } from "~/generated/prisma/models";
import { database } from "./client.server";

/** "blind": no score of the machine was shown on any page before it was submitted. */
export type GradingMode = "blind" | "assisted";

/** Times are Unix milliseconds. */
export interface StoredHumanGrade {
	id: string;
	interviewId: string;
	userId: string;
	graderName: string;
	rubricHash: string;
	mode: GradingMode;
	criteria: PersonScore[];
	/** Null while it is a draft. */
	submittedAt: number | null;
}

/** Stores a person's grade, or their draft of it. One that was submitted stays as it is: then false. */
export async function storeHumanGrade(input: Omit<StoredHumanGrade, "id">): Promise<boolean> {
	const { interviewId, userId, graderName, rubricHash, mode, criteria, submittedAt } = input;
	const data = {
		graderName,
		mode,
		criteria: JSON.stringify(criteria),
		submittedAt: submittedAt === null ? null : new Date(submittedAt),
	};
	const key = { interviewId, userId, rubricHash };
	const { count } = await database().humanGrade.updateMany({ where: { ...key, submittedAt: null }, data });
	if (count > 0) return true;
	const existing = await database().humanGrade.count({ where: key });
	if (existing > 0) return false;
	await database().humanGrade.create({ data: { ...key, ...data } });
	return true;
}

/** Grades of these interviews by whoever, submitted ones only, oldest first. The caller has checked whose they are. */
export async function submittedGrades(input: { interviewIds: readonly string[] }): Promise<StoredHumanGrade[]> {
	const rows = await database().humanGrade.findMany({
		where: { interviewId: { in: [...input.interviewIds] }, submittedAt: { not: null } },
		orderBy: [{ submittedAt: "asc" }, { id: "asc" }],
	});
	return rows.map(toGrade);
}

/** Every submitted grade under any of these versions of a rubric, oldest first. */
export async function gradesUnder(input: { hashes: readonly string[] }): Promise<StoredHumanGrade[]> {
	const rows = await database().humanGrade.findMany({
		where: { rubricHash: { in: [...input.hashes] }, submittedAt: { not: null } },
		orderBy: [{ submittedAt: "asc" }, { id: "asc" }],
	});
	return rows.map(toGrade);
}

/** This person's own grade of an interview under a version of a rubric; null when they have not begun. */
export async function ownGrade(input: {
	interviewId: string;
	userId: string;
	rubricHash: string;
}): Promise<StoredHumanGrade | null> {
	const row = await database().humanGrade.findUnique({ where: { interviewId_userId_rubricHash: input } });
	return row ? toGrade(row) : null;
}

function toGrade(row: HumanGradeModel): StoredHumanGrade {
	return {
		id: row.id,
		interviewId: row.interviewId,
		userId: row.userId,
		graderName: row.graderName,
		rubricHash: row.rubricHash,
		mode: row.mode === "assisted" ? "assisted" : "blind",
		criteria: z.array(PersonScore).parse(JSON.parse(row.criteria)),
		submittedAt: row.submittedAt?.getTime() ?? null,
	};
}
