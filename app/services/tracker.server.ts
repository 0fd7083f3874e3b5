/**
 * The tracker reads an answer while the candidate reads the reply to it. What it finds waits here until the next turn is
 * started, which carries it into the log. When it fails, is slow or nothing is connected, the matcher's reading stands:
 * nobody waits for it, and no word of a candidate depends on it.
 */
import { randomBytes } from "node:crypto";
import { loadInterviewForWorker } from "~/adapters/db/interviews.server";
import { AppError } from "~/core/errors";
import type { InterviewEvent } from "~/core/interview/events";
import { lastHandover } from "~/core/interview/handover";
import type { RoundContent } from "~/core/interview/round-content";
import { projectInterview } from "~/core/interview/state";
import type { Tracked } from "~/core/interview/tracked";
import { readTrackerAnswer } from "~/core/interview/tracker-answer";
import { type Handover, trackerRequest } from "~/core/interview/tracker-prompt";
import { ModelError } from "~/core/ports";
import { routesFor } from "./connections.server";
import { getContent } from "./content.server";
import { recordAttempt, requireBudget } from "./ledger.server";
import { logger } from "./logger.server";
import { type Attempt, askModel, type CallLimits, type Route } from "./model-call.server";

/** One attempt, short: a candidate who answers quickly must not find an older answer still being read. */
const LIMITS = { firstMs: 12_000, idleMs: 6_000, totalMs: 20_000, attempts: 1 };
/** Rounds whose findings are kept at once; the oldest gives way, and its answers stay with the matcher. */
const MOST_ROUNDS = 500;

interface Waiting {
	findings: Tracked[];
	/** Answers being read. */
	reading: Set<Promise<void>>;
}

const holder = globalThis as typeof globalThis & { mockingbirdTracker?: Map<string, Waiting> };
holder.mockingbirdTracker ??= new Map();
const waiting = holder.mockingbirdTracker;

/** What was found and is not in the log yet. */
export function waitingFindings(interviewId: string): readonly Tracked[] {
	return waiting.get(interviewId)?.findings ?? [];
}

/** Lets go of what these events have carried into the log, and of everything when the round has ended. */
export function settleFindings(input: { interviewId: string; added: readonly InterviewEvent[] }): void {
	const { interviewId, added } = input;
	const entry = waiting.get(interviewId);
	if (!entry) return;
	if (added.some((event) => event.type === "end")) return void waiting.delete(interviewId);
	const stored = new Set(
		added.flatMap((event) => (event.type === "turn-started" ? (event.tracked ?? []) : [])).flatMap(({ read }) => read),
	);
	entry.findings = entry.findings.filter((finding) => !finding.read.some((seq) => stored.has(seq)));
}

/** Resolves when no answer of the interview is being read here. */
export async function trackingFinished(interviewId: string): Promise<void> {
	await Promise.all(waiting.get(interviewId)?.reading ?? []);
}

/**
 * Reads the answer that the turn at `turnSeq` replied to, in the background. Returns at once. Does nothing in a round of
 * the practice engine, which is labelled as rules and not a model.
 */
export function startTracking(input: {
	interviewId: string;
	events: readonly InterviewEvent[];
	content: RoundContent;
	turnSeq: number;
}): void {
	const { interviewId, events, content, turnSeq } = input;
	const state = projectInterview({ events, plan: content.plan });
	if (state.engine.kind !== "model" || state.status === "ended" || state.openTurn?.move.kind === "goodbye") return;
	const handover = lastHandover({ events, content, beforeSeq: turnSeq });
	if (!handover) return;
	const entry = waiting.get(interviewId) ?? { findings: [], reading: new Set() };
	waiting.set(interviewId, entry);
	for (const oldest of waiting.keys()) {
		if (waiting.size <= MOST_ROUNDS) break;
		waiting.delete(oldest);
	}
	const reading: Promise<void> = trackStored({ interviewId, handover })
		.then((finding) => void (finding && entry.findings.push(finding)))
		.catch((error: unknown) => logger.error({ err: error, interviewId }, "the tracker failed"))
		.finally(() => entry.reading.delete(reading));
	entry.reading.add(reading);
}

async function trackStored(input: { interviewId: string; handover: Handover }): Promise<Tracked | null> {
	const { interviewId } = input;
	const { userId } = await loadInterviewForWorker({ id: interviewId });
	const routes = await routesFor({ userId, task: "tracker" });
	return trackAnswer({
		...input,
		routes,
		onAttempt: recordAttempt({ userId, interviewId, purpose: "tracker" }),
		mayCall: () => requireBudget({ userId, interviewId }),
	});
}

/** One reading of one answer; null when nothing is connected and whenever the answer of the model cannot be used. */
export async function trackAnswer(input: {
	interviewId: string;
	handover: Handover;
	routes: readonly Route[];
	onAttempt: (attempt: Attempt) => void;
	/** Refuses with an `AppError` when no more may be spent. */
	mayCall?: () => Promise<void>;
	limits?: Partial<CallLimits>;
}): Promise<Tracked | null> {
	const { interviewId, handover, onAttempt, limits } = input;
	// A name of its own: a tracker that is too slow must not open the breaker of the interviewer's route.
	const routes = input.routes.map((route) => ({
		...route,
		id: `${route.id}#tracker`,
		limits: { ...route.limits, ...LIMITS, ...limits },
	}));
	if (routes.length === 0) return null;
	const prompt = getContent().prompts.get("tracker");
	if (!prompt) throw new Error("the tracker's prompt is checked at the start");
	const request = trackerRequest({ handover, prompt, boundary: randomBytes(12).toString("hex"), interviewId });
	const unused = (why: string) => {
		logger.info({ interviewId, why }, "an answer was left to the matcher");
		return null;
	};
	try {
		await input.mayCall?.();
		const { text, end } = await askModel({ routes, request, onAttempt });
		if (end.finish !== "stop") return unused(end.finish);
		return readTrackerAnswer({ raw: text, handover, model: end.model }) ?? unused("shape");
	} catch (error) {
		if (error instanceof ModelError) return unused(error.kind);
		if (error instanceof AppError) return unused(error.code);
		throw error;
	}
}
