/** Whether a grade can still be called blind. */
import { ownGrade } from "~/adapters/db/human-grades.server";
import { seenAmong } from "~/adapters/db/seen-scores.server";
import type { Person } from "./guest.server";
import { readableInterview } from "./interview-access.server";

export async function hasSeenScores(input: { id: string; person: Person }): Promise<boolean> {
	const { id, person } = input;
	return (await seenAmong({ interviewIds: [id], userId: person.id })).has(id);
}

/** Whether this person is in the middle of a blind grade that opening the machine's scores would end. */
export async function gradesBlind(input: { id: string; person: Person }): Promise<boolean> {
	const interview = await readableInterview(input);
	const rubricHash = interview.plan.segments[0]?.rubric.hash ?? "";
	const own = await ownGrade({ interviewId: interview.id, userId: input.person.id, rubricHash });
	return own?.mode === "blind" && own.submittedAt === null && !(await hasSeenScores(input));
}
