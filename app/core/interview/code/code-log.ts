/** The candidate's files as a projection of the log: what they were at any moment, and what changed. */
import type { EventOf, InterviewEvent } from "../events";
import { CODE_FILES, type CodeFile } from "./run";

export interface FileState {
	text: string;
	/** Seq of the event that made it so; 0 when it was never touched. */
	seq: number;
}

export type Change = NonNullable<EventOf<"code">["change"]>;

/** What turns `before` into `after`: one stretch, found from both ends. Null when they are equal. */
export function changeBetween(before: string, after: string): Change | null {
	if (before === after) return null;
	const shorter = Math.min(before.length, after.length);
	let start = 0;
	while (start < shorter && before[start] === after[start]) start += 1;
	let end = 0;
	while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
	return { at: start, removed: before.length - start - end, inserted: after.slice(start, after.length - end) };
}

/** The text after a change. Offsets beyond the text are drawn to its end, so that a damaged log still reads. */
export function applyChange(text: string, change: Change): string {
	const at = Math.min(change.at, text.length);
	return text.slice(0, at) + change.inserted + text.slice(Math.min(text.length, at + change.removed));
}

/** Files as they stood at every 64th change of a log that is in memory, so that it need not be replayed from its start. */
const REMEMBERED = 64;
const remembered = new WeakMap<InterviewEvent, { starter: string; index: number; files: Map<string, FileState> }>();

/**
 * Every file as it stands after `events`, a log or the beginning of one. `starter` is the solution before the first
 * keystroke.
 */
export function readFiles(input: { events: readonly InterviewEvent[]; starter: string }): Record<CodeFile, FileState> {
	const { starter } = input;
	const changes = input.events.filter((event) => event.type === "code");
	const known = (index: number) => {
		const found = remembered.get(changes[index] as InterviewEvent);
		return found?.starter === starter && found.index === index ? found.files : null;
	};
	let done = changes.length;
	while (done > 0 && !known(done - 1)) done -= 1;
	const files = new Map(known(done - 1) ?? [["solution.py", { text: starter, seq: 0 }]]);
	for (const [offset, event] of changes.slice(done).entries()) {
		const index = done + offset;
		const before = files.get(event.path)?.text ?? "";
		files.set(event.path, { text: textAfter(event, before), seq: event.seq });
		if ((index + 1) % REMEMBERED === 0) remembered.set(event, { starter, index, files: new Map(files) });
	}
	const file = (path: CodeFile) => files.get(path) ?? { text: "", seq: 0 };
	return Object.fromEntries(CODE_FILES.map((path) => [path, file(path)])) as Record<CodeFile, FileState>;
}

function textAfter(event: EventOf<"code">, before: string): string {
	if (event.text !== undefined) return event.text;
	return event.change ? applyChange(before, event.change) : before;
}

/**
 * The log with every file written out once, where it last changed: what readers of a finished round want. `starter` is
 * needed when the log holds changes only.
 */
export function settledCode<T extends InterviewEvent>(events: readonly T[], starter: string): T[] {
	const files = new Map<string, string>([["solution.py", starter]]);
	const last = new Map<string, number>();
	for (const event of events) {
		if (event.type !== "code") continue;
		files.set(event.path, textAfter(event, files.get(event.path) ?? ""));
		last.set(event.path, event.seq);
	}
	return events.flatMap((event) => {
		if (event.type !== "code") return [event];
		if (last.get(event.path) !== event.seq) return [];
		const { change: _change, ...rest } = event;
		return [{ ...rest, text: files.get(event.path) ?? "" } as T];
	});
}

export type RunEvent = EventOf<"run">;

/** Runs of the server's own, in order: the ones that count. */
export function checks(events: readonly InterviewEvent[]): RunEvent[] {
	return events.filter((event): event is RunEvent => event.type === "run" && event.by !== "browser");
}
