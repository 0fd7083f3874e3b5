/**
 * The rules grader: estimates a level for every criterion from the log alone, with quotes for it. No model, no network,
 * same input same output. What it can and cannot do was measured (grading design §C, bench/agreement, bench/ordering),
 * and its confidence says so.
 *
 * An estimate has three parts: how many of the criterion's key points were covered, how much the answers that belong to
 * it commit to (substance), and how much the answers of the whole round do. Length is nowhere in it: a further sentence
 * can join the best ones or change nothing. In exercises the share of the asked points that were met decides nearly all.
 */
import type { Criterion, Level, PriceBook, Question, Rubric } from "../content/schemas";
import { findSuspicions } from "../interview/code/tampering";
import type { InterviewEvent } from "../interview/events";
import {
	abstention,
	askedAbout,
	briefReply,
	FAIR_RUN_REPLIES,
	neverAsked,
	PARTLY_ASKED,
	PARTLY_FOREIGN,
	unanswered,
} from "./asked";
import { A_LIST } from "./bare-terms";
import { estimateFromCode } from "./code-grader";
import { exampleCorrection, figureCorrection } from "./corrections";
import { MOST_QUOTES, pickEvidence, quoteOf } from "./criterion-evidence";
import { estimateLevel, roundTogether } from "./estimate";
import { coverageParts, type FoundPoint, metShare, pointsOf, reasonOf, toVerdict } from "./found-points";
import type { CriterionGrade, Grader, PointVerdict, RedFlag } from "./grade";
import type { QuestionSpan } from "./question-spans";
import { suspectRedFlags } from "./red-flags";
import { bestOf, type RoundReading, readRound } from "./round-reading";
import { shownLevelOf } from "./shown-level";
import { readStory } from "./story-estimate";
import { gradeFromRuns } from "./test-runs";

/** Raise with every change that can change a grade. */
export const RULES_VERSION = "1.5.0";
const GRADER: Grader = { kind: "rules", version: RULES_VERSION };

export interface RulesInput {
	rubric: Rubric;
	/** The questions of the round; empty when none is known, then the rubric's own words are all there is. */
	questions: readonly Question[];
	level: Level;
	events: readonly InterviewEvent[];
	priceBook?: PriceBook;
	/** Which events belong to which question; left out when there is one. */
	segments?: readonly QuestionSpan[];
}

export interface RulesResult {
	/** In the order of the rubric. */
	criteria: CriterionGrade[];
	/** Suspicions only. */
	redFlags: RedFlag[];
	/** Integrity flags of the whole interview, sorted. */
	flags: string[];
}

/** Share of the candidate's words in another language from which the rules abstain altogether. */
const MOSTLY_FOREIGN = 0.5;
/** Belonging × substance a sentence needs before it counts as something to assess. */
const ASSESSABLE = 0.1;
/** Below this estimate, rounding would make an unasked criterion a 1. */
const LOWEST_UNASKED = 1.5;
const LISTED_ONLY = " They are named in lists of terms with hardly a word about their use, so they count for little.";

/** Grades every criterion of the rubric. Never throws on content of the log. */
export function gradeByRules(input: RulesInput): RulesResult {
	const { rubric, questions } = input;
	const reading = readRound(input);
	const flags = new Set(reading.text.flags);
	if (questions.length === 0) flags.add("unknown-question");
	if (reading.text.foreignShare > PARTLY_FOREIGN) flags.add("language");
	return {
		criteria: settleScores({
			input,
			drafts: rubric.criteria.map((criterion) => gradeCriterion({ input, reading, criterion })),
		}),
		redFlags: suspectRedFlags({
			rubric,
			questions,
			sentences: reading.sentences,
			quote: (sentence) => quoteOf({ text: reading.text, slice: sentence }),
		}),
		flags: [...flags, ...codeFlags(input.events)].sort(),
	};
}

/** For a person who reviews the round: a run that was tampered with, and lines that reach for what judges them. */
function codeFlags(events: readonly InterviewEvent[]): string[] {
	const tampered = events.some((event) => event.type === "run" && event.tampered);
	const reaching = events.some((event) => event.type === "code" && findSuspicions(event.text ?? "").length > 0);
	return [...(tampered ? ["tampered-run"] : []), ...(reaching ? ["reaches-for-tests"] : [])];
}

