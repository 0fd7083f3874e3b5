/**
 * Appending to an interview: load the log, let the clock and then the caller decide, append if nobody was faster.
 * The one way events come into being while a round runs.
 */
import { appendEvents } from "~/adapters/db/events.server";
import { loadInterview, loadInterviewForWorker, type StoredInterview } from "~/adapters/db/interviews.server";
import { AppError } from "~/core/errors";
import { dueEvents } from "~/core/interview/clock";
import { place } from "~/core/interview/controller";
import type { InterviewEvent, NewEvent } from "~/core/interview/events";
import { requireRoom } from "~/core/interview/log-limits";
import type { RoundContent } from "~/core/interview/round-content";
import { projectInterview } from "~/core/interview/state";
import { settleBoard } from "~/core/interview/whiteboard/read-board";
import { loadRoundContent } from "./content.server";
import { processId } from "./process.server";

export type KeyedEvent = NewEvent & { clientId?: string; eventKey?: string };

export interface LogContext {
	interview: StoredInterview;
	content: RoundContent;
	events: readonly InterviewEvent[];
	now: number;
}

export interface Appended {
	interview: StoredInterview;
	content: RoundContent;
	/** The whole log after the append. */
	events: InterviewEvent[];
	/** What this call added; empty when a repeated `clientId` was recognised. */
	added: InterviewEvent[];
}

const TRIES = 8;
const MOST_IN_LINE = 32;

/**
 * Runs one decision against the log. `decide` sees the log with everything the clock owed already placed, may throw an
 * `AppError` to refuse, and returns the events to add; it is called again when another request appended first.
 * `userId` null means the worker or the sweep.
 */
export function appendDecision(input: AppendInput): Promise<Appended> {
	return inLine(input.id, () => append(input));
}

interface AppendInput {
	id: string;
	userId: string | null;
	clientId?: string;
	/** The candidate is here: nothing is dated to an absence before it. */
	present: boolean;
	decide: (context: LogContext) => KeyedEvent[];
}

/** Of each round, the decisions that are being made: one after another, each has the whole log in hand. */
const lines = new Map<string, { length: number; last: Promise<unknown> }>();

async function inLine<T>(id: string, work: () => Promise<T>): Promise<T> {
	const line = lines.get(id) ?? { length: 0, last: Promise.resolve() };
	if (line.length >= MOST_IN_LINE)
		throw new AppError(
			"too-many",
			"Too much is being sent to this round at once. What was saved is safe. Try again in a moment.",
		);
	lines.set(id, line);
	line.length += 1;
	const turn = line.last.then(work);
	line.last = turn.catch(() => undefined);
	try {
		return await turn;
	} finally {
		line.length -= 1;
		if (line.length === 0) lines.delete(id);
	}
}

async function append(input: AppendInput): Promise<Appended> {
	const { id, userId, clientId, present, decide } = input;
	for (let attempt = 0; attempt < TRIES; attempt += 1) {
		const interview = userId === null ? await loadInterviewForWorker({ id }) : await loadInterview({ id, userId });
		const content = await loadRoundContent(interview.plan);
		if (clientId && interview.clientIds.includes(clientId))
			return { interview, content, events: interview.events, added: [] };
		const now = Date.now();
		const state = projectInterview({ events: interview.events, plan: interview.plan });
		const due: KeyedEvent[] = dueEvents({ state, plan: interview.plan, now, lastSeenAt: interview.lastSeenAt });
		const events = place(interview.events, due);
		const decided = decide({ interview, content, events, now });
		const first = decided.findIndex((event) => event.actor === "candidate" && event.type !== "resume");
		const keyed = decided.map((event, index) =>
			clientId && index === Math.max(0, first) ? { ...event, clientId } : event,
		);
		const toAdd = settleBoard({ events: interview.events, adding: [...due, ...keyed] });
		if (toAdd.length === 0) return { interview, content, events: interview.events, added: [] };
		requireRoom({ events: interview.events, weights: interview.weights, adding: toAdd, now });
		try {
			const added = await appendEvents({
				interviewId: id,
				expectedLastSeq: interview.events.at(-1)?.seq ?? 0,
				events: toAdd,
				turnLeaseOwner: toAdd.some((event) => event.type === "turn-started") ? processId : undefined,
				seenAt: present ? now : undefined,
			});
			return { interview, content, events: [...interview.events, ...added], added };
		} catch (error) {
			if (!(error instanceof AppError) || error.code !== "conflict") throw error;
			await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 20 * (attempt + 1)));
		}
	}
	throw new AppError(
		"conflict",
		"This round is busy in another window. Your text is safe here; try again in a moment.",
	);
}
