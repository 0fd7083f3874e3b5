/** Rubrics people shape: drafts with a revision, and publications that are never changed. */
import type { Rubric } from "~/core/content/schemas";
import { Round } from "~/core/content/schemas";
import { AppError } from "~/core/errors";
import { RubricDraft } from "~/core/rubrics/draft";
import type { Prisma } from "~/generated/prisma/client";
import { sealBody } from "../content-overlay.server";
import { database, inTransaction } from "./client.server";
import { ownedOrShared } from "./studio-owner.server";

/** Times are Unix milliseconds. */
export interface StoredPublication {
	version: number;
	hash: string;
	/** Why, in the words of whoever published it; and what changed, one sentence each. */
	reason: string;
	changes: string[];
	publishedBy: string;
	publishedAt: number;
}

export interface StoredStudioRubric {
	id: string;
	userId: string;
	organizationId: string | null;
	slug: string;
	round: Round;
	title: string;
	forkedFrom: string;
	draft: RubricDraft;
	/** Rises by one with every change of the draft. */
	revision: number;
	changedBy: string;
	changedAt: number;
	archivedAt: number | null;
	/** Whether new grades show calibrated scores beside the raw ones. */
	calibrated: boolean;
	/** Oldest first. */
	publications: StoredPublication[];
}

const WITH_PUBLICATIONS = {
	publications: { orderBy: { version: "asc" } },
} as const satisfies Prisma.StudioRubricInclude;
type Row = Prisma.StudioRubricGetPayload<{ include: typeof WITH_PUBLICATIONS }>;

/** Stores a new rubric with a draft. `slug` names it among all rubrics of the server. */
export async function createStudioRubric(input: {
	userId: string;
	organizationId: string | null;
	slug: string;
	round: Round;
	forkedFrom: string;
	draft: RubricDraft;
	by: string;
	now?: number;
}): Promise<{ id: string }> {
	const { draft, by, now = Date.now(), ...rest } = input;
	const row = { ...rest, title: draft.title, draft: JSON.stringify(draft), changedBy: by, changedAt: new Date(now) };
	return database().studioRubric.create({ data: row, select: { id: true } });
}

/** One rubric; null when there is none. The caller checks who may see it. */
export async function findStudioRubric(input: { id: string }): Promise<StoredStudioRubric | null> {
	const row = await database().studioRubric.findUnique({ where: { id: input.id }, include: WITH_PUBLICATIONS });
	return row ? toRubric(row) : null;
}

/** The rubrics of a person and of some organisations, the last changed first. */
export async function listStudioRubrics(input: {
	userId: string;
	organizationIds: readonly string[];
}): Promise<StoredStudioRubric[]> {
	const rows = await database().studioRubric.findMany({
		where: ownedOrShared(input),
		include: WITH_PUBLICATIONS,
		orderBy: [{ changedAt: "desc" }, { id: "asc" }],
	});
	return rows.map(toRubric);
}

/**
 * Replaces the draft when it still has the revision the change is based on. Returns the new revision, or null when
 * somebody else was faster: then nothing is stored.
 */
export async function replaceDraft(input: {
	id: string;
	revision: number;
	draft: RubricDraft;
	by: string;
	now?: number;
}): Promise<{ revision: number; changedAt: number } | null> {
	const { id, revision, draft, by, now = Date.now() } = input;
	const { count } = await database().studioRubric.updateMany({
		where: { id, revision },
		data: {
			draft: JSON.stringify(draft),
			title: draft.title,
			revision: revision + 1,
			changedBy: by,
			changedAt: new Date(now),
		},
	});
	return count === 1 ? { revision: revision + 1, changedAt: now } : null;
}

/**
 * Publishes `rubric` as its version, immutably. Throws "conflict" when the draft has another revision by now or the
 * version exists already: two people never publish the same number.
 */
export async function publishVersion(input: {
	id: string;
	revision: number;
	rubric: Rubric;
	reason: string;
	changes: readonly string[];
	by: string;
	now?: number;
}): Promise<{ version: number; hash: string }> {
	const { id, revision, rubric, reason, changes, by, now = Date.now() } = input;
	const { body, hash } = sealBody(rubric);
	const { version } = rubric;
	const published = await inTransaction(async (transaction) => {
		const same = await transaction.studioRubric.count({ where: { id, revision } });
		const taken = await transaction.rubricPublication.count({ where: { rubricId: id, version } });
		if (same === 0 || taken > 0) return false;
		const line = { kind: "rubric", slug: rubric.id, version, owner: `rubric:${id}` };
		await transaction.contentVersion.create({ data: { ...line, hash, body } });
		await transaction.rubricPublication.create({
			data: {
				rubricId: id,
				version,
				hash,
				reason,
				changes: JSON.stringify(changes),
				publishedBy: by,
				publishedAt: new Date(now),
			},
		});
		return true;
	});
	if (!published) {
		throw new AppError(
			"conflict",
			"The rubric was changed or published a moment ago by somebody else. Load the page again and look at it first.",
		);
	}
	return { version, hash };
}

/** Archived rubrics are offered nowhere; what was graded with them stays as it is. */
export async function setArchived(input: { id: string; archived: boolean; now?: number }): Promise<void> {
	const archivedAt = input.archived ? new Date(input.now ?? Date.now()) : null;
	await database().studioRubric.updateMany({ where: { id: input.id }, data: { archivedAt } });
}

export async function setCalibrated(input: { id: string; calibrated: boolean }): Promise<void> {
	const { id, calibrated } = input;
	await database().studioRubric.updateMany({ where: { id }, data: { calibrated } });
}

/** The rubric a published version belongs to, with all its publications; null for a version nobody published here. */
export async function rubricOfVersion(input: { hash: string }): Promise<StoredStudioRubric | null> {
	const publication = await database().rubricPublication.findFirst({
		where: { hash: input.hash },
		select: { rubricId: true },
	});
	return publication ? findStudioRubric({ id: publication.rubricId }) : null;
}

export async function setOrganization(input: { id: string; organizationId: string | null }): Promise<void> {
	const { id, organizationId } = input;
	await database().studioRubric.updateMany({ where: { id }, data: { organizationId } });
}

function toRubric(row: Row): StoredStudioRubric {
	return {
		id: row.id,
		userId: row.userId,
		organizationId: row.organizationId,
		slug: row.slug,
		round: Round.parse(row.round),
		title: row.title,
		forkedFrom: row.forkedFrom,
		draft: RubricDraft.parse(JSON.parse(row.draft)),
		revision: row.revision,
		changedBy: row.changedBy,
		changedAt: row.changedAt.getTime(),
		archivedAt: row.archivedAt?.getTime() ?? null,
		calibrated: row.calibrated,
		publications: row.publications.map((publication) => ({
			version: publication.version,
			hash: publication.hash,
			reason: publication.reason,
			changes: JSON.parse(publication.changes) as string[],
			publishedBy: publication.publishedBy,
			publishedAt: publication.publishedAt.getTime(),
		})),
	};
}
