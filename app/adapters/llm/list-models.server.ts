/** Which models a server offers, where it says so. Nothing is believed of the answer but names that look like names. */
import { z } from "zod";
import { limited } from "~/adapters/public-fetch.server";
import { ModelId, type ProviderKind } from "~/core/connection";
import { type ServerName, serverOf } from "~/core/model-server";
import { ModelError } from "~/core/ports";
import { anthropicClient } from "./anthropic.server";
import { classify } from "./classify.server";
import { openaiClient } from "./openai.server";

export interface ModelList {
	/** In the order of the alphabet; names we could not send back are left out. */
	models: string[];
	/** Which server wrote the list, as far as it can be told. */
	server: ServerName;
}

const WAIT_MS = 10_000;
const LONGEST_LIST = { ok: 2_000_000, failed: 64_000 };
const MOST_MODELS = 500;

const Listed = z.object({ data: z.array(z.unknown()) });
const Entry = z.object({ id: ModelId.min(1), owned_by: z.string().max(200).optional().catch(undefined) });

/**
 * One request, for at most ten seconds and two megabytes. Null when the server has no list; every other failure is a
 * `ModelError`, "stream_broken" for an answer that is no list.
 */
export async function listModels(input: {
	kind: ProviderKind;
	apiKey: string;
	baseUrl?: string;
	fetch?: typeof fetch;
}): Promise<ModelList | null> {
	const { kind, fetch: reach = fetch, ...access } = input;
	const signal = AbortSignal.timeout(WAIT_MS);
	const options = { signal, timeout: WAIT_MS, maxRetries: 0 };
	const short: typeof fetch = async (...request) => limited(await reach(...request), LONGEST_LIST);
	const client = { ...access, fetch: short };
	try {
		const body: unknown =
			kind === "anthropic"
				? await anthropicClient(client).get("/v1/models?limit=1000", options)
				: await openaiClient(client).get("/models", options);
		return read(body);
	} catch (error) {
		if (signal.aborted) throw new ModelError("timeout_total", "The list of models took too long.");
		const failure = classify(error, signal);
		if (failure.status !== null && [404, 405, 501].includes(failure.status)) return null;
		throw failure;
	}
}

function read(body: unknown): ModelList {
	const listed = Listed.safeParse(body);
	if (!listed.success) throw new ModelError("stream_broken", "The answer is no list of models.");
	const entries = listed.data.data.slice(0, MOST_MODELS).flatMap((entry) => Entry.safeParse(entry).data ?? []);
	return {
		models: [...new Set(entries.map((entry) => entry.id))].sort((a, b) => a.localeCompare(b, "en")),
		server: serverOf(entries.map((entry) => entry.owned_by ?? "")),
	};
}
