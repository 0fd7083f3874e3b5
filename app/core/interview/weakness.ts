/**
 * Where an answer is thin: the clause to ask about and what is missing in it. Rules over words; each names one gap a
 * careful interviewer would hear (product anchors §5: "the weakest or vaguest part of the last answer").
 */
import { splitSentences } from "../grading/text";
import type { FOLLOW_UP_KINDS } from "./events";
import { countWords, isIndirectQuestion } from "./intent";

export type FollowUpKind = (typeof FOLLOW_UP_KINDS)[number];

export interface Weakness {
	ask: FollowUpKind;
	/** Exact slice of the answer, at most `QUOTE_WORDS` words. */
	quote: string;
	/** Higher is more worth asking; comparable within one answer only. */
	strength: number;
}

export const QUOTE_WORDS = 11;

/** Links and markup are not read back to anybody. */
const UNQUOTABLE = /[<>{}]|https?:|www\./i;

const NUMBER =
	/\d|\b(?:half|twice|double|third|quarter|dozen|hundred|thousand|million|percent|zero|one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty)\b/i;
const VAGUE =
	/\b(?:a lot(?: of)?|lots of|(?<!\bhow )many|several|quite a few|some time|a while|significant(?:ly)?|substantial(?:ly)?|huge|massive(?:ly)?|much (?:better|faster|cheaper|lower|higher|less|more)|way (?:better|faster|cheaper)|faster|slower|cheaper|expensive|high(?:er)? (?:quality|accuracy)|low(?:er)? (?:cost|latency)|improved|better|worse|often|rarely|most of (?:them|the)|large|small)\b/i;
