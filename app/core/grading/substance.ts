/**
 * How much a sentence commits to: figures that are used for something, own decisions, alternatives weighed, conditions
 * and limits, doubts admitted. Transparent measures only, and none of them grows with length. Figures or terms without
 * any of the rest count little: a list of settings is not a reason.
 * Source: grading design §C.6 (criteria without key points) and content design §2.0 (what interviewers miss: figures,
 * reasons, failure paths; tool names instead of reasons).
 */
import type { Token } from "./text";

export interface SubstanceContext {
	/** Stems of the brief and of the interviewer's turn: repeating them is no substance. */
	given: ReadonlySet<string>;
	/** Stems an informed answer to this question or rubric would use. */
	trade: ReadonlySet<string>;
}

/** The parts of a sentence's substance, each 0–1. */
export interface SubstanceParts {
	/** Figures of its own. */
	figures: number;
	/** Words of the trade; two are enough. */
	trade: number;
	/** Share of content words, beyond that of easy talk. */
	density: number;
	/** Decisions, alternatives, derivations, conditions, limits, doubts. */
	commitment: number;
	/** Phrases that avoid the question, promise or praise. */
	evasion: number;
}

const FIGURE_WORDS = new Set(
	(
		"two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty hundred thousand " +
		"million half third quarter fifth tenth twice triple double doubles doubled zero"
	).split(" "),
);

const OWN_DECISION =
	/\bI(?:'d|'ll| would| will| had| have)? (?:also |then |now |only |just |first )?(?!think|guess|mean|say|believe|know|like|feel|love|hope|see|have|had|am|do|did|would|can|could|was|use|want|suppose|prefer|really|personally|always|never|usually|normally)[a-z]{3,}/;
const WEIGHED =
	/\b(?:instead of|in place of|rather|versus|vs|in exchange|the price (?:is|was)|trade[- ]?offs?|would have|considered|rejected|decided against|downside|not worth|at the cost|but then|quicker|slower|cheaper|simpler|more careful)\b/i;
const DERIVED =
	/[=×→]|\b(?:times|per|out of|from .{1,20}? to|before and after)\b|\d\s?(?:of|\/)\s?\d|\d\s?(?:ms|s|min|h|hours?|days?|weeks?|months?|questions|cases|tickets|samples|dollars|cents|tokens|points?)\b|\$\d/i;
const ADMITTED =
	/\b(?:assum(?:e|ed|ption)|guess(?:ed)?|rough(?:ly)?|my (?:mistake|fault|decision|shortcut|code)|missed|skipped|should have|not (?:checked|tested|solved|measured|sure)|had not|unsolved|least sure|still open|no data|(?:do not|don't|did not|didn't) know yet|could not tell|not enough|weak(?:est|ness)?)\b/i;
const CONDITION =
	/\b(?:if|when|whenever|unless|until|only|at least|at most|below|above|under|within|before|after|once)\b/i;
const LIMIT =
	/\b(?:only|never|not|no|none|nothing|nobody|without|stays?|must|cannot|can't|blocked|stops?|refuse[sd]?)\b/i;

const EVASIVE =
	/\b(?:i (?:would not|wouldn't|can't|cannot|could not|don't|do not|haven't|have not|did not|didn't) (?:really )?(?:want to give|say|think about|thought about|compared?|quantify|need to)|depends|(?:hard|difficult|not so easy) to (?:say|single|quantify|tell)|no exact|negligible|no(?:t a)? (?:problem|trouble|issue)|would define|rounding error|you can imagine|(?:the|that's the) nature|can always|in my experience|in general|end of the day|leaders?|state of the art|industry|future-proof|best (?:practices?|of both)|nowadays|these days|of today|trend|visibility|stakeholders?|mindset|journey|alignment|very|really|works? (?:quite )?well|no reason|not worry|reliably|usually|normally|typically|definitely|simply|basically|automatically|of course|anyway|huge|great|fantastic|success|narrative|powerful|flexible|impress\w*|nice|easily)\b/gi;

/** Evasive phrases for each stretch of this many words make full evasion. */
const EVASIVE_STRETCH = 6;

export function readSubstance(input: {
	text: string;
	tokens: readonly Token[];
	context: SubstanceContext;
}): SubstanceParts {
	const { text, tokens, context } = input;
	const own = new Set<string>();
	let figures = 0;
	let content = 0;
	for (const token of tokens) {
		if (token.stop) continue;
		content += 1;
		if (context.given.has(token.stem) || own.has(token.stem)) continue;
		own.add(token.stem);
		if (/\d/.test(token.word) || FIGURE_WORDS.has(token.word)) figures += 1;
	}
	let trade = 0;
	for (const stem of own) if (context.trade.has(stem)) trade += 1;
	const full = [OWN_DECISION, WEIGHED, DERIVED, ADMITTED].filter((pattern) => pattern.test(text)).length;
	const half = [CONDITION, LIMIT].filter((pattern) => pattern.test(text)).length;
	const evasive = text.match(EVASIVE)?.length ?? 0;
	return {
		figures: Math.min(1, figures / 2),
		trade: Math.min(1, trade / 2),
		density: tokens.length < 4 ? 0 : toShare((content / tokens.length - 0.38) / 0.25),
		commitment: Math.min(1, (full + half / 2) / 2),
		evasion: Math.min(1, (evasive * EVASIVE_STRETCH) / Math.max(EVASIVE_STRETCH, tokens.length)),
	};
}

const WEIGHTS = { usedFigures: 0.35, figures: 0.1, density: 0.2, commitment: 0.35, evasion: 0.3 };
/** What remains of a sentence's substance without a single word of the trade. */
const OFF_TOPIC = 0.4;

/** One number of the parts, 0–1. */
export function substanceOf(parts: SubstanceParts): number {
	const value =
		WEIGHTS.usedFigures * parts.figures * parts.commitment +
		WEIGHTS.figures * parts.figures +
		WEIGHTS.density * parts.density +
		WEIGHTS.commitment * parts.commitment -
		WEIGHTS.evasion * parts.evasion;
	return toShare(value) * (OFF_TOPIC + (1 - OFF_TOPIC) * parts.trade);
}

function toShare(value: number): number {
	return Math.min(1, Math.max(0, value));
}
