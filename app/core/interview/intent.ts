/**
 * What a candidate wants from the interviewer, read by rules from the words of one turn. Deliberately narrow: when in
 * doubt a turn is an answer, because treating an answer as a request would lose it.
 */
import { splitSentences } from "../grading/text";

export type Intent =
	| "answer"
	| "question"
	| "unsure"
	| "repeat"
	| "hint"
	| "not-now"
	| "about-me"
	| "steering"
	| "pause-offer";

const UNSURE =
	/^\W*(?:sorry[,.\s]+|hmm+[,.\s]+|well[,.\s]+|honestly[,.\s]+)*(?:(?:i|im|i'm|i am)\s+)?(?:really\s+|honestly\s+|sorry[,\s]+)*(?:(?:do\s*n[o']?t|don't|dunno|have no|no)\s*(?:know|idea|clue|answer)?|dunno|not sure|unsure|no idea|pass|skip(?: this(?: one)?)?|can(?:no|')?t (?:say|answer|think of (?:one|any|anything)))(?:\s+(?:about|how|what|why|that|this|it|sorry|really|one|to|at all|either|honestly))*\W*$/i;
const REPEAT =
	/\b(?:(?:can|could|would) you (?:please )?(?:repeat|rephrase|say that again|ask (?:that|it) again)|(?:repeat|rephrase) (?:the|that|your) question|what was the question|say (?:that|it) again|come again|what (?:exactly )?do you mean|what are you asking|(?:don't|do not|didn't|did not) (?:quite )?(?:understand|get|follow) (?:the|your|that|what)|can you clarify(?: (?:that|the question))?)\b/i;
const HINT =
	/\b(?:(?:can|could|may) i (?:get|have) a (?:hint|pointer|clue)|give me a (?:hint|pointer|clue)|i(?:'d| would) (?:like|take) a hint|need a hint)\b/i;
const VERDICT =
	/\b(?:how (?:am i|did i) do(?:ing)?|(?:is|was) that (?:right|correct|good|ok(?:ay)?|what you (?:wanted|were looking for))|what(?:'s| is) my (?:score|grade|level)|did i (?:pass|get it right)|(?:score|grade|rate) (?:me|my answer)|any feedback)\b/i;
const ABOUT =
	/\b(?:are you (?:a |an )?(?:human|real|person|bot|robot|ai|machine|model|chatgpt|gpt|claude|llm)|am i talking to (?:a |an )?(?:human|person|bot|ai|machine)|who are you)\b/i;
const STEERING =
	/\b(?:(?:ignore|disregard|forget)\b.{0,40}\b(?:instructions?|rules?|prompt|above|previous)|(?:show|tell|give|reveal|print|what(?:'s| is| are)) (?:me )?(?:the |your )?(?:rubric|system prompt|model answer|expected (?:answer|points)|key points|hidden|solution|instructions|answer key)|(?:just )?(?:tell|give) me the (?:right |correct )?(?:answer|solution)|give me (?:a 4|full marks|the (?:top|maximum|highest) score))\b/i;
const UPSET =
	/\b(?:i(?:'m| am) (?:really |so |very )?(?:upset|panicking|overwhelmed|crying|not (?:feeling )?well|too (?:nervous|stressed|anxious))|this is too (?:stressful|much for me)|i (?:want|need) to stop|i can(?:no|')?t do this)\b/i;
const ASKING =
	/^(?:(?:and|so|ok(?:ay)?|one (?:question|thing)|quick question|before i start)[,:\s]+)*(?:what|which|who|whose|how|when|where|is|are|do|does|did|can|could|may|should|shall|will|would|have|has|am)\b/i;

const INDIRECT =
	/^(?:(?:and|so|ok(?:ay)?|well|first|then|next|before (?:i start|that|anything else))[,:\s]+)*(?:(?:i|we)(?:['’](?:d|ll)| would| will| should| want to| need to| must| have to)? (?:first |also |then |next |like to |want to |need to |have to |begin by |start by )*(?:(?:ask(?:ing)?|clarify(?:ing)?|find(?:ing)? out|know|check(?:ing)?|confirm(?:ing)?)(?: first| you| them| the \w+)*(?: about)?,? (?:how|what|which|whether|if|who|when|where)|(?:ask(?:ing)?|clarify(?:ing)?)(?: first| you| them)* (?:about|for))|my (?:first |next )?question (?:is|would be)|i(?:['’]m| am) wondering|i wonder)\b/i;

/** Words of an answer beyond which a question mark in it is taken as part of the thinking, not as a request. */
const THINKING_WORDS = 60;

/**
 * Reads the intent of one turn. `text` is everything the candidate said in the turn.
 * A long turn is an answer unless it ends in a question to the interviewer.
 */
export function readIntent(text: string): { intent: Intent; questions: string[] } {
	const words = countWords(text);
	if (words <= 40) {
		for (const [pattern, intent] of SHORT_INTENTS) if (pattern.test(text)) return { intent, questions: [] };
	}
	if (STEERING.test(text) && words <= 120) return { intent: "steering", questions: [] };
	const questions = splitSentences(text)
		.map((sentence) => sentence.text.trim())
		.filter(isQuestion);
	if (questions.length === 0) return { intent: "answer", questions };
	const asked = questions.reduce((sum, question) => sum + countWords(question), 0);
	const mostlyAsking = words <= THINKING_WORDS || asked >= words * 0.4;
	return { intent: mostlyAsking ? "question" : "answer", questions };
}

const SHORT_INTENTS: [RegExp, Intent][] = [
	[STEERING, "steering"],
	[UPSET, "pause-offer"],
	[UNSURE, "unsure"],
	[REPEAT, "repeat"],
	[HINT, "hint"],
	[VERDICT, "not-now"],
	[ABOUT, "about-me"],
];

function isQuestion(sentence: string): boolean {
	if (sentence.endsWith("?")) return true;
	return ASKING.test(sentence) && countWords(sentence) <= 14 && !/[.!;:]$/.test(sentence);
}

/** "I would ask how many documents there are": a question to the interviewer in the form of a statement. */
export function isIndirectQuestion(sentence: string): boolean {
	return INDIRECT.test(sentence.trim());
}

/** The indirect questions of a turn that holds hardly anything else; in a longer answer they are part of the thinking. */
export function indirectQuestions(text: string): string[] {
	const sentences = splitSentences(text).map((sentence) => sentence.text.trim());
	const asking = sentences.filter(isIndirectQuestion);
	const asked = asking.reduce((sum, sentence) => sum + countWords(sentence), 0);
	return asked * 2 > countWords(text) && countWords(text) <= THINKING_WORDS ? asking : [];
}

export function countWords(text: string): number {
	return text.match(/[\p{L}\p{N}][\p{L}\p{N}'’.,-]*/gu)?.length ?? 0;
}
