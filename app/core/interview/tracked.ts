/**
 * What a tracker found in one answer, as it stands in the log: on the `turn-started` whose move was chosen knowing it.
 * So the controller stays a function of the log, and a round replays the same without a model. Candidate words that no
 * tracker has read are matched by rules, as before.
 */
import { z } from "zod";
import { Slug } from "../content/schemas";
import type { PointMatch } from "../grading/coverage";
import type { InterviewEvent } from "./events";
import type { InterviewState } from "./state";

export const MAX_READ = 200;

export const Tracked = z.object({
	/** The model that read the answer. */
	model: z.string().max(200),
	question: Slug,
	/** Seq of the candidate's messages that were read, in rising order. */
	read: z.array(z.int().positive()).min(1).max(MAX_READ),
	/** Key points with the exact words, of one of these messages, that cover or touch them. */
	points: z
		.array(
			z.object({
				id: Slug,
				verdict: z.enum(["met", "partial"]),
				seq: z.int().positive(),
				quote: z.string().min(1).max(2_000),
			}),
		)
		.max(200),
	hintWanted: z.boolean(),
	/** The probe the candidate declined, as `question/probe`. */
	declined: z.string().max(200).nullable(),
});
export type Tracked = z.infer<typeof Tracked>;

/** A covered or touched point with its words, whoever found it. */
export type Covered = Omit<PointMatch, "similarity">;

/** The findings the log does not hold yet and that are about messages and questions it does hold. */
export function freshFindings(input: {
	tracked: readonly Tracked[];
	state: InterviewState;
	events: readonly InterviewEvent[];
	questions: readonly { id: string }[];
}): Tracked[] {
	const { tracked, state, events, questions } = input;
	const known = new Set(state.tracked.flatMap((finding) => finding.read));
	const said = new Set(
		events.flatMap((event) => (event.type === "message" && event.actor === "candidate" ? [event.seq] : [])),
	);
	return tracked.filter((finding) => {
		if (!questions.some((question) => question.id === finding.question)) return false;
		if (!finding.read.every((seq) => said.has(seq) && !known.has(seq))) return false;
		for (const seq of finding.read) known.add(seq);
		return true;
	});
}

/** The state with more findings than the log holds so far. */
export function withFindings(state: InterviewState, findings: readonly Tracked[]): InterviewState {
	if (findings.length === 0) return state;
	const declined = findings.flatMap((finding) => finding.declined ?? []);
	return {
		...state,
		tracked: [...state.tracked, ...findings],
		declined: new Set([...state.declined, ...declined]),
	};
}

/**
 * The points a tracker found in these messages, and the messages it has read. A point whose words are not found in the
 * message it names does not count, wherever the log came from.
 */
export function readFindings(input: {
	state: Pick<InterviewState, "tracked">;
	question: string;
	messages: readonly { seq: number; text: string }[];
}): { found: Covered[]; read: ReadonlySet<number> } {
	const { state, question, messages } = input;
	const about = state.tracked.filter((finding) => finding.question === question);
	const texts = new Map(messages.map((message) => [message.seq, message.text]));
	const found = about.flatMap((finding) =>
		finding.points.flatMap(({ id, verdict, seq, quote }): Covered[] => {
			const from = finding.read.includes(seq) ? (texts.get(seq)?.indexOf(quote) ?? -1) : -1;
			return from < 0 ? [] : [{ point: id, verdict, seq, from, to: from + quote.length, quote }];
		}),
	);
	return { found, read: new Set(about.flatMap((finding) => finding.read)) };
}

/** One entry a point, in the order of `points`: "met" before "partial", then the earlier words. */
export function mergeCovered(input: { points: readonly { id: string }[]; covered: readonly Covered[] }): Covered[] {
	const rank = (entry: Covered) => (entry.verdict === "met" ? 0 : 1);
	return input.points.flatMap(({ id }) =>
		input.covered
			.filter((entry) => entry.point === id)
			.sort((a, b) => rank(a) - rank(b) || a.seq - b.seq || a.from - b.from)
			.slice(0, 1),
	);
}

/** Whether the tracker heard the candidate decline the probe in hand: it is not pressed further. */
export function isDeclined(state: InterviewState): boolean {
	return state.openProbe !== null && state.tracked.some((finding) => finding.declined === state.openProbe);
}

/** Whether the tracker heard a wish for a hint in the answer before the last reply, and the reply was none. */
export function missedHintWish(state: InterviewState): boolean {
	const [before, reply] = [state.spoken.at(-2), state.spoken.at(-1)];
	const last = state.tracked.at(-1);
	if (!last?.hintWanted || !reply || reply.move.kind === "hint" || reply.move.kind === "stuck") return false;
	const read = last.read.at(-1) ?? 0;
	return read > (before?.seq ?? 0) && read < reply.seq;
}
