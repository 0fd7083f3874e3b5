/** Organisations: people who share rubrics and interviews. Membership and invitations are better-auth's. */
import { z } from "zod";
import { auth } from "~/adapters/auth.server";
import { inTransaction } from "~/adapters/db/client.server";
import {
	findInvitation,
	type Membership,
	manages,
	membershipsOf,
	rosterOf,
	shareInterview,
	unshareAll,
} from "~/adapters/db/organizations.server";
import { handOver } from "~/adapters/db/studio-owner.server";
import { AppError } from "~/core/errors";
import { slugOf } from "~/core/rubrics/draft";
import type { Person } from "./guest.server";

export interface OrganizationView extends Membership {
	mayManage: boolean;
	members: { id: string; userId: string; role: string; email: string; you: boolean }[];
	invitations: { id: string; email: string; role: string; expiresAt: number }[];
}

export const InviteInput = z.object({
	organization: z.string().max(100),
	email: z.email("This is not an e-mail address. Write it as name@example.org.").max(254),
	role: z.enum(["owner", "manager", "member"]),
});

/** Every organisation of a person with who is in it. Invitations are shown to those who may make them. */
export async function viewOrganizations(input: { person: Person }): Promise<OrganizationView[]> {
	const { person } = input;
	return Promise.all(
		(await membershipsOf({ userId: person.id })).map(async (membership) => {
			const { members, invitations } = await rosterOf({ organizationId: membership.organizationId });
			const mayManage = manages(membership.role);
			return {
				...membership,
				mayManage,
				members: members.map((member) => ({ ...member, you: member.userId === person.id })),
				invitations: mayManage ? invitations : [],
			};
		}),
	);
}

/** Refuses guests: an organisation must not end with a cookie. */
export async function createOrganization(input: { request: Request; person: Person; name: string }): Promise<void> {
	const { request, person, name } = input;
	refuseGuest(person);
	if (name.trim().length < 2) throw new AppError("bad-input", "Give the organisation a name.");
	const slug = `${slugOf(name)}-${crypto.randomUUID().slice(0, 8)}`;
	await asked(
		auth().api.createOrganization({ body: { name: name.trim().slice(0, 100), slug }, headers: request.headers }),
	);
}

/** Makes an invitation for one address. Its link is the secret: no mail is sent. */
export async function invite(input: {
	request: Request;
	organization: string;
	email: string;
	role: "owner" | "manager" | "member";
}): Promise<void> {
	const { request, organization, email, role } = input;
	const body = { organizationId: organization, email: email.trim().toLowerCase(), role };
	await asked(auth().api.createInvitation({ body, headers: request.headers }));
}

export async function cancelInvitation(input: { request: Request; invitation: string }): Promise<void> {
	const { request, invitation } = input;
	await asked(auth().api.cancelInvitation({ body: { invitationId: invitation }, headers: request.headers }));
}

/** What a person who opens an invitation is asked. Refuses with "not-found" when it has lapsed or was taken back. */
export async function viewInvitation(input: { id: string }) {
	const invitation = await findInvitation(input);
	if (!invitation)
		throw new AppError(
			"not-found",
			"This invitation has lapsed or was taken back. Ask whoever sent it for another one.",
		);
	return invitation;
}

/** Joins, if the invitation is for the address this person is signed in with. */
export async function join(input: { request: Request; person: Person; id: string }): Promise<void> {
	const { request, person, id } = input;
	const invitation = await viewInvitation({ id });
	if (person.email?.toLowerCase() !== invitation.email.toLowerCase())
		throw new AppError(
			"forbidden",
			`This invitation is for ${invitation.email}. Sign in with that address, then open it again.`,
		);
	await asked(auth().api.acceptInvitation({ body: { invitationId: id }, headers: request.headers }));
}

/** Leaves. Rubrics that are shared stay with the organisation; shared interviews go with the person. */
export async function leave(input: { request: Request; person: Person; organization: string }): Promise<void> {
	const { request, person, organization } = input;
	const [membership] = (await membershipsOf({ userId: person.id })).filter(
		(entry) => entry.organizationId === organization,
	);
	if (!membership) throw new AppError("not-found", "You do not belong to this organisation.");
	const { members } = await rosterOf({ organizationId: organization });
	const owners = members.filter((member) => member.role === "owner");
	if (membership.role === "owner" && owners.length === 1 && members.length > 1)
		throw new AppError("conflict", "You are its only owner. Invite another owner first, then leave.");
	if (members.length === 1) {
		await asked(auth().api.deleteOrganization({ body: { organizationId: organization }, headers: request.headers }));
		return;
	}
	await asked(auth().api.leaveOrganization({ body: { organizationId: organization }, headers: request.headers }));
	await inTransaction((transaction) => handOver({ transaction, userId: person.id, organizationId: organization }));
	await unshareAll({ userId: person.id, organizationId: organization });
}

export async function removeMember(input: { request: Request; organization: string; member: string }): Promise<void> {
	const { request, organization, member } = input;
	await asked(
		auth().api.removeMember({
			body: { memberIdOrEmail: member, organizationId: organization },
			headers: request.headers,
		}),
	);
}

/** Shares an interview with an organisation, or takes it back with an empty one. Refuses without the candidate's consent. */
export async function shareRound(input: {
	id: string;
	person: Person;
	organization: string;
	consents: boolean;
}): Promise<void> {
	const { id, person, organization, consents } = input;
	if (organization !== "") {
		if (!consents) throw new AppError("bad-input", "Tick that whoever was interviewed agrees. Nothing was shared.");
		const memberships = await membershipsOf({ userId: person.id });
		if (!memberships.some((entry) => entry.organizationId === organization))
			throw new AppError("not-found", "You do not belong to this organisation.");
	}
	const shared = await shareInterview({ id, userId: person.id, organizationId: organization || null });
	if (!shared) throw new AppError("forbidden", "Only whoever took or imported this interview can share it.");
}

function refuseGuest(person: Person): void {
	if (!person.isGuest) return;
	throw new AppError("conflict", "A guest cannot found an organisation. Add an e-mail address under Account first.");
}

/** better-auth refuses with a status and a sentence of its own; what is unexpected stays an error. */
async function asked<T>(work: Promise<T>): Promise<T> {
	try {
		return await work;
	} catch (error) {
		if (!(error instanceof Error) || !("statusCode" in error) || Number(error.statusCode) >= 500) throw error;
		const code =
			Number(error.statusCode) === 403 ? "forbidden" : Number(error.statusCode) === 401 ? "not-signed-in" : "conflict";
		throw new AppError(code, sentence(error.message));
	}
}

function sentence(message: string): string {
	const text = message.trim() || "The organisation could not be changed";
	return /[.!?]$/.test(text) ? text : `${text}.`;
}
