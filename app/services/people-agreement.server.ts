/** Agreement of the people who graded interviews of a rubric's round by hand. */
import type { StoredGradeRun } from "~/adapters/db/grade-rows.server";
import { latestGradeRuns } from "~/adapters/db/grades.server";
import { type StoredHumanGrade, submittedGrades } from "~/adapters/db/human-grades.server";
import { seenAmong } from "~/adapters/db/seen-scores.server";
import type { Score } from "~/core/content/schemas";
import { type PeopleAgreement, peopleAgreement } from "~/core/rubrics/people";
import type { Person } from "./guest.server";
import { readableInterviews } from "./interview-access.server";
import { visible } from "./rubric-access.server";

/** One's way through a set that several people grade blind: what is left, and how much there is. */
export interface BlindSession {
	total: number;
	graded: number;
	left: { id: string; title: string }[];
	/** How many of those left cannot be graded blind any more, as scores of the machine were seen. */
	seen: number;
}

/** Ended interviews of the rubric's round that this person may read, by whether they have submitted a grade. */
export async function viewSession(input: { id: string; person: Person }): Promise<BlindSession> {
	const rubric = await visible(input);
	const readable = await readableInterviews(input);
	const set = readable.filter((interview) => interview.round === rubric.round && interview.ended);
	const grades = await submittedGrades({ interviewIds: set.map((interview) => interview.id) });
	const mine = new Set(grades.flatMap((grade) => (grade.userId === input.person.id ? grade.interviewId : [])));
	const left = set.filter((interview) => !mine.has(interview.id)).map(({ id, title }) => ({ id, title }));
	const seen = await seenAmong({ interviewIds: left.map((interview) => interview.id), userId: input.person.id });
	return { total: set.length, graded: set.length - left.length, left, seen: seen.size };
}

/** Null when nobody has graded an interview of this round by hand that this person may read. */
export async function viewPeople(input: { id: string; person: Person }): Promise<PeopleAgreement | null> {
	const rubric = await visible(input);
	const interviews = (await readableInterviews(input)).filter((interview) => interview.round === rubric.round);
	const ids = interviews.map((interview) => interview.id);
	const grades = await submittedGrades({ interviewIds: ids });
	if (grades.length === 0) return null;
	const runs = await latestGradeRuns({ interviewIds: ids, machineOnly: true });
	const scoresOf = (entries: readonly { id: string; score: Score | null }[]) =>
		Object.fromEntries(entries.map(({ id, score }) => [id, score]));
	const labels = labelsOf(grades);
	return peopleAgreement({
		shownTo: labels.get(input.person.id) ?? "",
		criteria: rubric.draft.criteria.map(({ id, title }) => ({ id, title })),
		grades: grades.map((grade) => ({
			interview: grade.interviewId,
			grader: labels.get(grade.userId) ?? grade.graderName,
			blind: grade.mode === "blind",
			scores: scoresOf(grade.criteria),
			machineBy: machineOf(runs.get(grade.interviewId)),
			at: grade.submittedAt ?? 0,
			machine: scoresOf(runs.get(grade.interviewId)?.result?.criteria ?? []),
		})),
	});
}

/** A name for every person, with a number where two have the same: guests are all called Guest. */
function labelsOf(grades: readonly StoredHumanGrade[]): Map<string, string> {
	const labels = new Map<string, string>();
	for (const { userId, graderName } of grades) {
		if (labels.has(userId)) continue;
		const same = [...labels.values()].filter((label) => label.replace(/ \d+$/, "") === graderName).length;
		labels.set(userId, same === 0 ? graderName : `${graderName} ${same + 1}`);
	}
	return labels;
}

/** The judge and the version of its prompt, or the version of the rules: what may change under a rubric that does not. */
function machineOf(run: StoredGradeRun | undefined): string {
	const grader = run?.result?.grader;
	if (!grader) return "";
	if (grader.kind === "rules") return `Rules ${grader.version}`;
	return `${grader.version}, judge prompt ${run.promptHash?.slice(0, 8) ?? "not recorded"}`;
}
