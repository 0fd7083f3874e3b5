/** Gathers what the judge of one criterion reads: the record, the part of some questions, or quotes found piece by piece. */
import type { Prompt } from "~/core/content/round-schemas";
import type { Criterion, Question } from "~/core/content/schemas";
import type { CriterionGrade } from "~/core/grading/grade";
import { type QuotesAnswer, QuotesAnswer as QuotesShape } from "~/core/grading/judge-answer";
import { verifyQuotes } from "~/core/grading/judge-evidence";
import { quotesRequest } from "~/core/grading/judge-prompt";
import { type JudgeReading, readingOf, readingOfQuotes } from "~/core/grading/judge-reading";
import { joined, MAX_RECORD, MOST_PIECES, partFor, recordLines, recordPieces } from "~/core/grading/judge-record";
import type { InterviewEvent } from "~/core/interview/events";
import type { RoundContent } from "~/core/interview/round-content";
import { readModelAnswer } from "~/core/model-answer";
import type { ModelRequest } from "~/core/ports";
import { askInShape } from "./judge-call.server";
import type { Attempt, Route } from "./model-call.server";

/** How much of a record one call of this round takes. Shrinks when a model says that its context is full. */
export class RecordRoom {
	characters = MAX_RECORD;
	/** By criterion and size, so that a second opinion reads what the first has read. */
	private readonly read = new Map<string, Promise<JudgeReading | { problem: string }>>();

	/** Below this a piece holds less than the instructions around it. */
	private static readonly LEAST = 6_000;

	/** A third of what was too much. False when that would be too little. */
	shrink(tooMuch: number): boolean {
		const next = Math.floor(tooMuch / 3);
		if (next < RecordRoom.LEAST) return false;
		this.characters = Math.min(this.characters, next);
		return true;
	}

	readingFor(input: ReadInput): Promise<JudgeReading | { problem: string }> {
		const key = `${input.criterion.id} ${this.characters}`;
		const reading = this.read.get(key) ?? gather({ ...input, budget: this.characters });
		this.read.set(key, reading);
		return reading;
	}
}

export interface ReadInput {
	interviewId: string;
	content: RoundContent;
	events: readonly InterviewEvent[];
	criterion: Criterion;
	questions: readonly Question[];
	boundary: string;
	rules: CriterionGrade | null;
	/** The instructions for finding quotes. */
	prompt: Prompt;
	routes: readonly Route[];
	onAttempt: (attempt: Attempt) => void;
	/** Waits for a place and for leave to spend. */
	call: <R>(work: () => Promise<R>) => Promise<R>;
}

type Gathering = ReadInput & { budget: number };

async function gather(input: Gathering): Promise<JudgeReading | { problem: string }> {
	const { events, budget } = input;
	const whole = recordLines(events);
	if (joined(whole).length <= budget) return readingOf({ lines: whole, about: null });
	const part = partFor(input);
	if (joined(part.lines).length <= budget) return readingOf(part);
	const pieces = recordPieces({ lines: part.lines, budget });
	if (pieces.length > MOST_PIECES) {
		const problem = `Its record would take ${pieces.length} calls to read; at most ${MOST_PIECES} are made. Nothing was cut.`;
		return { problem };
	}
	const found = await quotesOf({ ...input, pieces, questions: part.about ?? input.questions });
	if ("problem" in found) return found;
	const { evidence, dropped } = verifyQuotes({ quotes: found.flatMap((answer) => answer.quotes), events });
	const injection = found.some((answer) => answer.injection_suspected);
	const reading = readingOfQuotes({ part, pieces: pieces.length, evidence, dropped, injection });
	return reading.text.length <= budget
		? reading
		: { problem: "The quotes found in its record are too many for one call. Nothing was cut." };
}

/** One part after the other: a criterion that misses one is not graded on the rest. */
async function quotesOf(
	input: Gathering & { pieces: readonly string[] },
): Promise<QuotesAnswer[] | { problem: string }> {
	const { pieces } = input;
	const answers: QuotesAnswer[] = [];
	for (const [index, piece] of pieces.entries()) {
		const request: ModelRequest = quotesRequest({ ...input, piece, place: index + 1, of: pieces.length });
		const read = (raw: string) => readModelAnswer({ raw, schema: QuotesShape });
		const asked = await input.call(() => askInShape({ ...input, request, read }));
		if ("problem" in asked)
			return { problem: `Part ${index + 1} of ${pieces.length} could not be read. ${asked.problem}` };
		answers.push(asked.answer);
	}
	return answers;
}
