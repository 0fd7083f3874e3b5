/** What each kind of provider understands where nobody said anything else. */
import type { ProviderKind } from "~/core/connection";
import { type Capabilities, SERVER_CAPABILITIES } from "~/core/model-server";

export type { Capabilities };

export const CAPABILITIES: Readonly<Record<ProviderKind, Capabilities>> = {
	anthropic: { developerRole: false, cache: true, effort: true, schema: "enforced", images: true },
	openai: { developerRole: true, cache: true, effort: true, schema: "enforced", images: true },
	// Ollama, vLLM, LM Studio and llama.cpp differ; all of them accept this much (llm design §2).
	compatible: SERVER_CAPABILITIES.other,
};
