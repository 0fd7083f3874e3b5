/** Everything authors wrote, read and checked: what the product runs on. */
import type { Guardrails, LevelNote, Persona, Prompt, RoundGuide, Scale } from "./round-schemas";
import type { Level, PriceBook, Question, Round, Rubric } from "./schemas";

export const CONTENT_KINDS = [
	"question",
	"rubric",
	"scale",
	"price-book",
	"round-guide",
	"persona",
	"level-note",
	"guardrails",
	"prompt",
	"reference",
	/** What candidates' tests are judged with. */
	"test-kit",
] as const;
export type ContentKind = (typeof CONTENT_KINDS)[number];

/** One immutable version of one piece of content. `hash` is the SHA-256 (hex) of `body`, its canonical JSON. */
export interface ContentItem {
	kind: ContentKind;
	slug: string;
	version: number;
	owner: "shipped" | "server";
	file: string;
	hash: string;
	body: string;
}

/** A reference table is shown and never computed with, so only its frame is checked. */
export interface ReferenceTable {
	id: string;
	version: number;
	[key: string]: unknown;
}

export interface Content {
	questions: Map<string, Question>;
	rubrics: Map<string, Rubric>;
	scale: Scale;
	priceBooks: Map<string, PriceBook>;
	guides: Map<Round, RoundGuide>;
	personas: Map<Persona["id"], Persona>;
	levels: Map<Level, LevelNote>;
	guardrails: Guardrails;
	/** By id: "turn", "tracker", "judge", "coach". */
	prompts: Map<string, Prompt>;
	references: Map<string, ReferenceTable>;
	items: ContentItem[];
}

/** One thing wrong in one file, as a plain sentence. `line` counts from 1 and is 0 when no line can be named. */
export interface ContentProblem {
	file: string;
	line: number;
	sentence: string;
	/** "error" stops the start (or disables an overlay file); "note" is advice to the author. */
	severity: "error" | "note";
}

export function describeProblem(problem: ContentProblem): string {
	return `${problem.file}:${problem.line} – ${problem.sentence}`;
}
