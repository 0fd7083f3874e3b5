/** The text of a question while somebody writes it: kept, merged with what others wrote, published. */
import {
	listQuestionPublications,
	publishQuestionVersion,
	replaceSource,
	type StoredStudioQuestion,
} from "~/adapters/db/studio-questions.server";
import { readQuestionFile } from "~/adapters/question-file.server";
import { changeSentence } from "~/core/content/changes";
import { describeQuestionChanges } from "~/core/content/question-changes";
import { AppError } from "~/core/errors";
import { getContent } from "./content.server";
import type { Person } from "./guest.server";
import { checkSource, editableQuestion, lastPublished, refuseLarge, visibleQuestion } from "./question-access.server";
import { type MergePart, mergeSources } from "./question-merge.server";
import { nameOf } from "./rubric-access.server";

const ATTEMPTS = 3;

export type SavedQuestion =
	/** `mergedWith`: who else's changes are in `source` now, if anybody's. */
	| { saved: true; revision: number; source: string; mergedWith: string | null }
	/** Nothing was stored: both changed the same lines, and somebody has to choose. */
	| { saved: false; revision: number; theirs: string; parts: MergePart[]; changedBy: string };

/**
 * Keeps the text, whatever is wrong with it. `base` is the text the change began from. What somebody else changed since
 * is merged by line; where both changed the same lines nothing is stored, and both come back side by side.
 */
export async function saveQuestion(input: {
	id: string;
	person: Person;
	revision: number;
	base: string;
	source: string;
}): Promise<SavedQuestion> {
	const { person, revision, base } = input;
	refuseLarge(input.source);
	let stored = await editableQuestion(input);
	let source = input.source;
	let mergedWith: string | null = null;
	for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
		if (stored.revision !== revision && stored.source !== input.source) {
			const { parts, conflicts, merged } = mergeSources({ base, mine: input.source, theirs: stored.source });
			const { source: theirs, changedBy } = stored;
			if (conflicts > 0) return { saved: false, revision: stored.revision, theirs, parts, changedBy };
			refuseLarge(merged);
			source = merged;
			mergedWith = changedBy;
		}
		const unchanged = stored.source === source;
		if (unchanged || (await keep({ stored, source, person })))
			return { saved: true, revision: stored.revision + (unchanged ? 0 : 1), source, mergedWith };
		stored = await editableQuestion(input);
	}
	throw new AppError(
		"conflict",
		"Others are changing this question at this moment. Your text is still here: save again.",
	);
}

/** Publishes the text as the next version, which new rounds can ask. Refuses with every mistake and its line. */
export async function publishQuestion(input: {
	id: string;
	person: Person;
	revision: number;
	reason: string;
}): Promise<void> {
	const { person, revision, reason } = input;
	const stored = await editableQuestion(input);
	const { question, problems } = checkSource(stored);
	const errors = problems.filter((problem) => problem.severity === "error");
	if (!question || errors.length > 0) {
		const said = errors.slice(0, 3).map((problem) => `line ${problem.line}: ${problem.sentence}`);
		throw new AppError("bad-input", `Not published. ${said.join("; ")}.`);
	}
	const last = await lastPublished(stored);
	const changes = last ? describeQuestionChanges({ before: last, after: question }).map(changeSentence) : [];
	const version = (stored.published?.version ?? 0) + 1;
	if (last && changes.length === 0)
		throw new AppError("conflict", `The text says what version ${version - 1} says. There is nothing to publish.`);
	await publishQuestionVersion({
		id: stored.id,
		revision,
		question: { ...question, version },
		source: stored.source,
		reason,
		changes: last ? changes : ["The first version."],
		by: nameOf(person),
	});
}

/** The file of a published version, or of the draft. "not-found" for a version whose file was not kept. */
export async function exportQuestion(input: {
	id: string;
	person: Person;
	version: number | null;
}): Promise<{ name: string; source: string }> {
	const { question } = await visibleQuestion(input);
	if (input.version === null) return { name: `${question.slug}-draft.md`, source: question.source };
	const history = await listQuestionPublications({ id: question.id });
	const source = history.find((entry) => entry.version === input.version)?.source;
	if (!source) throw new AppError("not-found", "There is no file of this version.");
	return { name: `${question.slug}-v${input.version}.md`, source };
}

async function keep(input: { stored: StoredStudioQuestion; source: string; person: Person }): Promise<boolean> {
	const { stored, source, person } = input;
	const { question } = readQuestionFile({ source, context: getContent() });
	const title = question?.title ?? stored.title;
	return replaceSource({ id: stored.id, revision: stored.revision, source, title, by: nameOf(person) });
}
