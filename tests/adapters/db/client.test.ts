import { expect, it } from "vitest";
import { database, inTransaction, openDatabase } from "~/adapters/db/client.server";
import { createPerson, testDatabase } from "../../support/database";

testDatabase();

async function pragma(name: string): Promise<unknown> {
	const [row] = await database().$queryRawUnsafe<Record<string, unknown>[]>(`PRAGMA ${name}`);
	return Object.values(row ?? {})[0];
}

it("keeps its settings after a transaction, on the connection that follows it", async () => {
	await inTransaction((transaction) => transaction.user.count());
	expect(await pragma("journal_mode")).toBe("wal");
	expect(Number(await pragma("foreign_keys"))).toBe(1);
	expect(Number(await pragma("synchronous"))).toBe(1);
	expect(Number(await pragma("busy_timeout"))).toBe(5000);
});

it("undoes everything when a transaction throws", async () => {
	const before = await database().user.count();
	await expect(
		inTransaction(async (transaction) => {
			await transaction.user.create({ data: { id: "half", name: "Half", email: "half@guest.invalid" } });
			throw new Error("stop here");
		}),
	).rejects.toThrow("stop here");
	expect(await database().user.count()).toBe(before);
});

it("lets reads, writes and transactions run at once without an error", async () => {
	await Promise.all(
		Array.from({ length: 60 }, (_, index) => {
			if (index % 3 === 0) return createPerson();
			if (index % 3 === 1) return database().user.count();
			return inTransaction(async (transaction) => {
				await transaction.user.count();
				const id = `many-${index}`;
				return transaction.user.create({ data: { id, name: "Many", email: `${id}@guest.invalid` } });
			});
		}),
	);
	expect(await database().user.count({ where: { name: "Many" } })).toBe(20);
});

it("refuses to open a second database in the same process", () => {
	expect(() => openDatabase({ url: "file:/nowhere/other.db" })).toThrow("another database is open");
});
