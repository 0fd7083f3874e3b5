/** Questions of a person or an organisation: written as one Markdown file, looked at as those who meet it, published. */
import { randomBytes } from "node:crypto";
import { findVersions } from "~/adapters/db/content-versions.server";
import { manages, membershipsOf } from "~/adapters/db/organizations.server";
import {
	createStudioQuestion,
	findStudioQuestion,
	listStudioQuestions,
	publishQuestionVersion,
	replaceSource,
	type StoredStudioQuestion,
	setQuestionArchived,
	shareQuestion,
} from "~/adapters/db/studio-questions.server";
import { newQuestionFile, readQuestionFile } from "~/adapters/question-file.server";
import type { Content, ContentItem, ContentProblem } from "~/core/content/content";
import { Question, type Round } from "~/core/content/schemas";
import { AppError } from "~/core/errors";
import { slugOf } from "~/core/rubrics/draft";
import { getContent } from "./content.server";
import type { Person } from "./guest.server";
import { previewQuestion, type QuestionPreview } from "./question-preview.server";
import { nameOf, offeredTo, roundTitle } from "./rubric-access.server";

const MAX_QUESTIONS = 200;
const MAX_BYTES = 200_000;

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
	const { question: stored, mayEdit, organization } = await visible(input);
	const { question, problems } = check(stored);
	return {
		...summarize(stored),
		round: stored.round,
		slug: stored.slug,
		source: stored.source,
		revision: stored.revision,
		problems,
		preview: question ? previewQuestion({ question, content: getContent() }) : null,
		mayEdit,
		organization,
		offered: stored.userId === input.person.id ? await offeredTo(input.person) : [],
	};
}

/** Keeps the text, whatever is wrong with it. Refuses when somebody else changed it since: nothing is overwritten. */
export async function saveQuestion(input: {
	id: string;
	person: Person;
	revision: number;
	source: string;
}): Promise<void> {
	const { id, person, revision, source } = input;
	const stored = await editable(input);
	refuseLarge(source);
	const { question } = readQuestionFile({ source, context: getContent() });
	const kept = await replaceSource({
		id,
		revision,
		source,
		title: question?.title ?? stored.title,
		by: nameOf(person),
	});
	if (!kept)
		throw new AppError(
			"changed-elsewhere",
			`${stored.changedBy} changed this question since you opened it. Copy your text, load the page again, and put the two together.`,
		);
}

/** Publishes the text as the next version, which new rounds can ask. Refuses with every mistake and its line. */
export async function publishQuestion(input: { id: string; person: Person; revision: number }): Promise<void> {
	const stored = await editable(input);
	const { question, problems } = check(stored);
	const errors = problems.filter((problem) => problem.severity === "error");
	if (!question || errors.length > 0) {
		const said = errors.slice(0, 3).map((problem) => `line ${problem.line}: ${problem.sentence}`);
		throw new AppError("bad-input", `Not published. ${said.join("; ")}.`);
	}
	const version = (stored.published?.version ?? 0) + 1;
	await publishQuestionVersion({ id: stored.id, revision: input.revision, question: { ...question, version } });
}

export async function archiveQuestion(input: { id: string; person: Person; archived: boolean }): Promise<void> {
	await editable(input);
	await setQuestionArchived(input);
}

export async function shareOwnQuestion(input: { id: string; person: Person; organization: string }): Promise<void> {
	const { id, person, organization } = input;
	const { question } = await visible(input);
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

function check(stored: StoredStudioQuestion): { question: Question | null; problems: ContentProblem[] } {
	const { question, problems } = readQuestionFile({ source: stored.source, context: getContent() });
	const wrong = (sentence: string): ContentProblem => ({ file: "question.md", line: 2, sentence, severity: "error" });
	if (question && question.id !== stored.slug) problems.push(wrong(`the id of this question is ${stored.slug}`));
	if (question && question.round !== stored.round)
		problems.push(wrong(`this question is for the round ${stored.round}`));
	return { question, problems };
}

async function visible(input: { id: string; person: Person }) {
	const { person } = input;
	const question = await findStudioQuestion({ id: input.id });
	if (question) {
		const memberships = await membershipsOf({ userId: person.id });
		const membership = memberships.find((entry) => entry.organizationId === question.organizationId);
		const organization = membership ? { id: membership.organizationId, name: membership.name } : null;
		if (question.userId === person.id) return { question, mayEdit: true, organization };
		if (membership) return { question, mayEdit: manages(membership.role), organization };
	}
	throw new AppError("not-found", "There is no such question here, or it belongs to somebody else.");
}

async function editable(input: { id: string; person: Person }): Promise<StoredStudioQuestion> {
	const { question, mayEdit } = await visible(input);
	if (mayEdit) return question;
	throw new AppError("forbidden", "You may look at this question, but only its managers can change it.");
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

function refuseLarge(source: string): void {
	if (Buffer.byteLength(source) <= MAX_BYTES) return;
	throw new AppError("too-large", `A question has at most ${MAX_BYTES / 1000} kB. Nothing was stored.`);
}
