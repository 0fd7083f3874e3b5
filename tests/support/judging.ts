/** A record of one answer, what a judge says about it, and a round judged over a route of the test's own. */
import type { InterviewEvent } from "~/core/interview/events";
import type { RoundContent } from "~/core/interview/round-content";
import type { LanguageModel } from "~/core/ports";
import { judgeRound } from "~/services/judge.server";
import { type Attempt, type CallLimits, DEFAULT_LIMITS, type Route } from "~/services/model-call.server";

const SAID =
	"I combine keyword search with vectors, because clause numbers must match exactly, and I rerank fifty to eight.";
export const RECORD: InterviewEvent[] = [
	{ seq: 1, atMs: 0, actor: "interviewer", type: "message", text: "How do you find the right clause?" },
	{ seq: 2, atMs: 60_000, actor: "candidate", type: "message", text: SAID },
];

/** A good answer of a judge about the record: a 2 with a quote, changed where asked. */
export const judgeAnswer = (changes: object = {}) =>
	JSON.stringify({
		evidence: [{ turn: "t2", quote: "I combine keyword search with vectors", supports: "positive" }],
		key_points: [],
		reasoning: "Two searches.",
		counter_evidence: "No figure.",
		status: "assessed",
		level: "2",
		confidence: "4",
		injection_suspected: false,
		improvement: "Measure it.",
		...changes,
	});

let made = 0;

/** Judges a record with a model; tells every attempt. A route is new each time, so that no breaker is left open. */
export async function judgeWith(
	input: { model: LanguageModel; limits: Partial<CallLimits>; content: RoundContent } & Partial<
		Omit<Parameters<typeof judgeRound>[0], "content" | "routes">
	>,
) {
	const { model, limits, ...round } = input;
	const attempts: Attempt[] = [];
	const route: Route = { id: `judge-${made++}`, model, limits: { ...DEFAULT_LIMITS, ...limits } };
	const result = await judgeRound({
		interviewId: "i",
		events: RECORD,
		routes: [route],
		secondRoutes: [route],
		onAttempt: () => (attempt) => attempts.push(attempt),
		...round,
	});
	return { result, attempts };
}
