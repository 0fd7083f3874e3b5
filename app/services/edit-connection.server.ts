/** Changing what is connected: models, patience, what the server understands, and what is tried first. Never the key. */

import { z } from "zod";
import {
	changeConnection,
	listConnections,
	orderConnections,
	type StoredConnection,
} from "~/adapters/db/model-connections.server";
import { CAPABILITIES } from "~/adapters/llm/capabilities";
import { ConnectionLimits, type ProviderKind, TaskModels } from "~/core/connection";
import { AppError } from "~/core/errors";
import { Capabilities } from "~/core/model-server";
import type { Person } from "./guest.server";
import { offeredModels, offeredModelsIfAny, textModels, tryModels } from "./try-models.server";

/** A box that is not ticked is not sent. */
const ticked = z
	.literal("on")
	.optional()
	.transform((value) => value === "on");

export const EditInput = z.object({
	...TaskModels.shape,
	...ConnectionLimits.shape,
	schema: Capabilities.shape.schema.optional(),
	developerRole: ticked,
	cache: ticked,
	effort: ticked,
	images: ticked,
});
export type EditInput = z.infer<typeof EditInput>;

/** The fields of the form as they are stored, or as they were typed. */
export interface ConnectionFields {
	tasks: TaskModels;
	limits: ConnectionLimits;
	capabilities: Capabilities;
}

export interface EditView extends ConnectionFields {
	id: string;
	kind: ProviderKind;
	label: string;
	address: string | null;
	ofServer: boolean;
}

export async function viewConnection(input: { person: Person; id: string }): Promise<EditView> {
	const { id, kind, label, baseUrl, tasks, limits, capabilities, userId } = await editable(input);
	return {
		id,
		kind,
		label,
		address: baseUrl,
		ofServer: userId === null,
		tasks,
		limits,
		capabilities: capabilities ?? CAPABILITIES[kind],
	};
}

/** What was typed, in the form it is stored in. */
export function fieldsOf(input: EditInput): ConnectionFields {
	const { schema = "hint", developerRole, cache, effort, images, ...rest } = input;
	return {
		tasks: TaskModels.parse(rest),
		limits: ConnectionLimits.parse(rest),
		capabilities: { schema, developerRole, cache, effort, images },
	};
}

/**
 * Stores a change after one short call to each model that is new, or to all of them when the server is now said to
 * understand something else. Nothing is stored when one of them fails.
 */
export async function editConnection(input: { person: Person; id: string; input: EditInput }): Promise<void> {
	const { person, id } = input;
	const before = await editable(input);
	const fields = fieldsOf(input.input);
	const capabilities = before.kind === "compatible" ? fields.capabilities : before.capabilities;
	const changed = { ...before, ...fields, capabilities };
	const models = textModels(changed.tasks);
	if (models.size === 0 && changed.tasks.transcriber === "")
		throw new AppError("bad-input", "Enter a model for one task at least, or remove the connection.");
	if (asBefore({ before, capabilities })) for (const model of textModels(before.tasks)) models.delete(model);
	await checkTranscriber({ before, changed });
	await tryModels({ connection: changed, person, models });
	const { tasks, limits } = fields;
	if (!(await changeConnection({ id, userId: before.userId, change: { tasks, limits, capabilities } }))) throw gone();
}

function asBefore(input: { before: StoredConnection; capabilities: Capabilities | null }): boolean {
	const ordinary = CAPABILITIES[input.before.kind];
	const [old, now] = [input.before.capabilities ?? ordinary, input.capabilities ?? ordinary];
	return Capabilities.keyof().options.every((name) => old[name] === now[name]);
}

/** A question in text cannot try a model that hears, so its name must be in the list of the server where there is one. */
async function checkTranscriber(input: { before: StoredConnection; changed: StoredConnection }): Promise<void> {
	const { before, changed } = input;
	const { transcriber } = changed.tasks;
	if (transcriber === "" || transcriber === before.tasks.transcriber) return;
	const list = await offeredModelsIfAny(changed);
	if (list && list.models.length > 0 && !list.models.includes(transcriber))
		throw new AppError("bad-input", `The server does not offer a model called ${transcriber}. Nothing was stored.`);
}

/** The models of a connected server; empty when it has no list. */
export async function lookUpModelsOf(input: { person: Person; id: string }): Promise<string[]> {
	return (await offeredModels(await editable(input)))?.models ?? [];
}

/** One place up or down among the connections of the same owner; at the end nothing happens. */
export async function moveConnection(input: { person: Person; id: string; by: -1 | 1 }): Promise<void> {
	const { person, by } = input;
	const { id, userId } = await editable(input);
	const siblings = (await listConnections({ userId: person.id })).filter((other) => other.userId === userId);
	const ids = siblings.map((connection) => connection.id);
	const from = ids.indexOf(id);
	const to = from + by;
	const other = ids[to];
	if (other === undefined) return;
	[ids[from], ids[to]] = [other, id];
	await orderConnections({ ids, userId });
}

/** A connection of one's own, or one of the server for its operator. */
async function editable(input: { person: Person; id: string }): Promise<StoredConnection> {
	const { person, id } = input;
	const found = (await listConnections({ userId: person.id })).find((connection) => connection.id === id);
	if (!found || (found.userId === null && !person.isOperator)) throw gone();
	return found;
}

function gone(): AppError {
	return new AppError("not-found", "This connection does not exist any more.");
}
