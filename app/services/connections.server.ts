/** Connecting a provider, and the routes that calls take. Keys are encrypted before they are stored and shown to nobody. */

import { z } from "zod";
import {
	createConnection,
	listConnections,
	removeConnection,
	type StoredConnection,
} from "~/adapters/db/model-connections.server";
import { decrypt, encrypt } from "~/adapters/encryption.server";
import { anthropicModel } from "~/adapters/llm/anthropic.server";
import { CAPABILITIES } from "~/adapters/llm/capabilities";
import { openaiModel } from "~/adapters/llm/openai.server";
import {
	ConnectionLimits,
	everyTask,
	PRESET_MODELS,
	PRESETS,
	ProviderKind,
	type Task,
	TaskModels,
} from "~/core/connection";
import { AppError } from "~/core/errors";
import { type LanguageModel, ModelError } from "~/core/ports";
import { env, isLoopback } from "~/env.server";
import type { Person } from "./guest.server";
import { recordAttempt } from "./ledger.server";
import { askModel, type CallLimits, type Route } from "./model-call.server";
import { describeModelError } from "./model-error-text.server";

export const ConnectInput = z.object({
	kind: ProviderKind,
	apiKey: z.string().trim().max(400).default(""),
	baseUrl: z.string().trim().max(300).default(""),
	preset: z.enum(PRESETS).default("balanced"),
	model: z.string().trim().max(120).default(""),
	scope: z.enum(["mine", "server"]).default("mine"),
	...ConnectionLimits.shape,
});
export type ConnectInput = z.infer<typeof ConnectInput>;

export interface ConnectionView {
	id: string;
	kind: ProviderKind;
	label: string;
	address: string | null;
	tasks: TaskModels;
	ofServer: boolean;
	/** Whether the person looking may remove it. */
	removable: boolean;
}

const LABELS: Record<ProviderKind, string> = {
	anthropic: "Anthropic",
	openai: "OpenAI",
	compatible: "OpenAI-compatible server",
};

const holder = globalThis as typeof globalThis & { mockingbirdSecret?: string };

/** Called once at the start, with the secret of this server. */
export function openConnections(input: { secret: string }): void {
	holder.mockingbirdSecret = input.secret;
}

function secret(): string {
	if (!holder.mockingbirdSecret) throw new Error("connections were used before they were opened");
	return holder.mockingbirdSecret;
}

/** A server that only this machine can reach has nobody to protect from its own network. */
export function mayUseAddress(person: Person | null): boolean {
	return person?.isOperator === true || (!env.isPublic && isLoopback(env.host));
}

/**
 * Stores a connection after one test call has shown that it works. Refuses with a sentence that says what the provider
 * said, and stores nothing, when it does not.
 */
export async function connect(input: { person: Person; input: ConnectInput }): Promise<{ id: string }> {
	const { person, input: wanted } = input;
	if (wanted.scope === "server" && !person.isOperator)
		throw new AppError("forbidden", "Only the operator of this server can connect a model for everybody.");
	const connection = describeConnection({ person, wanted });
	await testConnection({ connection, person });
	const { id } = await createConnection(connection);
	return { id };
}

function describeConnection(input: { person: Person; wanted: ConnectInput }): Omit<StoredConnection, "id"> {
	const { person, wanted } = input;
	const { kind, apiKey, preset, model, scope } = wanted;
	const baseUrl = readAddress({ person, wanted });
	if (kind !== "compatible" && apiKey === "") throw new AppError("bad-input", "Enter the key of the provider.");
	if (kind === "compatible" && model === "")
		throw new AppError("bad-input", "Enter the name of the model this server runs, for example llama3.3.");
	const tasks = TaskModels.safeParse(
		model === "" && kind !== "compatible" ? PRESET_MODELS[kind][preset] : everyTask(model),
	);
	if (!tasks.success) throw new AppError("bad-input", tasks.error.issues[0]?.message ?? "Check the model's name.");
	return {
		userId: scope === "server" ? null : person.id,
		kind,
		label: LABELS[kind],
		baseUrl,
		// Local servers ignore the key, and the SDK insists on one.
		encryptedKey: encrypt({ secret: secret(), text: apiKey || "none" }),
		tasks: tasks.data,
		limits: ConnectionLimits.parse(wanted),
	};
}

function readAddress(input: { person: Person; wanted: ConnectInput }): string | null {
	const { person, wanted } = input;
	if (wanted.baseUrl === "") {
		if (wanted.kind === "compatible")
			throw new AppError("bad-input", "Enter the address of the server, for example http://127.0.0.1:11434/v1.");
		return null;
	}
	if (!mayUseAddress(person)) {
		throw new AppError(
			"forbidden",
			"On this server only the operator can connect an address. Use a key of Anthropic or OpenAI, or ask them.",
		);
	}
	const url = URL.canParse(wanted.baseUrl) ? new URL(wanted.baseUrl) : null;
	if (!url || !/^https?:$/.test(url.protocol) || url.username || url.search || url.hash) {
		throw new AppError(
			"bad-input",
			"The address must begin with http:// or https:// and hold no user name, for example http://127.0.0.1:11434/v1.",
		);
	}
	return url.href.replace(/\/$/, "");
}

