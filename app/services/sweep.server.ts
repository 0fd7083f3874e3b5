/**
 * What time alone brings about: time checks, pauses of abandoned rounds, the end by the clock, a check-in when a
 * candidate is stuck, and turns whose generator died. Runs every five seconds; requests do the same work when they come
 * first (decisions 2).
 */
import { randomUUID } from "node:crypto";
import { returnCoachNotes } from "~/adapters/db/coach-notes.server";
import { returnGradeRuns } from "~/adapters/db/grade-queue.server";
import { listRunningInterviews } from "~/adapters/db/interviews.server";
import { checkIn } from "~/core/interview/controller";
import { projectInterview } from "~/core/interview/state";
import { appendDecision } from "./log.server";
import { logger } from "./logger.server";
import { processId } from "./process.server";
import { failTurn, isRunning, runTurn } from "./turns.server";

const EVERY_MS = 5_000;

/** Starts the sweep; the returned function stops it. */
export function startSweep(): () => void {
	let busy = false;
	const timer = setInterval(() => {
		if (busy) return;
		busy = true;
		void sweep()
			.catch((error: unknown) => logger.error({ err: error }, "the sweep failed"))
			.finally(() => {
				busy = false;
			});
	}, EVERY_MS);
	timer.unref();
	return () => clearInterval(timer);
}

export async function sweep(): Promise<void> {
	for (const { id, lastSeenAt, lastActivityAt, draft, turnLeaseUntil } of await listRunningInterviews()) {
		if (isRunning(id)) continue;
		const appended = await appendDecision({
			id,
			userId: null,
			present: false,
			decide: ({ events, content, now }) =>
				now - lastSeenAt > EVERY_MS * 4
					? []
					: checkIn({ events, content, now, newId: randomUUID, lastActivityAt, draft }),
		});
		const state = projectInterview({ events: appended.events, plan: appended.content.plan });
		if (!state.openTurn) continue;
		if (appended.added.some((event) => event.type === "turn-started")) {
			runTurn({ interviewId: id, events: appended.events, content: appended.content });
		} else if (turnLeaseUntil === null || turnLeaseUntil < Date.now()) {
			await failTurn({ interviewId: id, turnId: state.openTurn.turnId, reason: "The server was restarted." });
		}
	}
}

/**
 * After a restart nothing that was begun is alive (one server has one database, decisions 2): gradings go back to the
 * queue, and every open turn is closed as failed, so that the candidate can ask again.
 */
export async function recoverAfterRestart(): Promise<void> {
	await returnGradeRuns({ owner: processId });
	await returnCoachNotes();
	for (const { id } of await listRunningInterviews()) {
		const appended = await appendDecision({ id, userId: null, present: false, decide: () => [] });
		const state = projectInterview({ events: appended.events, plan: appended.content.plan });
		if (state.openTurn)
			await failTurn({ interviewId: id, turnId: state.openTurn.turnId, reason: "The server was restarted." });
	}
}
