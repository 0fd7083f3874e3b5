/** Quotes a model gives are looked for in the candidate's own words; what is not found there is no evidence. */
import type { InterviewEvent } from "../interview/events";
import { withGaps } from "../interview/unclear";
import { type QuoteSlice, quoteFinder } from "./find-quote";
import type { Evidence } from "./grade";
import { findInjections } from "./integrity";
import { turnId } from "./judge-record";
import { unobscure } from "./text";

export interface GivenQuote {
	/** The turn the model names; another one is searched when the words are not in it. */
	turn: string;
	quote: string;
}

interface Turn {
	seq: number;
	text: string;
	find: (quote: string) => QuoteSlice | null;
	/** Stretches that address the grader. */
	orders: () => readonly QuoteSlice[];
}

const known = new WeakMap<readonly InterviewEvent[], readonly Turn[]>();

/**
 * The quotes that stand in a candidate's turn, as exact slices in the order of the log, each stretch once; and how many
 * do not. Words that give orders to the grader are never evidence.
 */
export function verifyQuotes(input: { quotes: readonly GivenQuote[]; events: readonly InterviewEvent[] }): {
	evidence: Evidence[];
	dropped: number;
} {
	const turns = quotableTurns(input.events);
	const evidence: Evidence[] = [];
	let dropped = 0;
	for (const { turn, quote } of input.quotes) {
		const found = locate({ turns, turn, quote });
		if (!found) dropped += 1;
		else if (!evidence.some((entry) => entry.seq === found.seq && entry.from < found.to && found.from < entry.to))
			evidence.push(found);
	}
	return { evidence: evidence.sort((a, b) => a.seq - b.seq || a.from - b.from), dropped };
}

/** Whether a slice of a text lies in words that address the grader. */
export function isOrder(text: string, slice: QuoteSlice): boolean {
	return ordersIn(text).some((order) => order.from < slice.to && slice.from < order.to);
}

function ordersIn(text: string): QuoteSlice[] {
	const { text: visible, toOriginal } = unobscure(text);
	return findInjections(visible).map(toOriginal);
}

function locate(input: { turns: readonly Turn[]; turn: string; quote: string }): Evidence | null {
	const { turns, turn, quote } = input;
	const named = turns.filter((entry) => turnId(entry.seq) === turn);
	const others = turns.filter((entry) => turnId(entry.seq) !== turn);
	for (const { seq, text, find, orders } of [...named, ...others]) {
		const slice = find(quote);
		if (!slice || orders().some((order) => order.from < slice.to && slice.from < order.to)) continue;
		return { seq, quote: text.slice(slice.from, slice.to), ...slice };
	}
	return null;
}

/** Prepared once for a list of events: a long record is searched for many quotes. */
function quotableTurns(events: readonly InterviewEvent[]): readonly Turn[] {
	const turns = known.get(events) ?? events.flatMap(turnOf);
	known.set(events, turns);
	return turns;
}

function turnOf(event: InterviewEvent): Turn[] {
	const text = textOf(event);
	if (text === null) return [];
	let orders: QuoteSlice[] | null = null;
	return [
		{
			seq: event.seq,
			text,
			find: quoteFinder(text),
			orders: () => {
				orders ??= ordersIn(text);
				return orders;
			},
		},
	];
}

function textOf(event: InterviewEvent): string | null {
	if (event.type === "message") return event.actor === "candidate" ? withGaps(event) : null;
	if (event.type === "board") return event.outline ?? null;
	return event.type === "code" ? (event.text ?? null) : null;
}