/** One short call that costs next to nothing. */
async function testConnection(input: { connection: Omit<StoredConnection, "id">; person: Person }): Promise<void> {
	const { connection, person } = input;
	const model = connection.tasks.interviewer || connection.tasks.judge;
	const route = toRoute({ connection: { ...connection, id: "test" }, model });
	const request = {
		system: [{ text: "You are being tested. Answer with the single word: ready" }],
		messages: [{ role: "user" as const, text: "Ready?" }],
		maxTokens: 64,
		effort: "none" as const,
	};
	const onAttempt = recordAttempt({ userId: person.id, interviewId: null, purpose: "test" });
	const { text } = await askModel({
		routes: [{ ...route, limits: { ...route.limits, attempts: 1 } }],
		request,
		onAttempt,
	}).catch((error: unknown) => {
		if (!(error instanceof ModelError)) throw error;
		throw new AppError("engine-failed", `${describeModelError(error)} Nothing was stored.`);
	});
	if (text.trim() === "")
		throw new AppError("engine-failed", `${model} answered with nothing. Choose another model. Nothing was stored.`);
}

export async function viewConnections(person: Person | null): Promise<ConnectionView[]> {
	const connections = await allConnections(person?.id ?? null);
	return connections.map(({ id, kind, label, baseUrl, tasks, userId }) => ({
		id,
		kind,
		label,
		address: person?.isOperator || userId !== null ? baseUrl : null,
		tasks,
		ofServer: userId === null,
		removable: id !== FROM_ENVIRONMENT && (userId !== null || person?.isOperator === true),
	}));
}

export async function disconnect(input: { person: Person; id: string }): Promise<void> {
	const { person, id } = input;
	const removed =
		(await removeConnection({ id, userId: person.id })) ||
		(person.isOperator && (await removeConnection({ id, userId: null })));
	if (!removed) throw new AppError("not-found", "This connection does not exist any more.");
}

/** The routes a task of this person may take, best first. Empty: nothing is connected for it. */
export async function routesFor(input: { userId: string; task: Task }): Promise<Route[]> {
	const { userId, task } = input;
	const connections = await allConnections(userId);
	return connections.flatMap((connection) => {
		const model = connection.tasks[task] || (task === "second-opinion" ? connection.tasks.judge : "");
		return model === "" ? [] : [toRoute({ connection, model })];
	});
}

/** What the model of a task is called for this person; null when nothing is connected. */
export async function modelOf(input: { userId: string | null; task: Task }): Promise<string | null> {
	const connections = await allConnections(input.userId);
	return connections.map((connection) => connection.tasks[input.task]).find((model) => model !== "") ?? null;
}

const FROM_ENVIRONMENT = "environment";

/** What a person can use, best first: their own, the server's, the environment's. */
export async function allConnections(userId: string | null): Promise<StoredConnection[]> {
	const stored = await listConnections({ userId });
	const ofEnvironment = environmentConnection();
	return ofEnvironment ? [...stored, ofEnvironment] : stored;
}

/** The routes of the model that the environment names, for commands that run without a database. */
export function environmentRoutes(input: { task: Task }): Route[] {
	const connection = environmentConnection();
	const model = connection?.tasks[input.task];
	return connection && model ? [toRoute({ connection, model })] : [];
}

function environmentConnection(): StoredConnection | null {
	const { model } = env;
	if (!model) return null;
	const judges = model.judge ? { judge: model.judge, "second-opinion": model.judge } : {};
	return {
		id: FROM_ENVIRONMENT,
		userId: null,
		kind: model.provider,
		label: `${LABELS[model.provider]}, set by the environment`,
		baseUrl: model.baseUrl,
		encryptedKey: encrypt({ secret: secret(), text: model.apiKey ?? "none" }),
		tasks: { ...everyTask(model.name), ...judges },
		limits: ConnectionLimits.parse({}),
	};
}

function toRoute(input: { connection: StoredConnection; model: string }): Route {
	const { connection, model } = input;
	return {
		id: `${connection.id}/${model}`,
		connectionId: connection.id,
		model: toModel(input),
		limits: toLimits(connection.limits),
	};
}

function toModel(input: { connection: StoredConnection; model: string }): LanguageModel {
	const { connection, model } = input;
	const options = {
		apiKey: keyOf(connection),
		model,
		baseUrl: connection.baseUrl ?? undefined,
		capabilities: CAPABILITIES[connection.kind],
	};
	return connection.kind === "anthropic"
		? anthropicModel(options)
		: openaiModel({ ...options, provider: connection.kind });
}

export function keyOf(connection: StoredConnection): string {
	return decrypt({ secret: secret(), value: connection.encryptedKey });
}

function toLimits(limits: ConnectionLimits): CallLimits {
	return {
		firstMs: limits.firstSeconds * 1000,
		idleMs: limits.idleSeconds * 1000,
		totalMs: limits.totalSeconds * 1000,
		attempts: limits.attempts,
		concurrency: limits.concurrency,
	};
}
