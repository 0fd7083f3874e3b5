/**
 * The closed list of things that can happen in an interview. Every event is appended once and never edited; transcript,
 * replay, grading input, export and recovery are projections of this list (architecture: "the one idea").
 *
 * Times: `atMs` is round time in milliseconds with pauses left out; `at` is wall time in Unix milliseconds.
 */
import { z } from "zod";
import { Slug } from "../content/schemas";
import { TestStatus } from "./code/run";
import { Tracked } from "./tracked";

export const MAX_MESSAGE_CHARACTERS = 20_000;

export const Actor = z.enum(["interviewer", "candidate", "runner", "system"]);
export type Actor = z.infer<typeof Actor>;

export const FOLLOW_UP_KINDS = [
	"ask-number",
	"ask-reason",
	"ask-owner",
	"ask-evidence",
	"ask-alternative",
	"ask-example",
	"ask-failure",
	"ask-more",
] as const;

/** What rules can see in a candidate's code that is worth a question. */
export const CODE_REMARKS = [
	"broad-except",
	"swallowed-error",
	"endless-loop",
	"mutable-default",
	"eval-call",
	"global-seed",
	"untyped-signature",
] as const;

/** What is on the board, or is spoken of and not there, that is worth a question. */
export const BOARD_ASKS = [
	"walk-request",
	"unlabelled-arrow",
	"orphan-node",
	"missing-store",
	"missing-evaluation",
	"said-not-drawn",
] as const;

/** What the interviewer is about to do. Code chooses the move; an engine words it. */
export const Move = z.discriminatedUnion("kind", [
	z.object({ kind: z.literal("open") }),
	z.object({ kind: z.literal("probe"), probe: Slug, question: Slug }),
	z.object({ kind: z.literal("follow-up"), ask: z.enum(FOLLOW_UP_KINDS), quote: z.string().max(200) }),
	z.object({ kind: z.literal("clarification"), answers: z.array(z.string()).max(3) }),
	z.object({ kind: z.literal("hint"), criterion: Slug, rung: z.int().min(1).max(4) }),
	z.object({
		kind: z.literal("next-stage"),
		phase: Slug,
		probe: Slug.optional(),
		card: Slug.optional(),
		question: Slug.optional(),
	}),
	z.object({ kind: z.literal("case-card"), card: Slug, question: Slug }),
	z.object({ kind: z.literal("curveball"), curveball: Slug, question: Slug }),
	z.object({ kind: z.literal("move-on"), probe: Slug.optional(), question: Slug.optional() }),
	/** About a run of the tests; with a probe when the stage is done and something is worth asking about it. */
	z.object({
		kind: z.literal("about-run"),
		verdict: z.enum(["red", "green"]),
		failed: z.int().nonnegative(),
		probe: Slug.optional(),
		question: Slug.optional(),
	}),
	/** About a line of the candidate's code. */
	z.object({
		kind: z.literal("about-code"),
		ask: z.enum(CODE_REMARKS),
		line: z.int().positive(),
		quote: z.string().max(200),
	}),
	/** About the board; `quotes` are labels from it, or one thing that was said. `elements` are what it is about. */
	z.object({
		kind: z.literal("about-board"),
		ask: z.enum(BOARD_ASKS),
		quotes: z.array(z.string().max(80)).min(1).max(2),
		elements: z.array(z.string().max(64)).max(10),
	}),
	z.object({ kind: z.literal("listen") }),
	z.object({ kind: z.literal("repeat") }),
	z.object({ kind: z.literal("stuck") }),
	z.object({ kind: z.literal("redirect"), about: z.enum(["not-now", "about-me", "steering", "pause-offer"]) }),
	z.object({ kind: z.literal("closing-question") }),
	z.object({ kind: z.literal("anything-else") }),
	z.object({ kind: z.literal("goodbye") }),
]);
export type Move = z.infer<typeof Move>;

const stamp = {
	seq: z.int().positive(),
	atMs: z.number().nonnegative(),
	at: z.number().optional(),
	actor: Actor,
};
const turnId = z.string().min(1).max(64);

