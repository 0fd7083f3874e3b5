/** The story tracker of the behavioural round: which parts of an episode have been told (content design §2.5). */
import { splitSentences } from "../grading/text";

export const SLOT_IDS = ["situation", "task", "action", "result", "learning", "how-known", "harm", "limits"] as const;
export type SlotId = (typeof SLOT_IDS)[number];
export type SlotState = "missing" | "thin" | "enough";

export interface Slot {
	id: SlotId;
	title: string;
	/** Rubric criterion a probe for this slot belongs to. */
	criterion: string;
	state: SlotState;
}

const SLOTS: { id: SlotId; title: string; criterion: string; hears: RegExp; enough: number }[] = [
	{
		id: "situation",
		title: "Situation",
		criterion: "story",
		hears:
			/\b(?:last (?:year|spring|summer|autumn|fall|winter|month)|in (?:19|20)\d\d|(?:two|three|four|\d+) (?:years?|months?|weeks?) ago|at the time|was live|in production|launched|users?|customers?|a (?:team|company|project)|built|ran a)\b/i,
		enough: 2,
	},
	{
		id: "task",
		title: "Task",
		criterion: "ownership",
		hears:
			/\b(?:I was (?:responsible|asked|in charge|on call|the)|my (?:job|task|role|part|responsibility)|I owned|I led|the goal was|had to|needed to)\b/i,
		enough: 1,
	},
	{
		id: "action",
		title: "Action",
		criterion: "ownership",
		hears:
			/\bI (?:then |also |first |immediately |personally )?(?!would|could|should|might|think|guess|was|am|had|have|can|will)\w+(?:ed|t|ew|ote|ade|ut|an|old|ound|ought|ook|ave)\b/i,
		enough: 3,
	},
	{
		id: "result",
		title: "Result",
		criterion: "results",
		hears:
			/\b(?:result|dropped|fell|rose|went (?:up|down|from)|from \S+ to|reduced|increased|improved|afterwards|in the end|outcome)\b|\d+(?:\.\d+)?\s*(?:%|percent)/i,
		enough: 2,
	},
	{
		id: "learning",
		title: "Learning",
		criterion: "learning",
		hears:
			/\b(?:learn(?:ed|t)|since then|next time|would do differently|now (?:we|I|every)|added (?:a|an) (?:test|check|alert|monitor|guard|review|rule)|regression|post-?mortem|checklist|process)\b/i,
		enough: 2,
	},
	{
		id: "how-known",
		title: "How you knew",
		criterion: "ai-judgement",
		hears:
			/\b(?:noticed|alert|report(?:ed)?|trace|logs?|measured|evaluat|monitor|dashboard|complain|found out|spotted|test set)\w*/i,
		enough: 2,
	},
	{
		id: "harm",
		title: "Who it touched",
		criterion: "ai-judgement",
		hears:
			/\b(?:affected|harm|wrong (?:answer|price|advice)|complaints?|refund|lost|cost us|risk|impact|angry|trust|\d+ (?:customers?|users?|people|patients|cases|chats|tickets))\b/i,
		enough: 2,
	},
	{
		id: "limits",
		title: "What it could not do",
		criterion: "ai-judgement",
		hears:
			/\b(?:limit|could not|couldn't|cannot|can't|still (?:fails?|unsolved|open|wrong)|did not know|uncertain|not reliable|never fully|remains?|unsolved)\w*/i,
		enough: 1,
	},
];

/** Reads the slots from everything the candidate said about the story in hand. */
export function readSlots(texts: readonly string[]): Slot[] {
	const sentences = texts.flatMap((text) => splitSentences(text).map((sentence) => sentence.text));
	return SLOTS.map(({ id, title, criterion, hears, enough }) => {
		const hits = sentences.filter((sentence) => hears.test(sentence)).length;
		return { id, title, criterion, state: hits === 0 ? "missing" : hits < enough ? "thin" : "enough" };
	});
}
