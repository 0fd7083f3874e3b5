/**
 * The shape a coach must answer in, and what of it may be shown: nothing the candidate did not say, no score or verdict,
 * nothing addressed to a reader other than the candidate, no markup. What fails is named for the one repair.
 */
import { z } from "zod";
import { countWords } from "../interview/intent";
import { type Reading, readModelAnswer } from "../model-answer";
import type { Drill } from "./coach-plan";
import { findInjections } from "./integrity";
import { type ForeignFact, foreignFacts } from "./own-words";

const WORDS = { least: 12, most: 180, why: 45 };

export interface CoachAnswer {
	stronger: string;
	why: string;
	/** Id of a drill that was offered. */
	drill: string;
}

export function coachShape(drills: readonly Drill[]) {
	return z.strictObject({ stronger: z.string(), why: z.string(), drill: z.enum(drills.map((drill) => drill.id)) });
}

/** The answer when it may be shown, else what is wrong with it, in sentences for the model. */
export function readCoachAnswer(input: {
	raw: string;
	drills: readonly Drill[];
	/** The candidate's own words, and the briefs. */
	sources: readonly string[];
	/** Phrases that give an expected point away. */
	terms: readonly string[];
}): Reading<CoachAnswer> {
	const reading = readModelAnswer({ raw: input.raw, schema: coachShape(input.drills) });
	if (!reading.ok) return reading;
	const stronger = plain(reading.answer.stronger);
	const why = plain(reading.answer.why);
	const problems = [
		...lengthProblems({ stronger, why }),
		...textProblems(stronger, input.sources),
		...textProblems(why, input.sources),
	];
	for (const fact of foreignFacts({ text: stronger, sources: input.sources, terms: input.terms }))
		problems.push(describeFact(fact));
	// One sentence about the text may use words of its own, but no fact either.
	for (const fact of foreignFacts({ text: why, sources: [...input.sources, stronger], terms: input.terms }))
		if (fact.kind !== "mostly-new") problems.push(describeFact(fact));
	if (problems.length > 0) return { ok: false, problems: [...new Set(problems)].slice(0, 8) };
	return { ok: true, answer: { stronger, why, drill: reading.answer.drill } };
}

/** One paragraph: control and formatting characters would let a text pose as something else on the page. */
function plain(text: string): string {
	return text
		.replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
		.trim()
		.slice(0, 4_000);
}

function lengthProblems({ stronger, why }: { stronger: string; why: string }): string[] {
	const problems: string[] = [];
	const words = countWords(stronger);
	if (words < WORDS.least) problems.push("stronger is too short to be an answer.");
	if (words > WORDS.most) problems.push("stronger is too long. At most 120 words.");
	if (countWords(why) > WORDS.why) problems.push("why is too long. One sentence of at most 25 words.");
	return problems;
}

const VERDICT =
	/(?<![.\d])\d(?:\.\d+)?\s?(?:\/|out of|of)\s?(?:4|5|10|100|four|five|ten)\b|\b(?:scored?|graded?|rating|rated)\b[^.?!]{0,24}(?<![.\d])\b(?:[1-5]|four|five|full|perfect)\b(?!\.?\d)|\blevel (?:is |of )?(?:[1-5]|one|two|three|four|five)\b|\bfull marks\b|\bstrong[\s-](?:yes|no|hire)\b|\b(?:no[\s-]hire|hire (?:me|them|this)|(?:would|will|should|must) (?:be (?:hired|passed|accepted)|pass (?:this|the) (?:round|interview)))\b|\b(?:junior|mid|senior|staff)[\s-]level\b|\b(?:great|excellent|perfect|brilliant|amazing|outstanding|impressive) (?:answer|job|work|candidate|story)\b|\bwell done\b/i;
/** Ordinary in talk about ranking and measuring; a verdict only when the candidate did not say it themselves. */
const MAYBE_VERDICT = /\b(?:top|max(?:imum)?|highest|perfect|better|higher)[\s-](?:score|grade|rating|level)s?\b/i;
const MARKUP = /<[a-z!/?]|&(?:#\d+|#x[\da-f]+|[a-z]{2,8});|https?:|www\.|```|\]\(|^#{1,6}\s|\*\*|javascript:/i;

function textProblems(text: string, sources: readonly string[]): string[] {
	const problems: string[] = [];
	const maybe = MAYBE_VERDICT.exec(text)?.[0].toLowerCase();
	const own = maybe !== undefined && sources.some((source) => source.toLowerCase().includes(maybe));
	if (VERDICT.test(text) || (maybe !== undefined && !own))
		problems.push("It holds a score, a level, praise or a verdict. Leave that out.");
	if (MARKUP.test(text)) problems.push("It holds markup or a link. Plain sentences only.");
	if (findInjections(text).length > 0) problems.push("It repeats text that addresses a grader. Leave that out.");
	return problems;
}

function describeFact({ kind, text }: ForeignFact): string {
	if (kind === "mostly-new") return "Most of stronger is in words the candidate never used. Stay with their words.";
	const what = { number: "The number", name: "The name", term: "The term" }[kind];
	return `${what} “${text.slice(0, 60)}” stands neither in the candidate's words nor in the brief.`;
}
