/** The sample transcripts as pages show them: our own grades beside the estimate of the rules. */
import { loadSamples } from "~/adapters/samples.server";
import type { Level, Round, Score } from "~/core/content/schemas";
import { AppError } from "~/core/errors";
import { gradeFile } from "~/core/grading/grade-file";
import { numberTurns } from "~/core/grading/report";
import type { ReportTurn } from "~/core/grading/report-view";
import { findQuote, type SampleFile, type SampleQuote } from "~/core/grading/sample";
import { settledCode } from "~/core/interview/code/code-log";
import { getContent } from "./content.server";

export interface SampleSummary {
	name: string;
	round: Round;
	roundTitle: string;
	questionTitle: string;
	level: Level;
	label: string;
}

export interface SampleCriterion {
	id: string;
	title: string;
	weight: number;
	ours: Score | null;
	reason: string;
	quote: string | null;
	where: (SampleQuote & { turn: number; atMs: number }) | null;
	rules: Score | null;
	/** What the next level would have needed. */
	next: { score: Score; text: string } | null;
}

export interface SampleView extends SampleSummary {
	criteria: SampleCriterion[];
	transcript: ReportTurn[];
}

/** The sample the first page quotes. */
const SHOWN = { name: "system-design-middling", criterion: "model-cost" };

let loading: Promise<Map<string, SampleFile>> | null = null;

/** Every sample by its name, read once. */
export function namedSamples(): Promise<Map<string, SampleFile>> {
	loading ??= loadSamples({ root: process.cwd() });
	return loading;
}

export async function listSamples(): Promise<SampleSummary[]> {
	return [...(await namedSamples())].map(([name, sample]) => summarize({ name, sample }));
}

/** One sample with both grades. Refuses with "not-found" when there is none of that name. */
export async function viewSample(input: { name: string }): Promise<SampleView> {
	const { name } = input;
	const sample = (await namedSamples()).get(name);
	if (!sample) throw new AppError("not-found", "There is no sample of this name. The list of samples has all of them.");
	const content = getContent();
	const rubric = content.rubrics.get(sample.rubric.id);
	const estimate = gradeFile({ file: sample, content }).result;
	const starter = content.questions.get(sample.question)?.code?.starter ?? "";
	const transcript = numberTurns(settledCode(sample.events, starter));
	const criteria = (rubric?.criteria ?? []).map((criterion): SampleCriterion => {
		const grade = sample.sample.grades.criteria.find((entry) => entry.id === criterion.id);
		const where = findQuote({ sample, quote: grade?.quote ?? null });
		const turn = transcript.find((entry) => entry.seq === where?.seq);
		const ours = grade?.score ?? null;
		const next = ours !== null && ours < 4 ? ((ours + 1) as Score) : null;
		return {
			id: criterion.id,
			title: criterion.title,
			weight: criterion.weight,
			ours,
			reason: grade?.reason ?? "",
			quote: grade?.quote ?? null,
			where: where && turn ? { ...where, turn: turn.turn, atMs: turn.atMs } : null,
			rules: estimate.criteria.find((entry) => entry.id === criterion.id)?.score ?? null,
			next: next ? { score: next, text: criterion.anchors[next] } : null,
		};
	});
	return { ...summarize({ name, sample }), criteria, transcript };
}

/** One graded criterion of a sample, for the first page of somebody who has no report yet. */
export async function shownSample(): Promise<{ name: string; criterion: SampleCriterion } | null> {
	const sample = await viewSample({ name: SHOWN.name });
	const criterion = sample.criteria.find((entry) => entry.id === SHOWN.criterion);
	return criterion ? { name: SHOWN.name, criterion } : null;
}

function summarize(input: { name: string; sample: SampleFile }): SampleSummary {
	const { name, sample } = input;
	const content = getContent();
	const asked = new Set([sample.question, ...(sample.segments ?? []).map((segment) => segment.question)]);
	return {
		name,
		round: sample.round,
		roundTitle: content.guides.get(sample.round)?.title ?? sample.round,
		questionTitle: [...asked].map((slug) => content.questions.get(slug)?.title ?? slug).join(" · "),
		level: sample.level,
		label: sample.sample.label,
	};
}
