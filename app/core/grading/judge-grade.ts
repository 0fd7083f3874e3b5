/**
 * From a judge's answer to a grade. Code decides what counts: quotes are looked for in the candidate's own words, points
 * must be ones that exist, and a level without words to rest on is no level (grading design §D.4).
 */
import type { Scale } from "../content/round-schemas";
import type { Criterion, Level, Question, Rubric, Score } from "../content/schemas";
import type { InterviewEvent } from "../interview/events";
import { isLeftOut } from "./asked";
import { type CriterionGrade, type Grader, NOT_OBSERVED, type PointVerdict } from "./grade";
import type { JudgeAnswer } from "./judge-answer";
import { verifyQuotes } from "./judge-evidence";
import { pointId } from "./judge-prompt";
import { shownLevelOf } from "./shown-level";

export interface JudgedInput {
	answer: JudgeAnswer;
	criterion: Criterion;
	questions: readonly Question[];
	level: Level;
	events: readonly InterviewEvent[];
	/** The estimate of the rules for the same criterion. */
	rules: CriterionGrade | null;
	model: string;
}

/** A judge's 1–5 as a share (decisions 8). */
const CONFIDENCE = { 1: 0.1, 2: 0.3, 3: 0.5, 4: 0.7, 5: 0.9 } as const;
const HIGHEST_NEEDS = 2;

/** The grade of one answer. "failed" with a reason when its level rests on nothing that was said. */
export function gradeFromAnswer(input: JudgedInput): CriterionGrade {
	const { answer, criterion, rules, model } = input;
	const { evidence, dropped } = verifyQuotes({ quotes: answer.evidence, events: input.events });
	const points = readPoints(input);
	const flags = [...(answer.injection_suspected ? ["injection"] : []), ...(dropped > 0 ? ["quote-dropped"] : [])];
	const grader: Grader = { kind: "model", version: model };
	const base = { id: criterion.id, points, flags, grader, evidence };
	if (answer.status !== "assessed" || answer.level === "none") {
		return { ...base, ...noFairChance, reason: answer.reasoning.trim() || noFairChance.reason };
	}
	const level = Number(answer.level) as Score;
	const confidence = CONFIDENCE[Number(answer.confidence) as keyof typeof CONFIDENCE];
	const reason = describe({ answer, dropped });
	if (evidence.length === 0) {
		// Asked and not answered: the rules found the place in the log that a quote cannot show.
		if (level === 1 && rules?.flags.includes("asked-unanswered"))
			return { ...base, score: 1, shownLevel: "none", confidence, status: "graded", evidence: rules.evidence, reason };
		return {
			...base,
			...NOT_OBSERVED,
			status: "failed",
			reason: "The judge gave a level without words of yours that could be found. No number is shown.",
		};
	}
	const score: Score = level === 4 && evidence.length < HIGHEST_NEEDS ? 3 : level;
	const found = input.questions.flatMap((question) =>
		question.key_points.flatMap((point) => {
			const entry = points.find(({ id, question: of }) => id === point.id && of === question.id);
			return entry ? [{ point, met: entry.verdict === "met" }] : [];
		}),
	);
	return {
		...base,
		score,
		shownLevel: shownLevelOf({ points: found, score, level: input.level }),
		confidence,
		status: "graded",
		flags: score === level ? flags : [...flags, "one-quote-for-a-4"],
		reason,
	};
}

const noFairChance = {
	...NOT_OBSERVED,
	reason: "Nothing in the round gave a fair chance to show this. It counts neither for nor against.",
} satisfies Partial<CriterionGrade>;

function describe(input: { answer: JudgeAnswer; dropped: number }): string {
	const { answer, dropped } = input;
	const lost =
		dropped === 0
			? ""
			: ` ${dropped === 1 ? "One reference was" : `${dropped} references were`} dropped: the quoted words are not in your turns.`;
	return `${answer.reasoning.trim()} ${answer.counter_evidence.trim()}${lost}`.trim().slice(0, 1_500);
}

/**
 * The points of the criterion with the judge's verdicts, "missing" where it gave none. What an exercise did not ask for
 * is listed only where it was found.
 */
function readPoints({ answer, criterion, questions, level, rules }: JudgedInput): PointVerdict[] {
	const given = new Map(answer.key_points.map((point) => [point.id, point.verdict]));
	return questions.flatMap((question) =>
		question.key_points
			.filter((point) => point.criterion === criterion.id)
			.flatMap((point) => {
				const verdict = given.get(pointId(question.id, point.id)) ?? given.get(point.id) ?? ("missing" as const);
				if (verdict === "missing" && isLeftOut({ question, point, rules })) return [];
				return [{ id: point.id, question: question.id, verdict, must: point.must_for.includes(level) }];
			}),
	);
}

/** Whether two more judgements are worth their price: unsure, a lost quote, or far from the rules (grading design §D.2). */
export function needsSecondOpinion(input: { grade: CriterionGrade; rules: CriterionGrade | null }): boolean {
	const { grade, rules } = input;
	if (grade.score === null) return false;
	const apart = rules?.score == null ? 0 : Math.abs(grade.score - rules.score);
	return grade.confidence <= CONFIDENCE[2] || grade.flags.includes("quote-dropped") || apart >= 2;
}

/** A mean this near to a cut-off could be on either side of it. */
const NEAR_CUT_OFF = 0.1;
const LOOKED_AT_AGAIN = 2;

/** Whether one level of one criterion may well decide the recommendation. Null when too little was observed for one. */
export function isNearCutOff(input: { overall: number | null; scale: Scale }): boolean {
	const { overall, scale } = input;
	if (overall === null) return false;
	const { negative, positive, strong_yes } = scale.recommendation;
	return [negative.mean, positive.mean, strong_yes.mean].some((cut) => Math.abs(overall - cut) <= NEAR_CUT_OFF);
}

/** The criteria whose level is least certain, of two as uncertain ones the heavier; at most two. */
export function leastCertain(input: { grades: readonly CriterionGrade[]; rubric: Rubric }): {
	criterion: Criterion;
	grade: CriterionGrade;
}[] {
	const { grades, rubric } = input;
	return rubric.criteria
		.flatMap((criterion) => {
			const grade = grades.find((entry) => entry.id === criterion.id);
			return grade && grade.score !== null && grade.grader.kind === "model" ? [{ criterion, grade }] : [];
		})
		.sort((a, b) => a.grade.confidence - b.grade.confidence || b.criterion.weight - a.criterion.weight)
		.slice(0, LOOKED_AT_AGAIN);
}

/** The middle one of three by level; a spread of two levels or more says that a person should look. */
export function medianGrade(grades: readonly CriterionGrade[]): CriterionGrade | null {
	const scored = grades.filter((grade) => grade.score !== null).sort((a, b) => (a.score ?? 0) - (b.score ?? 0));
	const middle = scored[Math.floor((scored.length - 1) / 2)];
	if (!middle) return null;
	const spread = (scored.at(-1)?.score ?? 0) - (scored[0]?.score ?? 0);
	return spread >= 2 ? { ...middle, flags: [...middle.flags, "needs-a-person"] } : middle;
}
