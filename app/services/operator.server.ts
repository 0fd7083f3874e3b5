/** The person who runs this server: whoever opens the one-time link that is printed while there is no operator. */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { database, inTransaction } from "~/adapters/db/client.server";
import { AppError } from "~/core/errors";
import type { Person } from "./guest.server";

const IDENTIFIER = "operator-link";
const VALID_MS = 7 * 24 * 60 * 60_000;

/**
 * A new token for the operator's link; earlier ones stop working. Null when this server has an operator.
 * It is valid for seven days, works once, and is stored as a hash.
 */
export async function issueOperatorToken(input: { now?: number } = {}): Promise<string | null> {
	const { now = Date.now() } = input;
	if ((await database().user.count({ where: { isOperator: true } })) > 0) return null;
	const token = randomBytes(24).toString("base64url");
	await inTransaction(async (transaction) => {
		await transaction.verification.deleteMany({ where: { identifier: IDENTIFIER } });
		const expiresAt = new Date(now + VALID_MS);
		await transaction.verification.create({
			data: { id: randomUUID(), identifier: IDENTIFIER, value: hashToken(token), expiresAt },
		});
	});
	return token;
}

/** Makes a person the operator by the token of the link. The token is used up. */
export async function claimOperator(input: { person: Person; token: string; now?: number }): Promise<Person> {
	const { person, token, now = Date.now() } = input;
	await inTransaction(async (transaction) => {
		const { count } = await transaction.verification.deleteMany({
			where: { identifier: IDENTIFIER, value: hashToken(token), expiresAt: { gt: new Date(now) } },
		});
		if (count === 0) {
			throw new AppError(
				"forbidden",
				"This link has been used or is out of date. A server without an operator prints a new one when it starts.",
			);
		}
		await transaction.user.update({ where: { id: person.id }, data: { isOperator: true } });
	});
	return { ...person, isOperator: true };
}

/** Refuses with "forbidden" unless the person runs this server. */
export function requireOperator(person: Person): void {
	if (!person.isOperator) throw new AppError("forbidden", "Only the operator of this server can do that.");
}

function hashToken(token: string): string {
	return createHash("sha256").update(token).digest("hex");
}
