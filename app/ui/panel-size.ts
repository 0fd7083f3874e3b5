/** How large a panel may be, and what a key on its edge makes of it. In CSS pixels. */
export interface PanelLimits {
	min: number;
	max: number;
}

const STEP = 16;
const BIG_STEP = 64;

export function clampSize(size: number, { min, max }: PanelLimits): number {
	// What is beside a panel gives way before the panel falls under its own least.
	return Math.round(Math.max(min, Math.min(size, max)));
}

/**
 * The size after a key, null when the key does not move the edge. `grows` is the arrow that makes the panel larger: a
 * panel before its edge grows to the right, one below it upwards.
 */
export function sizeAfterKey(input: {
	size: number;
	key: string;
	shift: boolean;
	grows: "ArrowRight" | "ArrowLeft" | "ArrowUp";
	limits: PanelLimits;
}): number | null {
	const { size, key, shift, grows, limits } = input;
	const shrinks = { ArrowRight: "ArrowLeft", ArrowLeft: "ArrowRight", ArrowUp: "ArrowDown" }[grows];
	const step = shift ? BIG_STEP : STEP;
	if (key === grows) return clampSize(size + step, limits);
	if (key === shrinks) return clampSize(size - step, limits);
	if (key === "Home") return clampSize(limits.min, limits);
	return key === "End" ? clampSize(limits.max, limits) : null;
}
