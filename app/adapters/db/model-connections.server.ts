/** Connected providers as rows. Keys come and go encrypted; nothing here can read them. */
import { ConnectionLimits, ProviderKind, TaskModels } from "~/core/connection";
import { Capabilities } from "~/core/model-server";
import type { ModelConnectionModel } from "~/generated/prisma/models";
import { database } from "./client.server";

export interface NewConnection {
	/** Null: the server's own. */
	userId: string | null;
	kind: ProviderKind;
	label: string;
	baseUrl: string | null;
	encryptedKey: string;
	tasks: TaskModels;
	limits: ConnectionLimits;
	/** Null: what its kind does by default. */
	capabilities?: Capabilities | null;
}

export interface StoredConnection extends NewConnection {
	id: string;
	capabilities: Capabilities | null;
	/** Whether an operator of this server made it for themselves. */
	ofOperator: boolean;
}

/** What may change without the key: address and key belong together. */
export type ConnectionChange = Pick<StoredConnection, "tasks" | "limits" | "capabilities">;

const OWNER = { user: { select: { isOperator: true } } } as const;

/** Behind those its owner already has. */
export async function createConnection(input: NewConnection): Promise<{ id: string }> {
	const { userId } = input;
	const last = await database().modelConnection.aggregate({ where: { userId }, _max: { position: true } });
	const position = (last._max.position ?? -1) + 1;
	return database().modelConnection.create({
		data: { ...input, ...toColumns({ capabilities: null, ...input }), position },
		select: { id: true },
	});
}

/** The person's own in the order they are tried, then the server's in theirs. */
export async function listConnections(input: { userId: string | null }): Promise<StoredConnection[]> {
	const { userId } = input;
	const rows = await database().modelConnection.findMany({
		where: { OR: [{ userId: null }, ...(userId === null ? [] : [{ userId }])] },
		orderBy: [{ position: "asc" }, { createdAt: "asc" }, { id: "asc" }],
		include: OWNER,
	});
	const connections = rows.map(toConnection);
	return [
		...connections.filter((connection) => connection.userId !== null),
		...connections.filter((connection) => connection.userId === null),
	];
}

/** Changes one connection of this owner; false when there was none. */
export async function changeConnection(input: {
	id: string;
	userId: string | null;
	change: ConnectionChange;
}): Promise<boolean> {
	const { change, ...where } = input;
	const { count } = await database().modelConnection.updateMany({ where, data: toColumns(change) });
	return count > 0;
}

/** Stores an order of connections of one owner; ids of others are left alone. */
export async function orderConnections(input: { ids: readonly string[]; userId: string | null }): Promise<void> {
	const { ids, userId } = input;
	await database().$transaction(
		ids.map((id, position) => database().modelConnection.updateMany({ where: { id, userId }, data: { position } })),
	);
}

/** Removes one connection of this owner; false when there was none. */
export async function removeConnection(input: { id: string; userId: string | null }): Promise<boolean> {
	const { count } = await database().modelConnection.deleteMany({ where: input });
	return count > 0;
}

function toColumns({ tasks, limits, capabilities }: ConnectionChange) {
	return {
		tasks: JSON.stringify(tasks),
		limits: JSON.stringify(limits),
		capabilities: capabilities ? JSON.stringify(capabilities) : "",
	};
}

function toConnection(row: ModelConnectionModel & { user: { isOperator: boolean } | null }): StoredConnection {
	return {
		id: row.id,
		userId: row.userId,
		kind: ProviderKind.parse(row.kind),
		label: row.label,
		baseUrl: row.baseUrl,
		encryptedKey: row.encryptedKey,
		tasks: TaskModels.parse(JSON.parse(row.tasks)),
		limits: ConnectionLimits.parse(JSON.parse(row.limits)),
		capabilities: row.capabilities === "" ? null : Capabilities.parse(JSON.parse(row.capabilities)),
		ofOperator: row.user?.isOperator ?? false,
	};
}
