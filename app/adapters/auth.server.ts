/**
 * Accounts and sessions by better-auth. Its HTTP handler is not mounted: every way in goes through the services, which
 * count failures and word refusals. Nothing here sends a message or calls another host.
 */
import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { anonymous, organization } from "better-auth/plugins";
import { adminAc, memberAc, ownerAc } from "better-auth/plugins/organization/access";
import { database } from "./db/client.server";

export const MIN_PASSWORD_CHARACTERS = 10;
export const MAX_PASSWORD_CHARACTERS = 128;

/** Guests have no other key than their session: it lasts as long as browsers keep a cookie, and rolls (decisions 16). */
const SESSION_SECONDS = 400 * 24 * 60 * 60;
const INVITATION_SECONDS = 14 * 24 * 60 * 60;
const ROLL_SECONDS = 24 * 60 * 60;

interface AuthSettings {
	/** Signs the session cookies; at least 32 characters. */
	secret: string;
	/** Where people reach this server; with https its cookies are marked secure. */
	publicUrl: string;
}

export type Auth = ReturnType<typeof createAuth>;

const holder = globalThis as typeof globalThis & {
	mockingbirdAuth?: { settings: AuthSettings; built: WeakMap<object, Auth> } | undefined;
};

/** Says how sessions are signed. Called once at boot, before the first request. */
export function openAuth(settings: AuthSettings): void {
	if (settings.secret.length < 32) throw new Error("the secret that signs sessions needs at least 32 characters");
	holder.mockingbirdAuth = { settings, built: new WeakMap() };
}

/** better-auth on the open database. */
export function auth(): Auth {
	if (!holder.mockingbirdAuth) throw new Error("sessions were used before openAuth");
	const { settings, built } = holder.mockingbirdAuth;
	const client = database();
	const known = built.get(client);
	if (known) return known;
	const created = createAuth(settings);
	built.set(client, created);
	return created;
}

export function createAuth(settings: AuthSettings) {
	return betterAuth({
		appName: "Mockingbird",
		baseURL: settings.publicUrl,
		secret: settings.secret,
		database: prismaAdapter(database(), { provider: "sqlite" }),
		emailAndPassword: {
			enabled: true,
			minPasswordLength: MIN_PASSWORD_CHARACTERS,
			maxPasswordLength: MAX_PASSWORD_CHARACTERS,
		},
		user: {
			additionalFields: {
				isOperator: { type: "boolean", required: false, defaultValue: false, input: false },
				recoveryCodeHash: { type: "string", required: false, input: false, returned: false },
			},
		},
		session: { expiresIn: SESSION_SECONDS, updateAge: ROLL_SECONDS },
		plugins: [
			anonymous({ disableDeleteAnonymousUser: true, generateName: () => "Guest" }),
			organization({
				// Guests have nothing they could be invited by, and nothing that would outlive their browser.
				allowUserToCreateOrganization: (user) => user.isAnonymous !== true,
				roles: { owner: ownerAc, manager: adminAc, member: memberAc },
				invitationExpiresIn: INVITATION_SECONDS,
				// No mail is sent here; the secret of an invitation is its link.
				requireEmailVerificationOnInvitation: false,
			}),
		],
		// Failed sign-ins are counted by the services; a limit on requests would shut out a classroom behind one address.
		rateLimit: { enabled: false },
		advanced: {
			cookiePrefix: "mockingbird",
			useSecureCookies: settings.publicUrl.startsWith("https:"),
			defaultCookieAttributes: { httpOnly: true, sameSite: "lax", path: "/" },
			ipAddress: { disableIpTracking: true },
		},
		telemetry: { enabled: false },
		// It would log addresses of people who mistype a password. What is unexpected is thrown.
		logger: { disabled: true },
	});
}
