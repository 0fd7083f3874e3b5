/**
 * Who may read an interview: whoever took or imported it, whoever made the practice link it was taken through, and the
 * members of an organisation it is shared with.
 */
import {
	listInterviews,
	loadInterview,
	loadInterviewForWorker,
	type StoredInterview,
} from "~/adapters/db/interviews.server";
import { listShared, membershipsOf, sharedWith } from "~/adapters/db/organizations.server";
import { linkOf, listTakenRounds } from "~/adapters/db/practice-links.server";
import type { Person } from "./guest.server";

export interface ReadableInterview extends StoredInterview {
	/** Whether the reader took it. */
	taken: boolean;
	/** Who else may read it, when it was taken through a link; the name is empty for a guest. */
	link: { owner: string; takerName: string } | null;
}

/** An interview this person may read and grade; "not-found" for everybody else. */
export async function readableInterview(input: { id: string; person: Person }): Promise<ReadableInterview> {
	const { id, person } = input;
	const link = await linkOf({ interviewId: id });
	const memberships = await membershipsOf({ userId: person.id });
	const shared = await sharedWith({ interviewId: id });
	const reads = link?.userId === person.id || memberships.some((entry) => entry.organizationId === shared);
	const interview = reads ? await loadInterviewForWorker({ id }) : await loadInterview({ id, userId: person.id });
	return { ...interview, taken: interview.userId === person.id, link };
}

export interface ReadableSummary {
	id: string;
	title: string;
	round: string;
	ended: boolean;
	/** Taken or imported by the reader. */
	own: boolean;
}

/** Every interview a person may read: their own, those taken through their links, those of their organisations. */
export async function readableInterviews(input: { person: Person }): Promise<ReadableSummary[]> {
	const { person } = input;
	const own = (await listInterviews({ userId: person.id })).map(({ id, title, plan, status }) => ({
		id,
		title,
		round: plan.round as string,
		ended: status === "ended",
		own: true,
	}));
	const known = new Set(own.map((interview) => interview.id));
	const taken = (await listTakenRounds({ userId: person.id })).filter((round) => !known.has(round.interviewId));
	const others = taken.map(({ interviewId, title, takerName, round, status }) => ({
		id: interviewId,
		title: takerName ? `${title}, ${takerName}` : title,
		round,
		ended: status === "ended",
		own: false,
	}));
	for (const { id } of others) known.add(id);
	const memberships = await membershipsOf({ userId: person.id });
	const shared = await listShared({ organizationIds: memberships.map((entry) => entry.organizationId) });
	return [
		...own,
		...others,
		...shared.filter((interview) => !known.has(interview.id)).map((interview) => ({ ...interview, own: false })),
	];
}
