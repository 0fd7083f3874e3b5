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
import type { ModelRequest } from "../ports";
import { isLeftOut } from "./asked";
import type { CriterionGrade } from "./grade";
import { judgeSchema, quotesSchema } from "./judge-answer";
import { record, withoutOrders } from "./judge-record";
import { boardFacts } from "./report-board";

const MAX_TOKENS = 2_500;
const MOST_EXEMPLARS = 3;

export interface JudgePromptInput {
	content: RoundContent;
	prompt: Prompt;
	events: readonly InterviewEvent[];
	/** The questions that were answered in this round. */
	questions: readonly Question[];
	criterion: Criterion;
	/** The rules' grade of the criterion: says which points of an exercise were asked for. Null counts all as asked for. */
	rules: CriterionGrade | null;
	/** Random, made for this interview. */
	boundary: string;
	interviewId: string;
	/** What is read in place of the whole record, and what it is called there. */
	reading?: { title: string; text: string };
}

export function judgeRequest(input: JudgePromptInput): ModelRequest {
	const { title, text } = input.reading ?? { title: "The record", text: record(input.events) };
	return {
		...requestAbout({ ...input, title, text: `${text}${countedFromBoard(input)}`, ask: criterionBlock(input) }),
		schema: { name: "criterion_grade", json: judgeSchema() },
	};
}

/** Asks for the quotes of one piece of a long record that matter for the criterion. `prompt` is the one for quotes. */
export function quotesRequest(input: JudgePromptInput & { piece: string; place: number; of: number }): ModelRequest {
	const { piece, place, of } = input;
	const title = `Part ${place} of ${of} of the record`;
	return {
		...requestAbout({ ...input, title, text: piece, ask: aboutCriterion(input) }),
		schema: { name: "quotes", json: quotesSchema() },
	};
}

function requestAbout(input: JudgePromptInput & { title: string; text: string; ask: string }): ModelRequest {
	const { prompt, boundary, interviewId, title, text, ask } = input;
	return {
		system: [{ text: prompt.body, cache: true }],
		messages: [
			{ role: "user", text: `${title}, between two lines ${boundary}:\n${boundary}\n${text}\n${boundary}` },
			{ role: "assistant", text: "I have read the record as data. Which criterion shall I grade?" },
			{ role: "user", text: ask },
		],
		maxTokens: MAX_TOKENS,
		effort: "low",
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

/** Facts code has counted from the board, as one more line. It has no id: the candidate did not say it, so it is no evidence. */
function countedFromBoard(input: Pick<JudgePromptInput, "events" | "content">): string {
	const facts = boardFacts(input).map(({ sentence }) => withoutOrders(sentence));
	return facts.length === 0 ? "" : `\n${JSON.stringify({ who: "system", counted_from_the_board: facts })}`;
}

/** As much of the criterion as somebody needs who only looks for quotes about it. */
function aboutCriterion(input: JudgePromptInput): string {
	const { criterion } = input;
	const points = keyPoints(input);
	return [
		`Criterion: ${criterion.title}. ${criterion.looks_at}`,
		anchors(criterion),
		...(points.length > 0 ? [`Key points:\n${points.join("\n")}`] : []),
		"Find the candidate's words about this criterion now, in the given shape.",
	].join("\n\n");
}

function anchors(criterion: Criterion): string {
	return `Anchors:\n${([1, 2, 3, 4] as const).map((score) => `${score}: ${criterion.anchors[score]}`).join("\n")}`;
}

function keyPoints({ content, criterion, questions, rules }: JudgePromptInput): string[] {
	const { level } = content.plan;
	return questions.flatMap((question) =>
		question.key_points
			.filter((point) => point.criterion === criterion.id)
			.map((point) => {
				const expected = point.must_for.includes(level) ? " (expected)" : "";
				const mark = isLeftOut({ question, point, rules }) ? " (not asked for, no lack when missing)" : expected;
				return `- ${pointId(question.id, point.id)}${mark}: ${point.text.trim()}`;
			}),
	);
}

function criterionBlock(input: JudgePromptInput): string {
	const { content, criterion, questions } = input;
	const { level } = content.plan;
	const points = keyPoints(input);
	return [
		`Criterion: ${criterion.title}. ${criterion.looks_at}`,
		`This interview was held at the level ${level}. The bar there: ${criterion.bar[level]}`,
		anchors(criterion),
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
