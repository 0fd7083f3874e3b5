/** Questions people write: a Markdown draft with a revision, and published versions that are never changed. */
import { z } from "zod";
import { type Question, Round } from "~/core/content/schemas";
import { AppError } from "~/core/errors";
import type { StudioQuestionModel } from "~/generated/prisma/models";
import { sealBody } from "../content-overlay.server";
import { database, inTransaction } from "./client.server";
import { ownedOrShared } from "./studio-owner.server";

const Sentences = z.array(z.string());

/** Times are Unix milliseconds. */
export interface StoredStudioQuestion {
	id: string;
	userId: string;
	organizationId: string | null;
	slug: string;
	round: Round;
	title: string;
	/** The whole file: front matter and sections. */
	source: string;
	revision: number;
	/** Null when it was never published. */
	published: { version: number; hash: string } | null;
	changedBy: string;
	changedAt: number;
	archivedAt: number | null;
}

export async function createStudioQuestion(input: {
	userId: string;
	slug: string;
	round: Round;
	title: string;
	source: string;
	by: string;
}): Promise<{ id: string }> {
	const { by, ...row } = input;
	const data = { ...row, changedBy: by, changedAt: new Date() };
	return database().studioQuestion.create({ data, select: { id: true } });
}

/** One question; null when there is none. The caller checks who may see it. */
export async function findStudioQuestion(input: { id: string }): Promise<StoredStudioQuestion | null> {
	const row = await database().studioQuestion.findUnique({ where: { id: input.id } });
	return row ? toQuestion(row) : null;
}

/** The questions of a person and of some organisations, the last changed first. */
export async function listStudioQuestions(input: {
	userId: string;
	organizationIds: readonly string[];
}): Promise<StoredStudioQuestion[]> {
	const rows = await database().studioQuestion.findMany({
		where: ownedOrShared(input),
		orderBy: [{ changedAt: "desc" }, { id: "asc" }],
	});
	return rows.map(toQuestion);
}

/** Replaces the draft when it still has the revision the change is based on; false when somebody else was faster. */
export async function replaceSource(input: {
	id: string;
	revision: number;
	source: string;
	title: string;
	by: string;
}): Promise<boolean> {
	const { id, revision, source, title, by } = input;
	const { count } = await database().studioQuestion.updateMany({
		where: { id, revision },
		data: { source, title, revision: revision + 1, changedBy: by, changedAt: new Date() },
	});
	return count === 1;
}

/** Who published a version, when (Unix milliseconds), why, and what it changed, in sentences. */
export interface QuestionPublication {
	version: number;
	reason: string;
	changes: string[];
	publishedBy: string;
	publishedAt: number;
	/** The file as it was published; empty for a version from before files were kept. */
	source: string;
}

/** The published versions of a question, newest first. */
export async function listQuestionPublications(input: { id: string }): Promise<QuestionPublication[]> {
	const rows = await database().questionPublication.findMany({
		where: { questionId: input.id },
		orderBy: { version: "desc" },
	});
	return rows.map(({ version, reason, changes, publishedBy, publishedAt, source }) => ({
		version,
		reason,
		changes: Sentences.parse(JSON.parse(changes)),
		publishedBy,
		publishedAt: publishedAt.getTime(),
		source,
	}));
}

/** Publishes `question` as its version, immutably. "conflict" when the draft was changed or published meanwhile. */
export async function publishQuestionVersion(input: {
	id: string;
	revision: number;
	question: Question;
	source: string;
	reason: string;
	changes: readonly string[];
	by: string;
}): Promise<void> {
	const { id, revision, question, source, reason, changes, by } = input;
	const { body, hash } = sealBody(question);
	const { version } = question;
	const done = await inTransaction(async (transaction) => {
		const { count } = await transaction.studioQuestion.updateMany({
			where: { id, revision, OR: [{ publishedVersion: null }, { publishedVersion: { lt: version } }] },
			data: { publishedVersion: version, publishedHash: hash },
		});
		if (count === 0) return false;
		const line = { kind: "question", slug: question.id, version, owner: `question:${id}` };
		await transaction.contentVersion.create({ data: { ...line, hash, body } });
		const said = { reason, changes: JSON.stringify(changes), publishedBy: by };
		await transaction.questionPublication.create({ data: { questionId: id, version, hash, source, ...said } });
		return true;
	});
	if (!done)
		throw new AppError(
			"conflict",
			"The question was changed or published a moment ago. Load the page again and look at it first.",
		);
}

export async function setQuestionArchived(input: { id: string; archived: boolean }): Promise<void> {
	const archivedAt = input.archived ? new Date() : null;
	await database().studioQuestion.updateMany({ where: { id: input.id }, data: { archivedAt } });
}

export async function shareQuestion(input: { id: string; organizationId: string | null }): Promise<void> {
	const { id, organizationId } = input;
	await database().studioQuestion.updateMany({ where: { id }, data: { organizationId } });
}

function toQuestion(row: StudioQuestionModel): StoredStudioQuestion {
	const { publishedVersion, publishedHash } = row;
	return {
		id: row.id,
		userId: row.userId,
		organizationId: row.organizationId,
		slug: row.slug,
		round: Round.parse(row.round),
		title: row.title,
		source: row.source,
		revision: row.revision,
		published:
			publishedVersion !== null && publishedHash !== null ? { version: publishedVersion, hash: publishedHash } : null,
		changedBy: row.changedBy,
		changedAt: row.changedAt.getTime(),
		archivedAt: row.archivedAt?.getTime() ?? null,
	};
}
