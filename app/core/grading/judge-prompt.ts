/**
 * What a judge gets to see: the instructions, the record as JSON data under a boundary nobody can guess, and one
 * criterion. The record comes first and is the same for every criterion, so that a provider can cache it; the criterion
 * is the last message (llm design §5). Stretches that address the grader are taken out beforehand: they cannot be
 * evidence, and a model that never reads them cannot follow them (grading design §D.3).
 */
import type { Prompt } from "../content/round-schemas";
import type { Criterion, Exemplar, Question } from "../content/schemas";
import type { InterviewEvent } from "../interview/events";
import type { RoundContent } from "../interview/round-content";
import { nameGaps, withGaps } from "../interview/unclear";
import { settledBoards } from "../interview/whiteboard/board-log";
import type { ModelRequest } from "../ports";
import { blankOut, findInjections } from "./integrity";
import { judgeSchema } from "./judge-answer";
import { boardFacts } from "./report-board";
import { unobscure } from "./text";

const MAX_TOKENS = 2_500;
/** Characters of a record one call takes. Longer ones are not cut: the criterion is reported as not graded. */
export const MAX_RECORD = 400_000;
const MOST_EXEMPLARS = 3;

export interface JudgePromptInput {
	content: RoundContent;
	prompt: Prompt;
	events: readonly InterviewEvent[];
	/** The questions that were answered in this round. */
	questions: readonly Question[];
	criterion: Criterion;
	/** Random, made for this interview. */
	boundary: string;
	interviewId: string;
}

export function judgeRequest(input: JudgePromptInput): ModelRequest {
	const { prompt, boundary, interviewId } = input;
	return {
		system: [{ text: prompt.body, cache: true }],
		messages: [
			{
				role: "user",
				text: `The record, between two lines ${boundary}:\n${boundary}\n${record(input.events)}${countedFromBoard(input)}\n${boundary}`,
			},
			{ role: "assistant", text: "I have read the record as data. Which criterion shall I grade?" },
			{ role: "user", text: criterionBlock(input) },
		],
		maxTokens: MAX_TOKENS,
		effort: "low",
		schema: { name: "criterion_grade", json: judgeSchema() },
		cacheKey: interviewId,
	};
}

/** The same request with what was wrong about the first answer, for the one repair. */
export function repairRequest(input: {
	request: ModelRequest;
	raw: string;
	problems: readonly string[];
}): ModelRequest {
	const { request, raw, problems } = input;
	return {
		...request,
		messages: [
			...request.messages,
			{ role: "assistant", text: raw.slice(0, 20_000) || "(nothing)" },
			{
				role: "user",
				text: `This could not be used:\n${problems.map((problem) => `- ${problem}`).join("\n")}\nAnswer again, as one JSON object in the given shape and nothing else.`,
			},
		],
	};
}

/** One JSON object a line: everything that was said, drawn, written or run, with the id evidence must name. */
export function record(events: readonly InterviewEvent[]): string {
	return settledBoards(events)
		.flatMap((event): object[] => {
			const turn = turnId(event.seq);
			if (event.type === "message" && event.text.trim() !== "") {
				const who = event.actor === "candidate" ? "candidate" : "interviewer";
				return [{ turn, who, said: who === "candidate" ? nameGaps(withoutOrders(withGaps(event))) : event.text }];
			}
			if (event.type === "pass") return [{ turn, who: "candidate", did: "passed on the question" }];
			if (event.type === "hint")
				return [{ turn, who: "interviewer", did: `gave hint ${event.rung} on ${event.criterion}` }];
			if (event.type === "board" && event.outline)
				return [{ turn, who: "candidate", drew: withoutOrders(event.outline) }];
			if (event.type === "code" && event.text)
				return [{ turn, who: "candidate", file: event.path, wrote: withoutOrders(event.text) }];
			if (event.type === "run")
				return [
					{
						turn,
						who: "system",
						ran: event.results,
						on: event.by === "browser" ? "the candidate's side" : "the server",
					},
				];
			return [];
		})
		.map((line) => JSON.stringify(line))
		.join("\n");
}

/** Facts code has counted from the board, as one more line. It has no id: the candidate did not say it, so it is no evidence. */
function countedFromBoard(input: Pick<JudgePromptInput, "events" | "content">): string {
	const facts = boardFacts(input).map(({ sentence }) => withoutOrders(sentence));
	return facts.length === 0 ? "" : `\n${JSON.stringify({ who: "system", counted_from_the_board: facts })}`;
}

export function turnId(seq: number): string {
	return `t${seq}`;
}

/** The text without the stretches that address a grader; offsets stay. */
export function withoutOrders(text: string): string {
	const { text: visible, toOriginal } = unobscure(text);
	const orders = findInjections(visible).map(toOriginal);
	return blankOut(text, orders);
}

function criterionBlock({ content, criterion, questions }: JudgePromptInput): string {
	const { level } = content.plan;
	const points = questions.flatMap((question) =>
		question.key_points
			.filter((point) => point.criterion === criterion.id)
			.map(
				(point) =>
					`- ${pointId(question.id, point.id)}${point.must_for.includes(level) ? " (expected)" : ""}: ${point.text.trim()}`,
			),
	);
	return [
		`Criterion: ${criterion.title}. ${criterion.looks_at}`,
		`This interview was held at the level ${level}. The bar there: ${criterion.bar[level]}`,
		`Anchors:\n${([1, 2, 3, 4] as const).map((score) => `${score}: ${criterion.anchors[score]}`).join("\n")}`,
		points.length > 0
			? `Key points. Use these ids:\n${points.join("\n")}`
			: "There are no key points; leave key_points empty.",
		...questions.map((question) => `Question: ${question.title}\n${question.sections.brief.trim()}`),
		...questions.map((question) => `One strong path, among others:\n${question.sections.strongAnswer.trim()}`),
		...exemplars({ criterion, questions, ofRubric: content.rubrics[0]?.exemplars ?? [] }),
		"Grade this criterion now, in the given shape.",
	].join("\n\n");
}

/** Those of the rubric come first: whoever shaped it chose them for the scale it has now. */
function exemplars(input: {
	criterion: Criterion;
	questions: readonly Question[];
	ofRubric: readonly Exemplar[];
}): string[] {
	const found = [...input.ofRubric, ...input.questions.flatMap((question) => question.exemplars)]
		.filter((exemplar) => exemplar.criterion === input.criterion.id)
		.slice(0, MOST_EXEMPLARS);
	if (found.length === 0) return [];
	const lines = found.map((exemplar) => JSON.stringify({ level: exemplar.score, answer: exemplar.answer }));
	return [`Graded answers of others, for scale:\n${lines.join("\n")}`];
}

/** Two questions of a round may call a point the same. */
export function pointId(question: string, point: string): string {
	return `${question}/${point}`;
}
