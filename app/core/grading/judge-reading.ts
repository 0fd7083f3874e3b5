/**
 * What the judge of one criterion reads when the record is too long for one call, and how the report says so. Nothing is
 * left out in silence: a grade that does not rest on the whole record carries the flag "truncated" and a sentence.
 */
import type { Question } from "../content/schemas";
import type { CriterionGrade, Evidence } from "./grade";
import { joined, type RecordLine, type RecordPart, turnId } from "./judge-record";

export const TRUNCATED = "truncated";
/** Characters of the interviewer's turn that stand beside a quote, so that it can be understood. */
const ASKED = 400;

export interface JudgeReading {
	title: string;
	text: string;
	/** For the report: what was read in place of the whole record. Null when it was all of it. */
	note: string | null;
	/** The questions it is about; null for all. */
	about: readonly Question[] | null;
	/** Quotes given by whoever read the pieces that do not stand in the log. */
	dropped: number;
	injection: boolean;
}

/** The lines as they are: all of the record, or those of some questions. */
export function readingOf({ lines, about }: RecordPart): JudgeReading {
	const titles = about?.map((question) => question.title).join(" and ");
	return {
		title: titles ? `The part of the record that is about ${titles}` : "The record",
		text: joined(lines),
		note: titles ? `The record was too long for one call: judged on the part about ${titles}.` : null,
		about,
		dropped: 0,
		injection: false,
	};
}

/** Quotes found piece by piece and checked in the log, with the questions they answer and everything that holds no words. */
export function readingOfQuotes(input: {
	part: RecordPart;
	pieces: number;
	evidence: readonly Evidence[];
	dropped: number;
	injection: boolean;
}): JudgeReading {
	const { part, pieces, evidence, dropped, injection } = input;
	const quoted = part.lines.flatMap((line, place) => {
		const quotes = evidence.filter((entry) => entry.seq === line.seq).map((entry) => entry.quote);
		if (line.words === null) return "said" in line.entry ? [] : [line];
		if (quotes.length === 0) return [];
		return [{ text: JSON.stringify({ turn: turnId(line.seq), ...askedBefore(part.lines, place), quoted: quotes }) }];
	});
	const count = evidence.length === 1 ? "one quote" : `${evidence.length} quotes`;
	const lost = dropped === 0 ? "" : ` ${dropped} more were dropped: they are not in your turns.`;
	return {
		title: `Quotes of the candidate about this criterion, found in a record too long to be read at once,`,
		text: joined(quoted),
		note: `The record was too long for one call: read in ${pieces} parts, and judged on the ${count} found in them.${lost}`,
		about: part.about,
		dropped,
		injection,
	};
}

function askedBefore(lines: readonly RecordLine[], place: number): { asked?: string } {
	const before = lines.slice(0, place).findLast((line) => line.entry.who === "interviewer" && "said" in line.entry);
	if (!before) return {};
	const asked = String(before.entry.said);
	return { asked: asked.length > ASKED ? `${asked.slice(0, ASKED)} …` : asked };
}

/** The grade with a word about what it rests on. */
export function noteReading(input: { grade: CriterionGrade; reading: JudgeReading }): CriterionGrade {
	const { grade, reading } = input;
	const { note, dropped, injection } = reading;
	if (note === null) return grade;
	const flags = [
		...grade.flags,
		...(injection ? ["injection"] : []),
		...(dropped > 0 ? ["quote-dropped"] : []),
		TRUNCATED,
	];
	return { ...grade, flags: [...new Set(flags)], reason: `${grade.reason} ${note}`.trim() };
}
