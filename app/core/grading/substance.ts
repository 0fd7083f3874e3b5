/**
 * How much a sentence commits to: figures of its own, words of the trade, reasons and conditions, own decisions, limits
 * admitted. Transparent measures only; none of them grows with length, and a sentence without them takes nothing away
 * from its neighbours. Source: grading design §C.6 (criteria without key points) and content design §2.0 (what
 * interviewers report as gaps: no figures, tool names instead of reasons, happy path only).
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
	figures: number;
	trade: number;
	density: number;
	commitment: number;
	evasion: number;
}

const FIGURE_WORDS = new Set(
	(
		"two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty hundred thousand " +
		"million half third quarter twice double doubles doubled triple zero"
	).split(" "),
);

const REASON = /\b(?:because|since|so that|otherwise|therefore|which means|that means|that is why|this is why|in order to|the reason)\b/i;
const CONDITION =
	/\b(?:if|when|whenever|unless|until|only|at least|at most|below|above|under|over|within|no more than|more than|less than|not before|per)\b/i;
const OWN =
	/\bI(?:'d|'ll| would| will| had| have)? (?:also |then |now |only |just |first )?(?!think|guess|mean|say|believe|know|like|feel|love|hope|see|have|had|am|do|did|would|can|could|was|use|want|suppose|prefer|really|personally|always|never|usually|normally)[a-z]{3,}/;
const WEIGHED = /\b(?:instead of|rather than|versus|vs|in exchange|the price|trade[- ]?offs?|against that|would have (?:cost|meant|been|hurt)|considered|rejected|decided against|the downside|costs? (?:us|more|less|about)|not worth|earns?)\b/i;
const ADMITTED =
	/\b(?:assum(?:e|ed|ption)|i guessed|rough(?:ly)?|my (?:mistake|fault|decision|shortcut)|i (?:missed|skipped)|should have|not (?:checked|tested|solved|measured)|had not|unsolved|least sure|still open|does not (?:cover|catch|show)|cannot (?:see|tell|catch))\b/i;

const EVASIVE =
	/\b(?:i (?:would not|wouldn't|can't|cannot|could not|don't|do not|haven't|have not|did not|didn't) (?:really )?(?:want to give|say|know|think about|thought about|compared?|quantify|have (?:an? |any |the )?(?:exact|figure|number)|remember|need to)|(?:it |that )?depends (?:a lot|on the)|(?:hard|difficult) to (?:say|quantify|single)|no exact|negligible|not a problem|no trouble|would define that|rounding error|as (?:you can|one can) imagine|that's the nature|is the nature of|we can always|you can always|in my experience|in general|at the end of the day|market leader|state of the art|industry|future-proof|best practices?|best of both|nowadays|these days|of today|the trend|visibility|stakeholders?|mindset|journey|alignment|take it seriously|very (?:important|reliable|good|powerful|flexible|strong)|really (?:good|powerful|important|nice)|works (?:quite |very |really )?well|no reason to (?:doubt|worry)|would not worry|very reliably|pretty quickly|usually (?:works?|fine|enough|you|they|it)|should be (?:ok|okay|fine|enough)|sort(?:s)? itself|handles? (?:it|that|this) for (?:us|you)|scales? (?:for you|automatically|very well))\b/gi;

export function readSubstance(input: { text: string; tokens: readonly Token[]; context: SubstanceContext }): SubstanceParts {
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
	const trade = [...own].filter((stem) => context.trade.has(stem)).length;
	const signs = [REASON, CONDITION, OWN, WEIGHED, ADMITTED].filter((pattern) => pattern.test(text)).length;
	return {
		figures: Math.min(1, figures / 2),
		trade: Math.min(1, trade / 4),
		density: tokens.length < 4 ? 0 : clampShare((content / tokens.length - 0.38) / 0.25),
		commitment: Math.min(1, signs / 2),
		evasion: Math.min(1, (text.match(EVASIVE) ?? []).length / 2),
	};
}

const WEIGHTS = { figures: 0.35, trade: 0.25, density: 0.25, commitment: 0.15, evasion: 0.4 };

/** One number of the parts, 0–1. */
export function substanceOf(parts: SubstanceParts): number {
	const value =
		WEIGHTS.figures * parts.figures +
		WEIGHTS.trade * parts.trade +
		WEIGHTS.density * parts.density +
		WEIGHTS.commitment * parts.commitment -
		WEIGHTS.evasion * parts.evasion;
	return clampShare(value);
}

function clampShare(value: number): number {
	return Math.min(1, Math.max(0, value));
}
