import { beforeAll, describe, expect, it } from "vitest";
import { openAuth } from "~/adapters/auth.server";
import { database } from "~/adapters/db/client.server";
import { listInterviews, loadInterview } from "~/adapters/db/interviews.server";
import { claimGuest, signIn, signOut } from "~/services/account.server";
import { currentPerson } from "~/services/guest.server";
import { newBrowser } from "../support/browser-session";
import { testDatabase } from "../support/database";
import { newAccount, newAddress, newEmail, newGuest, PASSWORD, practise, refusal, signInFrom } from "../support/people";

testDatabase();
beforeAll(() => openAuth({ secret: "a secret for tests that is long enough", publicUrl: "http://127.0.0.1:4310" }));

describe("claiming a guest", () => {
	it("keeps the same person, their rounds and their session, and lets them sign in from elsewhere", async () => {
		const { browser, person: guest } = await newGuest();
		const { id } = await practise(guest);
		const email = newEmail();
		const { person } = await claimGuest({ person: guest, email: `  ${email.toUpperCase()} `, password: PASSWORD });
		expect(person).toMatchObject({ id: guest.id, email, isGuest: false });
		expect(await currentPerson(browser.request())).toEqual(person);
		const elsewhere = newBrowser();
		const signedIn = await signInFrom({ browser: elsewhere, email });
		elsewhere.take(signedIn.headers);
		expect(await currentPerson(elsewhere.request())).toEqual(person);
		expect((await loadInterview({ id, userId: person.id })).id).toBe(id);
	});

	it("refuses an address that has an account, a short password and a wrong address, and changes nothing", async () => {
		const { email } = await newAccount();
		const { browser, person } = await newGuest();
		expect(await refusal(claimGuest({ person, email, password: PASSWORD }))).toBe("conflict");
		expect(await refusal(claimGuest({ person, email: newEmail(), password: "too short" }))).toBe("bad-input");
		expect(await refusal(claimGuest({ person, email: "not an address", password: PASSWORD }))).toBe("bad-input");
		expect(await currentPerson(browser.request())).toEqual(person);
	});

	it("lets one of two simultaneous claims through", async () => {
		const { person } = await newGuest();
		const claims = [newEmail(), newEmail()].map((email) => refusal(claimGuest({ person, email, password: PASSWORD })));
		expect((await Promise.all(claims)).sort()).toEqual(["accepted", "conflict"]);
		expect(await database().account.count({ where: { userId: person.id } })).toBe(1);
	});

	it("stores neither the password nor the recovery code", async () => {
		const { person, recoveryCode } = await newAccount();
		const stored = JSON.stringify(
			await database().user.findUnique({ where: { id: person.id }, include: { accounts: true } }),
		);
		expect(stored).not.toContain(PASSWORD);
		expect(stored).not.toContain(recoveryCode);
	});
});

describe("signing in", () => {
	it("moves the rounds of a guest to the account and removes the guest", async () => {
		const { person: owner, email } = await newAccount();
		const kept = await practise(owner);
		const { browser, person: guest } = await newGuest();
		const moved = [await practise(guest), await practise(guest)];
		const done = await signInFrom({ browser, person: guest, email });
		expect(done.movedInterviews).toBe(2);
		const ids = (await listInterviews({ userId: owner.id })).map((interview) => interview.id);
		expect(ids.sort()).toEqual([kept.id, ...moved.map((interview) => interview.id)].sort());
		expect(await database().user.findUnique({ where: { id: guest.id } })).toBeNull();
		expect(await currentPerson(browser.request())).toBeNull();
		browser.take(done.headers);
		expect((await currentPerson(browser.request()))?.id).toBe(owner.id);
	});

	it("leaves the guest alone when the password is wrong", async () => {
		const { email } = await newAccount();
		const { browser, person: guest } = await newGuest();
		const { id } = await practise(guest);
		const wrong = signInFrom({ browser, person: guest, email, password: "not the password" });
		expect(await refusal(wrong)).toBe("not-signed-in");
		expect((await loadInterview({ id, userId: guest.id })).id).toBe(id);
		expect(await currentPerson(browser.request())).toEqual(guest);
	});

	it("says the same about an unknown address as about a wrong password", async () => {
		const { email } = await newAccount();
		const say = (address: string) =>
			signInFrom({ email: address, password: "not the password" }).catch((error: Error) => error.message);
		expect(await say("nobody@example.org")).toBe(await say(email));
	});

	it("passes on what a guest was allowed as operator", async () => {
		const { person: owner, email } = await newAccount();
		const { browser, person: guest } = await newGuest();
		await database().user.update({ where: { id: guest.id }, data: { isOperator: true } });
		const done = await signInFrom({ browser, person: guest, email });
		expect(done.person).toMatchObject({ id: owner.id, isOperator: true });
	});

	it("stops after ten failures for one account at one address, and nobody else at that address", async () => {
		const { email } = await newAccount();
		const { email: neighbour } = await newAccount();
		const address = newAddress();
		const attempt = (account: string, password: string, from = address) =>
			refusal(signIn({ request: newBrowser().request(), person: null, email: account, password, address: from }));
		for (let index = 0; index < 10; index += 1) expect(await attempt(email, "not the password")).toBe("not-signed-in");
		expect(await attempt(email, PASSWORD)).toBe("too-many");
		expect(await attempt(neighbour, PASSWORD)).toBe("accepted");
		expect(await attempt(email, PASSWORD, newAddress())).toBe("accepted");
	}, 20_000);

	it("never counts sign-ins that work", async () => {
		const { email } = await newAccount();
		const address = newAddress();
		for (let index = 0; index < 12; index += 1) {
			expect(
				await refusal(signIn({ request: newBrowser().request(), person: null, email, password: PASSWORD, address })),
			).toBe("accepted");
		}
	}, 20_000);
});

describe("signing out", () => {
	it("ends the session for good, so that a kept cookie opens nothing", async () => {
		const { browser, person } = await newAccount();
		const kept = browser.request();
		browser.take(await signOut({ request: browser.request(), person }));
		expect(browser.cookies()).toBe("");
		expect(await currentPerson(kept)).toBeNull();
	});

	it("is refused to a guest, whose rounds would be lost", async () => {
		const { browser, person } = await newGuest();
		expect(await refusal(signOut({ request: browser.request(), person }))).toBe("conflict");
		expect(await currentPerson(browser.request())).toEqual(person);
	});
});
