/** A round that is over, to look at again. */
import { buildReplay, type ReplayView } from "~/core/grading/replay";
import { gradesBlind } from "./blindness.server";
import { loadRoundContent } from "./content.server";
import type { Person } from "./guest.server";
import { readableInterview } from "./interview-access.server";
import { viewReport } from "./report.server";

/** Without scores for whoever is in the middle of a blind grade. Refuses with "conflict" while the round still runs, and with "not-found" whoever may not read it. */
export async function viewReplay(input: { id: string; person: Person }): Promise<ReplayView & { ownRound: boolean }> {
	const interview = await readableInterview(input);
	const blind = await gradesBlind(input);
	const report = blind ? null : await viewReport(input);
	const replay = buildReplay({
		interviewId: interview.id,
		startedAt: interview.createdAt,
		events: interview.events,
		content: await loadRoundContent(interview.plan),
		criteria: report?.state === "graded" ? report.criteria : [],
	});
	return { ...replay, ownRound: interview.taken };
}
