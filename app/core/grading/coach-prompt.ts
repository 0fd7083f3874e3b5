/**
 * What a coach gets to see: one graded criterion, the quotes that were found in the record, the answers they stand in,
 * and the brief. No key points and no model answer: what it never read it cannot put into a candidate's mouth.
 */
import type { Prompt } from "../content/round-schemas";
import type { Criterion, Level, Question } from "../content/schemas";
import type { InterviewEvent } from "../interview/events";
import { nameGaps, withGaps } from "../interview/unclear";
import { jsonSchemaOf } from "../model-answer";
import type { ModelRequest } from "../ports";
import { coachShape } from "./coach-answer";
import type { Drill } from "./coach-plan";
import type { ScoredCriterion } from "./grade";
import { withoutOrders } from "./judge-record";

const MAX_TOKENS = 900;
const MOST_CHARACTERS = 12_000;

export interface CoachInput {
	criterion: Criterion;
	grade: ScoredCriterion;
	level: Level;
	events: readonly InterviewEvent[];
	/** The questions that were answered in this round. */
	questions: readonly Question[];
	drills: readonly Drill[];
}

/** The candidate's own words a stronger answer may be made of: the turns that were quoted, or the quotes of a drawing or code. */
export function ownWords({ grade, events }: Pick<CoachInput, "grade" | "events">): string[] {
	const quoted = grade.evidence.filter((evidence) => evidence.quote !== "");
	const turns = events.flatMap((event) =>
		event.type === "message" && event.actor === "candidate" && quoted.some((evidence) => evidence.seq === event.seq)
			? [{ seq: event.seq, text: nameGaps(withoutOrders(withGaps(event))) }]
			: [],
	);
	const spoken = new Set(turns.map((turn) => turn.seq));
	const whole = turns.reduce((sum, turn) => sum + turn.text.length, 0) <= MOST_CHARACTERS;
	const elsewhere = quoted.filter((evidence) => !whole || !spoken.has(evidence.seq)).map(({ quote }) => quote);
	return [...(whole ? turns.map((turn) => turn.text) : []), ...elsewhere];
}

export function coachRequest(
	input: CoachInput & {
		prompt: Prompt;
		/** Random, made for this call. */
		boundary: string;
	},
): ModelRequest {
	const { criterion, grade, level, questions, drills, prompt, boundary } = input;
	const { score } = grade;
	const next = score !== null && score < 4 ? ((score + 1) as 2 | 3 | 4) : null;
	const lines = [
		...ownWords(input).map((said) => ({ who: "candidate", said })),
		...grade.evidence.flatMap(({ quote }) => (quote === "" ? [] : [{ quote }])),
	].map((line) => JSON.stringify(line));
	return {
		system: [{ text: prompt.body, cache: true }],
		messages: [
			{
				role: "user",
				text: [
					`The candidate's answers, and the quotes the grade rests on, between two lines ${boundary}:\n${boundary}\n${lines.join("\n")}\n${boundary}`,
					...questions.map((question) => `Brief of “${question.title}”:\n${question.sections.brief.trim()}`),
					`Criterion: ${criterion.title}. ${criterion.looks_at}`,
					`What is expected at the level ${level}: ${criterion.bar[level]}`,
					...(score === null ? [] : [`Where the answer stands: ${criterion.anchors[score]}`]),
					...(next === null ? [] : [`What the next step looks like: ${criterion.anchors[next]}`]),
					`Exercises. Use one of these ids:\n${drills.map((drill) => `- ${drill.id}: ${drill.title}`).join("\n")}`,
					"Write it now, in the given shape.",
				].join("\n\n"),
			},
		],
		maxTokens: MAX_TOKENS,
		effort: "low",
		schema: { name: "stronger_answer", json: jsonSchemaOf(coachShape(drills)) },
	};
}
