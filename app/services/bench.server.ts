/** The test bench: a draft and the published rubric on the same stored interviews, by the rules grader. */
import {
	type BenchStatus,
	benchedItems,
	benchResults,
	benchStatus,
	createBenchRun,
	findBenchRun,
	latestBenchRun,
	type StoredBenchRun,
	setBenchStatus,
	storeBenchResult,
} from "~/adapters/db/bench.server";
import { submittedGrades } from "~/adapters/db/human-grades.server";
import { recordSeenScores } from "~/adapters/db/seen-scores.server";
import { AppError } from "~/core/errors";
import type { Recommendation } from "~/core/grading/grade";
import { personResult } from "~/core/grading/person-grade";
import { type Comparison, compareVersions, type PersonScores } from "~/core/rubrics/compare";
import { toTrialRubric } from "~/core/rubrics/draft";
import { type BenchEstimate, type BenchSet, estimateItems, graderOf, itemsOf } from "./bench-items.server";
import { modelOf } from "./connections.server";
import { getContent } from "./content.server";
import type { Person } from "./guest.server";
import { readableInterviews } from "./interview-access.server";
import { describeCost } from "./ledger.server";
import { logger } from "./logger.server";
import { bodyOf, visible } from "./rubric-access.server";
import { namedSamples } from "./samples.server";

/** A run is bounded, so that one person cannot keep the server busy for minutes. */
const MAX_ITEMS = 500;

export interface BenchView {
	/** How many interviews each set has, of the rubric's round. */
	sets: Record<BenchSet, number>;
	/** The connected model that could judge; null for none. */
	model: string | null;
	run: {
		id: string;
		status: BenchStatus;
		done: number;
		total: number;
		startedAt: number;
		/** The draft has changed since. */
		stale: boolean;
		against: string;
		grader: "rules" | "model";
		/** What a run with a model has cost so far, in words; empty for the rules. */
		cost: string;
		comparison: Comparison | null;
	} | null;
}

const holder = globalThis as typeof globalThis & { mockingbirdBench?: { active: Set<string>; line: Promise<void> } };
holder.mockingbirdBench ??= { active: new Set(), line: Promise.resolve() };
const bench = holder.mockingbirdBench;
/** Runs this process is at or that wait in its line. */
const { active } = bench;

/** What can be tried, and the newest run as far as it is. A run whose process died shows as stopped. */
export async function viewBench(input: { id: string; person: Person }): Promise<BenchView> {
	const { person } = input;
	const rubric = await visible(input);
	const [samples, mine] = [await itemsOf("samples", rubric.round, person), await itemsOf("mine", rubric.round, person)];
	const sets = { samples: samples.length, mine: mine.length, all: samples.length + mine.length };
	const model = await modelOf({ userId: person.id, task: "judge" });
	const run = await latestBenchRun({ rubricId: rubric.id, userId: person.id });
	if (!run) return { sets, model, run: null };
	if (run.status === "running" && !active.has(run.id)) {
		await setBenchStatus({ id: run.id, from: ["running"], to: "stopped" });
		run.status = "stopped";
	}
	const done = await benchedItems({ runId: run.id });
	const before = await bodyOf(run.beforeHash);
	const shown = done.size > 0 && run.status !== "running";
	if (shown) await recordSeenScores({ interviewIds: await existing({ run, person }), userId: person.id });
	return {
		sets,
		model,
		run: {
			id: run.id,
			status: run.status,
			done: done.size,
			total: run.items.length,
			startedAt: run.createdAt,
			stale: run.revision !== rubric.revision,
			grader: run.grader,
			cost: run.grader === "model" ? await describeCost({ interviewId: ledgerName(run.id) }) : "",
			against: `${before.title}, version ${before.version}`,
			comparison: shown ? await compare({ run, person }) : null,
		},
	};
}

/** Starts a run of the draft as it is now. Refuses while another one of this person's on the rubric is going. */
export async function startBench(input: {
	id: string;
	person: Person;
	set: BenchSet;
	grader?: "rules" | "model";
}): Promise<void> {
	const { person, set, grader = "rules" } = input;
	if (grader === "model" && !(await modelOf({ userId: person.id, task: "judge" })))
		throw new AppError(
			"conflict",
			"No model is connected that could judge. Connect one under Models, or run with the rules.",
		);
	const rubric = await visible(input);
	const latest = await latestBenchRun({ rubricId: rubric.id, userId: person.id });
	if (latest && active.has(latest.id))
		throw new AppError("conflict", "A run is going on already. Wait for it, or cancel it first.");
	const items = (await itemsOf(set, rubric.round, person)).slice(0, MAX_ITEMS);
	if (items.length === 0)
		throw new AppError(
			"conflict",
			"There is no interview of this round to try the draft on. Import some, or practise.",
		);
	const version = (rubric.publications.at(-1)?.version ?? 0) + 1;
	const draft = toTrialRubric({ draft: rubric.draft, id: rubric.slug, round: rubric.round, version });
	const beforeHash = rubric.publications.at(-1)?.hash ?? shippedHash(rubric.round);
	const { revision } = rubric;
	const id = await createBenchRun({
		userId: person.id,
		rubricId: rubric.id,
		beforeHash,
		grader,
		draft,
		revision,
		items,
	});
	work({ id, person, grader });
}

export async function cancelBench(input: { id: string; person: Person }): Promise<void> {
	const run = await latestRun(input);
	await setBenchStatus({ id: run.id, from: ["running"], to: "stopped" });
}

