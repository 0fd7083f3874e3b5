/** What a report shows of a board beside the criteria: facts counted from it, and the moments at which it changed. */
import type { InterviewEvent } from "../interview/events";
import type { RoundContent } from "../interview/round-content";
import { hasBoard } from "../interview/whiteboard/board";
import { type BoardFact, findBoardFacts } from "../interview/whiteboard/facts";
import { readBoard } from "../interview/whiteboard/read-board";
import { expectedAmounts } from "./calculation";

export interface ReportBoard {
	facts: BoardFact[];
	/** Whether anything was drawn; a board may be all words. */
	drawn: boolean;
	/** Round times in ms at which something was drawn or written, in rising order. */
	moments: number[];
}

/** Null in rounds without a board, and when nothing with a name was put on it. */
export function reportBoard(input: { events: readonly InterviewEvent[]; content: RoundContent }): ReportBoard | null {
	const facts = boardFacts(input);
	if (facts.length === 0) return null;
	const changed = input.events.filter(
		(event) => event.type === "board" && ((event.elements?.length ?? 0) > 0 || event.words !== undefined),
	);
	const drawn = changed.some((event) => event.type === "board" && (event.elements?.length ?? 0) > 0);
	return { facts, drawn, moments: [...new Set(changed.map(({ atMs }) => atMs))] };
}

/** Facts about the board as it stood at the end of the events, for the report and the judge. */
export function boardFacts(input: { events: readonly InterviewEvent[]; content: RoundContent }): BoardFact[] {
	const { events, content } = input;
	const { round } = content.plan;
	if (!hasBoard(round) || !events.some((event) => event.type === "board")) return [];
	const [question] = content.questions;
	const { priceBook } = content;
	const expected = question && priceBook ? expectedAmounts({ question, priceBook }) : [];
	const tolerancePercent = question?.calculation?.tolerance_percent ?? 0;
	return findBoardFacts({ graph: readBoard(events), round, expected, tolerancePercent });
}
