/**
 * The practice engine's words for a move: sentences from the round guide and the question file, with the candidate's
 * own words quoted where that reads naturally. Rules, not a model. One question a turn, at most 60 words, and no
 * sentence twice in one interview unless the candidate asked for it again (decisions 5).
 */
import type { LineKind } from "../content/round-schemas";
import type { Question } from "../content/schemas";
import { similarity } from "../grading/similarity";
import { splitSentences } from "../grading/text";
import { fraction, shuffled } from "./choice";
import type { Move } from "./events";
import { countWords } from "./intent";
import type { RoundContent } from "./round-content";
import { candidateTurnText, type InterviewState } from "./state";
import { clip } from "./weakness";

export const MAX_TURN_WORDS = 60;
/** A total can only be asked for where a count or a share was said. */
const ASKS_TOTAL = /\bout of how many\b/i;
const COUNTED = /\d|\b(?:percent|half|third|quarter|dozen|hundred|thousand)\b/i;
/** "That is clear" after "ok" is no listening: fewer words than these are not acknowledged. */
const ACKNOWLEDGED_WORDS = 5;
/** Said at most once an interview: a question can be exchanged once. */
const SWAPPED = "Then take another one. It is on the Brief card now; start when you have a case in mind.";

interface Wording {
	move: Move;
	/** State at the moment the turn started: what was said before it. */
	state: InterviewState;
	content: RoundContent;
	/** Varies the choice between interviews; the same seed gives the same words. */
	seed: string;
}

/** The text of the interviewer's turn. */
export function wordMove(wording: Wording): string {
	const { move, content } = wording;
	switch (move.kind) {
		case "open":
			return line(wording, "open") ?? "Welcome. The question is on the Brief card. Start whenever you are ready.";
		case "probe":
			return withLead(wording, findQuestion(content, move.question), findProbe(content, move.question, move.probe));
		case "follow-up":
			return followUp(wording, move.ask, move.quote);
		case "clarification":
			return move.answers.length > 0
				? fitted(move.answers.map(capitalized))
				: (line(wording, "no-answer-on-file") ?? "Decide, and tell me your assumption.");
		case "hint":
			return hint(wording, move.criterion, move.rung);
		case "next-stage":
			return nextStage(wording, move);
		case "case-card":
			return line(wording, "case-card") ?? "A new case is on the table. What do you make of it?";
		case "curveball":
			return fitted([line(wording, "curveball"), findCurveball(content, move.question, move.curveball)]);
		case "move-on":
			return fitted([
				line(wording, "move-on"),
				move.probe && move.question ? findProbe(content, move.question, move.probe) : null,
			]);
		case "about-run":
			return aboutRun(wording, move);
		case "about-code":
			return (
				line(wording, move.ask, { line: String(move.line), quote: move.quote }) ?? "What happens there when it fails?"
			);
		case "about-board":
			return (
				line(wording, move.ask, { quote: move.quotes[0] ?? "", other: move.quotes[1] ?? "" }) ??
				"What happens there, step by step?"
			);
		case "listen":
			return listen(wording);
		case "repeat":
			return repeatLast(wording);
		case "stuck":
			return line(wording, "stuck") ?? "Which part are you weighing right now?";
		case "redirect":
			return line(wording, move.about) ?? "The question on the table still stands.";
		case "closing-question":
			return line(wording, "closing-question") ?? "With another hour, what would you do next?";
		case "anything-else":
			return line(wording, "anything-else") ?? "Is there anything you would like to add or correct?";
		case "goodbye":
			return (
				line(wording, "goodbye") ?? "That is the end of the round. You rate yourself first, then the report opens."
			);
	}
}

function findQuestion(content: RoundContent, question: string | undefined): Question | undefined {
	return content.questions.find((entry) => entry.id === question);
}

function findProbe(content: RoundContent, question: string, probe: string): string {
	return findQuestion(content, question)?.probes.find((entry) => entry.id === probe)?.ask ?? "";
}

function findCurveball(content: RoundContent, question: string, curveball: string): string {
	return findQuestion(content, question)?.curveballs.find((entry) => entry.id === curveball)?.ask ?? "";
}

/**
 * Nothing is asked, so the floor goes back in words that say where. Only over code, where the hands are at work, a
 * short sign of listening is enough, and never twice in a row.
 */
function listen(wording: Wording): string {
	const { content, state } = wording;
	const brief = countWords(candidateTurnText(state)) < ACKNOWLEDGED_WORDS;
	const again = state.spoken.at(-1)?.move.kind === "listen";
	const sign = content.plan.round === "coding" && !brief && !again ? line(wording, "acknowledge") : null;
	const title = content.plan.phases[state.phaseIndex]?.title ?? "";
	return sign ?? line(wording, "hand-back", { title }) ?? "You have the floor.";
}

/**
 * A probe, bare most of the time: a lead-in before every question is what makes an interviewer sound like a form. The
 * next question of an exercise is often about another side of it, and a quote would promise that it is not.
 */
function withLead(wording: Wording, question: Question | undefined, ask: string): string {
	const { state, seed } = wording;
	const answer = candidateTurnText(state);
	if (state.passes > 0 && answer === "") return fitted([line(wording, "pass"), ask]);
	const chance = fraction(`${seed}:lead`);
	if (question?.kind === "exercise" && chance < 0.45) return ask;
	const quote = chance < 0.45 ? quoteFor(answer, ask) : null;
	if (quote) return fitted([line(wording, "probe-with-quote", { quote }), ask]);
	if (countWords(answer) < ACKNOWLEDGED_WORDS) return ask;
	if (chance < 0.6) return fitted([line(wording, "acknowledge"), ask]);
	if (chance < 0.75) return fitted([line(wording, "probe-plain"), ask]);
	return ask;
}

