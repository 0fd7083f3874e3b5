/** Self-rating, the report, export and import of one interview. */

import { latestGradeRun, listGradeRuns, requestGradeRun } from "~/adapters/db/grades.server";
import { createInterview, loadInterview, type StoredInterview } from "~/adapters/db/interviews.server";
import { recordSeenScores } from "~/adapters/db/seen-scores.server";
import type { Score } from "~/core/content/schemas";
import { AppError } from "~/core/errors";
import type { CoachView } from "~/core/grading/coach-note";
import { buildReport } from "~/core/grading/report";
import type { ReportView } from "~/core/grading/report-view";
import type { NewEvent } from "~/core/interview/events";
import { exportFile, planForFile } from "~/core/interview/exchange";
import { type InterviewFile, readInterviewFile } from "~/core/interview/file";
import { withRubric } from "~/core/interview/make-plan";
import { projectInterview } from "~/core/interview/state";
import type { CalibratedGrade } from "~/core/rubrics/calibration";
import { viewCoach } from "./coach-report.server";
import { contentForRun, getContent } from "./content.server";
import { wakeGradingWorker } from "./grade-worker.server";
import type { Person } from "./guest.server";
import { type ReadableInterview, readableInterview } from "./interview-access.server";
import { describeCostOfRound } from "./ledger.server";
import { appendDecision } from "./log.server";
import { type GradeChoice, listGrades } from "./regrade.server";
import { pinRubric } from "./rubrics.server";
import { testKit } from "./runner.server";
import { requireFewLately } from "./start-limit.server";

export const MAX_IMPORT_BYTES = 5_000_000;

/** A report with what the round has cost so far, in words, and the other grades there are. */
export type CostedReport = ReportView & {
	cost: { cost: string; basis: string };
	grades: GradeChoice[];
	regrading: boolean;
} & {
	/** Calibrated scores of the grade shown, beside the raw ones. */
	calibration: CalibratedGrade | null;
	/** Who took it and who else may read it, in a sentence; null for a round of one's own that nobody else sees. */
	readers: string | null;
	ownRound: boolean;
	/** What a coach has written, could not write, or may be asked for, by criterion of the grade shown. */
	coach: CoachView[];
};

/**
 * The report in whatever state it is; once it shows scores, it is noted that this person has seen them. Refuses with
 * "conflict" while the round still runs.
 */
export async function viewReport(input: { id: string; person: Person; grade?: string }): Promise<CostedReport> {
	const interview = await readableInterview(input);
	if (interview.status !== "ended") {
		throw new AppError("conflict", "This round has not ended yet. Go back to it, or end it to get a report.");
	}
	const runs = await listGradeRuns({ interviewId: interview.id });
	const done = runs.filter((entry) => entry.status === "done");
	const run = done.find((entry) => entry.id === input.grade) ?? done.at(-1) ?? runs.at(-1) ?? null;
	const content = await contentForRun({ plan: interview.plan, rubricHash: run?.rubricHash ?? "" });
	const partial = run?.criteria ?? [];
	const report = buildReport({
		interviewId: interview.id,
		origin: interview.origin,
		ownRound: interview.taken,
		startedAt: interview.createdAt,
		events: interview.events,
		content,
		result: run?.result ?? null,
		partial,
		gradeState: run?.status ?? "queued",
		kit: testKit()?.hash ?? null,
	});
	if (report.state === "graded") await recordSeenScores({ interviewIds: [interview.id], userId: input.person.id });
	return {
		...report,
		cost: await describeCostOfRound({ interviewId: interview.id }),
		grades: await listGrades({ plan: interview.plan, runs: done, shown: run?.id ?? "" }),
		calibration: run?.calibration ?? null,
		readers: describeReaders(interview),
		ownRound: interview.taken,
		coach: await viewCoach({ interview, run, person: input.person }),
		regrading: done.length > 0 && runs.at(-1)?.status !== "done" && runs.at(-1)?.status !== "failed",
	};
}

function describeReaders({ taken, link }: ReadableInterview): string | null {
	if (!link) return null;
	if (!taken) return `Taken through your practice link${link.takerName ? ` by ${link.takerName}` : ""}.`;
	return `Taken through a practice link: ${link.owner || "the person who made the link"} can read this record and grade it.`;
}

/** Stores how the candidate rates themselves, once, before any score is shown. An empty rating means "I skip this". */
export async function rateSelf(input: {
	id: string;
	person: Person;
	ratings: Record<string, Score | null>;
}): Promise<void> {
	await appendDecision({
		id: input.id,
		userId: input.person.id,
		present: true,
		decide: ({ events, content, now }) => {
			const state = projectInterview({ events, plan: content.plan });
			if (state.status !== "ended")
				throw new AppError("conflict", "The round is still running. Rate yourself after it has ended.");
			if (state.selfRated) return [];
			const known = new Set(content.rubrics.flatMap((rubric) => rubric.criteria.map((criterion) => criterion.id)));
			const ratings = Object.fromEntries(Object.entries(input.ratings).filter(([id]) => known.has(id)));
			return [
				{ type: "self-rating", actor: "candidate", ratings, atMs: state.lastAtMs, at: now, eventKey: "self-rating" },
			];
		},
	});
}

/** Queues the grading of an ended round again after it failed. */
export async function regradeFailed(input: { id: string; person: Person }): Promise<void> {
	const interview = await loadInterview({ id: input.id, userId: input.person.id });
	const run = await latestGradeRun({ interviewId: interview.id });
	if (run && run.status !== "failed") return;
	await requestGradeRun({ interviewId: interview.id });
	wakeGradingWorker();
}

/** The interview as a `mockingbird.interview/v1` file. */
export async function exportInterview(input: { id: string; person: Person }): Promise<string> {
	const interview = await loadInterview({ id: input.id, userId: input.person.id });
	return JSON.stringify(toFile(interview), null, "\t");
}

export function toFile(interview: StoredInterview): InterviewFile {
	return exportFile({ plan: interview.plan, events: interview.events });
}

/** Stores an interview file as an ended round of this person and queues its grading. Nothing is stored when it is wrong. */
export async function importInterview(input: {
	person: Person;
	text: string;
	/** A rubric of one's own, by its id in the studio, to grade it by; empty for the shipped one. */
	rubric?: string;
}): Promise<{ id: string }> {
	if (Buffer.byteLength(input.text) > MAX_IMPORT_BYTES) {
		throw new AppError(
			"too-large",
			`The file is larger than ${MAX_IMPORT_BYTES / 1_000_000} MB. Nothing was imported.`,
		);
	}
	await requireFewLately(input.person);
	const reading = readInterviewFile(parseJson(input.text));
	if (!reading.ok) {
		throw new AppError(
			"unprocessable-file",
			`This is not a readable interview file. ${reading.problems.slice(0, 3).join(" ")}`,
		);
	}
	const made = planForFile({ file: reading.file, content: getContent(), now: Date.now() });
	const { title, events } = made;
	const { rubric: id = "", person } = input;
	const plan =
		id === ""
			? made.plan
			: withRubric({ plan: made.plan, pin: await pinRubric({ id, person, round: made.plan.round }) });
	const created = await createInterview({
		userId: input.person.id,
		plan,
		title,
		origin: "imported",
		events: events as NewEvent[],
		ended: true,
	});
	wakeGradingWorker();
	return { id: created.id };
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw new AppError("unprocessable-file", "The file is not JSON. Choose a file that was exported from Mockingbird.");
	}
}
