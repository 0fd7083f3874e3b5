/** A connected provider: what it is used for, and how patient we are with it. */
import { z } from "zod";

export const ProviderKind = z.enum(["anthropic", "openai", "compatible"]);
export type ProviderKind = z.infer<typeof ProviderKind>;

/** What a model is asked for. */
export const TASKS = ["interviewer", "tracker", "judge", "second-opinion", "coach", "transcriber"] as const;
export type Task = (typeof TASKS)[number];

const modelId = z
	.string()
	.trim()
	.max(120)
	.regex(/^[\w.:/@+-]*$/, "A model's name has letters, digits and . : / @ + - _ only.");

/** The model of each task; an empty name leaves the task to the practice engine or the rules. */
export const TaskModels = z.object({
	interviewer: modelId.default(""),
	tracker: modelId.default(""),
	judge: modelId.default(""),
	"second-opinion": modelId.default(""),
	coach: modelId.default(""),
	/** Turns recorded speech into text; a model of its own kind, never one of the others. */
	transcriber: modelId.default(""),
});
export type TaskModels = z.infer<typeof TaskModels>;

/** Seconds to the first token, between tokens and in all; attempts at one route; calls at once. */
export const ConnectionLimits = z.object({
	firstSeconds: z.coerce.number().int().min(1).max(900).default(15),
	idleSeconds: z.coerce.number().int().min(1).max(900).default(10),
	totalSeconds: z.coerce.number().int().min(5).max(3600).default(120),
	attempts: z.coerce.number().int().min(1).max(4).default(2),
	concurrency: z.coerce.number().int().min(1).max(16).default(4),
});
export type ConnectionLimits = z.infer<typeof ConnectionLimits>;

export const PRESETS = ["cheap", "balanced", "best"] as const;
export type Preset = (typeof PRESETS)[number];

const same = (model: string, transcriber = ""): TaskModels => ({
	interviewer: model,
	tracker: model,
	judge: model,
	"second-opinion": model,
	coach: model,
	transcriber,
});

/** OpenAI's model that hears; Anthropic has none. */
const HEARS = "gpt-transcribe";

/** Models for people who do not want to choose. A local server has no presets: it runs what it has loaded. */
export const PRESET_MODELS: Record<Exclude<ProviderKind, "compatible">, Record<Preset, TaskModels>> = {
	anthropic: {
		cheap: same("claude-haiku-5-5"),
		balanced: { ...same("claude-sonnet-5-5"), interviewer: "claude-haiku-5-5", tracker: "claude-haiku-5-5" },
		best: { ...same("claude-opus-5-5"), interviewer: "claude-sonnet-5-5", tracker: "claude-haiku-5-5" },
	},
	openai: {
		cheap: same("gpt-6-luna", HEARS),
		balanced: { ...same("gpt-6.1-terra", HEARS), interviewer: "gpt-6-luna", tracker: "gpt-6-luna" },
		best: { ...same("gpt-6.1-sol", HEARS), interviewer: "gpt-6.1-terra", tracker: "gpt-6-luna" },
	},
};

/** All tasks of text with one model: what a local server usually offers. */
export function everyTask(model: string): TaskModels {
	return same(model);
}
