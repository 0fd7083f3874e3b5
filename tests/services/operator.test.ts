import { beforeEach, expect, it } from "vitest";
import { database } from "~/adapters/db/client.server";
import { AppError } from "~/core/errors";
import type { Person } from "~/services/guest.server";
import { claimOperator, issueOperatorToken, requireOperator } from "~/services/operator.server";
import { createPerson, testDatabase } from "../support/database";

testDatabase();
beforeEach(() => database().user.deleteMany());

async function newPerson(): Promise<Person> {
	const { id } = await createPerson();
	return { id, name: "Guest", email: null, isGuest: true, isOperator: false };
}

const refusal = (work: Promise<unknown>) =>
	work.then(
		() => "accepted",
		(error: AppError) => error.code,
	);

it("makes whoever opens the link first the operator, and nobody after", async () => {
	const token = (await issueOperatorToken()) ?? "";
	const [first, second] = [await newPerson(), await newPerson()];
	const operator = await claimOperator({ person: first, token });
	expect(() => requireOperator(operator)).not.toThrow();
	expect(await refusal(claimOperator({ person: second, token }))).toBe("forbidden");
	expect(() => requireOperator(second)).toThrow(AppError);
	expect(await issueOperatorToken()).toBeNull();
});

it("accepts only the newest link, and only for seven days", async () => {
	const person = await newPerson();
	const old = (await issueOperatorToken()) ?? "";
	const now = Date.now();
	const token = (await issueOperatorToken({ now })) ?? "";
	expect(await refusal(claimOperator({ person, token: old }))).toBe("forbidden");
	expect(await refusal(claimOperator({ person, token, now: now + 8 * 24 * 60 * 60_000 }))).toBe("forbidden");
	expect(await refusal(claimOperator({ person, token, now: now + 6 * 24 * 60 * 60_000 }))).toBe("accepted");
});

it("lets one of two simultaneous openings through and keeps no token in the database", async () => {
	const token = (await issueOperatorToken()) ?? "";
	expect(token.length).toBeGreaterThan(20);
	expect(JSON.stringify(await database().verification.findMany())).not.toContain(token);
	const people = [await newPerson(), await newPerson()];
	const answers = await Promise.all(people.map((person) => refusal(claimOperator({ person, token }))));
	expect(answers.sort()).toEqual(["accepted", "forbidden"]);
});
