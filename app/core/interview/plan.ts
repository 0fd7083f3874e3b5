/** What was fixed when an interview started. Stored once with the interview and never changed. */
import { z } from "zod";
import { Level, Round, Slug } from "../content/schemas";

export const Mode = z.enum(["study", "real"]);
export type Mode = z.infer<typeof Mode>;

export const PersonaId = z.enum(["quiet", "probing", "sceptical"]);
export type PersonaId = z.infer<typeof PersonaId>;

/** Extra time as a share of the round's minutes, or no clock at all. It never changes a score. */
export const ExtraTime = z.enum(["none", "quarter", "half", "untimed"]);
export type ExtraTime = z.infer<typeof ExtraTime>;

/** An immutable content version: `hash` is the SHA-256 of its canonical body. */
export const ContentPin = z.object({ slug: Slug, version: z.int().positive(), hash: z.string() });
export type ContentPin = z.infer<typeof ContentPin>;

export const PlannedPhase = z.object({
	id: Slug,
	title: z.string(),
	minutes: z.number().nonnegative(),
	/** Index into `segments`: the question this phase works on. */
	segment: z.int().nonnegative(),
});
export type PlannedPhase = z.infer<typeof PlannedPhase>;

export const PlannedSegment = z.object({ question: ContentPin, rubric: ContentPin });
export type PlannedSegment = z.infer<typeof PlannedSegment>;

export const InterviewPlan = z.object({
	round: Round,
	level: Level,
	mode: Mode,
	persona: PersonaId,
	extraTime: ExtraTime,
	/** Length of the round in minutes with extra time included; Infinity is written as null. */
	minutes: z.number().positive().nullable(),
	phases: z.array(PlannedPhase).min(1),
	segments: z.array(PlannedSegment).min(1),
	/** Index into `segments` of the question kept back for "I can't think of one"; null when there is none. */
	spare: z.int().nonnegative().nullable(),
	/** Everything else the round used: guide, persona, level note, scale, price book, guardrails. */
	pins: z.record(z.string(), ContentPin),
});
export type InterviewPlan = z.infer<typeof InterviewPlan>;
