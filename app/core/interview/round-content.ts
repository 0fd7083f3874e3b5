/** The pinned content one interview runs on. Built from its plan's hashes, so a later edit cannot change it. */
import type { Content } from "../content/content";
import type { LevelNote, Persona, RoundGuide, Scale } from "../content/round-schemas";
import type { PriceBook, Question, Rubric } from "../content/schemas";
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

/** The round's content taken from what is loaded now, by slug: for the terminal and tests, where nothing is stored. */
export function roundContentFrom(input: { plan: InterviewPlan; content: Content }): RoundContent {
	const { plan, content } = input;
	const find = <T>(map: ReadonlyMap<string, T>, slug: string | undefined): T => {
		const value = slug === undefined ? undefined : map.get(slug);
		if (value === undefined) throw new RangeError(`"${slug}" is not in the loaded content`);
		return value;
	};
	return {
		plan,
		questions: plan.segments.map((segment) => find(content.questions, segment.question.slug)),
		rubrics: plan.segments.map((segment) => find(content.rubrics, segment.rubric.slug)),
		guide: find(content.guides, plan.round),
		persona: find(content.personas, plan.persona),
		levelNote: find(content.levels, plan.level),
		scale: content.scale,
		priceBook: plan.pins.prices ? find(content.priceBooks, plan.pins.prices.slug) : null,
	};
}