/** Goes on with a stopped run where it stopped. */
export async function resumeBench(input: { id: string; person: Person }): Promise<void> {
	const run = await latestRun(input);
	if (active.has(run.id) || !(await setBenchStatus({ id: run.id, from: ["stopped", "failed"], to: "running" }))) return;
	work({ id: run.id, person: input.person, grader: run.grader });
}

/** What a run would cost, at most: nothing is taken off for what a provider remembers. Null dollars: no price is known. */
export async function estimateBench(input: { id: string; person: Person; set: BenchSet }): Promise<BenchEstimate> {
	const { person, set } = input;
	const rubric = await visible(input);
	const items = (await itemsOf(set, rubric.round, person)).slice(0, MAX_ITEMS);
	return estimateItems({ items, person, criteria: rubric.draft.criteria.length });
}

async function latestRun(input: { id: string; person: Person }): Promise<StoredBenchRun> {
	const rubric = await visible(input);
	const run = await latestBenchRun({ rubricId: rubric.id, userId: input.person.id });
	if (!run) throw new AppError("not-found", "Nothing was tried on this rubric yet.");
	return run;
}

function work(input: { id: string; person: Person; grader: "rules" | "model" }): void {
	const { id, grader } = input;
	active.add(id);
	// Rules take this processor, one run at a time; a judge mostly waits for its provider and keeps nobody from it.
	const turn = grader === "rules" ? bench.line : Promise.resolve();
	const done = turn
		.then(() => workThrough(input))
		.catch(async (error: unknown) => {
			logger.error({ err: error, benchRun: id }, "a bench run failed");
			await setBenchStatus({ id, from: ["running"], to: "failed" }).catch(() => undefined);
		})
		.finally(() => {
			active.delete(id);
		});
	if (grader === "rules") bench.line = done;
}

/** One interview after the other, with a breath between them: other people use this process too. */
async function workThrough(input: { id: string; person: Person }): Promise<void> {
	const { id, person } = input;
	const run = await findBenchRun({ id });
	if (!run) return;
	const done = await benchedItems({ runId: id });
	const before = await bodyOf(run.beforeHash);
	for (const item of run.items) {
		if (done.has(item)) continue;
		if ((await benchStatus({ id })) !== "running") return;
		const grade = await graderOf({ item, person, grader: run.grader, ledger: ledgerName(id) });
		if (grade) await storeBenchResult({ runId: id, item, before: await grade(before), after: await grade(run.draft) });
		await new Promise((resolve) => setImmediate(resolve));
	}
	await setBenchStatus({ id, from: ["running"], to: "done" });
}

async function compare(input: { run: StoredBenchRun; person: Person }): Promise<Comparison> {
	const { run, person } = input;
	const results = await benchResults({ runId: run.id });
	const people = await peopleOf({ run, person });
	return compareVersions({
		criteria: run.draft.criteria.map(({ id, title }) => ({ id, title })),
		cases: results.map((result) => ({
			...result,
			title: people.titles.get(result.item) ?? result.item,
			people: people.grades.get(result.item) ?? [],
		})),
	});
}

/** The interviews of a run that are still there for this person. */
async function existing(input: { run: StoredBenchRun; person: Person }): Promise<string[]> {
	const readable = await readableInterviews({ person: input.person });
	return readable.flatMap(({ id }) => (input.run.items.includes(`interview:${id}`) ? [id] : []));
}

/** Titles of the items, and what people gave them: our own grades for samples, blind grades for interviews. */
async function peopleOf(input: { run: StoredBenchRun; person: Person }) {
	const titles = new Map<string, string>();
	const grades = new Map<string, PersonScores[]>();
	const content = getContent();
	for (const [name, { question, sample }] of await namedSamples()) {
		titles.set(
			`sample:${name}`,
			`${content.questions.get(question)?.title ?? question}, sample ${name.split("-").at(-1)}`,
		);
		const scores = Object.fromEntries(sample.grades.criteria.map(({ id, score }) => [id, score]));
		const recommendation = sample.grades.recommendation as Recommendation;
		grades.set(`sample:${name}`, [{ grader: sample.grades.rater, scores, recommendation }]);
	}
	const mine = await readableInterviews({ person: input.person });
	for (const interview of mine) titles.set(`interview:${interview.id}`, interview.title);
	const before = await bodyOf(input.run.beforeHash);
	for (const grade of await submittedGrades({ interviewIds: mine.map(({ id }) => id) })) {
		if (grade.mode !== "blind") continue;
		const item = `interview:${grade.interviewId}`;
		const { recommendation } = personResult({
			rubric: before,
			scale: content.scale,
			scores: grade.criteria,
			events: [],
			grader: grade.graderName,
		});
		const scores = Object.fromEntries(grade.criteria.map(({ id, score }) => [id, score]));
		grades.set(item, [...(grades.get(item) ?? []), { grader: grade.graderName, scores, recommendation }]);
	}
	return { titles, grades };
}

/** The calls of a run have a line of their own in the ledger: they are no part of what a round has cost. */
const ledgerName = (run: string) => `bench:${run}`;

function shippedHash(round: string): string {
	const content = getContent();
	const rubric = [...content.rubrics.values()].find((candidate) => candidate.round === round);
	const item = content.items.find((entry) => entry.kind === "rubric" && entry.slug === rubric?.id);
	if (!item) throw new AppError("not-available", "This server has no rubric of this round to compare with.");
	return item.hash;
}
