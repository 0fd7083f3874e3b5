/** Grading again, with another rubric or grader, and scores people set. Every grade stays; a report switches between them. */

import { findVersions } from "~/adapters/db/content-versions.server";
import type { StoredGradeRun } from "~/adapters/db/grade-rows.server";
import { addGradeRun, listGradeRuns, requestGradeRun } from "~/adapters/db/grades.server";
import { sharedWith } from "~/adapters/db/organizations.server";
import { Rubric, type Score } from "~/core/content/schemas";
import { AppError } from "~/core/errors";
import type { GradeResult, Recommendation } from "~/core/grading/grade";
import { locateQuote, overrideCriterion } from "~/core/grading/person-grade";
import { settledCode } from "~/core/interview/code/code-log";
import type { InterviewPlan } from "~/core/interview/plan";
import { modelOf } from "./connections.server";
import { contentForRun, getContent } from "./content.server";
import { wakeGradingWorker } from "./grade-worker.server";
import type { Person } from "./guest.server";
import { readableInterview } from "./interview-access.server";
import { nameOf, offeredTo } from "./rubric-access.server";
import { rubricsOf } from "./rubrics.server";

/** One grade of an interview among others. */
export interface GradeChoice {
	id: string;
	shown: boolean;
	at: number;
	by: string;
	rubric: string;
	mean: number | null;
	recommendation: Recommendation | null;
	note: string;
	/** What differs from the first grade, one line each; empty for the first. */
	differs: string[];
}

export interface RegradeOptions {
	rubrics: { hash: string; title: string }[];
	/** The connected model that could judge; null for none. */
	model: string | null;
	/** Whether this person may set a score: not on a round they took themselves. */
	mayOverride: boolean;
	/** Organisations the round could be shared with, by whoever took or imported it, and the one it is shared with. */
	organizations: { id: string; name: string }[];
	sharedWith: string | null;
}

/** All finished grades, oldest first, each with what it changes against the first. */
export async function listGrades(input: {
	plan: InterviewPlan;
	runs: readonly StoredGradeRun[];
	shown: string;
}): Promise<GradeChoice[]> {
	const { plan, runs, shown } = input;
	const versions = await findVersions({ hashes: runs.map((run) => mainHash(run, plan)) });
	const rubrics = new Map(versions.map((version) => [version.hash, Rubric.parse(JSON.parse(version.body))]));
	const first = runs[0]?.result ?? null;
	return runs.flatMap((run) => {
		if (!run.result) return [];
		const rubric = rubrics.get(mainHash(run, plan));
		return {
			id: run.id,
			shown: run.id === shown,
			at: run.finishedAt ?? run.createdAt,
			by: graderOf(run),
			rubric: rubric ? `${rubric.title} v${rubric.version}` : "",
			mean: run.result.mean,
			recommendation: run.result.recommendation,
			note: run.note,
			differs: first && first !== run.result ? differences({ first, now: run.result, rubric }) : [],
		};
	});
}

/** What an ended interview can be graded with again. */
export async function regradeOptions(input: { id: string; person: Person }): Promise<RegradeOptions> {
	const interview = await readableInterview(input);
	const { round } = interview.plan;
	const content = getContent();
	const shipped = content.items.flatMap((item) => {
		const rubric = item.kind === "rubric" ? content.rubrics.get(item.slug) : undefined;
		return rubric?.round === round ? [{ hash: item.hash, title: `${rubric.title}, version ${rubric.version}` }] : [];
	});
	const own = await rubricsOf(input.person);
	const published = own
		.filter((rubric) => rubric.round === round && rubric.archivedAt === null)
		.flatMap((rubric) =>
			[...rubric.publications]
				.reverse()
				.map(({ hash, version }) => ({ hash, title: `${rubric.title}, version ${version}` })),
		);
	return {
		rubrics: [...shipped, ...published],
		model: await modelOf({ userId: interview.userId, task: "judge" }),
		organizations: interview.taken ? await offeredTo(input.person) : [],
		sharedWith: await sharedWith({ interviewId: interview.id }),
		mayOverride: interview.origin !== "practised" || !interview.taken,
	};
}

