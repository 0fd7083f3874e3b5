/** The answer a reply was given to: what a tracker reads while the candidate reads the reply. */

import type { InterviewEvent } from "./events";
import { countWords, readIntent } from "./intent";
import type { RoundContent } from "./round-content";
import { candidateTurnText, projectInterview } from "./state";
import { MAX_READ } from "./tracked";
import type { Handover } from "./tracker-prompt";

const LEAST_WORDS = 3;
/** A longer answer is left to the rules: nothing is cut. */
const MOST_CHARACTERS = 24_000;

/**
 * The hand-over before `beforeSeq`, the event that started the reply. Null when nothing was handed over, when the words
 * are a request that rules understand, and when they are too few or too many to read.
 */
export function lastHandover(input: {
	events: readonly InterviewEvent[];
	content: RoundContent;
	beforeSeq: number;
}): Handover | null {
	const { content, beforeSeq } = input;
	const before = input.events.filter((event) => event.seq < beforeSeq);
	const replied = projectInterview({ events: before, plan: content.plan });
	const last = replied.candidateTurn.at(-1);
	if (!last || !replied.handedOver) return null;
	// What came after the words may have opened the next question already; they belong to the one before.
	const state = projectInterview({ events: before.filter((event) => event.seq <= last.seq), plan: content.plan });
	const question = content.questions[state.segment];
	const messages = state.candidateTurn.filter((message) => message.seq > state.segmentFromSeq);
	const text = candidateTurnText(state);
	if (!question || messages.length === 0 || messages.length > MAX_READ) return null;
	if (countWords(text) < LEAST_WORDS || text.length > MOST_CHARACTERS) return null;
	const { intent } = readIntent(text);
	if (intent !== "answer" && intent !== "question") return null;
	return { question, openProbe: state.openProbe, asked: state.spoken.at(-1)?.text ?? "", messages };
}
