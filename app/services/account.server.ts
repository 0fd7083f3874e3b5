/** An account: claiming a guest, signing in and out, passwords, and everything kept about a person as one file, or gone. */
import { randomUUID } from "node:crypto";
import { hashPassword as hash } from "better-auth/crypto";
import { z } from "zod";
import { auth, MAX_PASSWORD_CHARACTERS, MIN_PASSWORD_CHARACTERS } from "~/adapters/auth.server";
import { exportAccount } from "~/adapters/db/accounts.server";
import { database, inTransaction } from "~/adapters/db/client.server";
import { listCoachNotes } from "~/adapters/db/coach-notes.server";
import { listGradeRuns } from "~/adapters/db/grades.server";
import { listInterviews, loadInterview } from "~/adapters/db/interviews.server";
import { recordSeenScores } from "~/adapters/db/seen-scores.server";
import { deleteStudio, exportStudio, moveStudio } from "~/adapters/db/studio-owner.server";
import { AppError } from "~/core/errors";
import { exportFile } from "~/core/interview/exchange";
import { countFailure, forgetFailures, refuseTooMany } from "./failed-sign-ins.server";
import { cookiesOf, onlyAgent, type Person, toPerson } from "./guest.server";
import { hashCode, matchesCode, newCode } from "./recovery-code.server";

const Email = z.email().max(254);

const WRONG_PASSWORD = "The e-mail address and the password do not belong together. Check both and try again.";
const WRONG_CODE = "The e-mail address and the recovery code do not belong together. Check both and try again.";
const TAKEN =
	"There is an account with this e-mail address already. Sign in to it: the rounds of this browser move there.";

/**
 * Gives a guest an address and a password. Everything they did stays where it is. Returns the recovery code, which is
 * shown once and kept as a hash.
 */
export async function claimGuest(input: {
	person: Person;
	email: string;
	password: string;
	name?: string;
}): Promise<{ person: Person; recoveryCode: string }> {
	const { person } = input;
	if (!person.isGuest) throw new AppError("conflict", "You are signed in to an account already.");
	const email = readEmail(input.email);
	const password = await hashPassword(input.password);
	const recoveryCode = newCode();
	const name = input.name?.trim().slice(0, 100) || (email.split("@")[0] ?? email);
	const user = await inTransaction(async (transaction) => {
		if (await transaction.user.findUnique({ where: { email } })) throw new AppError("conflict", TAKEN);
		const claimed = await transaction.user.updateMany({
			where: { id: person.id, isAnonymous: true },
			data: { email, name, isAnonymous: false, recoveryCodeHash: hashCode(recoveryCode) },
		});
		if (claimed.count === 0)
			throw new AppError("conflict", "This guest was given an address in another window. Load the page again.");
		const id = randomUUID();
		await transaction.account.create({
			data: { id, accountId: person.id, providerId: "credential", userId: person.id, password },
		});
		return transaction.user.findUniqueOrThrow({ where: { id: person.id } });
	});
	return { person: toPerson(user), recoveryCode };
}

/**
 * Signs in. When the browser was a guest until now, everything of that guest moves to the account and the guest goes.
 * `address` is the network address failures are counted for. The headers carry the session cookie.
 */
export async function signIn(input: {
	request: Request;
	/** Who the browser is now. */
	person: Person | null;
	email: string;
	password: string;
	address: string;
}): Promise<{ person: Person; headers: Headers; movedInterviews: number }> {
	const { request, person, address } = input;
	const email = normalizeEmail(input.email);
	const attempt = { account: email, address };
	refuseTooMany(attempt);
	const answer = await auth()
		.api.signInEmail({ body: { email, password: input.password }, headers: onlyAgent(request), returnHeaders: true })
		.catch((error: unknown) => {
			if (!isRefusal(error)) throw error;
			countFailure(attempt);
			throw new AppError("not-signed-in", WRONG_PASSWORD);
		});
	forgetFailures(attempt);
	const userId = answer.response.user.id;
	const movedInterviews =
		person?.isGuest && person.id !== userId ? await mergeGuest({ guestId: person.id, userId }) : 0;
	const user = await database().user.findUniqueOrThrow({ where: { id: userId } });
	return { person: toPerson(user), headers: cookiesOf(answer.headers), movedInterviews };
}

