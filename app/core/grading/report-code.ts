/** What a report shows of a coding round beside its criteria: the tests of the final run, and lines a person should see. */
import { checks } from "../interview/code/code-log";
import { groupOf } from "../interview/code/run";
import { findSuspicions } from "../interview/code/tampering";
import type { InterviewEvent } from "../interview/events";
import type { ReportTest, ReportView } from "./report-view";

/** The tests of the last run on the server, with what they expected: the round is over. */
export function reportTests(events: readonly InterviewEvent[]): ReportTest[] {
	const last = checks(events).findLast((run) => (run.tests?.length ?? 0) > 0);
	return (last?.tests ?? []).map(({ suite, name, title, status, message }) => ({
		group: suite === "mine" ? "own" : (groupOf(name) ?? "core"),
		title,
		status,
		message: message ?? "",
		hidden: suite === "hidden",
	}));
}

export function reportSuspicions(events: readonly InterviewEvent[]): ReportView["suspicions"] {
	return events.flatMap((event) =>
		event.type === "code" && event.text
			? findSuspicions(event.text).map(({ line, quote }) => ({ file: event.path, line, quote }))
			: [],
	);
}

/** A kit's hash as people read it. */
export function shortKit(hash: string): string {
	return hash.slice(0, 8);
}

/**
 * Sentences about what the tests were judged with, where it was not the same all along. `used` are the hashes of the
 * round's runs in order, `now` is the server's; a stored run is never run again, so a change only shows here.
 */
export function describeKits(input: { used: readonly string[]; now: string | null }): string[] {
	const { used, now } = input;
	const last = used.at(-1);
	if (!last) return [];
	const notes: string[] = [];
	if (used.length > 1) {
		notes.push(
			`The test harness was changed while this round ran: ${used.map(shortKit).join(", then ")}. The grade rests on the last one.`,
		);
	}
	if (now !== null && now !== last) {
		notes.push(
			`The tests ran with harness ${shortKit(last)}; this server has ${shortKit(now)} now. Grading again uses the stored run, not a new one.`,
		);
	}
	return notes;
}
