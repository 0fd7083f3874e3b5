import { database } from "./client.server";

/** What is kept about an account beside its interviews. Passwords, tokens and code hashes stay out. */
export async function exportAccount(input: { userId: string }) {
	const user = await database().user.findUniqueOrThrow({
		where: { id: input.userId },
		select: {
			name: true,
			email: true,
			isAnonymous: true,
			isOperator: true,
			createdAt: true,
			sessions: { select: { createdAt: true, expiresAt: true, userAgent: true, ipAddress: true } },
			members: { select: { role: true, createdAt: true, organization: { select: { name: true } } } },
		},
	});
	const { sessions, members, isAnonymous, email, ...account } = user;
	return {
		account: { ...account, isGuest: isAnonymous === true, email: isAnonymous ? null : email },
		sessions,
		organisations: members.map(({ role, createdAt, organization }) => ({ name: organization.name, role, createdAt })),
	};
}
