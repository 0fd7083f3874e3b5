/** Requests of candidates for a second look at one criterion, and their answers. */
import type { RegradeRequestModel } from "~/generated/prisma/models";
import { database, inTransaction } from "./client.server";

/** Times are Unix milliseconds. */
export interface StoredRegradeRequest {
	id: string;
	interviewId: string;
	/** The grade the candidate looked at. */
	gradeRunId: string;
	criterion: string;
	reason: string;
	answer: string;
	answeredBy: string;
	createdAt: number;
	answeredAt: number | null;
}

/** Stores a request. False when one on this criterion is still open. */
export async function addRegradeRequest(input: {
	interviewId: string;
	gradeRunId: string;
	criterion: string;
	reason: string;
}): Promise<boolean> {
	const { interviewId, criterion } = input;
	return inTransaction(async (transaction) => {
		const open = await transaction.regradeRequest.count({ where: { interviewId, criterion, answeredAt: null } });
		if (open > 0) return false;
		await transaction.regradeRequest.create({ data: input });
		return true;
	});
}

/** Answers an open request, once. False when it was answered already or is not of this interview. */
export async function answerRegradeRequest(input: {
	id: string;
	interviewId: string;
	answer: string;
	by: string;
	now?: number;
}): Promise<boolean> {
	const { id, interviewId, answer, by, now = Date.now() } = input;
	const { count } = await database().regradeRequest.updateMany({
		where: { id, interviewId, answeredAt: null },
		data: { answer, answeredBy: by, answeredAt: new Date(now) },
	});
	return count === 1;
}

/** All requests of these interviews, oldest first. The caller has checked who may read them. */
export async function listRegradeRequests(input: { interviewIds: readonly string[] }): Promise<StoredRegradeRequest[]> {
	const rows = await database().regradeRequest.findMany({
		where: { interviewId: { in: [...input.interviewIds] } },
		orderBy: [{ createdAt: "asc" }, { id: "asc" }],
	});
	return rows.map(toRequest);
}

function toRequest(row: RegradeRequestModel): StoredRegradeRequest {
	return { ...row, createdAt: row.createdAt.getTime(), answeredAt: row.answeredAt?.getTime() ?? null };
}
