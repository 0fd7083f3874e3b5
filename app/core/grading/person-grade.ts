/** Grades people give: a whole interview beside the machine, or one criterion in place of the machine's. */
import { z } from "zod";
import type { Scale } from "../content/round-schemas";
import { type Rubric, Score, Slug } from "../content/schemas";
import type { InterviewEvent } from "../interview/events";
import { withGaps } from "../interview/unclear";
import { findQuote } from "./find-quote";
import type { CriterionGrade, Evidence, GradeResult } from "./grade";
import { highestRungs, scoreInterview } from "./scoring";

export const PersonScore = z.object({
	id: Slug,
	/** Null: not seen, or not gone into. */
	score: Score.nullable(),
	reason: z.string().trim().max(2_000),
	/** Words of the candidate, each found in the record. */
	evidence: z.array(z.object({ seq: z.int().positive(), quote: z.string(), from: z.int(), to: z.int() })).max(20),
});
export type PersonScore = z.infer<typeof PersonScore>;

/**
 * Where the candidate said a quote, letter by letter up to case, spaces and quote marks (decisions 8); null when no turn
 * of theirs holds it.
 */
export function locateQuote(input: { events: readonly InterviewEvent[]; quote: string }): Evidence | null {
	for (const event of input.events) {
		if (event.actor !== "candidate") continue;
		const text =
			event.type === "message"
				? withGaps(event)
				: event.type === "code"
					? event.text
					: event.type === "board"
						? event.outline
						: undefined;
		const slice = text === undefined ? null : findQuote({ text, quote: input.quote });
		if (text !== undefined && slice) return { seq: event.seq, quote: text.slice(slice.from, slice.to), ...slice };
	}
	return null;
}

/** A person's grade of a whole interview, scored by the same rules as every other. */
export function personResult(input: {
	rubric: Rubric;
	scale: Scale;
	scores: readonly PersonScore[];
	events: readonly InterviewEvent[];
	grader: string;
}): GradeResult {
	const { rubric, scale, scores, events, grader } = input;
	const by = { kind: "person", version: grader } as const;
	const grades = scores.map((entry): CriterionGrade => gradeOf({ entry, grader }));
	return scoreInterview({ rubric, scale, grades, redFlags: [], hints: highestRungs(events), grader: by, flags: [] });
}

/**
 * The same result with one criterion set by a person: totals, caps and recommendation are computed again, every other
 * criterion and who graded it stay. Throws RangeError for a criterion the result does not have.
 */
export function overrideCriterion(input: {
	result: GradeResult;
	rubric: Rubric;
	scale: Scale;
	score: PersonScore;
	grader: string;
}): GradeResult {
	const { result, rubric, scale, score, grader } = input;
	const machine = result.criteria.find((criterion) => criterion.id === score.id);
	if (!machine) throw new RangeError(`no criterion "${score.id}" in this grade`);
	const flags = [`was-${machine.score ?? "not-assessed"}`];
	const mine = { ...gradeOf({ entry: score, grader }), points: machine.points, flags };
	const grades = result.criteria.map((criterion) =>
		criterion.id === score.id ? mine : { ...criterion, score: criterion.uncappedScore },
	);
	// What a person decided is not capped again by a hint they have seen.
	const hints = new Map(result.criteria.map(({ id, hintRung }) => [id, id === score.id ? 0 : hintRung]));
	const { redFlags, grader: by } = result;
	return scoreInterview({ rubric, scale, grades, redFlags, hints, grader: by, flags: result.flags });
}

function gradeOf(input: { entry: PersonScore; grader: string }): CriterionGrade {
	const { entry, grader } = input;
	return {
		id: entry.id,
		score: entry.score,
		shownLevel: "none",
		confidence: 1,
		status: entry.score === null ? "not-observed" : "graded",
		evidence: entry.evidence,
		points: [],
		flags: [],
		reason: entry.reason,
		grader: { kind: "person", version: grader },
	};
}