interface CriterionContext {
	input: RulesInput;
	reading: RoundReading;
	criterion: Criterion;
}

/** A grade whose level is still the unrounded estimate; null where the level is settled already. */
interface Draft {
	grade: CriterionGrade;
	value: number | null;
	points: readonly FoundPoint[];
	weight: number;
	/** Nothing in the round asked about it: what was said in passing can speak for a candidate, never against. */
	unasked: boolean;
}

function settleScores(input: { input: RulesInput; drafts: readonly Draft[] }): CriterionGrade[] {
	const { level } = input.input;
	const open = input.drafts.flatMap((draft) =>
		draft.value === null ? [] : [{ draft, value: draft.value, weight: draft.weight }],
	);
	const scores = roundTogether(open);
	return input.drafts.map((draft) => {
		const score = scores[open.findIndex((entry) => entry.draft === draft)];
		if (score === undefined) return draft.grade;
		if (draft.unasked && score === 1) return { ...draft.grade, ...neverAsked };
		const points = draft.points.map(({ point, match }) => ({ point, met: match?.verdict === "met" }));
		return { ...draft.grade, score, shownLevel: shownLevelOf({ points, score, level }) };
	});
}

function gradeCriterion(context: CriterionContext): Draft {
	const { input, reading, criterion } = context;
	const fromRuns = gradeFromRuns({ criterion, events: input.events, level: input.level });
	const settled = (grade: CriterionGrade): Draft => ({
		grade,
		value: null,
		points: [],
		weight: criterion.weight,
		unasked: false,
	});
	if (fromRuns) return settled(fromRuns);
	const points = pointsOf(context);
	const verdicts = points.map((found) => toVerdict({ ...found, level: input.level }));
	const base = { id: criterion.id, points: verdicts, grader: GRADER };
	if (reading.text.foreignShare > MOSTLY_FOREIGN) return settled({ ...base, ...abstention });

	const fromCode = codeDraft({ context, points, verdicts });
	if (fromCode) return fromCode;
	const matches = points.flatMap(({ match, question }) => (match ? [{ ...match, question }] : []));
	const worth = reading.sentences
		.filter((sentence) => criterion.evidence.some((kind) => kind === sentence.kind || sentence.kind === "transcript"))
		.map((sentence) => ({ sentence, worth: (sentence.belongs.get(criterion.id) ?? 0) * sentence.substance }));
	const asked = askedAbout(context);
	const answered = asked.some((entry) => entry.exchange.sentences.length > 0);
	const story = readStory({ rubric: input.rubric, criterion, reading });
	if (story && !story.hadChance) return settled({ ...base, ...neverAsked });
	const heard = matches.length > 0 || (story?.share ?? 0) > 0;
	if (!heard && !answered && !worth.some((entry) => entry.worth >= ASSESSABLE)) {
		return settled({ ...base, ...unanswered({ context, asked }) });
	}
	const unasked = askedAbout(context, PARTLY_ASKED).length === 0 && briefReply(context) === undefined;
	// A short round has room for fewer points; where nothing was asked, or only what was asked counts, room is no matter.
	const exercises = input.questions.some((question) => question.kind === "exercise");
	const replies = unasked || exercises ? Number.POSITIVE_INFINITY : reading.exchanges.length;
	const parts = {
		...coverageParts({ points, level: input.level, replies }),
		own: ownSubstance({ reading, criterion, worth: worth.map((entry) => entry.worth) }),
		round: reading.substance,
		heard: story?.share ?? null,
		asked: exercises ? askedShare({ reading, points, level: input.level }) : null,
		examples: exampleCorrection({
			questions: input.questions,
			ofRubric: input.rubric.exemplars ?? [],
			criterion,
			sentences: worth,
		}),
		figures: figureCorrection({ ...input, criterion, sentences: reading.sentences }),
	};
	const value = estimateLevel({ parts, level: input.level });
	// The rest of the round speaks for a criterion only where something was said about it.
	const untouched =
		(exercises || points.length > 0) && !matches.some(({ verdict }) => verdict === "met") && !story?.share;
	const spokeOnly = reading.text.sources.every(({ kind }) => kind === "transcript");
	const tooShort = spokeOnly && reading.exchanges.length < FAIR_RUN_REPLIES;
	if (unasked && (tooShort || untouched || value < LOWEST_UNASKED)) return settled({ ...base, ...neverAsked });
	const evidence = pickEvidence({
		text: reading.text,
		matches: story ? matches.filter(({ verdict }) => verdict === "met") : matches,
		sentences: story ? story.evidence(worth) : worth,
		further: story ? MOST_QUOTES : undefined,
	});
	if (evidence.length === 0) return settled({ ...base, ...unanswered({ context, asked }) });
	const grade: CriterionGrade = {
		...base,
		score: null,
		shownLevel: "none",
		confidence: confidenceOf({ value, points: verdicts, flags: reading.text.flags }),
		status: "graded",
		evidence,
		flags: reading.text.flags.filter((flag) => ["rubric-copy", "keyword-list", "denial"].includes(flag)),
		reason: story?.reason ?? `${reasonOf({ verdicts, points })}${reading.worthOfTerms < A_LIST ? LISTED_ONLY : ""}`,
	};
	return { grade, value, points, weight: criterion.weight, unasked };
}

