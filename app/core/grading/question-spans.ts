/** Which stretch of a log belongs to which question of the round. */
import type { Question } from "../content/schemas";
import type { InterviewEvent } from "../interview/events";
import type { RoundContent } from "../interview/round-content";

export interface QuestionSpan {
	question: string;
	/** Seq of the first event that belongs to this question. */
	fromSeq: number;
}

/** Where each question of the round began: at the first phase that names it. */
export function questionSpans(events: readonly InterviewEvent[]): QuestionSpan[] {
	const spans = new Map<string, QuestionSpan>();
	for (const event of events) {
		if (event.type === "phase" && event.question && !spans.has(event.question))
			spans.set(event.question, { question: event.question, fromSeq: event.seq });
	}
	return [...spans.values()];
}

/** Those spans, in rising order, in which the candidate said, drew, wrote or passed anything. */
export function answeredAmong<Span extends QuestionSpan>(input: {
	spans: readonly Span[];
	events: readonly InterviewEvent[];
}): Span[] {
	const { spans, events } = input;
	return spans.filter((span, place) =>
		isAnswered({ events, from: span.fromSeq, to: spans[place + 1]?.fromSeq ?? Number.POSITIVE_INFINITY }),
	);
}

/** The spans of a stored log in which anything was answered. */
export function answeredSpans(events: readonly InterviewEvent[]): QuestionSpan[] {
	return answeredAmong({ spans: questionSpans(events), events });
}

/** A question that was only just put when the round ended is not held against anybody. */
function isAnswered(input: { events: readonly InterviewEvent[]; from: number; to: number }): boolean {
	return input.events.some(
		(event) =>
			event.seq >= input.from &&
			event.seq < input.to &&
			event.actor === "candidate" &&
			["message", "pass", "board", "code"].includes(event.type),
	);
}

/**
 * The questions a round is graded and reported by: those something was answered to, or the first when nothing was. A file
 * from elsewhere may not say where its questions begin; then all of them were asked.
 */
export function answeredQuestions(input: {
	content: RoundContent;
	events: readonly InterviewEvent[];
}): readonly Question[] {
	const { content, events } = input;
	if (questionSpans(events).length === 0) return content.questions;
	const answered = new Set(answeredSpans(events).map((span) => span.question));
	const used = content.questions.filter((question) => answered.has(question.id));
	return used.length > 0 ? used : content.questions.slice(0, 1);
}
