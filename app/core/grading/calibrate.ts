/** Compares a grader with people on single answers: what the `calibrate` command prints. Nothing is fitted. */
import { z } from "zod";
import {
	agreementByBand,
	type Band,
	type BandName,
	mae,
	mean,
	pearson,
	quadraticWeightedKappa,
	rmse,
	spearman,
} from "./agreement";
import type { Grader } from "./grade";
import { gradeAnswer, isBlankAnswer } from "./grade-answer";
import { RULES_VERSION } from "./rules-grader";

const text = z.string().max(2_000_000);

/** One line of a calibration file. */
export const GradedAnswer = z
	.looseObject({
		id: z.union([z.string(), z.number()]).transform(String),
		question: text,
		reference: z.union([text, z.array(text).min(1)]).optional(),
		keyPoints: z.array(text).min(1).optional(),
		answer: text,
		score: z.number(),
		max: z.number().positive(),
		rater: z.string().optional(),
	})
	.superRefine((line, context) => {
		if (line.reference === undefined && line.keyPoints === undefined) {
			context.addIssue({ code: "custom", message: 'needs "reference" or "keyPoints"' });
		}
		if (line.score < 0 || line.score > line.max) {
			context.addIssue({ code: "custom", path: ["score"], message: `must lie between 0 and ${line.max}` });
		}
	});
export type GradedAnswer = z.infer<typeof GradedAnswer>;

export interface Agreement {
	n: number;
	pearson: number | null;
	spearman: number | null;
	/** Quadratic weighted kappa of round(5 · score / max). */
	qwk: number | null;
	/** In units of `max`. */
	rmse: number | null;
	mae: number | null;
}

export interface Calibration extends Agreement {
	bands: Record<BandName, Band>;
	/** Blank answers are easy and inflate agreement, so the numbers above leave them out. */
	blank: { n: number; humanMean: number | null; graderMean: number | null; mae: number | null };
	/** The same numbers over all lines, blank ones too. */
	withBlanks: Agreement;
	/** Who made the predictions. */
	grader: Grader;
	/** Answers the grader could not grade: they are in none of the numbers above. */
	failed: number;
	/** One a line, in the order of the file; not rounded, in units of `max`. Null with a reason when there is none. */
	predictions: { id: string; score: number | null; reason?: string }[];
}

/** What a grader made of one answer: a share of the maximum, or why there is none. */
export type Prediction = { share: number } | { reason: string };

/**
 * Reads a calibration file of one JSON object a line; empty lines are skipped. Problems are sentences that name the
 * line.
 */
export function readGradedAnswers(source: string): { answers: GradedAnswer[]; problems: string[] } {
	const answers: GradedAnswer[] = [];
	const problems: string[] = [];
	for (const [index, line] of source
		.replace(/^\uFEFF/, "")
		.split(/\r?\n/)
		.entries()) {
		if (line.trim() === "") continue;
		const value = parseLine(line);
		const parsed = value === undefined ? null : GradedAnswer.safeParse(value);
		if (!parsed) problems.push(`Line ${index + 1} is not JSON.`);
		else if (parsed.success) answers.push(parsed.data);
		else
			problems.push(
				`Line ${index + 1}: ${parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`.trim()).join("; ")}.`,
			);
	}
	if (answers.length === 0 && problems.length === 0) problems.push("The file holds no answers.");
	return { answers, problems };
}

function parseLine(line: string): unknown {
	try {
		return JSON.parse(line) as unknown;
	} catch {
		return undefined;
	}
}

/** Grades every answer with the rules and compares. */
export function calibrateRules(answers: readonly GradedAnswer[]): Calibration {
	const predictions = answers.map(({ question, reference, keyPoints, answer }) => {
		const references = reference === undefined ? undefined : [reference].flat();
		return { share: gradeAnswer({ question, references, keyPoints, answer }).share };
	});
	return compareWithPeople({ answers, predictions, grader: { kind: "rules", version: RULES_VERSION } });
}

/** Compares predictions, one for each answer in its order, with the grades of people. */
export function compareWithPeople(input: {
	answers: readonly GradedAnswer[];
	predictions: readonly Prediction[];
	grader: Grader;
}): Calibration {
	const { answers, predictions, grader } = input;
	const all = answers.map((answer, place) => {
		const prediction = predictions[place] ?? { reason: "There is no prediction." };
		return { answer, prediction };
	});
	const cases = all.flatMap(({ answer: { id, score, max, answer }, prediction }) =>
		"share" in prediction
			? [{ id, human: score, grader: prediction.share * max, max, blank: isBlankAnswer(answer) }]
			: [],
	);
	const spoken = cases.filter((entry) => !entry.blank);
	const blank = cases.filter((entry) => entry.blank);
	const { low, mid, high } = agreementByBand(spoken);
	return {
		...agreementOf(spoken),
		bands: { low, mid, high },
		blank: {
			n: blank.length,
			humanMean: blank.length > 0 ? mean(blank.map((entry) => entry.human)) : null,
			graderMean: blank.length > 0 ? mean(blank.map((entry) => entry.grader)) : null,
			mae: mae(
				blank.map((entry) => entry.human),
				blank.map((entry) => entry.grader),
			),
		},
		withBlanks: agreementOf(cases),
		grader,
		failed: all.length - cases.length,
		predictions: all.map(({ answer: { id, max }, prediction }) =>
			"share" in prediction ? { id, score: prediction.share * max } : { id, score: null, reason: prediction.reason },
		),
	};
}

interface Case {
	human: number;
	grader: number;
	max: number;
}

function agreementOf(cases: readonly Case[]): Agreement {
	const human = cases.map((entry) => entry.human);
	const grader = cases.map((entry) => entry.grader);
	// Correlations compare shares, so that lines with different maxima can stand in one file.
	const humanShare = cases.map((entry) => entry.human / entry.max);
	const graderShare = cases.map((entry) => entry.grader / entry.max);
	const inFifths = (shares: readonly number[]) => shares.map((share) => Math.round(5 * share));
	return {
		n: cases.length,
		pearson: pearson(graderShare, humanShare),
		spearman: spearman(graderShare, humanShare),
		qwk: quadraticWeightedKappa({ a: inFifths(graderShare), b: inFifths(humanShare), low: 0, high: 5 }),
		rmse: rmse(grader, human),
		mae: mae(grader, human),
	};
}
