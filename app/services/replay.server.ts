/** A round that is over, to look at again. */
import { buildReplay, type ReplayView } from "~/core/grading/replay";
import { loadRoundContent } from "./content.server";
import type { Person } from "./guest.server";
import { readableInterview } from "./interview-access.server";
import { viewReport } from "./report.server";

/** Refuses with "conflict" while the round still runs, and with "not-found" whoever may not read it. */
export async function viewReplay(input: { id: string; person: Person }): Promise<ReplayView & { ownRound: boolean }> {
	const report = await viewReport(input);
	const interview = await readableInterview(input);
	const replay = buildReplay({
		interviewId: interview.id,
		startedAt: interview.createdAt,
		events: interview.events,
		content: await loadRoundContent(interview.plan),
		criteria: report.state === "graded" ? report.criteria : [],
	});
	return { ...replay, ownRound: report.ownRound };
}
