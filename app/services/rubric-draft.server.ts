/** One rubric in the studio: its draft, its versions, publishing. */
import { z } from "zod";
import { membershipsOf } from "~/adapters/db/organizations.server";
import {
	publishVersion,
	replaceDraft,
	type StoredPublication,
	setArchived,
	setOrganization,
} from "~/adapters/db/studio-rubrics.server";
import { changeSentence } from "~/core/content/changes";
import type { Round } from "~/core/content/schemas";
import { AppError } from "~/core/errors";
import { describeChanges } from "~/core/rubrics/changes";
import { checkDraft, draftOf, RubricDraft, toRubric } from "~/core/rubrics/draft";
import type { Person } from "./guest.server";
import { bodyOf, editable, nameOf, offeredTo, roundTitle, visible } from "./rubric-access.server";

export interface StudioView {
	id: string;
	round: Round;
	roundTitle: string;
	slug: string;
	forkedFrom: string;
	draft: RubricDraft;
	revision: number;
	changedBy: string;
	changedAt: number;
	/** The last published version as a draft; null when there is none. */
	published: RubricDraft | null;
	/** Newest first. */
	history: StoredPublication[];
	nextVersion: number;
	archived: boolean;
	mayEdit: boolean;
	/** The organisation it is shared with, and those its owner could share it with. */
	organization: { id: string; name: string } | null;
	offered: { id: string; name: string }[];
}

export const SaveDraftInput = z.object({ revision: z.int().positive(), draft: RubricDraft });
export const PublishInput = z.object({
	revision: z.coerce.number().int().positive(),
	reason: z.string().trim().min(3, "Say in a few words why this version is published.").max(300),
});

/** One rubric in the studio. Refuses with "not-found" whoever may not see it. */
export async function viewRubric(input: { id: string; person: Person | null }): Promise<StudioView> {
	const rubric = await visible(input);
	const last = rubric.publications.at(-1);
	const published = last ? draftOf(await bodyOf(last.hash)) : null;
	return {
		id: rubric.id,
		round: rubric.round,
		roundTitle: roundTitle(rubric.round),
		slug: rubric.slug,
		forkedFrom: rubric.forkedFrom,
		draft: rubric.draft,
		revision: rubric.revision,
		changedBy: rubric.changedBy,
		changedAt: rubric.changedAt,
		published,
		history: [...rubric.publications].reverse(),
		nextVersion: (last?.version ?? 0) + 1,
		archived: rubric.archivedAt !== null,
		mayEdit: rubric.mayEdit,
		organization: rubric.organization,
		offered: input.person && rubric.userId === input.person.id ? await offeredTo(input.person) : [],
	};
}

/**
 * Keeps a draft. When somebody changed it since, nothing is stored and `theirs` comes back, so that both can be shown
 * side by side and merged.
 */
export async function saveDraft(input: {
	id: string;
	person: Person;
	revision: number;
	draft: RubricDraft;
}): Promise<
	| { saved: true; revision: number; changedAt: number }
	| { saved: false; revision: number; theirs: RubricDraft; changedBy: string }
> {
	const rubric = await editable(input);
	if (rubric.archivedAt !== null) throw new AppError("conflict", "This rubric is archived. Take it back first.");
	const kept = await replaceDraft({ ...input, by: nameOf(input.person) });
	if (kept) return { saved: true, ...kept };
	const now = await editable(input);
	return { saved: false, revision: now.revision, theirs: now.draft, changedBy: now.changedBy };
}

/** Publishes the draft as the next version. Refuses with every problem it has, and when nothing differs. */
export async function publishRubric(input: {
	id: string;
	person: Person;
	revision: number;
	reason: string;
}): Promise<{ version: number }> {
	const { id, person, revision, reason } = input;
	const rubric = await editable({ id, person });
	const { draft, slug, round, publications } = rubric;
	const problems = checkDraft(draft);
	if (problems.length > 0)
		throw new AppError("bad-input", `Not published. ${problems.map(({ sentence }) => sentence).join(" ")}`);
	const last = publications.at(-1);
	const before = last ? draftOf(await bodyOf(last.hash)) : null;
	const changes = before ? describeChanges({ before, after: draft }).map(changeSentence) : ["The first version."];
	if (changes.length === 0)
		throw new AppError("conflict", `The draft says what version ${last?.version} says. There is nothing to publish.`);
	const version = (last?.version ?? 0) + 1;
	const next = toRubric({ draft, id: slug, round, version });
	await publishVersion({ id, revision, rubric: next, reason, changes, by: nameOf(person) });
	return { version };
}

/** Puts the draft back to what is published. */
export async function discardDraft(input: { id: string; person: Person; revision: number }): Promise<void> {
	const rubric = await editable(input);
	const last = rubric.publications.at(-1);
	if (!last)
		throw new AppError(
			"conflict",
			"This rubric was never published: there is nothing to go back to. Archive it instead.",
		);
	const draft = draftOf(await bodyOf(last.hash));
	const kept = await replaceDraft({ id: input.id, revision: input.revision, draft, by: nameOf(input.person) });
	if (!kept)
		throw new AppError("conflict", "The draft was changed a moment ago. Load the page again and look at it first.");
}

export async function archiveRubric(input: { id: string; person: Person; archived: boolean }): Promise<void> {
	await editable(input);
	await setArchived(input);
}

/** Shares a rubric with an organisation of its owner's, or takes it back. Members see it, managers change it. */
export async function shareRubric(input: { id: string; person: Person; organization: string }): Promise<void> {
	const { id, person, organization } = input;
	const rubric = await visible(input);
	if (rubric.userId !== person.id)
		throw new AppError("forbidden", "Only whoever began this rubric can share it or take it back.");
	const memberships = await membershipsOf({ userId: person.id });
	if (organization !== "" && !memberships.some((entry) => entry.organizationId === organization))
		throw new AppError("not-found", "You do not belong to this organisation.");
	await setOrganization({ id, organizationId: organization || null });
}
