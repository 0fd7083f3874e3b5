/** Connected providers as rows. Keys come and go encrypted; nothing here can read them. */
import { ConnectionLimits, ProviderKind, TaskModels } from "~/core/connection";
import type { ModelConnectionModel } from "~/generated/prisma/models";
import { database } from "./client.server";

export interface StoredConnection {
	id: string;
	/** Null: the server's own. */
	userId: string | null;
	kind: ProviderKind;
	label: string;
	baseUrl: string | null;
	encryptedKey: string;
	tasks: TaskModels;
	limits: ConnectionLimits;
}

export async function createConnection(input: Omit<StoredConnection, "id">): Promise<StoredConnection> {
	const row = await database().modelConnection.create({
		data: { ...input, tasks: JSON.stringify(input.tasks), limits: JSON.stringify(input.limits) },
	});
	return toConnection(row);
}

/** The person's own in the order they were made, then the server's. */
export async function listConnections(input: { userId: string | null }): Promise<StoredConnection[]> {
	const { userId } = input;
	const rows = await database().modelConnection.findMany({
		where: { OR: [{ userId: null }, ...(userId === null ? [] : [{ userId }])] },
		orderBy: [{ createdAt: "asc" }, { id: "asc" }],
	});
	const connections = rows.map(toConnection);
	return [
		...connections.filter((connection) => connection.userId !== null),
		...connections.filter((connection) => connection.userId === null),
	];
}

/** Removes one connection of this owner; false when there was none. */
export async function removeConnection(input: { id: string; userId: string | null }): Promise<boolean> {
	const { count } = await database().modelConnection.deleteMany({ where: input });
	return count > 0;
}

function toConnection(row: ModelConnectionModel): StoredConnection {
	return {
		id: row.id,
		userId: row.userId,
		kind: ProviderKind.parse(row.kind),
		label: row.label,
		baseUrl: row.baseUrl,
		encryptedKey: row.encryptedKey,
		tasks: TaskModels.parse(JSON.parse(row.tasks)),
		limits: ConnectionLimits.parse(JSON.parse(row.limits)),
	};
}