/** Queues another grade. Refuses what is not offered, and while one is being made. */
export async function regrade(input: {
	id: string;
	person: Person;
	rubricHash: string;
	by: "rules" | "model";
	reason: string;
}): Promise<void> {
	const { rubricHash, by, reason } = input;
	const interview = await readableInterview(input);
	if (interview.status !== "ended")
		throw new AppError("conflict", "This round still runs. It is graded when it has ended.");
	const options = await regradeOptions(input);
	if (!options.rubrics.some((rubric) => rubric.hash === rubricHash))
		throw new AppError("bad-input", "This rubric is not offered for this round. Choose another one.");
	if (by === "model" && !options.model)
		throw new AppError(
			"conflict",
			"No model is connected that could judge. Connect one under Models, or grade by rules.",
		);
	const note = reason.trim() || "Graded again";
	const queued = await requestGradeRun({ interviewId: interview.id, again: { rubricHash, graderKind: by, note } });
	if (!queued) throw new AppError("conflict", "A grade of this interview is being made. Wait until it is there.");
	wakeGradingWorker();
}

/** Sets one criterion of a grade, with a reason. The grade it rests on stays; totals are computed again by the same code. */
export async function overrideScore(input: {
	id: string;
	person: Person;
	grade: string;
	criterion: string;
	score: Score | null;
	reason: string;
	quote: string;
}): Promise<{ grade: string }> {
	const { person, criterion, score, reason, quote } = input;
	const interview = await readableInterview(input);
	const options = await regradeOptions(input);
	if (!options.mayOverride)
		throw new AppError(
			"forbidden",
			"Nobody sets scores in a round they took themselves. Grade it by hand beside the machine instead.",
		);
	if (reason.trim().length < 3) throw new AppError("bad-input", "Say why the score is set. Nothing was changed.");
	const runs = await listGradeRuns({ interviewId: interview.id });
	const run = runs.find((entry) => entry.id === input.grade && entry.status === "done");
	if (!run?.result) throw new AppError("not-found", "There is no such grade of this interview.");
	const before = run.result.criteria.find((entry) => entry.id === criterion);
	const content = await contentForRun({ plan: interview.plan, rubricHash: run.rubricHash });
	const rubric = content.rubrics[0];
	if (!before || !rubric) throw new AppError("bad-input", "This grade has no such criterion.");
	const events = settledCode(interview.events, content.questions[0]?.code?.starter ?? "");
	const evidence = quote.trim() === "" ? null : locateQuote({ events, quote });
	if (quote.trim() !== "" && !evidence)
		throw new AppError(
			"bad-input",
			`“${quote.trim()}” is not in the record. Quote what was said, letter by letter. Nothing was changed.`,
		);
	const grader = nameOf(person);
	const result = overrideCriterion({
		result: run.result,
		rubric,
		scale: content.scale,
		score: { id: criterion, score, reason: reason.trim(), evidence: evidence ? [evidence] : [] },
		grader,
	});
	const title = rubric.criteria.find((entry) => entry.id === criterion)?.title ?? criterion;
	const note = `${title} set from ${before.score ?? "not assessed"} to ${score ?? "not assessed"} by ${grader}`;
	const { id } = await addGradeRun({ interviewId: interview.id, rubricHash: run.rubricHash, note, result });
	return { grade: id };
}

function differences(input: { first: GradeResult; now: GradeResult; rubric: Rubric | undefined }): string[] {
	const { first, now, rubric } = input;
	return now.criteria.flatMap((criterion) => {
		const title = rubric?.criteria.find((entry) => entry.id === criterion.id)?.title ?? criterion.id;
		const before = first.criteria.find((entry) => entry.id === criterion.id);
		if (!before) return [`${title}: new, ${criterion.score ?? "not assessed"}`];
		if (before.score === criterion.score) return [];
		return [`${title}: ${before.score ?? "not assessed"} to ${criterion.score ?? "not assessed"}`];
	});
}

function graderOf(run: StoredGradeRun): string {
	const { grader } = run.result ?? { grader: null };
	const machine = !grader ? run.graderKind : grader.kind === "rules" ? `Rules ${grader.version}` : grader.version;
	return run.graderKind === "person" ? `${machine}, a score set by a person` : machine;
}

/** The hash of the rubric a run's result stands on: of the main segment, unless it was graded by another rubric. */
function mainHash(run: StoredGradeRun, plan: InterviewPlan): string {
	const main = plan.segments[0]?.rubric.hash ?? "";
	return run.rubricHash.split(",").includes(main) ? main : run.rubricHash;
}
