/** A candidate asks for a second look at one criterion; whoever reads the round with them answers, and both stay. */

import { findGradeRun } from "~/adapters/db/grades.server";
import { sharedWith } from "~/adapters/db/organizations.server";
import {
	addRegradeRequest,
	answerRegradeRequest,
	listRegradeRequests,
	type StoredRegradeRequest,
} from "~/adapters/db/regrade-requests.server";
import type { Score } from "~/core/content/schemas";
import { AppError } from "~/core/errors";
import type { Person } from "./guest.server";
import { readableInterview, readableInterviews } from "./interview-access.server";
import { overrideScore } from "./regrade.server";
import { nameOf } from "./rubric-access.server";

export interface SecondLooks {
	/** Whether this person may ask: it is their round, and somebody else can read it. */
	mayAsk: boolean;
	mayAnswer: boolean;
	requests: StoredRegradeRequest[];
}

export async function viewSecondLooks(input: { id: string; person: Person }): Promise<SecondLooks> {
	const interview = await readableInterview(input);
	const readers = interview.link !== null || (await sharedWith({ interviewId: interview.id })) !== null;
	const requests = await listRegradeRequests({ interviewIds: [interview.id] });
	return { mayAsk: interview.taken && readers, mayAnswer: !interview.taken, requests };
}

/** Asks, with a reason. Refuses where nobody could answer, and while a request on the criterion is open. */
export async function askSecondLook(input: {
	id: string;
	person: Person;
	grade: string;
	criterion: string;
	reason: string;
}): Promise<void> {
	const { id, grade, criterion, reason } = input;
	const { mayAsk } = await viewSecondLooks(input);
	if (!mayAsk)
		throw new AppError("forbidden", "Nobody else reads this round, so nobody could answer. Grade it again instead.");
	if (reason.trim().length < 3) throw new AppError("bad-input", "Say what was overlooked. Nothing was sent.");
	const run = await findGradeRun({ id: grade });
	if (run?.interviewId !== id || !run.result?.criteria.some((entry) => entry.id === criterion))
		throw new AppError("not-found", "There is no such grade of this round.");
	const added = await addRegradeRequest({ interviewId: id, gradeRunId: grade, criterion, reason: reason.trim() });
	if (!added) throw new AppError("conflict", "You have asked about this criterion already. Wait for the answer.");
}

/** Answers; with a score that differs from the one asked about, another grade is added as by any other setting of a score. */
export async function answerSecondLook(input: {
	id: string;
	person: Person;
	request: string;
	answer: string;
	/** Undefined keeps the score. */
	score: Score | undefined;
}): Promise<void> {
	const { id, person, request, answer, score } = input;
	const { mayAnswer, requests } = await viewSecondLooks(input);
	const asked = requests.find((entry) => entry.id === request);
	if (!mayAnswer) throw new AppError("forbidden", "Nobody answers a request of their own.");
	if (!asked) throw new AppError("not-found", "There is no such request.");
	if (answer.trim().length < 3) throw new AppError("bad-input", "Say why. Nothing was answered.");
	const { criterion, gradeRunId } = asked;
	const answered = await answerRegradeRequest({
		id: request,
		interviewId: id,
		answer: answer.trim(),
		by: nameOf(person),
	});
	if (!answered) throw new AppError("conflict", "This request was answered already. The answer stays as it is.");
	if (score !== undefined)
		await overrideScore({ id, person, grade: gradeRunId, criterion, score, reason: answer, quote: "" });
}

/** Open requests on rounds this person reads but did not take: their queue, oldest first. */
export async function secondLookQueue(input: {
	person: Person;
}): Promise<{ interviewId: string; title: string; criterion: string; reason: string; createdAt: number }[]> {
	const interviews = (await readableInterviews(input)).filter((interview) => !interview.own);
	const titles = new Map(interviews.map((interview) => [interview.id, interview.title]));
	const requests = await listRegradeRequests({ interviewIds: [...titles.keys()] });
	return requests
		.filter((request) => request.answeredAt === null)
		.map(({ interviewId, criterion, reason, createdAt }) => ({
			interviewId,
			title: titles.get(interviewId) ?? "",
			criterion,
			reason,
			createdAt,
		}));
}
