/** The pinned content one interview runs on. Built from its plan's hashes, so a later edit cannot change it. */
import type { LevelNote, Persona, PriceBook, Question, RoundGuide, Rubric, Scale } from "../content/schemas";
import type { InterviewPlan } from "./plan";

export interface RoundContent {
	plan: InterviewPlan;
	/** Parallel to `plan.segments`. */
	questions: Question[];
	/** Parallel to `plan.segments`. */
	rubrics: Rubric[];
	guide: RoundGuide;
	persona: Persona;
	levelNote: LevelNote;
	scale: Scale;
	priceBook: PriceBook | null;
}
