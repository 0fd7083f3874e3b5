/** Organisations as the studio needs them: who belongs where, and what is shared with whom. Rows are better-auth's. */
import { database } from "./client.server";

export const ROLES = ["owner", "manager", "member"] as const;
export type Role = (typeof ROLES)[number];

export interface Membership {
	organizationId: string;
	name: string;
	role: Role;
}

/** Owners and managers change what the organisation shares; members read and grade it. */
export function manages(role: Role): boolean {
	return role !== "member";
}

/** The organisations of a person, by name. */
export async function membershipsOf(input: { userId: string }): Promise<Membership[]> {
	const rows = await database().member.findMany({
		where: { userId: input.userId },
		include: { organization: { select: { name: true } } },
		orderBy: [{ organization: { name: "asc" } }, { id: "asc" }],
	});
	return rows.map(({ organizationId, role, organization }) => ({
		organizationId,
		name: organization.name,
		role: toRole(role),
	}));
}

/** Everybody in an organisation and every invitation that is still open. The caller has checked who asks. */
export async function rosterOf(input: { organizationId: string; now?: number }) {
	const { organizationId, now = Date.now() } = input;
	const members = await database().member.findMany({
		where: { organizationId },
		include: { user: { select: { name: true, email: true } } },
		orderBy: [{ createdAt: "asc" }, { id: "asc" }],
	});
	const invitations = await database().invitation.findMany({
		where: { organizationId, status: "pending", expiresAt: { gt: new Date(now) } },
		orderBy: [{ expiresAt: "asc" }, { id: "asc" }],
	});
	return {
		members: members.map(({ id, userId, role, user }) => ({ id, userId, role: toRole(role), email: user.email })),
		invitations: invitations.map(({ id, email, role, expiresAt }) => ({
			id,
			email,
			role: toRole(role ?? "member"),
			expiresAt: expiresAt.getTime(),
		})),
	};
}

/** An open invitation with the name of its organisation; null when there is none. */
export async function findInvitation(input: { id: string; now?: number }) {
	const { id, now = Date.now() } = input;
	const row = await database().invitation.findFirst({
		where: { id, status: "pending", expiresAt: { gt: new Date(now) } },
		include: { organization: { select: { name: true } } },
	});
	return row ? { id, email: row.email, role: toRole(row.role ?? "member"), organization: row.organization.name } : null;
}

/** The organisation an interview is shared with; null for none. */
export async function sharedWith(input: { interviewId: string }): Promise<string | null> {
	const row = await database().interview.findUnique({
		where: { id: input.interviewId },
		select: { organizationId: true },
	});
	return row?.organizationId ?? null;
}

/** Shares an interview of this person's, or takes it back. False when it is not theirs. */
export async function shareInterview(input: {
	id: string;
	userId: string;
	organizationId: string | null;
}): Promise<boolean> {
	const { id, userId, organizationId } = input;
	const { count } = await database().interview.updateMany({ where: { id, userId }, data: { organizationId } });
	return count === 1;
}

/** Interviews shared with any of these organisations, newest first. */
export async function listShared(input: {
	organizationIds: readonly string[];
}): Promise<{ id: string; title: string; round: string; ended: boolean }[]> {
	if (input.organizationIds.length === 0) return [];
	const rows = await database().interview.findMany({
		where: { organizationId: { in: [...input.organizationIds] } },
		select: { id: true, title: true, round: true, status: true },
		orderBy: [{ createdAt: "desc" }, { id: "asc" }],
	});
	return rows.map(({ id, title, round, status }) => ({ id, title, round, ended: status === "ended" }));
}

/** Takes back what a person shared with an organisation they leave. */
export async function unshareAll(input: { userId: string; organizationId: string }): Promise<void> {
	await database().interview.updateMany({ where: input, data: { organizationId: null } });
}

function toRole(role: string): Role {
	if (role.split(",").includes("owner")) return "owner";
	return role.split(",").includes("manager") || role.split(",").includes("admin") ? "manager" : "member";
}
