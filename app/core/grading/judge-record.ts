/**
 * The record of a round as a judge reads it: one JSON object a line. A long one is never cut: first only the lines of the
 * questions that are about the criterion are taken, then those in pieces (grading design §D.4).
 */
import type { Criterion, Question } from "../content/schemas";
import type { InterviewEvent } from "../interview/events";
import type { RoundContent } from "../interview/round-content";
import { nameGaps, withGaps } from "../interview/unclear";
import { settledBoards } from "../interview/whiteboard/board-log";
import { blankOut, findInjections } from "./integrity";
import { questionSpans } from "./question-spans";
import { unobscure } from "./text";

/** Characters of a record one call takes, about 100,000 tokens. A model that can take less says so, and gets less. */
export const MAX_RECORD = 400_000;
/** Pieces one criterion is read in, at most: beyond that it is reported as not graded. */
export const MOST_PIECES = 16;
/** Shared by two pieces of one text, so that a quote across their border stands whole in one of them. */
const OVERLAP = 400;
/** How far back a piece of a text looks for a space to end at. */
const LOOK_BACK = 200;

export interface RecordLine {
	seq: number;
	/** JSON, on one line. */
	text: string;
	entry: Record<string, unknown>;
	/** The field with the candidate's own words, where there are any. */
	words: "said" | "drew" | "wrote" | null;
}

const known = new WeakMap<readonly InterviewEvent[], readonly RecordLine[]>();

/** Everything that was said, drawn, written or run, with the id evidence must name. Made once for a list of events. */
export function recordLines(events: readonly InterviewEvent[]): readonly RecordLine[] {
	const lines = known.get(events) ?? settledBoards(events).flatMap(lineOf);
	known.set(events, lines);
	return lines;
}

/** All lines as one text. */
export function record(events: readonly InterviewEvent[]): string {
	return joined(recordLines(events));
}

export function joined(lines: readonly { text: string }[]): string {
	return lines.map((line) => line.text).join("\n");
}

export function turnId(seq: number): string {
	return `t${seq}`;
}

/** The text without stretches that address the grader: they are blank, and everything else stays where it was. */
export function withoutOrders(text: string): string {
	const { text: visible, toOriginal } = unobscure(text);
	return blankOut(text, findInjections(visible).map(toOriginal));
}

function lineOf(event: InterviewEvent): RecordLine[] {
	const turn = turnId(event.seq);
	const line = (entry: Record<string, unknown>, words: RecordLine["words"] = null) => [
		{ seq: event.seq, text: JSON.stringify(entry), entry, words },
	];
	if (event.type === "message" && event.text.trim() !== "") {
		// A file from elsewhere may hold anything in anybody's mouth.
		return event.actor === "candidate"
			? line({ turn, who: "candidate", said: nameGaps(withoutOrders(withGaps(event))) }, "said")
			: line({ turn, who: "interviewer", said: withoutOrders(event.text) });
	}
	if (event.type === "pass") return line({ turn, who: "candidate", did: "passed on the question" });
	if (event.type === "hint")
		return line({ turn, who: "interviewer", did: `gave hint ${event.rung} on ${event.criterion}` });
	if (event.type === "board" && event.outline)
		return line({ turn, who: "candidate", drew: withoutOrders(event.outline) }, "drew");
	if (event.type === "code" && event.text)
		return line({ turn, who: "candidate", file: withoutOrders(event.path), wrote: withoutOrders(event.text) }, "wrote");
	if (event.type === "run") {
		const on = event.by === "browser" ? "the candidate's side" : "the server";
		const ran = Object.fromEntries(Object.entries(event.results).map(([group, of]) => [withoutOrders(group), of]));
		return line({ turn, who: "system", ran, on });
	}
	return [];
}

/** What of a record one criterion is read from. */
export interface RecordPart {
	lines: readonly RecordLine[];
	/** The questions it is about; null when it is the whole record. */
	about: readonly Question[] | null;
}

/**
 * The lines of the questions that have key points of the criterion, and what came before the first question. All lines
 * where no question, or every question, has some, and in logs that do not say where their questions begin.
 */
export function partFor(input: {
	events: readonly InterviewEvent[];
	content: RoundContent;
	criterion: Criterion;
}): RecordPart {
	const { events, content, criterion } = input;
	const lines = recordLines(events);
	const spans = questionSpans(events);
	const about = content.questions.filter(
		(question) =>
			spans.some((span) => span.question === question.id) &&
			question.key_points.some((point) => point.criterion === criterion.id),
	);
	if (about.length === 0 || about.length === spans.length) return { lines, about: null };
	const ids = new Set(about.map((question) => question.id));
	const questionAt = (seq: number) => spans.findLast((span) => span.fromSeq <= seq)?.question;
	const kept = lines.filter((line) => {
		const question = questionAt(line.seq);
		return question === undefined || ids.has(question);
	});
	return { lines: kept, about };
}

/**
 * Packs lines into texts of at most `budget` characters, in order and without leaving anything out. Words too long for
 * one piece go on in the next, each marked "part 2 of 3", with a few words shared by both.
 */
export function recordPieces(input: { lines: readonly RecordLine[]; budget: number }): string[] {
	const { budget } = input;
	const pieces: string[] = [];
	let open = "";
	for (const line of input.lines.flatMap((line) => fitted({ line, budget }))) {
		if (open !== "" && open.length + 1 + line.length > budget) {
			pieces.push(open);
			open = "";
		}
		open = open === "" ? line : `${open}\n${line}`;
	}
	return open === "" ? pieces : [...pieces, open];
}

function fitted(input: { line: RecordLine; budget: number }): string[] {
	const { line, budget } = input;
	if (line.text.length <= budget) return [line.text];
	const field =
		line.words ??
		Object.entries(line.entry).find(([, value]) => typeof value === "string" && value.length > budget / 2)?.[0];
	if (!field) return [line.text];
	const frame = JSON.stringify({ ...line.entry, [field]: "", part: "9999 of 9999" }).length;
	const slices = slicesOf({ text: String(line.entry[field]), room: budget - frame });
	return slices.map((slice, place) =>
		JSON.stringify({ ...line.entry, part: `${place + 1} of ${slices.length}`, [field]: slice }),
	);
}

/** Slices whose JSON takes at most `room` characters; they end at a space where one is near. */
function slicesOf(input: { text: string; room: number }): string[] {
	const { text } = input;
	const room = Math.max(input.room, 4 * OVERLAP);
	const slices: string[] = [];
	for (let from = 0; from < text.length; ) {
		let to = Math.min(text.length, from + room);
		// Quotes, line breaks and odd characters take up to six characters in JSON.
		while (JSON.stringify(text.slice(from, to)).length - 2 > room) to = from + Math.ceil(((to - from) * 2) / 3);
		if (to < text.length) to = endOfWord({ text, from, to });
		slices.push(text.slice(from, to));
		if (to >= text.length) break;
		from = startOfCharacter(text, to - Math.min(OVERLAP, Math.floor((to - from) / 4)));
	}
	return slices;
}

function endOfWord(input: { text: string; from: number; to: number }): number {
	const { text, from, to } = input;
	const back = text.slice(Math.max(from + 1, to - LOOK_BACK), to).search(/\s\S*$/);
	const end = back > 0 ? Math.max(from + 1, to - LOOK_BACK) + back : to;
	return Math.max(from + 1, startOfCharacter(text, end));
}

/** One place back when a pair of surrogates would be torn apart. */
function startOfCharacter(text: string, at: number): number {
	const code = text.charCodeAt(at);
	return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}
