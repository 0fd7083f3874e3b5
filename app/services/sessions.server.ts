/** The list of someone's rounds, and deleting one. */

import { latestGradeRuns } from "~/adapters/db/grades.server";
import { submittedGrades } from "~/adapters/db/human-grades.server";
import { deleteInterview, type InterviewSummary, listInterviews } from "~/adapters/db/interviews.server";
import { seenAmong } from "~/adapters/db/seen-scores.server";
import type { Level, Round } from "~/core/content/schemas";
import type { Recommendation } from "~/core/grading/grade";
import type { Mode } from "~/core/interview/plan";
import { getContent } from "./content.server";
import type { Person } from "./guest.server";

export interface SessionSummary {
	id: string;
	title: string;
	round: Round;
	roundTitle: string;
	level: Level;
	mode: Mode;
	origin: InterviewSummary["origin"];
	startedAt: number;
	endedAt: number | null;
	state: "unfinished" | "grading" | "graded" | "failed";
	/** The grade is kept back: this person has neither opened it nor given their own, which could still be a blind one. */
	covered: boolean;
	recommendation: Recommendation | null;
	overall: number | null;
}

export async function listSessions(input: { person: Person }): Promise<SessionSummary[]> {
	const interviews = await listInterviews({ userId: input.person.id });
	const interviewIds = interviews.map((interview) => interview.id);
	const runs = await latestGradeRuns({ interviewIds });
	const open = await openTo({ interviewIds, person: input.person });
	return interviews.map((interview) => {
		const run = runs.get(interview.id);
		const result = open.has(interview.id) ? run?.result : null;
		return {
			id: interview.id,
			title: titleOf(interview),
			round: interview.plan.round,
			roundTitle: getContent().guides.get(interview.plan.round)?.title ?? interview.plan.round,
			level: interview.plan.level,
			mode: interview.plan.mode,
			origin: interview.origin,
			startedAt: interview.createdAt,
			endedAt: interview.endedAt,
			state: stateOf(interview, run?.status),
			covered: !open.has(interview.id),
			recommendation: result?.recommendation ?? null,
			overall: result?.overall ?? null,
		};
	});
}

/** While a round runs, what comes later in it is not told: only its first question is. */
function titleOf({ title, plan, status }: InterviewSummary): string {
	const first = plan.segments[0]?.question.slug ?? "";
	return status !== "ended" ? (getContent().questions.get(first)?.title ?? title) : title;
}

/** Those whose grade shows this person nothing new: they have had scores of the machine in view, or submitted their own. */
async function openTo(input: { interviewIds: readonly string[]; person: Person }): Promise<Set<string>> {
	const { interviewIds, person } = input;
	const seen = await seenAmong({ interviewIds, userId: person.id });
	const grades = await submittedGrades({ interviewIds });
	return new Set([...seen, ...grades.flatMap((grade) => (grade.userId === person.id ? grade.interviewId : []))]);
}

function stateOf(interview: InterviewSummary, run: string | undefined): SessionSummary["state"] {
	if (interview.status !== "ended") return "unfinished";
	if (run === "done") return "graded";
	return run === "failed" ? "failed" : "grading";
}

/** Deletes an interview with its whole log and every grade. */
export async function deleteSession(input: { id: string; person: Person }): Promise<void> {
	await deleteInterview({ id: input.id, userId: input.person.id });
}
