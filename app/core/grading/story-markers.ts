/**
 * What people who interview listen for in a told episode, whatever the episode is about: whose part it was, how it is
 * known, what it cost, what keeps it from happening again, and whether the listener can follow. A marker is heard or not;
 * saying it twice changes nothing, so length cannot help.
 * Source: content design §2.5 and §3 (behavioural rubric: anchors and bars), which are behaviours, not facts of a question.
 */

import { MARKERS_OF_JUDGING } from "./markers-of-judging";
import { MARKERS_OF_TELLING } from "./markers-of-telling";

export type StoryFamily = "story" | "ownership" | "judgement" | "results" | "learning" | "listener";

export interface StoryMarker {
	id: string;
	family: StoryFamily;
	/** For the report: "Heard: …". */
	title: string;
	hears: RegExp;
	/** Share of the family it makes up; negative for what speaks against. */
	weight: number;
	/** Sentences that must be heard; one when left out. */
	times?: number;
	/** Only in sentences that carry a figure. */
	withFigure?: boolean;
	/** Not in sentences that say the opposite. */
	unless?: RegExp;
}

/** All markers, in the order a report names them. */
export const STORY_MARKERS: readonly StoryMarker[] = [...MARKERS_OF_TELLING, ...MARKERS_OF_JUDGING];

const FIGURE =
	/\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|hundred|thousand|half|third|quarter|twice|doubled?|zero)\b/i;

/** Whether a sentence holds a figure, in digits or words. */
export function holdsFigure(text: string): boolean {
	return FIGURE.test(text);
}

/** A criterion is read by the family its own words speak of, so a copied or reworded rubric is read the same way. */
const FAMILIES: readonly { family: StoryFamily; about: RegExp }[] = [
	{ family: "listener", about: /\b(?:listener|communicat\w*|explains?|audience|plain words)\b/i },
	{ family: "ownership", about: /\b(?:own(?:ership| part)|responsib\w*|accountab\w*)\b/i },
	{ family: "judgement", about: /\b(?:judge?ment|harm|uncertainty)\b/i },
	{ family: "results", about: /\b(?:results?|outcomes?|impact)\b/i },
	{ family: "learning", about: /\b(?:learn\w*|prevention|changed afterwards)\b/i },
	{ family: "story", about: /\b(?:stor(?:y|ies)|episodes?|situation)\b/i },
];

/** The family of a criterion by its title, else by what it looks at; null when neither says. */
export function familyOf(criterion: { title: string; looks_at: string }): StoryFamily | null {
	const byTitle = FAMILIES.find(({ about }) => about.test(criterion.title));
	return (byTitle ?? FAMILIES.find(({ about }) => about.test(criterion.looks_at)))?.family ?? null;
}
