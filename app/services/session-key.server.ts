/** Names the session of a request without a look at the database, for counting requests per session. */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** With https the cookie's name has a prefix. */
const COOKIE = /(?:^|;\s*)(?:__Secure-)?mockingbird\.session_token=([^;]+)/;
const MAX_COOKIE_CHARACTERS = 8_192;

/**
 * A reader of cookie headers: a short key for a session cookie that `secret` signed, null for anything else. Whether the
 * session still holds is for `currentPerson` to say.
 */
export function sessionReader(input: { secret: string }): (cookieHeader: string | undefined) => string | null {
	return (cookieHeader = "") => {
		const [, value] = COOKIE.exec(cookieHeader.slice(0, MAX_COOKIE_CHARACTERS)) ?? [];
		const signed = value ? decode(value) : "";
		const dot = signed.lastIndexOf(".");
		if (dot < 1) return null;
		const token = signed.slice(0, dot);
		const expected = createHmac("sha256", input.secret).update(token).digest();
		const given = Buffer.from(signed.slice(dot + 1), "base64");
		if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
		return createHash("sha256").update(token).digest("base64url").slice(0, 16);
	};
}

function decode(value: string): string {
	try {
		return decodeURIComponent(value);
	} catch {
		return "";
	}
}
