/** The candidate's code as an interviewer is shown it: a window around the last change, and what has changed. */
import type { InterviewEvent } from "../events";
import { changeBetween, readFiles } from "./code-log";

/** Content design §6.4: at most so many lines around the place of work. */
const WINDOW = 120;
const MOST_CHARACTERS = 6_000;
const MOST_CHANGED_LINES = 30;

/**
 * `since` is the seq of the last event the interviewer knows. Line numbers are the editor's; long texts are cut at whole
 * lines and say so.
 */
export function codeForInterviewer(input: { events: readonly InterviewEvent[]; starter: string; since: number }): {
	excerpt: string;
	changes: string;
} {
	const { events, starter, since } = input;
	const now = readFiles({ events, starter })["solution.py"].text;
	const before = readFiles({ events: events.filter((event) => event.seq <= since), starter })["solution.py"].text;
	const change = changeBetween(before, now);
	const last = events.findLast((event) => event.type === "code" && event.path === "solution.py" && event.change);
	const at = last?.type === "code" ? (last.change?.at ?? 0) + (last.change?.inserted.length ?? 0) : 0;
	return { excerpt: excerptAround(now, Math.min(at, now.length)), changes: describeChange(change, now) };
}

function excerptAround(text: string, at: number): string {
	const lines = text.split("\n");
	const current = text.slice(0, at).split("\n").length - 1;
	const from = Math.max(0, Math.min(current - WINDOW / 2, lines.length - WINDOW));
	const shown = lines.slice(from, from + WINDOW).map((line, index) => `${from + index + 1}  ${line}`);
	const whole = shown.join("\n").slice(0, MOST_CHARACTERS);
	return shown.length < lines.length ? `${whole}\n(${lines.length} lines in all)` : whole;
}

function describeChange(change: ReturnType<typeof changeBetween>, now: string): string {
	if (!change) return "nothing";
	const first = now.slice(0, change.at).split("\n").length;
	const added = change.inserted.split("\n").length;
	const range = added > 1 ? `lines ${first} to ${first + added - 1}` : `line ${first}`;
	return added > MOST_CHANGED_LINES ? `${range}, ${added} lines` : range;
}
