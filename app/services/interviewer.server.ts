/**
 * A model words the open turn, sentence by sentence, each looked at before anybody sees it. When its first sentence will
 * not do it gets one more try, then the practice engine's words stand in; when a later one will not do, the turn ends
 * there (decisions 19).
 */
import type { Prompt } from "~/core/content/round-schemas";
import { splitSentences } from "~/core/grading/text";
import type { InterviewEvent, Move } from "~/core/interview/events";
import { guardContext, type Objection, objectionTo } from "~/core/interview/guard";
import { interviewerRequest } from "~/core/interview/interviewer-prompt";
import { sentencesOf } from "~/core/interview/practice-engine";
import type { RoundContent } from "~/core/interview/round-content";
import type { InterviewState } from "~/core/interview/state";
import { unsureReadings } from "~/core/interview/whiteboard/read-board";
import type { ModelEvent, ModelFinish, ModelRequest } from "~/core/ports";
import { pictureOf } from "./board-pictures.server";
import { getContent } from "./content.server";
import { logger } from "./logger.server";
import { type Attempt, callModel, type Route } from "./model-call.server";

const TRIES = 2;
/** Moves after which the candidate is expected to answer something. */
const ASKING: ReadonlySet<Move["kind"]> = new Set([
	"probe",
	"follow-up",
	"curveball",
	"repeat",
	"stuck",
	"about-board",
	"about-code",
	"closing-question",
	"anything-else",
]);
const SILENT: ReadonlySet<Move["kind"]> = new Set(["listen", "goodbye"]);

export interface ModelTurn {
	interviewId: string;
	content: RoundContent;
	/** The log up to the turn. */
	events: readonly InterviewEvent[];
	state: InterviewState;
	move: Move;
	/** The practice engine's words for the move. */
	practiceText: string;
	routes: readonly Route[];
	onAttempt: (attempt: Attempt) => void;
	signal?: AbortSignal;
}

/** The sentences of the turn. Throws a `ModelError` when no route answers; what was yielded before stays said. */
export async function* modelSentences(turn: ModelTurn): AsyncGenerator<string> {
	const { content, events, move, practiceText } = turn;
	const context = guardContext({
		content,
		allowed: [practiceText, ...events.flatMap((event) => (event.type === "message" ? [event.text] : []))],
		codeAllowed: move.kind === "hint" || move.kind === "case-card",
		questionsAllowed: SILENT.has(move.kind) ? 0 : 1,
	});
	const request = requestFor(turn);
	const said: string[] = [];
	for (let tries = 0; tries < TRIES && said.length === 0; tries += 1) {
		let objection: Objection | null = null;
		for await (const sentence of sentencesFrom(callModel({ ...turn, request }))) {
			objection = objectionTo({ sentence, said, context });
			if (objection) break;
			said.push(sentence);
			yield sentence;
		}
		if (objection) logger.info({ interviewId: turn.interviewId, objection }, "a sentence of the model was held back");
	}
	if (said.length === 0) yield* sentencesOf(practiceText);
	else if (ASKING.has(move.kind) && !said.some((sentence) => sentence.includes("?"))) {
		yield* sentencesOf(practiceText).filter((sentence) => sentence.includes("?"));
	}
}

function requestFor(turn: ModelTurn): ModelRequest {
	const { guardrails, prompts } = getContent();
	const template = prompts.get("turn");
	if (!template) throw new Error("the turn template is checked at the start");
	const { events, interviewId, practiceText } = turn;
	const unsure = events.some((event) => event.type === "board") && unsureReadings(events).length > 0;
	return interviewerRequest({
		...turn,
		guardrails,
		template: template satisfies Prompt,
		moveText: practiceText,
		picture: unsure ? pictureOf(interviewId) : null,
	});
}

const FINISHED = /[.?!…:][\s"'”’)\]*_]*$/;

/**
 * Whole sentences of a streamed answer, each as soon as the next one begins. What a limit or a filter cut off in the middle
 * is no sentence.
 */
export async function* sentencesFrom(stream: AsyncIterable<ModelEvent>): AsyncGenerator<string> {
	let waiting = "";
	let finish: ModelFinish = "stop";
	for await (const event of stream) {
		if (event.type === "end") {
			finish = event.finish;
			break;
		}
		waiting += event.text;
		for (;;) {
			const [first, second] = splitSentences(waiting);
			if (!first || !second) break;
			yield first.text.trim();
			waiting = waiting.slice(first.to);
		}
	}
	for (const rest of splitSentences(waiting)) if (finish === "stop" || FINISHED.test(rest.text)) yield rest.text.trim();
}
