/** Grades an interview file with the rules: what the `grade` command prints. */
import type { Content } from "../content/content";
import type { Rubric } from "../content/schemas";
import { AppError } from "../errors";
import { settledCode } from "../interview/code/code-log";
import type { InterviewEvent } from "../interview/events";
import type { InterviewFile } from "../interview/file";
import type { GradeResult } from "./grade";
import { scoreByRules } from "./grade-interview";
import { answeredAmong, type QuestionSpan } from "./question-spans";

export interface FileGrade {
	result: GradeResult;
	/** Segments under another rubric (ML warm-ups): graded apart, never part of the result (decisions 1). */
	separate: { rubric: string; result: GradeResult }[];
	/** Plain sentences about what was done differently from what the file asks. */
	notes: string[];
}

type NeededContent = Pick<Content, "questions" | "rubrics" | "scale" | "priceBooks">;

/**
 * Grades a file. A question this content does not have is graded by the rubric's own words, with the flag
 * `unknown-question`; `rubric` takes the place of the file's. Throws AppError when there is no such rubric.
 */
export function gradeFile(input: { file: InterviewFile; content: NeededContent; rubric?: Rubric }): FileGrade {
	const { content } = input;
	const starter = content.questions.get(input.file.question)?.code?.starter ?? "";
	const file = { ...input.file, events: settledCode(input.file.events, starter) };
	const rubric = input.rubric ?? findRubric({ id: file.rubric.id, content });
	const notes: string[] = [];
	if (!input.rubric && rubric.version !== file.rubric.version) {
		notes.push(
			`The file names version ${file.rubric.version} of the rubric "${rubric.id}"; version ${rubric.version} was used.`,
		);
	}
	const spans = spansOf(file);
	const own = spans.filter((span) => span.rubric.id === file.rubric.id);
	const others = [...new Set(spans.filter((span) => span.rubric.id !== file.rubric.id).map((span) => span.rubric.id))];
	const result = gradeSpans({
		file,
		content,
		rubric,
		spans: own.length > 0 ? own : [{ question: file.question, fromSeq: 0 }],
		all: spans,
		notes,
	});
	const separate = others.map((id) => {
		const other = findRubric({ id, content });
		return {
			rubric: id,
			result: gradeSpans({
				file,
				content,
				rubric: other,
				spans: spans.filter((span) => span.rubric.id === id),
				all: spans,
				notes,
			}),
		};
	});
	return { result, separate, notes };
}

/**
 * A question that was declined, or only just put when the round ended, is left out, as in the report of a stored round.
 * Of a rubric under which nothing was answered the first question stays.
 */
function spansOf(file: InterviewFile) {
	const spans = file.segments ?? [{ question: file.question, rubric: file.rubric, fromSeq: 0 }];
	const inOrder = [...spans].sort((a, b) => a.fromSeq - b.fromSeq);
	const answered = answeredAmong({ spans: inOrder, events: file.events });
	const firstAnswered = (rubric: string) => answered.find((span) => span.rubric.id === rubric);
	const firstAsked = (rubric: string) => inOrder.find((span) => span.rubric.id === rubric);
	return spans.filter((span) =>
		firstAnswered(span.rubric.id) ? answered.includes(span) : span === firstAsked(span.rubric.id),
	);
}

function findRubric(input: { id: string; content: NeededContent }): Rubric {
	const rubric = input.content.rubrics.get(input.id);
	if (rubric) return rubric;
	const known = [...input.content.rubrics.keys()].join(", ");
	throw new AppError(
		"unprocessable-file",
		`There is no rubric "${input.id}". Known: ${known}. Another one can be given with --rubric file.yaml.`,
	);
}

function gradeSpans(input: {
	file: InterviewFile;
	content: NeededContent;
	rubric: Rubric;
	spans: readonly QuestionSpan[];
	all: readonly QuestionSpan[];
	notes: string[];
}): GradeResult {
	const { file, content, rubric, spans, notes } = input;
	const slugs = [...new Set(spans.map((span) => span.question))];
	const questions = slugs.flatMap((slug) => content.questions.get(slug) ?? []);
	const unknown = slugs.filter((slug) => !content.questions.has(slug));
	if (unknown.length > 0) notes.push(`Unknown question ${unknown.join(", ")}: graded by the rubric alone.`);
	const book = questions.find((question) => question.price_book)?.price_book;
	return scoreByRules({
		rubric,
		scale: content.scale,
		questions,
		level: file.level,
		events: eventsOf(input),
		priceBook: book ? content.priceBooks.get(book) : undefined,
		segments: spans,
	});
}

/** The events of the given spans; each span ends where the next of the file begins. */
function eventsOf(input: {
	file: InterviewFile;
	spans: readonly QuestionSpan[];
	all: readonly QuestionSpan[];
}): InterviewEvent[] {
	const { file, spans, all } = input;
	if (spans.length === all.length) return file.events;
	const starts = all.map((span) => span.fromSeq).sort((a, b) => a - b);
	const ranges = spans.map((span) => ({
		from: span.fromSeq === starts[0] ? 0 : span.fromSeq,
		to: starts.find((start) => start > span.fromSeq) ?? Number.POSITIVE_INFINITY,
	}));
	return file.events.filter((event) => ranges.some((range) => event.seq >= range.from && event.seq < range.to));
}
