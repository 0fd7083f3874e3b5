/** What a server understands: a parameter it does not know is left out instead of sent. */
export interface Capabilities {
	/** The system text goes in the role `developer`, and output is limited by `max_completion_tokens`. */
	developerRole: boolean;
	cache: boolean;
	effort: boolean;
	/** "hint": the schema is sent, but nothing may be taken for granted. */
	schema: "enforced" | "hint" | "none";
	images: boolean;
}

export type ProviderKind = "anthropic" | "openai" | "compatible";

export const CAPABILITIES: Readonly<Record<ProviderKind, Capabilities>> = {
	anthropic: { developerRole: false, cache: true, effort: true, schema: "enforced", images: true },
	openai: { developerRole: true, cache: true, effort: true, schema: "enforced", images: true },
	// Ollama, vLLM, LM Studio and llama.cpp differ; all of them accept this much (llm design §2).
	compatible: { developerRole: false, cache: false, effort: false, schema: "hint", images: false },
};
