import { Link } from "@remix-run/react";
import { RECOMMENDATION_WORDS } from "~/core/grading/report-words";
import type { SessionSummary } from "~/services/sessions.server";
import { formatDate, LEVEL_TITLES, MODE_TITLES } from "./format";

/** One round in a list, with a link to wherever it stands. */
export function SessionRow({ session, children }: { session: SessionSummary; children?: React.ReactNode }) {
	const { id, title, roundTitle, level, mode, state, startedAt, origin } = session;
	const to =
		state === "unfinished" ? `/interviews/${id}` : `/interviews/${id}/${state === "graded" ? "report" : "grading"}`;
	return (
		<li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-3 last:border-0">
			<div className="min-w-0 flex-1 basis-[260px]">
				<Link className="font-medium hover:underline" to={to}>
					{title}
				</Link>
				<p className="meta">
					{roundTitle}, {LEVEL_TITLES[level]}, {MODE_TITLES[mode]}, {formatDate(startedAt)}
					{origin === "imported" && ", imported"}
					{origin === "sample" && ", sample"}
				</p>
			</div>
			<span className="tag">{describe(session)}</span>
			{children}
		</li>
	);
}

function describe({ state, covered, recommendation, overall }: SessionSummary): string {
	if (state === "unfinished") return "Unfinished";
	if (state === "grading") return "Rate yourself, then read";
	if (state === "failed") return "Grading failed";
	if (covered) return "Graded, not opened yet";
	if (recommendation === null || overall === null) return "Not enough evidence";
	return `${RECOMMENDATION_WORDS[recommendation]}, ${overall.toFixed(2)}`;
}
