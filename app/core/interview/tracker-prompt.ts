/**
 * What a tracker gets to see: the question's Brief and key points, which stay the same for many answers, then the
 * interviewer's last words and the answer as JSON data under a boundary nobody can guess. It words nothing a candidate
 * reads, so it may know the points (content design §6.2). Stretches that address a grader are taken out beforehand.
 */
import type { Prompt } from "../content/round-schemas";
import type { Question } from "../content/schemas";
import { withoutOrders } from "../grading/judge-record";
import type { ModelRequest } from "../ports";
import { trackerSchema } from "./tracker-answer";
import { nameGaps } from "./unclear";

const MAX_TOKENS = 1_000;

export interface Handover {
	question: Question;
	/** The probe in hand, as `question/probe`. */
	openProbe: string | null;
	/** The interviewer's last words; empty before the first turn. */
	asked: string;
	/** What the candidate sent since then. */
	messages: readonly { seq: number; text: string }[];
}

export function trackerRequest(input: {
	handover: Handover;
	prompt: Prompt;
	/** Random, made for this call. */
	boundary: string;
	interviewId: string;
}): ModelRequest {
	const { handover, prompt, boundary, interviewId } = input;
	const { question, asked, messages } = handover;
	const lines = [
		...(asked === "" ? [] : [{ who: "interviewer", said: asked }]),
		...messages.map(({ text }) => ({ who: "candidate", said: nameGaps(withoutOrders(text)) })),
	].map((line) => JSON.stringify(line));
	return {
		system: [{ text: prompt.body }, { text: questionBlock(question), cache: true }],
		messages: [
			{
				role: "user",
				text: `The answer, between two lines ${boundary}:\n${boundary}\n${lines.join("\n")}\n${boundary}\n\nNote what it covers, in the given shape.`,
			},
		],
		maxTokens: MAX_TOKENS,
		effort: "none",
		schema: { name: "tracker_notes", json: trackerSchema(question) },
		cacheKey: `${interviewId}-tracker`,
	};
}

function questionBlock(question: Question): string {
	const points = question.key_points.map((point) => `- ${point.id}: ${point.text.trim()}`);
	return `Question: ${question.title}\n${question.sections.brief.trim()}\n\nKey points. Use these ids:\n${points.join("\n")}`;
}