export const InterviewEvent = z.discriminatedUnion("type", [
	z.looseObject({
		...stamp,
		type: z.literal("message"),
		text: z.string().max(400_000),
		handsOver: z.boolean().optional(),
		turnId: turnId.optional(),
		/** Stretches of `text` a recogniser was not sure of and nobody corrected: shown, never scored or quoted. */
		unclear: z
			.array(z.tuple([z.int(), z.int()]))
			.max(2_000)
			.optional(),
	}),
	z.looseObject({
		...stamp,
		type: z.literal("turn-started"),
		turnId,
		move: Move,
		/** What a tracker had found in earlier answers when the move was chosen; left out when it was nothing new. */
		tracked: z.array(Tracked).max(50).optional(),
	}),
	z.looseObject({
		...stamp,
		type: z.literal("turn-failed"),
		turnId,
		reason: z.string().max(300),
		partial: z.string().optional(),
	}),
	z.looseObject({ ...stamp, type: z.literal("phase"), phase: Slug, question: Slug.optional() }),
	z.looseObject({ ...stamp, type: z.literal("time-check"), key: z.enum(["half", "ten", "five", "over"]) }),
	z.looseObject({ ...stamp, type: z.literal("hint"), criterion: Slug, rung: z.int().min(1).max(4) }),
	z.looseObject({ ...stamp, type: z.literal("case-card"), card: Slug, question: Slug.optional() }),
	z.looseObject({ ...stamp, type: z.literal("curveball"), curveball: Slug, question: Slug.optional() }),
	z.looseObject({
		...stamp,
		type: z.literal("board"),
		/** What a reader sees of the whole board. Stored when somebody speaks; strokes in between have none. */
		outline: z.string().optional(),
		/** Elements that changed, as Excalidraw knows them. */
		elements: z.array(z.unknown()).optional(),
		/** What the candidate wrote about the board, by somebody who does not draw or to correct a reading. */
		words: z.string().optional(),
	}),
	/** The candidate's word on a reading of the board that was not sure: an arrow that was, or was not, meant to arrive. */
	z.looseObject({
		...stamp,
		type: z.literal("board-correction"),
		element: z.string().max(64).optional(),
		version: z.number().optional(),
		right: z.boolean().optional(),
	}),
	z.looseObject({
		...stamp,
		type: z.literal("code"),
		path: z.string().max(200),
		/** The whole file. Left out when `change` says it shorter. */
		text: z.string().optional(),
		/** What replaced what in the file as it was before: offsets in UTF-16 code units. */
		change: z.object({ at: z.int().nonnegative(), removed: z.int().nonnegative(), inserted: z.string() }).optional(),
	}),
	z.looseObject({
		...stamp,
		type: z.literal("run"),
		/** Passed and all, by group of tests. */
		results: z.record(z.string(), z.tuple([z.int().nonnegative(), z.int().nonnegative()])),
		/** Where it ran. What a browser reports is the candidate's word; left out in files from elsewhere. */
		by: z.enum(["browser", "server"]).optional(),
		/** The run over the code as it stood at the end, on which the grade rests. */
		final: z.boolean().optional(),
		/** Something was seen that honest code does not cause: the verdict is not the machine's to give. */
		tampered: z.boolean().optional(),
		/** What was seen, as `core/interview/code/marks.ts` names it. */
		marks: z.array(z.string().max(80)).max(20).optional(),
		/** One sentence when solution.py could not be loaded. */
		problem: z.string().max(1_400).optional(),
		/** Hash of the harness and the fakes the tests were judged with; left out by browsers and in files from elsewhere. */
		kit: z.string().max(64).optional(),
		/** All tests; of a run in the browser those that failed. */
		tests: z
			.array(
				z.object({
					suite: z.string().max(40),
					name: z.string().max(200),
					title: z.string().max(200),
					status: TestStatus,
					message: z.string().max(1_200).optional(),
				}),
			)
			.max(500)
			.optional(),
	}),
	z.looseObject({ ...stamp, type: z.literal("focus"), minutes: z.number().min(0).max(10) }),
	z.looseObject({ ...stamp, type: z.literal("pass"), question: Slug.optional() }),
	z.looseObject({ ...stamp, type: z.literal("pause"), reason: z.string().max(100) }),
	z.looseObject({ ...stamp, type: z.literal("resume") }),
	z.looseObject({
		...stamp,
		type: z.literal("engine"),
		kind: z.enum(["practice", "model"]),
		model: z.string().max(200).optional(),
	}),
	z.looseObject({
		...stamp,
		type: z.literal("self-rating"),
		ratings: z.record(Slug, z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.null()])),
	}),
	z.looseObject({ ...stamp, type: z.literal("end"), by: z.enum(["candidate", "clock", "controller"]) }),
]);
/** Unknown fields are kept when a file is read; the type names the known ones only. */
type Known<T> = T extends unknown ? { [K in keyof T as string extends K ? never : K]: T[K] } : never;
export type InterviewEvent = Known<z.infer<typeof InterviewEvent>>;
export type EventType = InterviewEvent["type"];
export type EventOf<T extends EventType> = Extract<InterviewEvent, { type: T }>;

/** An event before the log has given it a place: `seq` is assigned when it is appended. */
export type NewEvent = InterviewEvent extends infer E ? (E extends unknown ? Omit<E, "seq"> : never) : never;

export const EVENT_TYPES = InterviewEvent.options.map((option) => option.shape.type.value) as EventType[];
