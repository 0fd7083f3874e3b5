/** Who may see and change which rubric, and the versions that are behind one. */
import { findVersions } from "~/adapters/db/content-versions.server";
import { manages, membershipsOf } from "~/adapters/db/organizations.server";
import { findStudioRubric, type StoredPublication, type StoredStudioRubric } from "~/adapters/db/studio-rubrics.server";
import { type Round, Rubric } from "~/core/content/schemas";
import { AppError } from "~/core/errors";
import { getContent } from "./content.server";
import type { Person } from "./guest.server";

/** The rubric of a stored version. Bodies are checked when they are read: a database can be restored from anywhere. */
export async function bodyOf(hash: string): Promise<Rubric> {
	const [version] = await findVersions({ hashes: [hash] });
	if (!version)
		throw new AppError("not-available", "A version of this rubric is missing from the database. Restore a backup.");
	return Rubric.parse(JSON.parse(version.body));
}

/** A rubric as one person may use it: their own, or one of an organisation they belong to. */
export interface AccessibleRubric extends StoredStudioRubric {
	mayEdit: boolean;
	organization: { id: string; name: string } | null;
}

/** A rubric this person may see; "not-found" for everybody else. */
export async function visible(input: { id: string; person: Person | null }): Promise<AccessibleRubric> {
	const { person } = input;
	const rubric = person ? await findStudioRubric({ id: input.id }) : null;
	if (rubric && person) {
		const memberships = await membershipsOf({ userId: person.id });
		const membership = memberships.find((entry) => entry.organizationId === rubric.organizationId);
		const organization = membership ? { id: membership.organizationId, name: membership.name } : null;
		if (rubric.userId === person.id) return { ...rubric, mayEdit: true, organization };
		if (membership) return { ...rubric, mayEdit: manages(membership.role), organization };
	}
	throw new AppError("not-found", "There is no such rubric here, or it belongs to somebody else.");
}

/** The organisations a person could share something with. */
export async function offeredTo(person: Person): Promise<{ id: string; name: string }[]> {
	return (await membershipsOf({ userId: person.id })).map(({ organizationId, name }) => ({ id: organizationId, name }));
}

/** A rubric this person may change. */
export async function editable(input: { id: string; person: Person }): Promise<AccessibleRubric> {
	const rubric = await visible(input);
	if (rubric.mayEdit) return rubric;
	throw new AppError(
		"forbidden",
		"You may look at this rubric, but only its managers can change it. Make a copy instead.",
	);
}

/** The newest publication of a rubric that has one. */
export function lastOf(rubric: StoredStudioRubric): StoredPublication {
	const last = rubric.publications.at(-1);
	if (!last) throw new RangeError("a rubric without a publication");
	return last;
}

export const roundTitle = (round: Round) => getContent().guides.get(round)?.title ?? round;

/** How a person stands in histories: a guest has no name of their own. */
export function nameOf(person: Person): string {
	return person.isGuest ? "Guest" : (person.email ?? person.name);
}
