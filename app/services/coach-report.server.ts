/** What a report shows of the coach, and asking it again. */
import { addCoachNote, listCoachNotes } from "~/adapters/db/coach-notes.server";
import type { StoredGradeRun } from "~/adapters/db/grade-rows.server";
import { findGradeRun } from "~/adapters/db/grades.server";
import type { StoredInterview } from "~/adapters/db/interviews.server";
import { AppError } from "~/core/errors";
import type { CoachView } from "~/core/grading/coach-note";
import { coachedCriteria, drillsFor } from "~/core/grading/coach-plan";
import { modelOf } from "./connections.server";
import { getContent } from "./content.server";
import { wakeGradingWorker } from "./grade-worker.server";
import type { Person } from "./guest.server";
import { readableInterview } from "./interview-access.server";

/** What a report shows beside each criterion of one grade, and where the reader may ask for it. */
export async function viewCoach(input: {
	interview: Pick<StoredInterview, "id" | "plan" | "userId">;
	run: StoredGradeRun | null;
	person: Person;
}): Promise<CoachView[]> {
	const { interview, run, person } = input;
	if (!run?.result || run.status !== "done") return [];
	const notes = (await listCoachNotes({ interviewId: interview.id })).filter((note) => note.gradeRunId === run.id);
	const own = interview.userId === person.id;
	const connected = own && (await modelOf({ userId: person.id, task: "coach" })) !== null;
	return coachedCriteria(run.result).flatMap(({ id: criterion }): CoachView[] => {
		const note = notes.findLast((entry) => entry.criterion === criterion);
		const state = note?.status ?? "none";
		const mayAsk = connected && (state === "none" || state === "failed");
		if (state === "none" && !mayAsk) return [];
		const { stronger = "", why = "", model = "", drill } = note?.text ?? {};
		const offered = drillsFor({ content: getContent(), plan: interview.plan, criterion });
		const href = offered.find((entry) => entry.id === drill?.id)?.href ?? null;
		const shown = drill ? { title: drill.title, href: own ? href : null } : null;
		return [{ criterion, state, stronger, why, model, drill: shown, reason: note?.reason ?? "", mayAsk }];
	});
}

/** Asks the coach about one criterion of a grade, again or for the first time. */
export async function askCoach(input: { id: string; person: Person; grade: string; criterion: string }): Promise<void> {
	const { id, person, grade, criterion } = input;
	const interview = await readableInterview({ id, person });
	if (interview.userId !== person.id)
		throw new AppError("forbidden", "Only whoever took this round can ask the coach: it is their model that writes.");
	const run = await findGradeRun({ id: grade });
	if (run?.interviewId !== id || !run.result || !coachedCriteria(run.result).some((entry) => entry.id === criterion))
		throw new AppError("not-found", "There is no such grade with verified quotes to write from.");
	if ((await modelOf({ userId: person.id, task: "coach" })) === null)
		throw new AppError(
			"conflict",
			"No model is connected that could write it. Connect one under Models. The grade is not touched.",
		);
	if (!(await addCoachNote({ gradeRunId: grade, criterion })))
		throw new AppError("conflict", "The coach is writing this, or has written it. Load the page again.");
	wakeGradingWorker();
}
