/**
 * The request with which a model words one interviewer turn. Stable text comes first, so that providers can cache it:
 * guardrails, persona, round, level, question; then the talk, which only grows; then one block for this turn, which is
 * rebuilt every time and never kept (content design §6.4). Key points, anchors, model answers, unasked probes and later
 * hint rungs are not in here at all: what a model never saw it cannot give away (§6.2).
 */
import type { Guardrails, Prompt } from "../content/round-schemas";
import type { Question } from "../content/schemas";
import type { ModelMessage, ModelRequest, SystemPart } from "../ports";
import { codeForInterviewer } from "./code/code-excerpt";
import type { RunEvent } from "./code/code-log";
import { describeRun } from "./code/describe-run";
import type { InterviewEvent, Move } from "./events";
import type { RoundContent } from "./round-content";
import type { InterviewState } from "./state";
import { nameGaps, withGaps } from "./unclear";
import { describeBoardChanges } from "./whiteboard/board-changes";
import { lastOutline, readBoard } from "./whiteboard/read-board";

/** A turn has at most 60 words; the rest is room for a model that counts badly before the guard cuts it. */
const MAX_TOKENS = 220;

export interface InterviewerPromptInput {
	content: RoundContent;
	guardrails: Guardrails;
	template: Prompt;
	/** The log up to the turn that is to be worded. */
	events: readonly InterviewEvent[];
	state: InterviewState;
	move: Move;
	/** What the practice engine would say: the one thing the model may put in other words. */
	moveText: string;
	interviewId: string;
	/** The board as PNG, base64, when its reading is not sure; for models that see. */
	picture?: string | null;
}

export function interviewerRequest(input: InterviewerPromptInput): ModelRequest {
	return {
		system: systemParts(input),
		messages: [
			...talk(input.events),
			{ role: "user", text: turnBlock(input), ...(input.picture ? { image: input.picture } : {}) },
		],
		maxTokens: MAX_TOKENS,
		effort: "none",
		cacheKey: input.interviewId,
	};
}

/** The part that stays the same for every turn of a round about the same questions. */
export function systemParts(input: Pick<InterviewerPromptInput, "content" | "guardrails">): SystemPart[] {
	const { content, guardrails } = input;
	const { persona, guide, levelNote, plan } = content;
	const asked = content.questions.filter((_, index) => index !== plan.spare);
	return [
		{
			text: [
				guardrails.body,
				section("Persona", `${persona.tone} ${persona.pace}\n\n${persona.body}`),
				section(guide.title, guide.body),
				section(`Level: ${levelNote.title}`, `${levelNote.means}\n\n${levelNote.body}`),
			].join("\n\n"),
		},
		{ text: [...asked.map(questionText), priceSheet(content)].filter(Boolean).join("\n\n"), cache: true },
	];
}

function questionText(question: Question): string {
	const { brief, ifAsked, interviewerNotes } = question.sections;
	return [
		section(`Question: ${question.title}`, brief),
		section("If asked", ifAsked),
		section("Interviewer notes", interviewerNotes),
	].join("\n\n");
}

function priceSheet({ priceBook }: RoundContent): string {
	if (!priceBook) return "";
	const rows = Object.values(priceBook.models).map((model) => `${model.label}: ${model.input} in, ${model.output} out`);
	return section("Price sheet, dollars per million tokens", rows.join("\n"));
}

function section(title: string, text: string): string {
	return `# ${title}\n\n${text.trim()}`;
}

/** The talk so far as messages that never change once they are said: they are the cached prefix of every later turn. */
export function talk(events: readonly InterviewEvent[]): ModelMessage[] {
	const messages: ModelMessage[] = [{ role: "user", text: "The candidate has entered the room." }];
	for (const event of events) {
		if (event.type === "message" && event.text.trim() !== "") {
			messages.push({ role: event.actor === "interviewer" ? "assistant" : "user", text: nameGaps(withGaps(event)) });
		} else if (event.type === "pass") messages.push({ role: "user", text: "(The candidate passes on this question.)" });
	}
	return messages;
}

const MOVES: Record<Move["kind"], string> = {
	open: "open the round",
	probe: "ask this question",
	"follow-up": "follow up on the candidate's last words",
	clarification: "answer the candidate's question, and only that",
	hint: "give this hint and nothing beyond it",
	"next-stage": "lead over to the next part",
	"case-card": "put the new case on the table",
	curveball: "bring in this change of circumstances",
	"move-on": "leave the point and ask this instead",
	"about-run": "say what the run of the tests showed, and ask what is given",
	"about-code": "ask about this line of the candidate's code",
	"about-board": "ask about what is, or is not, on the candidate's board, without naming an idea of your own",
	listen: "show in a few words that you are listening and that the floor is theirs, and ask nothing",
	repeat: "repeat the open question",
	stuck: "offer help to a candidate who is silent",
	redirect: "decline kindly and come back to the question",
	"closing-question": "ask the closing question",
	"anything-else": "ask whether there is anything to add",
	goodbye: "say goodbye, without a word about how it went",
};

function turnBlock(input: InterviewerPromptInput): string {
	const { content, state, template, move, moveText } = input;
	const phase = content.guide.phases.find((entry) => entry.id === state.phase);
	const { minutes } = content.plan;
	const left =
		minutes === null ? "not limited" : `${Math.max(0, Math.round(minutes - state.lastAtMs / 60_000))} minutes`;
	return fill(template.body, {
		phase: phase?.title ?? state.phase,
		phase_goal: phase?.goal ?? "",
		minutes_left: left,
		move: MOVES[move.kind],
		move_text: moveText,
		board: lastOutline(input.events) ?? "nothing",
		board_changes: boardChanges(input),
		...codeBlock(input),
	});
}

/** Outline and changes say what is drawn; a picture goes along only where reading it was not sure of something. */
function boardChanges({ events, state }: InterviewerPromptInput): string {
	const spoke = state.spoken.at(-1)?.seq ?? 0;
	if (!events.some((event) => event.type === "board" && event.seq > spoke)) return "nothing";
	const before = readBoard(events.filter((event) => event.seq <= spoke));
	return describeBoardChanges({ before, after: readBoard(events) });
}

/** What the interviewer sees of the code: counts of runs, never the name of a hidden test (content design §6.4). */
function codeBlock({ content, events, state }: InterviewerPromptInput): Record<string, string> {
	const { code } = content.questions[0] ?? {};
	if (!code) return { code: "nothing", code_changes: "nothing", last_run: "none" };
	const spoke = state.spoken.at(-1)?.seq ?? 0;
	const { excerpt, changes } = codeForInterviewer({ events, starter: code.starter, since: spoke });
	const run = events.findLast((event): event is RunEvent => event.type === "run");
	return { code: excerpt, code_changes: changes, last_run: run ? describeRun({ ...run, problem: undefined }) : "none" };
}

/**
 * Only names of the list are filled; a value is never looked at again, so braces in it stay what they are. What looks
 * like a tag of the template in a value is no tag any more: a label cannot close the block it stands in.
 */
function fill(template: string, values: Readonly<Record<string, string>>): string {
	return template.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => {
		const value = values[name];
		return value === undefined ? whole : value.replace(/<(?=\s*\/?\s*(?:candidate|controller))/gi, "‹");
	});
}
