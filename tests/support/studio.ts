/** A server with the shipped content, and people who shape rubrics on it. */
import { beforeAll } from "vitest";
import { openAuth } from "~/adapters/auth.server";
import { loadContent } from "~/adapters/content.server";
import { storeVersions } from "~/adapters/db/content-versions.server";
import { loadSamples } from "~/adapters/samples.server";
import type { RubricDraft } from "~/core/rubrics/draft";
import { setContent } from "~/services/content.server";
import { gradeNext } from "~/services/grade-worker.server";
import type { Person } from "~/services/guest.server";
import type { GivenScore } from "~/services/human-grading.server";
import { importInterview } from "~/services/report.server";
import { publishRubric, saveDraft, viewRubric } from "~/services/rubric-draft.server";
import { forkRubric } from "~/services/rubrics.server";

export const samples = await loadSamples({ root: process.cwd() });

/** Call beside `testDatabase()`. */
export function shippedContent(): void {
	beforeAll(async () => {
		openAuth({ secret: "a secret for tests that is long enough", publicUrl: "http://127.0.0.1:4310" });
		const { content } = await loadContent({ root: process.cwd() });
		await storeVersions({ items: content.items });
		setContent({ content, disabled: [] });
	});
}

/** A copy of the shipped RAG rubric. */
export async function forkRag(person: Person): Promise<string> {
	return (await forkRubric({ person, from: "rag-deep-dive" })).id;
}

/** Moves weight from retrieval to evaluation and keeps the draft. */
export async function shiftWeight(input: { id: string; person: Person; by: number }): Promise<RubricDraft> {
	const { id, person, by } = input;
	const { draft, revision } = await viewRubric({ id, person });
	const change: Record<string, number> = { evaluation: by, retrieval: -by };
	const criteria = draft.criteria.map((entry) => ({ ...entry, weight: entry.weight + (change[entry.id] ?? 0) }));
	const next = { ...draft, criteria };
	await saveDraft({ id, person, revision, draft: next });
	return next;
}

export async function publish(input: { id: string; person: Person; reason?: string }): Promise<{ version: number }> {
	const { id, person, reason = "For a test" } = input;
	const { revision } = await viewRubric({ id, person });
	return publishRubric({ id, person, revision, reason });
}

/** Imports one of the samples as a person's own interview and grades it. */
export async function importSample(input: { person: Person; name: string; rubric?: string }): Promise<string> {
	const { person, name, rubric = "" } = input;
	const { id } = await importInterview({ person, text: JSON.stringify(samples.get(name)), rubric });
	while (await gradeNext());
	return id;
}

const RAG_CRITERIA = ["ingestion", "index", "retrieval", "evaluation", "grounding", "operations"];

/** What a person gives every criterion of the RAG rubric: a 2 with a reason, changed where asked. */
export function given(change: Record<string, Partial<GivenScore>> = {}): GivenScore[] {
	return RAG_CRITERIA.map((id) => ({ id, score: 2, reason: "Seen once.", quotes: [], ...change[id] }));
}
