/** The shapes of what shapes a round: guides, personas, level notes, guardrails and the scale. Strict, like `schemas`. */
import { z } from "zod";
import { BOARD_ASKS, CODE_REMARKS, FOLLOW_UP_KINDS } from "../interview/events";
import { hasBoard } from "../interview/whiteboard/board";
import { Level, prose, Round, Score, Slug, sentence } from "./schemas";

const minutesPerLevel = z.strictObject({
	junior: z.number().min(0).max(90),
	mid: z.number().min(0).max(90),
	senior: z.number().min(0).max(90),
	staff: z.number().min(0).max(90),
});

export const Phase = z.strictObject({
	id: Slug,
	title: sentence,
	goal: sentence,
	minutes: minutesPerLevel,
	criteria: z.array(Slug),
	hints: z.boolean(),
});
export type Phase = z.infer<typeof Phase>;

/**
 * The sentences the practice engine may say, by kind. `{{quote}}` is a short slice of the candidate's last answer.
 * Every list is used at most once per entry in an interview, so lists for frequent moves should be long.
 */
const TALK_LINES = [
	"open",
	"probe-with-quote",
	"probe-plain",
	...FOLLOW_UP_KINDS,
	"acknowledge",
	"no-answer-on-file",
	"pass",
	"move-on",
	"next-stage",
	"case-card",
	"curveball",
	"hint",
	"stuck",
	"not-now",
	"about-me",
	"steering",
	"pause-offer",
	"closing-question",
	"anything-else",
	"goodbye",
] as const;
/** Only where code is written. `{{line}}` is a line number and `{{quote}}` the line. */
const CODE_LINES = ["run-red", "run-green", "stage-card", ...CODE_REMARKS] as const;
/** Only where there is a board. `{{quote}}` is a label or what was said, `{{other}}` the second label of an arrow. */
const BOARD_LINES = BOARD_ASKS;
/** Guides written before it existed do without. `{{title}}` is the part of the round the candidate has the floor in. */
const LATER_LINES = ["hand-back"] as const;
export const LINE_KINDS = [...TALK_LINES, ...CODE_LINES, ...BOARD_LINES, ...LATER_LINES] as const;
export const LineKind = z.enum(LINE_KINDS);
export type LineKind = z.infer<typeof LineKind>;
const Lines = z.partialRecord(LineKind, z.array(sentence).min(1));

/** How a round runs: its phases with minutes per level, and the practice engine's wording. */
export const RoundGuide = z
	.strictObject({
		id: Slug,
		version: z.int().positive(),
		round: Round,
		title: sentence,
		summary: sentence,
		phases: z.array(Phase).min(2),
		lines: Lines,
		body: prose,
	})
	.superRefine((guide, context) => {
		const own = guide.round === "coding" ? CODE_LINES : hasBoard(guide.round) ? BOARD_LINES : [];
		const needed: readonly LineKind[] = [...TALK_LINES, ...own];
		const missing = needed.filter((kind) => !guide.lines[kind]);
		if (missing.length === 0) return;
		context.addIssue({ code: "custom", path: ["lines"], message: `there are no sentences for ${missing.join(", ")}` });
	});
export type RoundGuide = z.infer<typeof RoundGuide>;

export const Persona = z.strictObject({
	id: z.enum(["quiet", "probing", "sceptical"]),
	version: z.int().positive(),
	title: sentence,
	summary: sentence,
	tone: sentence,
	pace: sentence,
	likes_to_ask: z.array(sentence).max(3),
	max_probes_per_point: z.int().min(1).max(3),
	follow_up_share: z.number().min(0).max(1),
	body: prose,
});
export type Persona = z.infer<typeof Persona>;

export const LevelNote = z.strictObject({
	id: Level,
	version: z.int().positive(),
	title: sentence,
	means: sentence,
	lead_minutes: z.number().min(0).max(20),
	body: prose,
});
export type LevelNote = z.infer<typeof LevelNote>;

export const Guardrails = z.strictObject({ id: Slug, version: z.int().positive(), kind: Slug, body: prose });
export type Guardrails = z.infer<typeof Guardrails>;

/** A text for a model other than the guardrails. `{{name}}` is filled by code; nothing else is evaluated. */
export const Prompt = Guardrails;
export type Prompt = Guardrails;

export const Scale = z.strictObject({
	id: Slug,
	version: z.int().positive(),
	points: z.strictObject(
		Object.fromEntries(
			([1, 2, 3, 4] as const).map((point) => [
				point,
				z.strictObject({ label: z.string().min(1).max(40), means: sentence }),
			]),
		) as Record<1 | 2 | 3 | 4, z.ZodObject<{ label: z.ZodString; means: z.ZodString }>>,
	),
	not_observed: sentence,
	hint_caps: z.strictObject({ 1: Score, 2: Score, 3: Score, 4: Score }),
	recommendation: z.strictObject({
		start_from: Score,
		strong_yes: z.strictObject({
			mean: z.number(),
			lowest_criterion: Score,
			major_flags: z.int().nonnegative(),
		}),
		positive: z.strictObject({
			mean: z.number(),
			lowest_must_have: Score,
			must_haves_at_2: z.int().nonnegative(),
		}),
		negative: z.strictObject({ mean: z.number() }),
		strong_no_when: z.strictObject({
			must_haves_at_1: z.int().positive(),
			critical_flags: z.int().positive(),
		}),
		major_flag_penalty: z.number().nonnegative(),
		weight_observed: z.number().min(0).max(100),
	}),
});
export type Scale = z.infer<typeof Scale>;