/** Moves what a guest owns to an account, all or nothing, and removes the guest. Returns how many interviews moved. */
async function mergeGuest(input: { guestId: string; userId: string }): Promise<number> {
	const { guestId, userId } = input;
	return inTransaction(async (transaction) => {
		const guest = await transaction.user.findFirst({ where: { id: guestId, isAnonymous: true } });
		if (!guest) return 0;
		const { count } = await transaction.interview.updateMany({ where: { userId: guestId }, data: { userId } });
		await transaction.modelConnection.updateMany({ where: { userId: guestId }, data: { userId } });
		await transaction.modelCall.updateMany({ where: { userId: guestId }, data: { userId } });
		await moveStudio({ transaction, guestId, userId });
		if (guest.isOperator) await transaction.user.update({ where: { id: userId }, data: { isOperator: true } });
		await transaction.user.delete({ where: { id: guestId } });
		return count;
	});
}

/** Ends the session of this browser. A guest keeps theirs, because nothing else leads back to their rounds. */
export async function signOut(input: { request: Request; person: Person }): Promise<Headers> {
	if (input.person.isGuest) {
		throw new AppError(
			"conflict",
			"A guest cannot sign out: this browser is the only way back to these rounds. Add an e-mail address first, or delete the data.",
		);
	}
	return endSession(input.request);
}

/** Removes the session of a request and returns the headers that clear its cookie. */
export async function endSession(request: Request): Promise<Headers> {
	const { headers } = await auth().api.signOut({ headers: request.headers, returnHeaders: true });
	return cookiesOf(headers);
}

/**
 * Sets a new password by the recovery code, ends every session of the account, signs this browser in, and returns the
 * next recovery code: a code works once.
 */
export async function resetWithRecoveryCode(input: {
	request: Request;
	person: Person | null;
	email: string;
	code: string;
	password: string;
	address: string;
}): Promise<{ person: Person; headers: Headers; recoveryCode: string }> {
	const email = normalizeEmail(input.email);
	const attempt = { account: email, address: input.address };
	refuseTooMany(attempt);
	const password = await hashPassword(input.password);
	const recoveryCode = newCode();
	const done = await inTransaction(async (transaction) => {
		const user = await transaction.user.findUnique({ where: { email } });
		if (!user?.recoveryCodeHash || !matchesCode({ code: input.code, hash: user.recoveryCodeHash })) return false;
		await transaction.account.updateMany({ where: { userId: user.id, providerId: "credential" }, data: { password } });
		await transaction.user.update({ where: { id: user.id }, data: { recoveryCodeHash: hashCode(recoveryCode) } });
		await transaction.session.deleteMany({ where: { userId: user.id } });
		return true;
	});
	if (!done) {
		countFailure(attempt);
		throw new AppError("not-signed-in", WRONG_CODE);
	}
	const signedIn = await signIn({ ...input, email });
	return { person: signedIn.person, headers: signedIn.headers, recoveryCode };
}

/** Changes the password and ends every other session of the account. The headers carry this browser's new session. */
export async function changePassword(input: {
	request: Request;
	person: Person;
	currentPassword: string;
	password: string;
	address: string;
}): Promise<Headers> {
	const { request, person, currentPassword, address } = input;
	if (person.isGuest)
		throw new AppError("conflict", "A guest has no password. Add an e-mail address and a password first.");
	checkPassword(input.password);
	const attempt = { account: person.id, address };
	refuseTooMany(attempt);
	const answer = await auth()
		.api.changePassword({
			body: { currentPassword, newPassword: input.password, revokeOtherSessions: true },
			headers: request.headers,
			returnHeaders: true,
		})
		.catch((error: unknown) => {
			if (!isRefusal(error)) throw error;
			countFailure(attempt);
			throw new AppError("bad-input", "The current password is not right. Nothing was changed.");
		});
	forgetFailures(attempt);
	return cookiesOf(answer.headers);
}

