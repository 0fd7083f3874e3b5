/** What a server of models understands, and which servers are known by name (llm design §2). */
import { z } from "zod";

const flag = z.boolean();

/** A parameter a server does not know is left out instead of sent. */
export const Capabilities = z.strictObject({
	/** The system text goes in the role `developer`, and output is limited by `max_completion_tokens`. */
	developerRole: flag,
	/** Takes a name for the cache, or marks in the text. */
	cache: flag,
	/** Takes how hard to think. */
	effort: flag,
	/** "hint": the schema is sent, but nothing may be taken for granted. */
	schema: z.enum(["enforced", "hint", "none"]),
	images: flag,
});
export type Capabilities = z.infer<typeof Capabilities>;

export const SERVERS = ["ollama", "vllm", "lm-studio", "llama-cpp", "other"] as const;
export type ServerName = (typeof SERVERS)[number];

export const SERVER_TITLES: Readonly<Record<ServerName, string>> = {
	ollama: "Ollama",
	vllm: "vLLM",
	"lm-studio": "LM Studio",
	"llama-cpp": "llama.cpp",
	other: "another server",
};

const PLAIN: Capabilities = { developerRole: false, cache: false, effort: false, schema: "hint", images: false };
/** A grammar holds the answer to the schema as it is written. Images depend on the model, so a person switches them on. */
const HELD: Capabilities = { ...PLAIN, schema: "enforced" };

export const SERVER_CAPABILITIES: Readonly<Record<ServerName, Capabilities>> = {
	ollama: HELD,
	vllm: HELD,
	"lm-studio": HELD,
	"llama-cpp": HELD,
	other: PLAIN,
};

/** Servers sign their lists of models in `owned_by`. "library" is Ollama's own collection. */
const SIGNATURES: Readonly<Record<string, ServerName>> = {
	library: "ollama",
	vllm: "vllm",
	organization_owner: "lm-studio",
	"organization-owner": "lm-studio",
	llamacpp: "llama-cpp",
};

/** Which server wrote a list of models, by what it calls their owners; "other" when nothing or several things tell. */
export function serverOf(owners: readonly string[]): ServerName {
	const known = new Set(owners.map((owner) => SIGNATURES[owner.toLowerCase()] ?? "other"));
	const [only] = known;
	return known.size === 1 && only !== undefined ? only : "other";
}

/** What we send only where it is understood: for telling which of them a server has refused. */
export const OPTIONAL_PARAMETERS = {
	max_completion_tokens: "developerRole",
	developer: "developerRole",
	reasoning_effort: "effort",
	output_config: "effort",
	prompt_cache_key: "cache",
	cache_control: "cache",
	response_format: "schema",
	json_schema: "schema",
	image_url: "images",
} as const satisfies Record<string, keyof Capabilities>;
export type OptionalParameter = keyof typeof OPTIONAL_PARAMETERS;

/** The optional parameter that a message of a server speaks of; null when it speaks of none. */
export function parameterIn(message: string): OptionalParameter | null {
	const names = Object.keys(OPTIONAL_PARAMETERS) as OptionalParameter[];
	return names.find((name) => new RegExp(`(^|[^a-z_])${name}([^a-z_]|$)`, "i").test(message)) ?? null;
}
