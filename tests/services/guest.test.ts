import { beforeAll, describe, expect, it } from "vitest";
import { openAuth } from "~/adapters/auth.server";
import { database } from "~/adapters/db/client.server";
import type { AppError } from "~/core/errors";
import { currentPerson, personOrNewGuest, requirePerson } from "~/services/guest.server";
import { newBrowser } from "../support/browser-session";
import { testDatabase } from "../support/database";

testDatabase();
const SETTINGS = { secret: "a secret for tests that is long enough", publicUrl: "http://127.0.0.1:4310" };
beforeAll(() => openAuth(SETTINGS));

const DAY_MS = 24 * 60 * 60_000;

describe("a guest", () => {
	it("is nobody until the first post, whatever is read before", async () => {
		const browser = newBrowser();
		expect(await currentPerson(browser.request())).toBeNull();
		const refused = requirePerson(browser.request()).catch((error: unknown) => (error as AppError).code);
		expect(await refused).toBe("not-signed-in");
		expect(await database().user.count()).toBe(0);
	});

	it("is created once and known again by the cookie", async () => {
		const browser = newBrowser();
		const first = await personOrNewGuest(browser.request());
		expect(first.person).toMatchObject({ email: null, isGuest: true, isOperator: false });
		browser.take(first.headers);
		expect((await personOrNewGuest(browser.request())).person.id).toBe(first.person.id);
		expect(await currentPerson(browser.request())).toEqual(first.person);
	});

	it("gets a cookie that scripts cannot read, that other sites do not send, and that lasts 400 days", async () => {
		const { headers } = await personOrNewGuest(newBrowser().request());
		const [cookie = ""] = headers.getSetCookie();
		expect(cookie).toMatch(/^mockingbird\.session_token=/);
		expect(cookie).toMatch(/HttpOnly/i);
		expect(cookie).toMatch(/SameSite=Lax/i);
		expect(cookie).toContain(`Max-Age=${(400 * DAY_MS) / 1000}`);
		expect(cookie).not.toMatch(/Secure/i);
	});

	it("gets a secure cookie when the server is reached by https", async () => {
		openAuth({ ...SETTINGS, publicUrl: "https://rehearse.example.org" });
		const { headers } = await personOrNewGuest(newBrowser().request());
		openAuth(SETTINGS);
		expect(headers.getSetCookie()[0]).toMatch(/^__Secure-mockingbird\.session_token=.*Secure/i);
	});

	it("is not let in by a cookie that was signed with another secret", async () => {
		const browser = newBrowser();
		openAuth({ ...SETTINGS, secret: "another secret that is long enough too" });
		browser.take((await personOrNewGuest(browser.request())).headers);
		openAuth(SETTINGS);
		expect(await currentPerson(browser.request())).toBeNull();
	});

	it("has 400 days again when a post comes more than a day later, and a read changes nothing", async () => {
		const browser = newBrowser();
		const { person, headers } = await personOrNewGuest(browser.request());
		browser.take(headers);
		const session = await database().session.findFirstOrThrow({ where: { userId: person.id } });
		const twoDaysOn = new Date(session.expiresAt.getTime() - 2 * DAY_MS);
		await database().session.update({ where: { id: session.id }, data: { expiresAt: twoDaysOn } });
		await currentPerson(browser.request());
		const read = await database().session.findUniqueOrThrow({ where: { id: session.id } });
		expect(read.expiresAt).toEqual(twoDaysOn);
		const again = await personOrNewGuest(browser.request());
		expect(again.headers.getSetCookie()[0]).toMatch(/^mockingbird\.session_token=/);
		const rolled = await database().session.findUniqueOrThrow({ where: { id: session.id } });
		expect(rolled.expiresAt.getTime()).toBeGreaterThan(Date.now() + 399 * DAY_MS);
	});

	it("leaves no network address in the database", async () => {
		const request = new Request("http://127.0.0.1:4310/", { headers: { "x-forwarded-for": "203.0.113.9" } });
		await personOrNewGuest(request);
		const addresses = (await database().session.findMany()).map((session) => session.ipAddress ?? "");
		expect(addresses.filter((address) => address !== "")).toEqual([]);
	});
});
