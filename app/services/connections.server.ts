/** The connected providers of a person, and the routes that calls take. Keys are decrypted here and nowhere else. */

import { listConnections, type StoredConnection } from "~/adapters/db/model-connections.server";
import { decrypt, encrypt } from "~/adapters/encryption.server";
import { anthropicModel } from "~/adapters/llm/anthropic.server";
import { CAPABILITIES } from "~/adapters/llm/capabilities";
import { openaiModel } from "~/adapters/llm/openai.server";
import { publicFetch } from "~/adapters/public-fetch.server";
import type { ConnectionLimits, ProviderKind, Task, TaskModels } from "~/core/connection";
import type { LanguageModel } from "~/core/ports";
import { env, isLoopback } from "~/env.server";
import type { Person } from "./guest.server";
import type { CallLimits, Route } from "./model-call.server";

export interface ConnectionView {
	id: string;
	kind: ProviderKind;
	label: string;
	address: string | null;
	tasks: TaskModels;
	ofServer: boolean;
	/** Whether the person looking may change it, move it and remove it. */
	editable: boolean;
	/** Among the connections of the same owner. */
	first: boolean;
	last: boolean;
}

export const LABELS: Record<ProviderKind, string> = {
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

export function sealKey(apiKey: string): string {
	return encrypt({ secret: secret(), text: apiKey });
}

export function openKey(sealed: string): string {
	return decrypt({ secret: secret(), value: sealed });
}

/** A server that only this machine can reach has nobody to protect from its own network. */
export function mayUseAddress(person: Pick<Person, "isOperator"> | null): boolean {
	return person?.isOperator === true || (!env.isPublic && isLoopback(env.host));
}

/**
 * How to reach a provider: its key, its address, and for an address that somebody typed who has no business in this
 * server's network, a fetch that cannot enter it. Asked at every call, so that a server that becomes public, or an
 * operator who is none any more, changes what old connections may do.
 */
export function accessTo(connection: Pick<StoredConnection, "userId" | "baseUrl" | "encryptedKey" | "ofOperator">): {
	apiKey: string;
	baseUrl?: string;
	fetch?: typeof fetch;
} {
	const { userId, baseUrl, encryptedKey, ofOperator } = connection;
	const apiKey = openKey(encryptedKey);
	if (baseUrl === null) return { apiKey };
	const trusted = userId === null || mayUseAddress({ isOperator: ofOperator });
	return trusted ? { apiKey, baseUrl } : { apiKey, baseUrl, fetch: publicFetch() };
}

export async function viewConnections(person: Person | null): Promise<ConnectionView[]> {
	const connections = await allConnections(person?.id ?? null);
	return connections.map(({ id, kind, label, baseUrl, tasks, userId }) => {
		const editable = id !== FROM_ENVIRONMENT && (userId !== null || person?.isOperator === true);
		const siblings = connections.filter((other) => other.userId === userId && other.id !== FROM_ENVIRONMENT);
		return {
			id,
			kind,
			label,
			address: person?.isOperator || userId !== null ? baseUrl : null,
			tasks,
			ofServer: userId === null,
			editable,
			first: siblings[0]?.id === id,
			last: siblings.at(-1)?.id === id,
		};
	});
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
	return {
		id: FROM_ENVIRONMENT,
		userId: null,
		kind: model.provider,
		label: `${LABELS[model.provider]}, set by the environment`,
		baseUrl: model.baseUrl,
		encryptedKey: sealKey(model.apiKey ?? "none"),
		tasks: model.tasks,
		limits: model.limits,
		capabilities: null,
		ofOperator: true,
	};
}

export function toRoute(input: { connection: StoredConnection; model: string }): Route {
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
	const { kind } = connection;
	const options = { ...accessTo(connection), model, capabilities: connection.capabilities ?? CAPABILITIES[kind] };
	return kind === "anthropic" ? anthropicModel(options) : openaiModel({ ...options, provider: kind });
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