/** For whoever runs the server: a new random password for an account, whose sessions all end. */
export async function resetPasswordByOperator(input: { email: string }): Promise<{ password: string }> {
	const email = normalizeEmail(input.email);
	const password = newCode();
	const stored = await hashPassword(password);
	await inTransaction(async (transaction) => {
		const user = await transaction.user.findUnique({ where: { email } });
		if (!user || user.isAnonymous) throw new AppError("not-found", `There is no account with the address ${email}.`);
		await transaction.account.updateMany({
			where: { userId: user.id, providerId: "credential" },
			data: { password: stored },
		});
		await transaction.session.deleteMany({ where: { userId: user.id } });
	});
	return { password };
}

/** All data of a person as JSON text. Each round is in it as a file that can be imported again. */
export async function exportMyData(input: { person: Person; now?: number }): Promise<string> {
	const { person, now = Date.now() } = input;
	const interviews = [];
	for (const { id } of await listInterviews({ userId: person.id })) {
		const { plan, events, title, origin, status, createdAt, endedAt, draft } = await loadInterview({
			id,
			userId: person.id,
		});
		const grades = await listGradeRuns({ interviewId: id });
		if (grades.length > 0) await recordSeenScores({ interviewIds: [id], userId: person.id });
		const coach = await listCoachNotes({ interviewId: id });
		interviews.push({
			id,
			title,
			origin,
			status,
			createdAt,
			endedAt,
			draft,
			plan,
			file: exportFile({ plan, events }),
			grades,
			coach,
		});
	}
	const account = await exportAccount({ userId: person.id });
	const studio = await exportStudio({ userId: person.id });
	const everything = { format: "mockingbird.account/v1", exportedAt: now, ...account, interviews, ...studio };
	return JSON.stringify(everything, null, "\t");
}

/** Deletes a person with every round, grade and session. The headers clear the cookie of this browser. */
export async function deleteMyData(input: { person: Person; request: Request }): Promise<Headers> {
	const { person, request } = input;
	const headers = await endSession(request);
	await inTransaction(async (transaction) => {
		await transaction.interview.deleteMany({ where: { userId: person.id } });
		await deleteStudio({ transaction, userId: person.id });
		// What was spent stays in the server's sum, without saying by whom or on what.
		await transaction.modelCall.updateMany({
			where: { userId: person.id },
			data: { userId: null, interviewId: null, requestId: null },
		});
		await transaction.user.deleteMany({ where: { id: person.id } });
	});
	return headers;
}

function readEmail(value: string): string {
	const parsed = Email.safeParse(normalizeEmail(value));
	if (!parsed.success) throw new AppError("bad-input", "This is not an e-mail address. Write it as name@example.org.");
	return parsed.data;
}

function normalizeEmail(value: string): string {
	return value.trim().toLowerCase().slice(0, 300);
}

async function hashPassword(password: string): Promise<string> {
	checkPassword(password);
	return hash(password);
}

function checkPassword(password: string): void {
	if (password.length >= MIN_PASSWORD_CHARACTERS && password.length <= MAX_PASSWORD_CHARACTERS) return;
	throw new AppError(
		"bad-input",
		`A password has ${MIN_PASSWORD_CHARACTERS} to ${MAX_PASSWORD_CHARACTERS} characters.`,
	);
}

/** better-auth refused, as opposed to broke: its errors carry a status below 500. */
function isRefusal(error: unknown): boolean {
	return (
		error instanceof Error && "statusCode" in error && typeof error.statusCode === "number" && error.statusCode < 500
	);
}
