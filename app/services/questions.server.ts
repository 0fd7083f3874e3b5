/** Questions of a person or an organisation: written as one Markdown file, looked at as those who meet it, asked. */
import { randomBytes } from "node:crypto";
import { findVersions } from "~/adapters/db/content-versions.server";
import { membershipsOf } from "~/adapters/db/organizations.server";
import {
	createStudioQuestion,
	listQuestionPublications,
	listStudioQuestions,
	type QuestionPublication,
	type StoredStudioQuestion,
	setQuestionArchived,
	shareQuestion,
} from "~/adapters/db/studio-questions.server";
import { newQuestionFile } from "~/adapters/question-file.server";
import type { Change } from "~/core/content/changes";
import type { Content, ContentItem, ContentProblem } from "~/core/content/content";
import { describeQuestionChanges } from "~/core/content/question-changes";
import { Question, type Round } from "~/core/content/schemas";
import { AppError } from "~/core/errors";
import { slugOf } from "~/core/rubrics/draft";
import { getContent } from "./content.server";
import type { Person } from "./guest.server";
import { checkSource, editableQuestion, lastPublished, refuseLarge, visibleQuestion } from "./question-access.server";
import { previewQuestion, type QuestionPreview } from "./question-preview.server";
import { nameOf, offeredTo, roundTitle } from "./rubric-access.server";

const MAX_QUESTIONS = 200;

export interface QuestionSummary {
	id: string;
	title: string;
	roundTitle: string;
	version: number | null;
	changedAt: number;
	changedBy: string;
	archived: boolean;
}

export interface QuestionView extends QuestionSummary {
	round: Round;
	slug: string;
	source: string;
	revision: number;
	problems: ContentProblem[];
	preview: QuestionPreview | null;
	/** What the text changes of the last version; null when there is none, or the text cannot be read as a question. */
	changes: Change[] | null;
	/** Newest first. */
	history: QuestionPublication[];
	mayEdit: boolean;
	organization: { id: string; name: string } | null;
	offered: { id: string; name: string }[];
}

/** The rounds a question can be written for here: a coding task is a folder of Python files, not one text. */
export function writableRounds(): { round: Round; title: string }[] {
	const rounds = [...getContent().guides.keys()].filter((round) => round !== "coding");
	return rounds.map((round) => ({ round, title: roundTitle(round) }));
}

export async function listQuestions(person: Person | null): Promise<QuestionSummary[]> {
	return person ? (await questionsOf(person)).map(summarize) : [];
}

/** Begins a question for a round, or reads a Markdown file as one. */
export async function createQuestion(input: {
	person: Person;
	round: Round;
	title: string;
	source?: string;
}): Promise<{ id: string }> {
	const { person, round, title, source } = input;
	const rubric = [...getContent().rubrics.values()].find((candidate) => candidate.round === round);
	if (!rubric || !writableRounds().some((entry) => entry.round === round))
		throw new AppError("bad-input", "Questions for this round cannot be written here.");
	if ((await questionsOf(person)).length >= MAX_QUESTIONS)
		throw new AppError("too-many", `You have ${MAX_QUESTIONS} questions, the most there can be. Nothing was stored.`);
	refuseLarge(source ?? "");
	const slug = `${slugOf(title)}-${randomBytes(4).toString("hex")}`;
	const criterion = rubric.criteria[0]?.id ?? "";
	const begun = newQuestionFile({ slug, round, title, rubric: rubric.id, criterion });
	// An imported file gets the name this server knows it by; nothing else of it is touched.
	const own = source?.replaceAll("\r\n", "\n").replace(/^id:.*$/m, `id: ${slug}`);
	return createStudioQuestion({ userId: person.id, slug, round, title, source: own ?? begun, by: nameOf(person) });
}

export async function viewQuestion(input: { id: string; person: Person }): Promise<QuestionView> {
	const { question: stored, mayEdit, organization } = await visibleQuestion(input);
	const { question, problems } = checkSource(stored);
	const last = await lastPublished(stored);
	return {
		...summarize(stored),
		round: stored.round,
		slug: stored.slug,
		source: stored.source,
		revision: stored.revision,
		problems,
		preview: question ? previewQuestion({ question, content: getContent() }) : null,
		changes: question && last ? describeQuestionChanges({ before: last, after: question }) : null,
		history: await listQuestionPublications({ id: stored.id }),
		mayEdit,
		organization,
		offered: stored.userId === input.person.id ? await offeredTo(input.person) : [],
	};
}

export async function archiveQuestion(input: { id: string; person: Person; archived: boolean }): Promise<void> {
	await editableQuestion(input);
	await setQuestionArchived(input);
}

export async function shareOwnQuestion(input: { id: string; person: Person; organization: string }): Promise<void> {
	const { id, person, organization } = input;
	const { question } = await visibleQuestion(input);
	if (question.userId !== person.id) throw new AppError("forbidden", "Only whoever began this question can share it.");
	const memberships = await membershipsOf({ userId: person.id });
	if (organization !== "" && !memberships.some((entry) => entry.organizationId === organization))
		throw new AppError("not-found", "You do not belong to this organisation.");
	await shareQuestion({ id, organizationId: organization || null });
}

/** What is asked here, with this person's published questions beside the shipped ones. Those are asked by name only. */
export async function contentFor(person: Pick<Person, "id"> | null): Promise<Content> {
	const content = getContent();
	if (!person) return content;
	const usable = (await questionsOf(person)).filter((question) => question.published && question.archivedAt === null);
	const versions = await findVersions({ hashes: usable.flatMap((question) => question.published?.hash ?? []) });
	if (versions.length === 0) return content;
	const own = versions.map(({ slug, version, hash, body }): { item: ContentItem; question: Question } => ({
		item: { kind: "question", slug, version, owner: "server", file: "", hash, body },
		question: Question.parse(JSON.parse(body)),
	}));
	return {
		...content,
		questions: new Map([...content.questions, ...own.map(({ question }) => [question.id, question] as const)]),
		items: [...content.items, ...own.map(({ item }) => item)],
	};
}

async function questionsOf(person: Pick<Person, "id">): Promise<StoredStudioQuestion[]> {
	const memberships = await membershipsOf({ userId: person.id });
	return listStudioQuestions({
		userId: person.id,
		organizationIds: memberships.map((entry) => entry.organizationId),
	});
}

function summarize(question: StoredStudioQuestion): QuestionSummary {
	const { id, title, round, published, changedAt, changedBy, archivedAt } = question;
	const version = published?.version ?? null;
	return { id, title, roundTitle: roundTitle(round), version, changedAt, changedBy, archived: archivedAt !== null };
}