function followUp(wording: Wording, ask: Extract<Move, { kind: "follow-up" }>["ask"], quote: string): string {
	return (
		line(wording, ask, { quote }) ??
		line(wording, "ask-more", { quote }) ??
		`You said “${quote}”. Can you say more about that?`
	);
}

function hint(wording: Wording, criterion: string, rung: number): string {
	const question = wording.content.questions[wording.state.segment];
	const rungs = question?.hints.find((ladder) => ladder.criterion === criterion)?.rungs ?? [];
	return fitted([line(wording, "hint"), rungs[rung - 1] ?? null]);
}

function nextStage(wording: Wording, move: Extract<Move, { kind: "next-stage" }>): string {
	const { content } = wording;
	if (isSwap(content, move)) return SWAPPED;
	const question = findQuestion(content, move.question);
	if (question?.kind === "exercise" && !move.probe)
		return line(wording, "next-stage", { title: question.title }) ?? `“${question.title}” is on the Brief card now.`;
	const phase = content.plan.phases.find((candidate) => candidate.id === move.phase);
	const lead = line(wording, "next-stage", {
		title: phase?.title ?? "",
		minutes: String(Math.round(phase?.minutes ?? 0)),
	});
	const opened = content.plan.round === "coding" ? "stage-card" : "case-card";
	if (move.card) return fitted([lead, line(wording, opened) ?? "What do you make of it?"]);
	if (move.probe && move.question) return fitted([lead, findProbe(content, move.question, move.probe)]);
	return fitted([lead, "The next question is on the Brief card."]);
}

/** The spare question is only ever brought in because another was declined: no new part of the round begins with it. */
function isSwap({ plan, questions }: RoundContent, move: Extract<Move, { kind: "next-stage" }>): boolean {
	const spare = plan.spare === null ? undefined : questions[plan.spare];
	return spare !== undefined && move.question === spare.id && !move.probe && !move.card;
}

function aboutRun(wording: Wording, move: Extract<Move, { kind: "about-run" }>): string {
	const { content } = wording;
	if (move.verdict === "red") {
		const failed = move.failed === 1 ? "one test fails" : `${move.failed} tests fail`;
		const said = line(wording, "run-red", { failed });
		return (said && capitalized(said)) ?? "What do you think the run is telling you?";
	}
	const ask = move.probe && move.question ? findProbe(content, move.question, move.probe) : null;
	return fitted([line(wording, "run-green"), ask]);
}

function repeatLast(wording: Wording): string {
	const last = wording.state.spoken.filter((turn) => turn.move.kind !== "repeat" && turn.text.includes("?")).at(-1);
	const brief = "The question is on the Brief card.";
	return last ? lastQuestion(last.text) : brief;
}

function lastQuestion(text: string): string {
	return (
		splitSentences(text)
			.map((sentence) => sentence.text.trim())
			.filter((sentence) => sentence.endsWith("?"))
			.at(-1) ?? text
	);
}

/**
 * The clause of the answer that the coming question is closest to, or null when none is close enough to be worth
 * mentioning: a quote that has nothing to do with the question sounds like a machine.
 */
function quoteFor(answer: string, ask: string): string | null {
	const best = splitSentences(answer)
		.filter((sentence) => !sentence.text.includes("?") && countWords(sentence.text) >= 4)
		.map((sentence) => ({
			text: sentence.text,
			value: similarity({ question: "", reference: ask, answer: sentence.text }).value,
		}))
		.sort((a, b) => b.value - a.value)[0];
	if (!best || best.value < 0.06) return null;
	return clip(best.text, null);
}

/** A line of a kind that has not been used in this interview, filled; null when all have been used. */
function line(wording: Wording, kind: LineKind, values: Record<string, string> = {}): string | null {
	const { content, state, seed } = wording;
	const said = state.spoken.map((turn) => turn.text).join("\n");
	const templates = shuffled(content.guide.lines[kind] ?? [], `${seed}:${kind}`);
	const fits = (template: string) => !ASKS_TOTAL.test(template) || COUNTED.test(values.quote ?? "");
	const fresh = templates.find((template) => fits(template) && !wasUsed(template, said));
	return fresh ? fill(fresh, values) : null;
}

function wasUsed(template: string, said: string): boolean {
	const fixed = template
		.split(/\{\{\w+\}\}/)
		.map((part) => part.trim())
		.filter((part) => part.length > 2);
	if (fixed.length === 0) return false;
	const pattern = fixed.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("[^\\n]*");
	return new RegExp(pattern).test(said);
}

function fill(template: string, values: Record<string, string>): string {
	return template.replace(/\{\{(\w+)\}\}/g, (_whole, name: string) => values[name] ?? "");
}

/** Joins parts into one turn and drops leading parts until it fits: at most one question and `MAX_TURN_WORDS` words. */
function fitted(parts: readonly (string | null)[]): string {
	const present = parts.filter((part): part is string => part !== null && part.trim() !== "");
	for (let start = 0; start < present.length; start += 1) {
		const text = present.slice(start).join(" ");
		if (countWords(text) <= MAX_TURN_WORDS && text.split("?").length <= 2) return text;
	}
	return present.at(-1) ?? "Go on.";
}

function capitalized(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The sentences of a turn, as they are released to the page. */
export function sentencesOf(text: string): string[] {
	const sentences = splitSentences(text)
		.map((sentence) => sentence.text.trim())
		.filter((sentence) => sentence !== "");
	return sentences.length > 0 ? sentences : [text];
}
