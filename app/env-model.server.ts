/** The model that the environment connects for everybody: a part of `env.server.ts`. */
import {
	ConnectionLimits,
	everyTask,
	ModelId,
	PRESET_LIMITS,
	PRESET_MODELS,
	PRESETS,
	type Preset,
	ProviderKind,
	type Task,
	type TaskModels,
} from "./core/connection";

export interface EnvModel {
	provider: ProviderKind;
	tasks: TaskModels;
	limits: ConnectionLimits;
	apiKey: string | null;
	baseUrl: string | null;
}

export type ReadText = (name: string) => string | null;

/** Null without MODEL_PROVIDER, and when what is set would not do; then `problems` says why. */
export function readModel(text: ReadText, problems: string[]): EnvModel | null {
	const named = text("MODEL_PROVIDER");
	if (named === null) return null;
	const [apiKey, baseUrl] = [text("MODEL_API_KEY"), text("MODEL_BASE_URL")];
	const provider = ProviderKind.safeParse(named).data;
	if (!provider) {
		problems.push(`MODEL_PROVIDER is "${named}": it must be anthropic, openai or compatible.`);
		return null;
	}
	const before = problems.length;
	const preset = readPreset({ provider, text, problems });
	const tasks = readTasks({ provider, preset, text, problems });
	const limits = readLimits({ preset, text, problems });
	if (provider === "compatible" ? baseUrl === null : apiKey === null)
		problems.push(`${provider === "compatible" ? "MODEL_BASE_URL" : "MODEL_API_KEY"} is missing for MODEL_PROVIDER.`);
	return problems.length > before ? null : { provider, tasks, limits, apiKey, baseUrl };
}

function readPreset(input: { provider: ProviderKind; text: ReadText; problems: string[] }): Preset | null {
	const { provider, text, problems } = input;
	const value = text("MODEL_PRESET");
	if (value === null) return provider === "compatible" ? "local" : null;
	const preset = PRESETS.find((known) => known === value);
	if (!preset) problems.push(`MODEL_PRESET is "${value}": it must be one of ${PRESETS.join(", ")}.`);
	return preset ?? null;
}

/** A variable of a task goes before MODEL, and that before the preset. */
function readTasks(input: {
	provider: ProviderKind;
	preset: Preset | null;
	text: ReadText;
	problems: string[];
}): TaskModels {
	const { provider, preset, text, problems } = input;
	const model = text("MODEL");
	const named = {
		MODEL: model,
		MODEL_INTERVIEWER: text("MODEL_INTERVIEWER"),
		MODEL_TRACKER: text("MODEL_TRACKER"),
		MODEL_JUDGE: text("MODEL_JUDGE"),
		MODEL_SECOND_OPINION: text("MODEL_SECOND_OPINION"),
		MODEL_COACH: text("MODEL_COACH"),
		MODEL_TRANSCRIBER: text("MODEL_TRANSCRIBER"),
	};
	for (const [name, value] of Object.entries(named)) {
		if (value !== null && !ModelId.safeParse(value).success)
			problems.push(`${name} is "${value}": a model's name has letters, digits and . : / @ + - _ only.`);
	}
	const isPreset = model === null && provider !== "compatible" && preset !== null && preset !== "local";
	const chosen: Partial<Record<Task, string | null>> = {
		interviewer: named.MODEL_INTERVIEWER,
		tracker: named.MODEL_TRACKER,
		judge: named.MODEL_JUDGE,
		"second-opinion": named.MODEL_SECOND_OPINION ?? named.MODEL_JUDGE,
		coach: named.MODEL_COACH,
		transcriber: named.MODEL_TRANSCRIBER,
	};
	const given = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== null));
	const tasks = { ...(isPreset ? PRESET_MODELS[provider][preset] : everyTask(model ?? "")), ...given };
	if (Object.values(tasks).every((name) => name === ""))
		problems.push("MODEL is missing: MODEL_PROVIDER needs the name of a model, or MODEL_PRESET.");
	return tasks;
}

const NAMES = {
	first: "firstSeconds",
	between: "idleSeconds",
	all: "totalSeconds",
	attempts: "attempts",
	calls: "concurrency",
} as const;

function readLimits(input: { preset: Preset | null; text: ReadText; problems: string[] }): ConnectionLimits {
	const { preset, text, problems } = input;
	const basis = PRESET_LIMITS[preset ?? "balanced"];
	const value = text("MODEL_PATIENCE");
	if (value === null) return basis;
	const pairs = value.split(/[\s,]+/).map((pair) => pair.split("="));
	const known = pairs.every(([name = "", count]) => Object.hasOwn(NAMES, name) && count !== undefined);
	const given = Object.fromEntries(pairs.map(([name, count]) => [NAMES[name as keyof typeof NAMES], count]));
	const limits = ConnectionLimits.safeParse({ ...basis, ...given });
	if (known && limits.success) return limits.data;
	problems.push(
		`MODEL_PATIENCE is "${value}": it must be such as "first=300 between=60 all=1800 attempts=1 calls=1". ${limits.error?.issues[0]?.message ?? ""}`.trim(),
	);
	return basis;
}
