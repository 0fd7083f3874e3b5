/**
 * How much one round keeps of code, boards and runs: far more than anybody types, draws or starts in an hour, far less
 * than a disk, and little enough to be read again with every request.
 */
import { AppError } from "../errors";
import type { InterviewEvent, NewEvent } from "./events";

/** Bytes of JSON, of one round and of one minute of it. */
export const MOST_KEPT = 8_000_000;
export const MOST_A_MINUTE = 3_000_000;

type Weighed = Pick<InterviewEvent, "type" | "at">;

/**
 * Refuses with "too-large" or "too-many" what would make the log of a round too heavy; what was saved before stays.
 * `weights` are the bytes of `events`, in the same order; `now` is Unix ms, as `at` is. The run on which a round is
 * graded always has room.
 */
export function requireRoom(input: {
	events: readonly Weighed[];
	weights: readonly number[];
	adding: readonly NewEvent[];
	now: number;
}): void {
	const { events, weights, adding, now } = input;
	const more = adding.filter((event) => isHeavy(event) && !(event.type === "run" && event.final));
	if (more.length === 0) return;
	let kept = new TextEncoder().encode(JSON.stringify(more)).length;
	let lately = kept;
	events.forEach((event, index) => {
		if (!isHeavy(event)) return;
		kept += weights[index] ?? 0;
		if ((event.at ?? 0) > now - 60_000) lately += weights[index] ?? 0;
	});
	if (kept > MOST_KEPT)
		throw new AppError(
			"too-large",
			"This round has kept as much code, drawing and runs as it may. What was saved is safe; end the round to have it graded.",
		);
	if (lately > MOST_A_MINUTE)
		throw new AppError(
			"too-many",
			"Far more came in one minute than anybody types, draws or runs. What was saved is safe. Wait a minute and go on.",
		);
}

function isHeavy({ type }: Pick<InterviewEvent, "type">): boolean {
	return type === "code" || type === "board" || type === "run";
}
