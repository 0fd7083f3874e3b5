/** Guests and accounts in browsers of their own, for the tests of accounts. */
import { createInterview } from "~/adapters/db/interviews.server";
import { claimGuest, signIn } from "~/services/account.server";
import { type Person, personOrNewGuest } from "~/services/guest.server";
import { type BrowserSession, newBrowser } from "./browser-session";
import { smallRound, startedLog } from "./round";

export const PASSWORD = "correct horse battery";
let number = 0;
export const newEmail = () => `person${++number}@example.org`;
export const newAddress = () => `192.0.2.${++number}`;

export async function newGuest(): Promise<{ browser: BrowserSession; person: Person }> {
	const browser = newBrowser();
	const { person, headers } = await personOrNewGuest(browser.request());
	browser.take(headers);
	return { browser, person };
}

export async function newAccount() {
	const { browser, person: guest } = await newGuest();
	const email = newEmail();
	const { person, recoveryCode } = await claimGuest({ person: guest, email, password: PASSWORD });
	return { browser, person, email, recoveryCode };
}

/** Signs in from a browser, a new one when none is given, at an address of its own. */
export function signInFrom(input: {
	email: string;
	password?: string;
	browser?: BrowserSession;
	person?: Person | null;
}) {
	const { email, password = PASSWORD, browser = newBrowser(), person = null } = input;
	return signIn({ request: browser.request(), person, email, password, address: newAddress() });
}

export function practise(person: Person): Promise<{ id: string }> {
	const content = smallRound();
	return createInterview({
		userId: person.id,
		plan: content.plan,
		title: "Small",
		origin: "practised",
		events: startedLog(content),
	});
}

export const refusal = (work: Promise<unknown>) =>
	work.then(
		() => "accepted",
		(error: { code?: string }) => error.code ?? String(error),
	);