/** A lesson or a plan compares ways of working; it claims no figure that could be asked for. */
const LESSON = /\b(?:learn(?:ed|t)?|lesson|reali[sz]ed|taught me|next time|(?:better|worse) than \w+ing)\b/i;
const TEAM = /\b(?:we|our team|the team|everyone)\s+(?:\w+ly\s+)?(?!would|could|should|might|can|will)\w+/i;
const OWN = /\b(?:I|my|mine|me)\b|\bI'(?:d|ve|m|ll)\b/g;
const OURS = /\b(?:we|our|us|ours)\b/gi;
const GENERAL =
	/\b(?:I would|I'd|one would|you would|usually|generally|in general|typically|normally|people often|always try)\b/i;
const CHOICE =
	/\b(?:choose|chose|chosen|pick(?:ed)?|went with|go with|use|used|using|decided (?:on|to)|switch(?:ed)? to|start(?:ed)? with|prefer(?:red)?)\b/i;
const REASON =
	/\b(?:because|since|so that|so we|so I|due to|in order to|reason|as it|which (?:means|lets|gives|avoids|keeps)|to (?:avoid|reduce|keep|prevent|limit))\b/i;
const CLAIM =
	/\b(?:it worked|works? (?:well|fine)|accura(?:te|cy)|reliable|quality|correct(?:ly)?|fixed (?:it|that|the)|solved|improved|confident|good enough|success(?:ful)?)\b/i;
const PROOF =
	/\b(?:measure|metric|test(?:ed|s|ing)?|evaluat|compar|baseline|label|trace|log(?:s|ged)?|sample|A\/B|golden|benchmark|score|recall|precision|kappa|audit)\w*/i;
const ALTERNATIVE =
	/\b(?:instead|rather than|alternative|compared (?:to|with)|versus|vs\.?|reject|considered|other option|trade-?off|unless)\b/i;
const FLOW =
	/\b(?:then|calls?|sends?|retriev|returns?|goes to|passes|stores?|queue|cache|index|route|embed|generat|tool)\w*/i;
const FAILURE =
	/\b(?:fail|error|timeout|time out|down|outage|retry|fallback|wrong|refus|limit|invalid|missing|stale|conflict|duplicate|attack|inject|abuse|rollback|stop)\w*/i;

/**
 * The weaknesses of one answer, strongest first. `stories` is true where a personal account is asked for: there "we"
 * and "I would" are gaps; in a design round they are ordinary speech.
 */
export function findWeaknesses(input: { answer: string; stories: boolean }): Weakness[] {
	const { answer, stories } = input;
	const sentences = splitSentences(answer).filter(
		({ text }) => countWords(text) >= 3 && !text.includes("?") && !isIndirectQuestion(text),
	);
	const found: Weakness[] = [];
	const add = (ask: FollowUpKind, sentence: string, anchor: RegExp | null, strength: number) => {
		const quote = clip(sentence, anchor);
		if (quote) found.push({ ask, quote, strength });
	};
	const words = countWords(answer);
	const own = answer.match(OWN)?.length ?? 0;
	const ours = answer.match(OURS)?.length ?? 0;
	const proven = PROOF.test(answer);
	const alternatives = ALTERNATIVE.test(answer);
	const failures = FAILURE.test(answer);

	for (const { text } of sentences) {
		if (stories && ours > own && TEAM.test(text)) add("ask-owner", text, TEAM, 3 + Math.min(2, ours - own) * 0.5);
		if (stories && GENERAL.test(text) && own <= 2) add("ask-example", text, GENERAL, 3.5);
		if (VAGUE.test(text) && !NUMBER.test(text) && !LESSON.test(text)) add("ask-number", text, VAGUE, 2.6);
		if (CLAIM.test(text) && !proven) add("ask-evidence", text, CLAIM, 2.4);
		if (CHOICE.test(text) && !REASON.test(text)) add("ask-reason", text, CHOICE, stories ? 1.6 : 2.2);
		if (CHOICE.test(text) && REASON.test(text) && !alternatives) add("ask-alternative", text, CHOICE, 1.5);
		if (!stories && FLOW.test(text) && !failures) add("ask-failure", text, FLOW, 1.4);
	}
	const last = sentences.at(-1);
	if (last && words < 18) add("ask-more", last.text, null, words < 9 ? 2.8 : 1.8);
	return found.sort((a, b) => b.strength - a.strength);
}

/**
 * A readable slice of a sentence around `anchor`: whole clauses where possible, at most `QUOTE_WORDS` words, exact
 * characters of the original. Null when nothing quotable is left.
 */
export function clip(sentence: string, anchor: RegExp | null): string | null {
	const at = anchor ? Math.max(0, sentence.search(anchor)) : 0;
	const clause = clausesOf(sentence).find((part) => at < part.to) ?? clausesOf(sentence)[0];
	if (!clause) return null;
	const words = [...sentence.slice(clause.from, clause.to).matchAll(/\S+/g)].map((match) => ({
		text: match[0],
		from: clause.from + match.index,
		to: clause.from + match.index + match[0].length,
	}));
	if (words.length < 2) return null;
	const hit = Math.max(
		0,
		words.findIndex((word) => word.to > at),
	);
	const start = hit < QUOTE_WORDS / 2 ? 0 : Math.min(hit - 2, Math.max(0, words.length - QUOTE_WORDS));
	const chosen = words.slice(start, start + QUOTE_WORDS);
	while (chosen.length > 3 && start + chosen.length < words.length && LOOSE_END.test(chosen.at(-1)?.text ?? ""))
		chosen.pop();
	const from = chosen[0]?.from ?? 0;
	const to = chosen.at(-1)?.to ?? from;
	const quote = sentence.slice(from, to).replace(/[.!,;:\s]+$/, "");
	if (/["“”?]/.test(quote) || UNQUOTABLE.test(sentence) || quote.length > 120) return null;
	return quote.replace(/^(?:and|but|so|then|also|because)\s+/i, "");
}

/** A quote that was cut short must not end on a word that hangs in the air. */
const LOOSE_END =
	/^(?:and|or|but|so|a|an|the|of|to|in|on|at|by|for|with|from|as|is|are|was|were|be|it|its|that|this|which|who|because|if|when|we|i|our|my|their|not|would|will|can)[,;]?$/i;

const JOINTS = new Set(["and", "but", "which", "so"]);

/** Clauses end at commas and the like, and before a conjunction once four words have been said. */
function clausesOf(sentence: string): { from: number; to: number }[] {
	return [...sentence.matchAll(/[^,;:–—()\n]+/g)].flatMap((match) => {
		const end = match.index + match[0].length;
		const words = [...match[0].matchAll(/\S+/g)];
		const joint = words.find(
			(word, index) => index >= 4 && index < words.length - 1 && JOINTS.has(word[0].toLowerCase()),
		);
		if (!joint) return [{ from: match.index, to: end }];
		const middle = match.index + joint.index;
		return [
			{ from: match.index, to: middle },
			{ from: middle, to: end },
		];
	});
}
