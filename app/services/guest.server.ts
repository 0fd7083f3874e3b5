/** Who a request comes from. A guest is a person from their first POST on; a GET never creates one (decisions 16). */
import { auth } from "~/adapters/auth.server";
import { AppError } from "~/core/errors";

export interface Person {
	id: string;
	name: string;
	/** Null for guests. */
	email: string | null;
	isGuest: boolean;
	isOperator: boolean;
}

/** The person behind a request; null when it carries no session that still holds. */
export async function currentPerson(request: Request): Promise<Person | null> {
	const session = await auth().api.getSession({ headers: request.headers, query: { disableRefresh: true } });
	return session ? toPerson(session.user) : null;
}

/** The person behind a request, or "not-signed-in". */
export async function requirePerson(request: Request): Promise<Person> {
	const person = await currentPerson(request);
	if (!person) {
		throw new AppError(
			"not-signed-in",
			"This browser has no session here. Start a round to get one, or sign in to an account.",
		);
	}
	return person;
}

/**
 * The person behind a POST, created as a guest when there is none. `headers` carry the session cookie and belong in the
 * response; they also extend a session that is more than a day old.
 */
export async function personOrNewGuest(request: Request): Promise<{ person: Person; headers: Headers }> {
	const found = await auth().api.getSession({ headers: request.headers, returnHeaders: true });
	if (found.response) return { person: toPerson(found.response.user), headers: cookiesOf(found.headers) };
	const created = await auth().api.signInAnonymous({ headers: onlyAgent(request), returnHeaders: true });
	if (!created.response) throw new Error("a guest could not be created");
	const { user } = created.response;
	return {
		person: { id: user.id, name: user.name, email: null, isGuest: true, isOperator: false },
		headers: cookiesOf(created.headers),
	};
}

/** The `Set-Cookie` headers of an answer of better-auth, and nothing else of it. */
export function cookiesOf(source: Headers | undefined): Headers {
	const headers = new Headers();
	for (const cookie of source?.getSetCookie() ?? []) headers.append("Set-Cookie", cookie);
	return headers;
}

/** The browser's name for the list of sessions, without the cookies of whoever was signed in before. */
export function onlyAgent(request: Request): Headers {
	const agent = request.headers.get("user-agent");
	return new Headers(agent ? { "user-agent": agent.slice(0, 300) } : {});
}

export function toPerson(user: {
	id: string;
	name: string;
	email: string;
	isAnonymous?: boolean | null | undefined;
	isOperator?: boolean | null | undefined;
}): Person {
	const isGuest = user.isAnonymous === true;
	return {
		id: user.id,
		name: user.name,
		email: isGuest ? null : user.email,
		isGuest,
		isOperator: user.isOperator === true,
	};
}