/** Criteria that files and runs speak to: what was counted there, and what was said about it. */
function codeDraft(input: {
	context: CriterionContext;
	points: readonly FoundPoint[];
	verdicts: readonly PointVerdict[];
}): Draft | null {
	const { context, points, verdicts } = input;
	const { criterion, reading } = context;
	const { level, questions, events } = context.input;
	const { expected } = coverageParts({ points, level, replies: reading.exchanges.length });
	const estimate = estimateFromCode({ criterion, level, covered: expected, question: questions[0], events });
	if (!estimate) return null;
	const matches = points.flatMap(({ match, question }) => (match ? [{ ...match, question }] : []));
	const grade: CriterionGrade = {
		id: criterion.id,
		score: null,
		shownLevel: "none",
		confidence: confidenceOf({ value: estimate.value, points: verdicts, flags: reading.text.flags }),
		status: "graded",
		evidence: [...estimate.evidence, ...pickEvidence({ text: reading.text, matches, sentences: [] })],
		points: [...verdicts],
		flags: [],
		reason: verdicts.length > 0 ? `${estimate.reason} ${reasonOf({ verdicts, points })}` : estimate.reason,
		grader: GRADER,
	};
	const value = Math.min(4, Math.max(1, estimate.value));
	return { grade, value, points, weight: criterion.weight, unasked: false };
}

function askedShare(input: { reading: RoundReading; points: readonly FoundPoint[]; level: Level }): number | null {
	const met = metShare(input);
	return met === null ? null : met * input.reading.worthOfTerms;
}

/** Between the replies to questions about the criterion and the sentences about it; both only from their best. */
function ownSubstance(input: { reading: RoundReading; criterion: Criterion; worth: readonly number[] }): number {
	const { reading, criterion, worth } = input;
	let sum = reading.substance;
	let weights = 1;
	for (const { asked, substance } of reading.exchanges) {
		const weight = (asked.get(criterion.id) ?? 0) ** 2;
		sum += weight * substance;
		weights += weight;
	}
	return 0.6 * (sum / weights) + 0.4 * bestOf(worth);
}

/** Low throughout; lower near a boundary between levels, without key points, and when something was flagged. */
function confidenceOf(input: { value: number; points: readonly PointVerdict[]; flags: readonly string[] }): number {
	const { value, points, flags } = input;
	const distance = Math.min(...[1.5, 2.5, 3.5].map((boundary) => Math.abs(value - boundary)));
	const base = points.length > 0 ? 0.35 : 0.2;
	const confidence = base + 0.2 * Math.min(1, distance / 0.5) - (flags.length > 0 ? 0.15 : 0);
	return Math.round(Math.max(0.1, confidence) * 100) / 100;
}
