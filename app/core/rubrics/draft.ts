/**
 * A rubric while somebody shapes it. A draft may be incomplete; publishing needs `checkDraft` to find nothing. What a
 * draft lacks of a rubric (id, round, version) belongs to the line it is published on.
 */
import { z } from "zod";
import { EvidenceKind, LEVELS, type Level, type Round, Rubric, Score, Severity, Slug } from "../content/schemas";

export const MAX_TEXT = 600;
export const MAX_CRITERIA = 30;
export const MAX_EXEMPLARS = 30;
export const MAX_ANSWER = 8_000;
export const MIN_WEIGHT = 5;
export const MAX_WEIGHT = 50;
export const SCORES = [1, 2, 3, 4] as const;

const text = z.string().max(MAX_TEXT, `A text has at most ${MAX_TEXT} characters.`);
const weight = z
	.int("A weight is a whole number from 0 to 100.")
	.min(0, "A weight is a whole number from 0 to 100.")
	.max(100, "A weight is a whole number from 0 to 100.");

/** What is wrong with a weight as somebody types it; null when it is one. */
export function weightProblem(typed: string): string | null {
	if (typed.trim() === "") return "A weight is missing.";
	const shown = typed.trim().replace(/^-/, "−");
	if (!/^[-+−]?\d+$/.test(typed.trim())) return `${shown} is not a whole number.`;
	const value = Number(typed.trim().replace("−", "-"));
	return value < 0 || value > 100 ? `${shown} is not from 0 to 100.` : null;
}

export const DraftCriterion = z.strictObject({
	id: Slug,
	title: text,
	weight,
	must_have: z.boolean(),
	looks_at: text,
	evidence: z.array(EvidenceKind).max(EvidenceKind.options.length),
	anchors: z.strictObject({ 1: text, 2: text, 3: text, 4: text }),
	bar: z.strictObject({ junior: text, mid: text, senior: text, staff: text }),
});
export type DraftCriterion = z.infer<typeof DraftCriterion>;

export const DraftRedFlag = z.strictObject({ id: Slug, severity: Severity, text });
export type DraftRedFlag = z.infer<typeof DraftRedFlag>;

export const DraftExemplar = z.strictObject({
	id: Slug,
	criterion: Slug,
	score: Score,
	answer: z.string().max(MAX_ANSWER, `An example has at most ${MAX_ANSWER} characters.`),
	from: z.enum(["us", "candidate-who-agreed"]),
});
export type DraftExemplar = z.infer<typeof DraftExemplar>;

export const RubricDraft = z
	.strictObject({
		title: text,
		weight_rationale: text,
		criteria: z.array(DraftCriterion).max(MAX_CRITERIA, `A rubric has at most ${MAX_CRITERIA} criteria.`),
		red_flags: z.array(DraftRedFlag).max(MAX_CRITERIA, `A rubric has at most ${MAX_CRITERIA} red flags.`),
		exemplars: z.array(DraftExemplar).max(MAX_EXEMPLARS, `A rubric has at most ${MAX_EXEMPLARS} examples.`).default([]),
	})
	.superRefine((draft, context) => {
		for (const list of ["criteria", "red_flags", "exemplars"] as const) {
			const ids = draft[list].map((entry) => entry.id);
			const twice = ids.find((id, index) => ids.indexOf(id) !== index);
			if (twice) context.addIssue({ code: "custom", path: [list], message: `The id "${twice}" is used twice.` });
		}
	});
export type RubricDraft = z.infer<typeof RubricDraft>;

/** Something that stands in the way of publishing. `criterion` is null for what concerns the whole rubric. */
export interface DraftProblem {
	criterion: string | null;
	sentence: string;
}

/** Every problem of a draft, in reading order; empty when it can be published. */
export function checkDraft(draft: RubricDraft): DraftProblem[] {
	const problems: DraftProblem[] = [];
	const whole = (sentence: string) => problems.push({ criterion: null, sentence });
	if (short(draft.title)) whole("The rubric needs a title.");
	if (draft.criteria.length === 0) whole("The rubric needs at least one criterion.");
	else {
		const off = 100 - totalWeight(draft);
		const missing = off === 1 ? "1 is missing" : `${off} are missing`;
		const over = off === -1 ? "1 is too many" : `${-off} are too many`;
		if (off !== 0) whole(`The weights add up to ${100 - off}: ${off > 0 ? missing : over}.`);
		if (!draft.criteria.some((criterion) => criterion.must_have)) whole("Mark at least one criterion as a must-have.");
	}
	if (short(draft.weight_rationale)) whole("Say in a sentence why the weights are as they are.");
	for (const criterion of draft.criteria) {
		for (const sentence of problemsOf(criterion)) problems.push({ criterion: criterion.id, sentence });
	}
	for (const flag of draft.red_flags) {
		if (short(flag.text)) whole("A red flag has no text. Write what was seen, or remove it.");
	}
	const known = new Set(draft.criteria.map((criterion) => criterion.id));
	for (const { answer, criterion } of draft.exemplars) {
		if (short(answer)) whole("A graded example has no words. Write what was said, or remove it.");
		if (!known.has(criterion))
			whole("A graded example belongs to a criterion that is gone. Remove it, or bring that back.");
	}
	return problems;
}

