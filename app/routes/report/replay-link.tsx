import type { ReportCriterion } from "~/core/grading/report-view";
import { formatClock } from "~/ui/format";

/** From a reference to the moment of the round it is about. */
export function ReplayLink({ evidence }: { evidence: ReportCriterion["evidence"][number] }) {
	const { atMs, file, line } = evidence.moment;
	const place = new URLSearchParams({ at: String(Math.floor(atMs / 1_000)) });
	if (file && line) {
		place.set("file", file);
		place.set("line", String(line));
	}
	return (
		<a className="link no-print" href={`replay?${place}`}>
			{file ? `written at ${formatClock(atMs)}` : "replay"}
		</a>
	);
}
