/** Connecting a provider: looking up what it offers, trying it, and only then storing it. */

import { z } from "zod";
import { createConnection, removeConnection } from "~/adapters/db/model-connections.server";
import { objectionToUrl } from "~/adapters/public-address.server";
import {
	ConnectionLimits,
	everyTask,
	type LimitName,
	ModelId,
	PRESET_LIMITS,
	PRESET_MODELS,
	PRESETS,
	ProviderKind,
	TASKS,
	TaskModels,
} from "~/core/connection";
import { AppError } from "~/core/errors";
import { SERVER_CAPABILITIES, SERVER_TITLES } from "~/core/model-server";
import { forgetKey, keepKey, keptKey } from "./connection-draft.server";
import { LABELS, mayUseAddress, sealKey } from "./connections.server";
import type { Person } from "./guest.server";
import { type Candidate, offeredModels, offeredModelsIfAny, textModels, tryModels } from "./try-models.server";

/** An empty field leaves the limit to the preset. */
const limit = (name: LimitName) =>
	z.preprocess((value) => (value === "" ? undefined : value), ConnectionLimits.shape[name].unwrap().optional());

export const ConnectInput = z.object({
	kind: ProviderKind,
	apiKey: z.string().trim().max(400).default(""),
	/** The number under which the key was kept when it was entered in an earlier post. */
	draft: z.string().max(60).default(""),
	baseUrl: z.string().trim().max(300).default(""),
	preset: z.enum(PRESETS).default("balanced"),
	/** One for everything; a task of its own goes before it, and it before the preset. */
	model: ModelId.default(""),
	...TaskModels.shape,
	scope: z.enum(["mine", "server"]).default("mine"),
	firstSeconds: limit("firstSeconds"),
	idleSeconds: limit("idleSeconds"),
	totalSeconds: limit("totalSeconds"),
	attempts: limit("attempts"),
	concurrency: limit("concurrency"),
});
export type ConnectInput = z.infer<typeof ConnectInput>;

/** What was typed, to be shown again: everything but the key. */
export type Entered = Omit<ConnectInput, "apiKey">;

/**
 * Stores a connection after one short call to each of its models has shown that they work. Refuses with a sentence that
 * says what the provider said, and stores nothing, when one does not.
 */
export async function connect(input: { person: Person; input: ConnectInput }): Promise<{ id: string }> {
	const { person, input: wanted } = input;
	const reached = reach(input);
	const tasks = tasksOf(wanted);
	const list = wanted.kind === "compatible" ? await offeredModelsIfAny(reached) : null;
	const connection: Candidate = {
		...reached,
		tasks,
		...(list ? { capabilities: SERVER_CAPABILITIES[list.server] } : {}),
		...(list && list.server !== "other" ? { label: SERVER_TITLES[list.server] } : {}),
	};
	await tryModels({ connection, person, models: textModels(tasks) });
	const { ofOperator: _, ...stored } = connection;
	const { id } = await createConnection(stored);
	forgetKey(wanted.draft);
	return { id };
}

/** The models of a server that is not connected yet; empty when it has no list. */
export async function lookUpModels(input: { person: Person; input: ConnectInput }): Promise<string[]> {
	return (await offeredModels(reach(input)))?.models ?? [];
}

/** For showing a form again: what was typed, with a number in the place of the key. */
export function keepEntered(input: { person: Person; input: ConnectInput }): Entered {
	const { apiKey, ...entered } = input.input;
	const { kind, baseUrl, draft } = entered;
	const use = { userId: input.person.id, kind, baseUrl };
	const key = apiKey || (draft && keptKey({ ...use, id: draft }));
	forgetKey(draft);
	return { ...entered, draft: key ? keepKey({ ...use, apiKey: key }) : "" };
}

export async function disconnect(input: { person: Person; id: string }): Promise<void> {
	const { person, id } = input;
	const removed =
		(await removeConnection({ id, userId: person.id })) ||
		(person.isOperator && (await removeConnection({ id, userId: null })));
	if (!removed) throw new AppError("not-found", "This connection does not exist any more.");
}

/** A connection without models: enough to ask what it offers. */
function reach(input: { person: Person; input: ConnectInput }): Candidate {
	const { person, input: wanted } = input;
	const { kind, preset, scope } = wanted;
	if (scope === "server" && !person.isOperator)
		throw new AppError("forbidden", "Only the operator of this server can connect a model for everybody.");
	const baseUrl = readAddress({ person, wanted });
	return {
		userId: scope === "server" ? null : person.id,
		kind,
		label: LABELS[kind],
		baseUrl,
		encryptedKey: sealKey(readKey({ person, wanted })),
		tasks: everyTask(""),
		limits: { ...PRESET_LIMITS[preset], ...given(wanted) },
		capabilities: null,
		ofOperator: person.isOperator,
	};
}

function given(wanted: ConnectInput): Partial<ConnectionLimits> {
	const names = Object.keys(ConnectionLimits.shape) as LimitName[];
	return Object.fromEntries(names.flatMap((name) => (wanted[name] === undefined ? [] : [[name, wanted[name]]])));
}

function readKey(input: { person: Person; wanted: ConnectInput }): string {
	const { person, wanted } = input;
	const { kind, baseUrl, apiKey, draft } = wanted;
	const key = apiKey || keptKey({ userId: person.id, kind, baseUrl, id: draft });
	if (key) return key;
	// Local servers ignore the key, and the SDK insists on one.
	if (kind === "compatible" && draft === "") return "none";
	throw new AppError(
		"bad-input",
		draft === ""
			? "Enter the key of the provider."
			: "Enter the key again: it is kept for fifteen minutes, and for the address it was entered for.",
	);
}

function tasksOf(wanted: ConnectInput): TaskModels {
	const { kind, preset, model } = wanted;
	const chosen = Object.fromEntries(TASKS.flatMap((task) => (wanted[task] === "" ? [] : [[task, wanted[task]]])));
	const isPreset = kind !== "compatible" && preset !== "local" && model === "";
	const tasks = { ...(isPreset ? PRESET_MODELS[kind][preset] : everyTask(model)), ...chosen };
	if (textModels(tasks).size === 0)
		throw new AppError("bad-input", "Enter the name of the model this server runs, for example llama3.3.");
	return tasks;
}

function readAddress(input: { person: Person; wanted: ConnectInput }): string | null {
	const { person, wanted } = input;
	if (wanted.baseUrl === "") {
		if (wanted.kind === "compatible")
			throw new AppError("bad-input", "Enter the address of the server, for example http://127.0.0.1:11434/v1.");
		return null;
	}
	const url = URL.canParse(wanted.baseUrl) ? new URL(wanted.baseUrl) : null;
	if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash) {
		throw new AppError(
			"bad-input",
			"The address must begin with http:// or https:// and hold no user name, for example http://127.0.0.1:11434/v1.",
		);
	}
	const objection = mayUseAddress(person) ? null : objectionToUrl(url);
	if (objection) throw new AppError("bad-input", objection);
	return url.href.replace(/\/$/, "");
}