function problemsOf(criterion: DraftCriterion): string[] {
	const name = short(criterion.title) ? "A criterion without a title" : `“${criterion.title.trim()}”`;
	const out: string[] = [];
	if (short(criterion.title)) out.push("A criterion has no title.");
	if (criterion.weight < MIN_WEIGHT || criterion.weight > MAX_WEIGHT)
		out.push(`${name} weighs ${criterion.weight}; a criterion weighs ${MIN_WEIGHT} to ${MAX_WEIGHT}.`);
	if (short(criterion.looks_at)) out.push(`${name} does not say what the grader looks at.`);
	if (criterion.evidence.length === 0) out.push(`${name} has no kind of evidence that counts.`);
	const empty = SCORES.filter((score) => short(criterion.anchors[score]));
	if (empty.length > 0) out.push(`${name} has no anchor for ${listWords(empty.map(String))}.`);
	for (const score of SCORES.slice(1)) {
		const [lower, upper] = [criterion.anchors[(score - 1) as 1 | 2 | 3], criterion.anchors[score]];
		if (!short(upper) && plain(lower) === plain(upper))
			out.push(`${name}: the anchors ${score - 1} and ${score} say the same.`);
	}
	const bars = LEVELS.filter((level) => short(criterion.bar[level]));
	if (bars.length > 0) out.push(`${name} does not say what a 3 requires at ${listWords(bars)} level.`);
	return out;
}

/** The whole sum of the weights; 100 in a rubric that can be published. */
export function totalWeight(draft: RubricDraft): number {
	return draft.criteria.reduce((sum, criterion) => sum + criterion.weight, 0);
}

/**
 * The rubric a draft becomes. Throws a ZodError when `checkDraft` has something to say; call that first, its sentences
 * are for people.
 */
export function toRubric(input: { draft: RubricDraft; id: string; round: Round; version: number }): Rubric {
	const { draft, id, round, version } = input;
	return Rubric.parse({ id, round, version, ...withoutEmpty(draft) });
}

/** A draft as a rubric to try it with: grading needs its words and weights, not that it could be published. */
export function toTrialRubric(input: { draft: RubricDraft; id: string; round: Round; version: number }): Rubric {
	const { draft, id, round, version } = input;
	return { id, round, version, ...withoutEmpty(draft) };
}

export function draftOf(rubric: Rubric): RubricDraft {
	const { title, weight_rationale, criteria, red_flags, exemplars = [] } = rubric;
	return RubricDraft.parse({ title, weight_rationale, criteria, red_flags, exemplars });
}

/** A rubric without examples says nothing about them, so that it reads as it was written. */
function withoutEmpty({ exemplars, ...draft }: RubricDraft) {
	return exemplars.length > 0 ? { ...draft, exemplars } : draft;
}

/** A rubric begun from nothing: one criterion to write into. */
export function newDraft(title: string): RubricDraft {
	return { title, weight_rationale: "", criteria: [newCriterion([])], red_flags: [], exemplars: [] };
}

/** An empty criterion whose id none of `taken` has. */
export function newCriterion(taken: readonly string[]): DraftCriterion {
	const bar = Object.fromEntries(LEVELS.map((level) => [level, ""])) as Record<Level, string>;
	return {
		id: freeId("criterion", taken),
		title: "",
		weight: 10,
		must_have: taken.length === 0,
		looks_at: "",
		evidence: ["transcript"],
		anchors: { 1: "", 2: "", 3: "", 4: "" },
		bar,
	};
}

/** `wanted`, or with the first number from 2 up that is free. */
export function freeId(wanted: string, taken: readonly string[]): string {
	if (!taken.includes(wanted)) return wanted;
	for (let number = 2; ; number += 1) if (!taken.includes(`${wanted}-${number}`)) return `${wanted}-${number}`;
}

/** What may stand in an address and a file name: small letters, digits and single dashes, at most 60 characters. */
export function slugOf(title: string): string {
	const slug = title
		.normalize("NFKD")
		.replace(/\p{M}/gu, "")
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, "-")
		.slice(0, 60)
		.replace(/^-+|-+$/g, "");
	return slug === "" ? "rubric" : slug;
}

function listWords(words: readonly string[]): string {
	if (words.length < 2) return words.join("");
	return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

const plain = (value: string) => value.trim().toLowerCase().replace(/\s+/g, " ");
const short = (value: string) => value.trim().length < 3;
