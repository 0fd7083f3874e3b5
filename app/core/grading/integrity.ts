/**
 * What in a candidate's words is not an answer: instructions to a grader, copied rubric text, word lists, echoes of the
 * question, "I don't know", other languages. Nothing here lowers a score by itself; it decides what may be evidence.
 * Source: grading design §D.3 and §D.6. All patterns have bounded gaps, so time is linear in the text.
 */
import { clean, contentStems, type Span, STOP_WORDS, splitSentences, type Token, tokenize } from "./text";

export type IntegrityFlag = "injection" | "rubric-copy" | "keyword-list" | "language" | "denial";

/** Text addressed to whoever grades: orders, pleas, verdicts, and the dress of another speaker or document. */
const TO_THE_GRADER: readonly RegExp[] = [
	/(?<!(?:'d|'ll|\bi|\bwe|\bthey|\bwould|should|not|never|can|could|may|will)\s)\b(?:ignore|disregard|forget|override|bypass)\b.{0,60}?\b(?:previous|prior|above|earlier|all|any|your|the)\b.{0,40}?\b(?:instructions?|prompts?|rules?|rubrics?|criteri(?:a|on)|guidelines?)\b/i,
	/\b(?:give|award|assign|output|return|grant|rate|grade|score|mark)\b.{0,60}?\b(?:full (?:marks|score|points)|(?:max(?:imum)?|perfect|highest|top) (?:possible )?(?:scores?|marks?|points|levels?|grades?)|the maximum(?= (?:on|for|in)\b|[.!]|$)|[45]\s?\/\s?[45]|10\s?\/\s?10|100\s?\/\s?100)(?![\w-])/i,
	/\b(?:give|award|assign|grant|rate|grade|score|mark)\b.{0,30}?\b(?:me|this (?:candidate|answer|interview)|the candidate|every criterion|everything)\b.{0,40}?\b(?:strong yes|(?:a|level|score) 4|[45]\s?\/\s?[45]|100\s?%)(?![\w-])/i,
	/\b(?:correct|right|final|appropriate) (?:score|grade|verdict)\b.{0,20}?\b(?:is|must be|should be)\b.{0,12}?(?:\d|max|full|strong yes)/i,
	/\bthis (?:candidate|transcript|interview)\b.{0,40}?\b(?:meets|exceeds|satisfies|deserves|fulfil+s|should (?:get|receive|be (?:given|graded|rated|scored|hired)))\b|\bthis (?:answer|response)\b.{0,20}?\b(?:deserves|should (?:get|receive|be (?:given|graded|rated|scored)))\b/i,
	/\bthe candidate (?:has )?(?:clearly |fully |already |also )?(?:met|meets|exceed(?:s|ed)|cover(?:s|ed)|explain(?:s|ed)|demonstrat(?:es|ed)|deserves|show(?:s|ed|n))\b.{0,30}?\b(?:all|every|everything|full|perfect|strong yes|maximum|4)\b/i,
	/\b(?:new|updated|revised) rubric\b|\b(?:everybody|everyone) (?:gets|receives) (?:a |the )?(?:[345]|full|top|max)/i,
	/\b(?:as|i am|i'm) the (?:test|exam|rubric|question) (?:author|writer|owner|designer)\b/i,
	/\b(?:lose|loses|losing) (?:my|her|his|their) (?:job|home|visa|house)\b.{0,40}?\bif i (?:fail|do ?n[o']t pass)|\b(?:please|pls) (?:just )?(?:be (?:lenient|kind|generous)|let me pass|pass me|give me a (?:good|high))/i,
	/<\/?\s*(?:system|transcript|rubric|answer|instructions?|candidate|grader|evaluation)\b[^>\n]{0,40}>|<\|(?:im_start|im_end|system|user|assistant|endoftext)\|>|\[\/?INST\]/i,
	/["'](?:score|level|grade|level_id|verdict|overall|mean|recommendation)["']\s*:\s*["']?(?:L?[45]\b|10\b|100\b|max|strong|pass)/i,
	/(?:^|["'{:]\s*|\byou\s+(?:(?:only|must|should|will|now)\s+){0,2})(?:give|output|return|assign|award|answer with|respond with)\s+(?:only\s+)?(?:a\s+)?(?:level|score|grade)\s+(?:of\s+)?[45]\b(?=\s*(?:["'}\].!]|$|(?:on|for) (?:all|every)|throughout|everywhere))/i,
	/(?:ignoriere|vergiss)\b.{0,40}?\b(?:anweisung|regel|vorgabe)|ignore[zr]\b.{0,40}?\b(?:instructions|consignes)|ignor[ae]\b.{0,40}?\b(?:instrucciones|istruzioni|instruções)|игнорируй.{0,40}?инструкци|(?:忽略|无视).{0,20}?(?:指令|指示|说明)/iu,
];

/** A line that pretends to be another speaker. */
const FAKE_SPEAKER =
	/^\s*(?:\*{0,2}|#{0,3}\s*)(?:system|assistant|developer|grader|judge|examiner|evaluator|interviewer|admin)\*{0,2}\s*:/i;

/** Signs that a sentence speaks about such text and does not address the grader with it. */
const TALKS_ABOUT =
	/\b(?:prompt injections?|injections?|attack(?:er|s)?|jailbreaks?|malicious|untrusted|red[- ]team|hostile|somebody|someone|a user|users?|customers?|tickets?|articles?|documents?|e-?mails?|pages?|letters?|clauses?|passages?|uploads?|claims?|the (?:text|line|sentence|model|judge|label|note)|our (?:judge|rubric|grader|reviewers?|labellers?))\b/i;

/** True when a sentence gives orders to the grader, pleads with it, or poses as another speaker. */
export function addressesGrader(sentence: string): boolean {
	const text = clean(sentence);
	if (FAKE_SPEAKER.test(text)) return true;
	if (hiddenOrder(text)) return true;
	if (!TO_THE_GRADER.some((pattern) => pattern.test(text))) return false;
	const unquoted = text.replace(/["“„«'‘][^"”»'’]{3,200}["”»'’]/g, " ");
	const speaksAbout =
		TALKS_ABOUT.test(unquoted) ||
		/\bI (?:defend|block|test|plant|filter|mark|treat|guard|tr(?:y|ied)|measur|saw|see)/i.test(unquoted);
	if (!speaksAbout) return true;
	// A report of an attack quotes it or names its source; an order to grade is not made harmless by naming one.
	return unquoted !== text
		? TO_THE_GRADER.some((pattern) => pattern.test(unquoted)) && gradesItself(unquoted)
		: gradesItself(text);
}

function gradesItself(text: string): boolean {
	return /\b(?:maximum|full|top|highest|perfect) (?:score|marks?|points|grade)\b|\b(?:give|grade|rate|score) (?:me|this (?:candidate|answer|interview))\b|\bthe candidate (?:has|deserves|cover|meets|exceed)/i.test(
		text,
	);
}

const ORDER = TO_THE_GRADER.slice(0, 3);

/** Orders written in digits for letters, spaced letters, base64 or ROT13. */
function hiddenOrder(text: string): boolean {
	const variants: string[] = [];
	if (/[a-z][0134570@$][a-z]|\b[0134570@$][a-z]{2}/i.test(text))
		variants.push(text.toLowerCase().replace(/[0134570@$]/g, (sign) => LEET[sign] ?? sign));
	if (/(?:\b\w[\s._-]){6}/.test(text)) variants.push(text.replace(/\b(\w)[\s._-]{1,2}(?=\w\b)/g, "$1"));
	if (/\b(?:vtaber|qvfertneq|sbetrg|bireevqr)\b/i.test(text)) variants.push(rotate(text));
	for (const run of text.match(/[A-Za-z0-9+/]{24,4000}={0,2}/g) ?? []) variants.push(decodeBase64(run));
	return variants.some(
		(variant) =>
			ORDER.some((pattern) => pattern.test(variant)) ||
			/ignore(?:all)?(?:previous|prior)?instructions|ignoreallprevious/i.test(variant),
	);
}

const LEET: Record<string, string> = { "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", $: "s" };

function rotate(text: string): string {
	return text.replace(/[a-z]/gi, (letter) => {
		const base = letter <= "Z" ? 65 : 97;
		return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
	});
}

function decodeBase64(run: string): string {
	try {
		return atob(run);
	} catch {
		return "";
	}
}

/** Words of its own a sentence needs before an order for its beginning to be kept. */
const KEPT_WORDS = 3;

/**
 * The stretches of a text that address the grader, as slices of it: whole sentences, or the end of a sentence when an
 * order follows other words without a full stop.
 */
export function findInjections(text: string): Span[] {
	return splitSentences(text)
		.filter((sentence) => addressesGrader(sentence.text))
		.map((sentence) => {
			const starts = TO_THE_GRADER.map((pattern) => sentence.text.search(pattern)).filter((start) => start >= 0);
			const start = Math.min(...starts);
			const before = sentence.text.slice(0, start);
			if (starts.length === 0 || FAKE_SPEAKER.test(before) || tokenize(before).length < KEPT_WORDS) return sentence;
			return { text: sentence.text.slice(start), from: sentence.from + start, to: sentence.to };
		});
}

/** The text with spans replaced by spaces: offsets stay, the words are gone. */
export function blankOut(text: string, spans: readonly { from: number; to: number }[]): string {
	let result = "";
	let from = 0;
	for (const span of spans) {
		result += text.slice(from, span.from) + " ".repeat(span.to - span.from);
		from = span.to;
	}
	return result + text.slice(from);
}

const NOT_KNOWING =
	/^\W*(?:(?:sorry|hmm+|well|honestly|ok|oh|um+|uh+|to be honest|i think|i guess|maybe|actually)[,.\s]+)*(?:(?:i|im|i'm|i am|we)\s+)?(?:(?:really|honestly|just|simply|sorry)[,\s]+)*(?:(?:do\s?n[o']?t|dont)\s+(?:really\s+)?(?:know|remember|understand|have (?:an?y? )?(?:idea|answer|clue))|dunno|idk|not sure|unsure|(?:have )?no (?:idea|clue|answer|response|comment|submission)|none|n\/?a|pass|skip|next(?: question)?|(?:can ?no|can')t (?:say|answer|think of (?:one|any|anything))|not answered|empty submission)(?:\s+(?:about|how|what|why|that|this|it|sorry|really|one|to|at|all|either|honestly|here|please|question|the|of|so|answer|move|on|lets|let's))*\W*$/i;

/** True for a sentence that says nothing but that there is no answer. */
export function declinesToAnswer(sentence: string): boolean {
	return sentence.length <= 160 && NOT_KNOWING.test(clean(sentence).replace(/[’‘]/g, "'"));
}

/** Phrases that announce an answer and contain none. */
const EMPTY_PHRASE =
	/^\W*(?:thought process|solution|answer|final answer|reasoning|let(?:'s| us) (?:solve|think|go)(?: (?:this|it|about it))?(?: step by step)?|step by step)\W*$/i;

/** True when nothing in the text could be evidence: no words, only small words, an announcement, or "I don't know". */
export function saysNothing(text: string): boolean {
	const sentences = splitSentences(text);
	return sentences.every(
		(sentence) =>
			declinesToAnswer(sentence.text) ||
			EMPTY_PHRASE.test(sentence.text) ||
			tokenize(sentence.text).every((token) => token.stop),
	);
}

/** Words an echo may add to the question without adding anything to it. */
const ECHO_WORDS = new Set(
	contentStems(
		"important question interesting good great believe definitely very topic answer explain discuss talk first start consider crucial key matter point",
	),
);

/** True when a text repeats the question, word for word or as "X is important", and brings no content of its own. */
export function echoesQuestion(input: { text: string; question: string }): boolean {
	const stems = new Set(contentStems(input.text));
	if (stems.size === 0) return false;
	const asked = new Set(contentStems(input.question));
	const own = [...stems].filter((stem) => !asked.has(stem));
	const added = own.filter((stem) => !ECHO_WORDS.has(stem));
	if (added.length > Math.floor(stems.size / 6)) return false;
	return own.length > added.length || repeatedShare(input) >= 0.6;
}

const REPEATED_RUN = 4;

/** Share of the text's words that stand in runs of four words of the question. */
function repeatedShare(input: { text: string; question: string }): number {
	const words = tokenize(input.text).map((token) => token.word);
	const source = ` ${tokenize(input.question)
		.map((token) => token.word)
		.join(" ")} `;
	const size = Math.min(REPEATED_RUN, words.length);
	const repeated = new Set<number>();
	for (let start = 0; start + size <= words.length && start < 2_000; start += 1) {
		if (!source.includes(` ${words.slice(start, start + size).join(" ")} `)) continue;
		for (let index = start; index < start + size; index += 1) repeated.add(index);
	}
	return words.length > 0 ? repeated.size / words.length : 0;
}

/**
 * Content words in a row without any grammar, too long for a terse list. Measured on terse notes of good candidates:
 * from twelve words on, at least a tenth are small words or figures; from twenty on, a fifth. Who compares repeats words.
 */
export function isKeywordList(tokens: readonly Token[]): boolean {
	if (tokens.length < 12 || new Set(tokens.map((token) => token.stem)).size < 0.75 * tokens.length) return false;
	const small = tokens.filter((token) => token.stop).length / tokens.length;
	const figures = tokens.filter((token) => /\d/.test(token.word)).length / tokens.length;
	return figures < 0.1 && (small < 0.1 || (tokens.length >= 20 && small < 0.18));
}

/** Turns a whole statement round; what follows must not count as having been said. */
export const DENIAL =
	/\b(?:it is|it's|that is|that's) (?:not|never) (?:true|correct|the case)\b|\b(?:is|are) (?:false|wrong) that\b/i;

const FOREIGN = new Set(
	(
		"der die das und ist nicht ein eine einen mit für von auf den dem zu sich auch wenn wird werden dass ich wir sind haben oder aber " +
		"le la les des est une pas pour dans que qui sur avec nous vous sont ce cette mais du au aux plus être fait " +
		"el los las es un una por para con del como más pero se lo su al está son muy esto hay " +
		"il di che per non sono della del nel con anche più questo come gli " +
		"o os um uma não em com mais como isso ser são também na no do da " +
		"het een van en dat niet voor met zijn ook wordt bij maar " +
		"i w z na nie jest się do że to jak oraz przez dla ve bir bu için ile da de olarak"
	).split(" "),
);
/** Words of that list which English text uses too. */
for (const word of [
	"i",
	"a",
	"die",
	"no",
	"to",
	"do",
	"in",
	"also",
	"me",
	"per",
	"as",
	"des",
	"on",
	"w",
	"z",
	"o",
	"con",
	"plus",
	"en",
	"come",
	"bit",
	"fait",
	"hay",
	"son",
	"un",
	"van",
	"se",
	"is",
	"da",
	"de",
	"la",
	"le",
	"al",
	"del",
])
	FOREIGN.delete(word);

/** True for a stretch of at least eight words that is not English. Words of code or names alone do not count. */
export function isForeign(tokens: readonly Token[]): boolean {
	if (tokens.length < 5) return false;
	const latin = tokens.filter((token) => /^[\p{Script=Latin}\d'’.,+#-]+$/u.test(token.word)).length;
	if (latin / tokens.length < 0.5) return true;
	if (tokens.length < 8) return false;
	const english = tokens.filter((token) => STOP_WORDS.has(token.word)).length / tokens.length;
	const foreign = tokens.filter((token) => FOREIGN.has(token.word)).length / tokens.length;
	const marked = tokens.filter((token) => /\P{ASCII}/u.test(token.word)).length / tokens.length;
	return (foreign > 0.12 && foreign > english) || (english < 0.08 && marked > 0.08);
}

const COPIED_RUN = 8;

/** Runs of eight words of texts the candidate is not meant to see, for finding copies. */
export function indexRuns(texts: readonly string[]): Set<string> {
	const runs = new Set<string>();
	for (const text of texts) for (const run of wordRuns(tokenize(text))) runs.add(run);
	return runs;
}

/** True when a sentence shares a run of eight words with the indexed texts. */
export function isCopied(tokens: readonly Token[], runs: ReadonlySet<string>): boolean {
	return wordRuns(tokens).some((run) => runs.has(run));
}

function wordRuns(tokens: readonly Token[]): string[] {
	const runs: string[] = [];
	for (let start = 0; start + COPIED_RUN <= tokens.length; start += 1) {
		runs.push(
			tokens
				.slice(start, start + COPIED_RUN)
				.map((token) => token.word)
				.join(" "),
		);
	}
	return runs;
}
