import { describe, expect, it } from "vitest";
import { openAuth } from "~/adapters/auth.server";
import { personOrNewGuest } from "~/services/guest.server";
import { sessionReader } from "~/services/session-key.server";
import { newBrowser } from "../support/browser-session";
import { testDatabase } from "../support/database";

const SECRET = "a-secret-for-tests-0123456789-abcdef";
testDatabase();

async function newSession(): Promise<string> {
	openAuth({ secret: SECRET, publicUrl: "http://127.0.0.1:4310" });
	const browser = newBrowser();
	const { headers } = await personOrNewGuest(browser.request());
	browser.take(headers);
	return browser.cookies();
}

describe("the key of a session", () => {
	it("is the same for every request of a session, and another for another session", async () => {
		const keyOf = sessionReader({ secret: SECRET });
		const [first, second] = [await newSession(), await newSession()];
		expect(keyOf(first)).toEqual(expect.any(String));
		expect(keyOf(`theme=dark; ${first}`)).toBe(keyOf(first));
		expect(keyOf(second)).not.toBe(keyOf(first));
	});

	it("is not given to a cookie that somebody made up, cut or signed with another secret", async () => {
		const cookies = await newSession();
		const keyOf = sessionReader({ secret: SECRET });
		expect(keyOf(cookies.replace("session_token=", "session_token=x"))).toBeNull();
		expect(keyOf(cookies.slice(0, -6))).toBeNull();
		expect(sessionReader({ secret: `${SECRET}!` })(cookies)).toBeNull();
		for (const other of [undefined, "", "mockingbird.session_token=", "mockingbird.session_token=%E0%A4%A", "a=b"]) {
			expect(keyOf(other)).toBeNull();
		}
	});

	it("does not tell the token", async () => {
		const cookies = await newSession();
		expect(cookies).not.toContain(sessionReader({ secret: SECRET })(cookies));
	});
});
