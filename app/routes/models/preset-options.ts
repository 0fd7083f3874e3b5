import type { Preset } from "~/core/connection";

/** The presets as they are offered: for a provider with models of its own names, and for any other server. */
export const OF_PROVIDER: readonly { value: Preset; label: string }[] = [
	{ value: "cheap", label: "Cheap" },
	{ value: "balanced", label: "Balanced" },
	{ value: "best", label: "Best" },
];
export const LOCAL = { value: "local", label: "Local" } as const;
export const OF_SERVER: readonly { value: Preset; label: string }[] = [LOCAL, { value: "balanced", label: "Hosted" }];
