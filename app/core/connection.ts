/** A connected provider: what it is used for, and how patient we are with it. */
import { z } from "zod";

export const ProviderKind = z.enum(["anthropic", "openai", "compatible"]);
export type ProviderKind = z.infer<typeof ProviderKind>;

/** What a model is asked for. */
export const TASKS = ["interviewer", "tracker", "judge", "second-opinion", "coach", "transcriber"] as const;
export type Task = (typeof TASKS)[number];
/** Tasks whose model can be tried with one short question. */
export const TEXT_TASKS = TASKS.filter((task) => task !== "transcriber");

export const ModelId = z
	.string()
	.trim()
	.max(120, "A model's name has 120 characters at most.")
	.regex(/^[\w.:/@+-]*$/, "A model's name has letters, digits and . : / @ + - _ only.");

/** The model of each task; an empty name leaves the task to the practice engine or the rules. */
export const TaskModels = z.object({
	interviewer: ModelId.default(""),
	tracker: ModelId.default(""),
	judge: ModelId.default(""),
	"second-opinion": ModelId.default(""),
	coach: ModelId.default(""),
	/** Turns recorded speech into text; a model of its own kind, never one of the others. */
	transcriber: ModelId.default(""),
});
export type TaskModels = z.infer<typeof TaskModels>;

const count = (what: string, min: number, max: number) => {
	const error = `${what} must be a whole number from ${min} to ${max}.`;
	return z.coerce.number({ error }).int(error).min(min, error).max(max, error);
};

/** Seconds to the first token, between tokens and in all; attempts at one route; calls at once. */
export const ConnectionLimits = z.object({
	firstSeconds: count("Seconds to the first word", 1, 900).default(15),
	idleSeconds: count("Seconds between words", 1, 900).default(10),
	totalSeconds: count("Seconds in all", 5, 3600).default(120),
	attempts: count("Attempts", 1, 4).default(2),
	concurrency: count("Calls at once", 1, 16).default(4),
});
export type ConnectionLimits = z.infer<typeof ConnectionLimits>;
export type LimitName = keyof ConnectionLimits;

export const PRESETS = ["cheap", "balanced", "best", "local"] as const;
export type Preset = (typeof PRESETS)[number];
/** Presets of models; "local" is one of patience, for a server that runs what it has loaded. */
export type ModelPreset = Exclude<Preset, "local">;

const HOSTED: ConnectionLimits = ConnectionLimits.parse({});

/** A 3B model on a processor reads 3,000 tokens in half a minute, a larger one in minutes, and one call at a time. */
const LOCAL: ConnectionLimits = {
	firstSeconds: 300,
	idleSeconds: 60,
	totalSeconds: 1800,
	attempts: 1,
	concurrency: 1,
};

export const PRESET_LIMITS: Readonly<Record<Preset, ConnectionLimits>> = {
	cheap: HOSTED,
	balanced: HOSTED,
	best: HOSTED,
	local: LOCAL,
};

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

/** Models for people who do not want to choose. Another server has none: it runs what it has loaded. */
export const PRESET_MODELS: Record<Exclude<ProviderKind, "compatible">, Record<ModelPreset, TaskModels>> = {
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
