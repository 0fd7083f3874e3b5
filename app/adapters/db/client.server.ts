/** The database of this process: one client, opened at boot, kept across reloads in development. */
import { PrismaClient } from "~/generated/prisma/client";
import { sqliteAdapter } from "./sqlite.server";

export type Database = PrismaClient;
export type DatabaseTransaction = Parameters<Parameters<PrismaClient["$transaction"]>[0]>[0];

interface OpenDatabase {
	url: string;
	client: PrismaClient;
}

const holder = globalThis as typeof globalThis & { mockingbirdDatabase?: OpenDatabase | undefined };

const WAIT_MS = 30_000;
const TRIES = 5;

/**
 * Opens the database at `url` ("file:…") for this process. Opening the same one again changes nothing; another one is a
 * defect, because services would go on using the first.
 */
export function openDatabase(input: { url: string }): PrismaClient {
	const { url } = input;
	if (holder.mockingbirdDatabase && holder.mockingbirdDatabase.url !== url) {
		throw new Error("another database is open in this process: close it first");
	}
	holder.mockingbirdDatabase ??= {
		url,
		client: new PrismaClient({
			adapter: sqliteAdapter({ url }),
			transactionOptions: { maxWait: WAIT_MS, timeout: WAIT_MS },
		}),
	};
	return holder.mockingbirdDatabase.client;
}

/** The open database. Inside a transaction use the transaction instead: this one would wait for itself. */
export function database(): PrismaClient {
	if (!holder.mockingbirdDatabase) throw new Error("the database was used before it was opened");
	return holder.mockingbirdDatabase.client;
}

/** Where the open database is, as it was given to `openDatabase`. */
export function databaseUrl(): string {
	if (!holder.mockingbirdDatabase) throw new Error("the database was used before it was opened");
	return holder.mockingbirdDatabase.url;
}

/** Closes the database. Does nothing when none is open. */
export async function closeDatabase(): Promise<void> {
	const open = holder.mockingbirdDatabase;
	holder.mockingbirdDatabase = undefined;
	await open?.client.$disconnect();
}

/**
 * Runs `work` in one transaction, all or nothing, and again when another process held the file for longer than the
 * busy timeout. `work` may therefore run more than once: it must touch nothing but the transaction.
 */
export async function inTransaction<T>(work: (transaction: DatabaseTransaction) => Promise<T>): Promise<T> {
	for (let attempt = 1; ; attempt += 1) {
		try {
			return await database().$transaction(work);
		} catch (error) {
			if (attempt >= TRIES || !isBusy(error)) throw error;
			await new Promise((resolve) => setTimeout(resolve, 20 * attempt + Math.random() * 50));
		}
	}
}

function isBusy(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	const code = "code" in error ? error.code : undefined;
	return code === "P1008" || code === "P2034" || /database is locked|SQLITE_BUSY|SocketTimeout/i.test(error.message);
}
