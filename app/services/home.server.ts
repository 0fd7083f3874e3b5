import { Level, type Round } from "~/core/content/schemas";
import { startingQuestions } from "~/core/interview/make-plan";
import { modelOf } from "./connections.server";
import { getContent } from "./content.server";
import type { Person } from "./guest.server";
import { viewRoom } from "./room.server";
import { shownSample } from "./samples.server";
import { listSessions, type SessionSummary } from "./sessions.server";
import { offeredRounds } from "./setup.server";

const RECENT = 5;

export interface HomeView {
	rounds: { round: Round; title: string; summary: string; minutes: Record<Level, number>; firstUp: string | null }[];
	levels: { id: Level; title: string; means: string }[];
	unfinished: { id: string; title: string; roundTitle: string; leftMs: number | null; phaseTitle: string } | null;
	recent: SessionSummary[];
	/** The connected model that would interview this person; null for the practice engine. */
	model: string | null;
	/** Shown to somebody who has no report yet. */
	sample: Awaited<ReturnType<typeof shownSample>>;
}

/** The first page: what can be practised, what was left unfinished, what came before. */
export async function viewHome(input: { person: Person | null }): Promise<HomeView> {
	const content = getContent();
	const { person } = input;
	const sessions = person ? await listSessions({ person }) : [];
	const open = sessions.find((session) => session.state === "unfinished");
	const recent = sessions.filter((session) => session.state !== "unfinished").slice(0, RECENT);
	return {
		rounds: offeredRounds().map((offered) => ({
			...offered,
			firstUp:
				person === null || sessions.length === 0
					? (startingQuestions({ content, round: offered.round })[0]?.title ?? null)
					: null,
		})),
		levels: Level.options.flatMap((id) => {
			const note = content.levels.get(id);
			return note ? [{ id, title: note.title, means: note.means }] : [];
		}),
		unfinished: open && person ? await viewUnfinished({ session: open, person }) : null,
		recent,
		model: await modelOf({ userId: person?.id ?? null, task: "interviewer" }),
		sample: recent.length === 0 ? await shownSample() : null,
	};
}

async function viewUnfinished(input: { session: SessionSummary; person: Person }): Promise<HomeView["unfinished"]> {
	const room = await viewRoom({ id: input.session.id, person: input.person });
	const { totalMs, elapsedMs } = room.clock;
	return {
		id: room.id,
		title: room.question.title,
		roundTitle: room.roundTitle,
		leftMs: totalMs === null ? null : Math.max(0, totalMs - elapsedMs),
		phaseTitle: room.phases.find((phase) => phase.state === "now")?.title ?? "",
	};
}
