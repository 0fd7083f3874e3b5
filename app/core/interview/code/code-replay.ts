/**
 * A candidate's files at any moment of the round. Changes are replayed only as far as somebody looks, and every so many
 * steps the files are kept, so that jumping about in a long round stays quick.
 */
import type { EventOf, InterviewEvent } from "../events";
import { applyChange, type Change } from "./code-log";
import { SOLUTION } from "./run";

/** One saved change, as small as the log keeps it. */
export interface CodeStep {
	seq: number;
	atMs: number;
	path: string;
	/** The whole file; left out when `change` says it. */
	text?: string;
	change?: Change;
}

export type Files = Readonly<Record<string, string>>;

const KEPT_EVERY = 64;

export function codeSteps(events: readonly InterviewEvent[]): CodeStep[] {
	return events
		.filter((event): event is EventOf<"code"> => event.type === "code")
		.map(({ seq, atMs, path, text, change }) => ({
			seq,
			atMs,
			path,
			...(text === undefined ? {} : { text }),
			...(text === undefined && change ? { change } : {}),
		}));
}

/** Files after the first `count` steps: 0 is the starter. `steps` must not change meanwhile. */
export function codeReader(input: { steps: readonly CodeStep[]; starter: string }): (count: number) => Files {
	const { steps, starter } = input;
	const kept = new Map<number, Files>([[0, { [SOLUTION]: starter }]]);
	return (count) => {
		const wanted = Math.max(0, Math.min(count, steps.length));
		let at = wanted - (wanted % KEPT_EVERY);
		while (!kept.has(at)) at -= KEPT_EVERY;
		let files = kept.get(at) ?? {};
		for (; at < wanted; at += 1) {
			if (at % KEPT_EVERY === 0) kept.set(at, files);
			const step = steps[at];
			if (step) files = { ...files, [step.path]: textAfter(step, files[step.path] ?? "") };
		}
		if (wanted % KEPT_EVERY === 0) kept.set(wanted, files);
		return files;
	};
}

/** How many steps lie at or before a moment. Steps rise in time. */
export function stepsUntil(steps: readonly { atMs: number }[], atMs: number): number {
	let [low, high] = [0, steps.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((steps[middle]?.atMs ?? 0) <= atMs) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** Lines of `after` that are not in `before` as one stretch, from 1; null when nothing was added. Both ends included. */
export function changedLines(
	before: string,
	after: string,
): { from: number; to: number; added: number; removed: number } | null {
	const [old, now] = [before.split("\n"), after.split("\n")];
	const shorter = Math.min(old.length, now.length);
	let start = 0;
	while (start < shorter && old[start] === now[start]) start += 1;
	let end = 0;
	while (end < shorter - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end += 1;
	const added = now.length - start - end;
	const removed = old.length - start - end;
	return added === 0 && removed === 0 ? null : { from: start + 1, to: start + added, added, removed };
}

/** Of logs that are in memory: a report is opened more than once. */
const remembered = new WeakMap<InterviewEvent, { starter: string; moments: Map<string, (number | null)[]> }>();

/**
 * When a line of a file, as it stands at the end, came to be so: the round time in ms of the last change that touched
 * it. Null for a line nobody touched. `events` is a whole log, read once, at the first question.
 */
export function lineMoments(input: {
	events: readonly InterviewEvent[];
	starter: string;
}): (path: string, line: number) => number | null {
	let moments: Map<string, (number | null)[]> | null = null;
	return (path, line) => {
		moments ??= momentsOf(input);
		return moments.get(path)?.[line - 1] ?? null;
	};
}

function momentsOf(input: { events: readonly InterviewEvent[]; starter: string }): Map<string, (number | null)[]> {
	const last = input.events.at(-1);
	const known = last && remembered.get(last);
	if (known?.starter === input.starter) return known.moments;
	const moments = readMoments(input);
	if (last) remembered.set(last, { starter: input.starter, moments });
	return moments;
}

function readMoments(input: { events: readonly InterviewEvent[]; starter: string }): Map<string, (number | null)[]> {
	const texts = new Map<string, string>([[SOLUTION, input.starter]]);
	const moments = new Map<string, (number | null)[]>([[SOLUTION, input.starter.split("\n").map(() => null)]]);
	for (const step of codeSteps(input.events)) {
		const before = texts.get(step.path) ?? "";
		const after = textAfter(step, before);
		texts.set(step.path, after);
		const change = changedLines(before, after);
		if (!change) continue;
		const lines = moments.get(step.path) ?? before.split("\n").map(() => null);
		const fresh = new Array<number | null>(change.added).fill(step.atMs);
		moments.set(step.path, [
			...lines.slice(0, change.from - 1),
			...fresh,
			...lines.slice(change.from - 1 + change.removed),
		]);
	}
	return moments;
}

function textAfter(step: CodeStep, before: string): string {
	if (step.text !== undefined) return step.text;
	return step.change ? applyChange(before, step.change) : before;
}
