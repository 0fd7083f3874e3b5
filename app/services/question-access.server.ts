/** Which questions somebody may see and change, and whether a text is a question that can be published. */
import { findVersions } from "~/adapters/db/content-versions.server";
import { manages, membershipsOf } from "~/adapters/db/organizations.server";
import { findStudioQuestion, type StoredStudioQuestion } from "~/adapters/db/studio-questions.server";
import { readQuestionFile } from "~/adapters/question-file.server";
import type { ContentProblem } from "~/core/content/content";
import { Question } from "~/core/content/schemas";
import { AppError } from "~/core/errors";
import { getContent } from "./content.server";
import type { Person } from "./guest.server";

const MAX_BYTES = 200_000;

/** A question as one person may use it. Refuses with "not-found" whoever may not see it. */
export async function visibleQuestion(input: { id: string; person: Person }) {
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

export async function editableQuestion(input: { id: string; person: Person }): Promise<StoredStudioQuestion> {
	const { question, mayEdit } = await visibleQuestion(input);
	if (mayEdit) return question;
	throw new AppError("forbidden", "You may look at this question, but only its managers can change it.");
}

/** The question a stored text is, and every mistake; one about another id or round is a mistake here. */
export function checkSource(stored: StoredStudioQuestion): { question: Question | null; problems: ContentProblem[] } {
	const { question, problems } = readQuestionFile({ source: stored.source, context: getContent() });
	const wrong = (sentence: string): ContentProblem => ({ file: "question.md", line: 2, sentence, severity: "error" });
	if (question && question.id !== stored.slug) problems.push(wrong(`the id of this question is ${stored.slug}`));
	if (question && question.round !== stored.round)
		problems.push(wrong(`this question is for the round ${stored.round}`));
	return { question, problems };
}

/** The last published version as it was; null when there is none. */
export async function lastPublished(stored: StoredStudioQuestion): Promise<Question | null> {
	if (!stored.published) return null;
	const [version] = await findVersions({ hashes: [stored.published.hash] });
	return version ? Question.parse(JSON.parse(version.body)) : null;
}

export function refuseLarge(source: string): void {
	if (Buffer.byteLength(source) <= MAX_BYTES) return;
	throw new AppError("too-large", `A question has at most ${MAX_BYTES / 1000} kB. Nothing was stored.`);
}
