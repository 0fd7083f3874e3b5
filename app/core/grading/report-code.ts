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
