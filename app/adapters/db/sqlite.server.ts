/**
 * SQLite through libSQL with the settings every connection needs. The driver adapter runs one statement or transaction
 * at a time, so one connection serves it; libSQL's own client would open a fresh one, without settings, after each
 * transaction.
 */
import { PrismaLibSql } from "@prisma/adapter-libsql";

type Client = ReturnType<PrismaLibSql["createClient"]>;
type Transaction = Awaited<ReturnType<Client["transaction"]>>;

/** How long a connection waits for another process that is writing, in milliseconds. */
const BUSY_TIMEOUT_MS = 5_000;

class PrismaSqlite extends PrismaLibSql {
	override createClient(config: Parameters<PrismaLibSql["createClient"]>[0]): Client {
		return keepConnection(super.createClient(config));
	}
}

/** A driver adapter factory for `url` ("file:…"): WAL, foreign keys on, a busy timeout, and `synchronous=NORMAL`. */
export function sqliteAdapter(input: { url: string }): PrismaLibSql {
	return new PrismaSqlite({ url: input.url });
}

function keepConnection(client: Client): Client {
	const prepared = prepare(client);
	return new Proxy(client, {
		get(target, key) {
			if (key === "transaction") return () => prepared.then(() => begin(target));
			const value: unknown = Reflect.get(target, key, target);
			if (typeof value !== "function") return value;
			if (key === "close") return value.bind(target);
			return (...args: unknown[]) => prepared.then(() => Reflect.apply(value, target, args));
		},
	});
}

async function prepare(client: Client): Promise<void> {
	await client.execute(`PRAGMA busy_timeout=${BUSY_TIMEOUT_MS}`);
	await client.execute("PRAGMA journal_mode=WAL");
	await client.execute("PRAGMA synchronous=NORMAL");
	await client.execute("PRAGMA foreign_keys=ON");
}

/** A write transaction from the start: one that reads first and writes later would fail when another process wrote between. */
async function begin(client: Client): Promise<Transaction> {
	await client.execute("BEGIN IMMEDIATE");
	let open = true;
	const finish = async (statement: "COMMIT" | "ROLLBACK") => {
		if (!open) return;
		await client.execute(statement);
		open = false;
	};
	return {
		execute: client.execute.bind(client),
		executeMultiple: client.executeMultiple.bind(client),
		batch: () => Promise.reject(new Error("batches are not used inside a transaction")),
		commit: () => finish("COMMIT"),
		rollback: () => finish("ROLLBACK"),
		close: () => void finish("ROLLBACK"),
		get closed() {
			return !open;
		},
	} as Transaction;
}
