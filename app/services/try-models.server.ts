/** Finding out whether a connection works, before anything of it is stored. */
import type { StoredConnection } from "~/adapters/db/model-connections.server";
import { listModels, type ModelList } from "~/adapters/llm/list-models.server";
import { TEXT_TASKS } from "~/core/connection";
import { AppError } from "~/core/errors";
import { ModelError, type ModelErrorKind } from "~/core/ports";
import { accessTo, toRoute } from "./connections.server";
import type { Person } from "./guest.server";
import { recordAttempt } from "./ledger.server";
import { askModel } from "./model-call.server";
import { describeModelError } from "./model-error-text.server";

/** A connection that has no row yet, or is about to change. */
export type Candidate = Omit<StoredConnection, "id">;

const REQUEST = {
	system: [{ text: "You are being tested. Answer with the single word: ready" }],
	messages: [{ role: "user" as const, text: "Ready?" }],
	maxTokens: 64,
	effort: "none" as const,
};

/**
 * One short call to each of the models, which costs next to nothing. Refuses with "engine-failed" and a sentence that
 * says which of them failed and what the provider said.
 */
export async function tryModels(input: {
	connection: Candidate;
	person: Person;
	models: ReadonlySet<string>;
}): Promise<void> {
	const verdicts: { model: string; verdict: string }[] = [];
	// One after the other: a local server loads one model at a time.
	for (const model of input.models) {
		const verdict = await tryModel({ ...input, model });
		if (verdict) verdicts.push({ model, verdict });
	}
	if (verdicts.length === 0) return;
	const sentences = [...new Set(verdicts.map(({ verdict }) => verdict))].map((sentence) => {
		const failed = verdicts.filter(({ verdict }) => verdict === sentence).map(({ model }) => model);
		return failed.length === input.models.size ? sentence : `${failed.join(", ")}: ${sentence}`;
	});
	throw new AppError("engine-failed", `${sentences.join(" ")} Nothing was stored.`);
}

/** The models of the tasks that a question in text can try. */
export function textModels(tasks: StoredConnection["tasks"]): Set<string> {
	return new Set(TEXT_TASKS.map((task) => tasks[task]).filter((model) => model !== ""));
}

async function tryModel(input: { connection: Candidate; person: Person; model: string }): Promise<string | null> {
	const { connection, person, model } = input;
	const route = toRoute({ connection: { ...connection, id: "test" }, model });
	const onAttempt = recordAttempt({ userId: person.id, interviewId: null, purpose: "test" });
	try {
		const routes = [{ ...route, limits: { ...route.limits, attempts: 1 } }];
		const { text } = await askModel({ routes, request: REQUEST, onAttempt });
		return text.trim() === "" ? `${model} answered with nothing. Choose another model.` : null;
	} catch (error) {
		if (!(error instanceof ModelError)) throw error;
		return describeFailure({ connection, error });
	}
}

/** Why an address does not answer is nobody's business who does not run this network (decisions 17). */
const SILENT: ReadonlySet<ModelErrorKind> = new Set([
	"network",
	"timeout_first",
	"timeout_idle",
	"timeout_total",
	"stream_broken",
]);

function describeFailure(input: { connection: Candidate; error: ModelError }): string {
	const { connection, error } = input;
	const isStrange = accessTo(connection).fetch !== undefined;
	return isStrange && SILENT.has(error.kind)
		? "The address did not answer as a server of models does. It must be a public one, by https and without a redirect."
		: describeModelError(error);
}

const NO_LIST = "What the server sent is no list of models.";

/** What the server offers; null when it has no list. Refuses like a failed call. */
export async function offeredModels(connection: Candidate): Promise<ModelList | null> {
	return listModels({ kind: connection.kind, ...accessTo(connection) }).catch((error: unknown) => {
		if (!(error instanceof ModelError)) throw error;
		const why = error.kind === "stream_broken" ? NO_LIST : describeFailure({ connection, error });
		throw new AppError("engine-failed", `${why} A name can be entered by hand.`);
	});
}

/** The same for what works without it: null also when the list cannot be had. */
export function offeredModelsIfAny(connection: Candidate): Promise<ModelList | null> {
	return offeredModels(connection).catch((error: unknown) => {
		if (error instanceof AppError) return null;
		throw error;
	});
}
