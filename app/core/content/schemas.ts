/**
 * The shapes of everything an author can write: rubrics, questions, round guides, personas, level notes, price books
 * and reference tables. Source: content design §6.5 with the additions settled for version 1 (kind, version, cards,
 * curveballs, exemplars). Strict everywhere, so that a misspelt key is an error and not a silent default.
 */
import { z } from "zod";
import { plainIssue } from "../plain-issue";

// Every schema of the product stands on this file, and so everything zod says is said in our words.
z.config({ localeError: plainIssue });

export const sentence = z.string().trim().min(3).max(600);
export const prose = z.string().trim().min(3).max(8_000);
export const Slug = z
	.string()
	.max(80)
	.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be lower-case words joined by -");

export const LEVELS = ["junior", "mid", "senior", "staff"] as const;
export const Level = z.enum(LEVELS);
export type Level = z.infer<typeof Level>;

export const Round = z.enum(["coding", "system-design", "rag-deep-dive", "agent-design", "behavioral", "ml-warmup"]);
export type Round = z.infer<typeof Round>;

export const EvidenceKind = z.enum(["transcript", "whiteboard", "code", "tests", "run-history", "calculation"]);
export type EvidenceKind = z.infer<typeof EvidenceKind>;

/** A level reached on one criterion: 1 (clearly under the bar) to 4 (above the bar). */
export const Score = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
export type Score = z.infer<typeof Score>;

export const Criterion = z.strictObject({
	id: Slug,
	title: sentence,
	weight: z.int().min(5).max(50),
	must_have: z.boolean().default(false),
	looks_at: sentence,
	evidence: z.array(EvidenceKind).min(1),
	anchors: z.strictObject({ 1: sentence, 2: sentence, 3: sentence, 4: sentence }),
	bar: z.strictObject({ junior: sentence, mid: sentence, senior: sentence, staff: sentence }),
});
export type Criterion = z.infer<typeof Criterion>;

export const Severity = z.enum(["major", "critical"]);
export type Severity = z.infer<typeof Severity>;

/** An answer graded by a person for one criterion of one question; steers the rules grader and the model judge. */
export const Exemplar = z.strictObject({ criterion: Slug, score: Score, answer: prose });
export type Exemplar = z.infer<typeof Exemplar>;

/** A graded answer that belongs to a rubric, whatever was asked. A candidate's words need their consent, and somebody who read them for names. */
export const RubricExemplar = Exemplar.extend({ id: Slug, from: z.enum(["us", "candidate-who-agreed"]) });
export type RubricExemplar = z.infer<typeof RubricExemplar>;

export const Rubric = z
	.strictObject({
		id: Slug,
		round: Round,
		version: z.int().positive(),
		title: sentence,
		weight_rationale: sentence,
		criteria: z.array(Criterion).min(1).max(30),
		red_flags: z.array(z.strictObject({ id: Slug, severity: Severity, text: sentence })),
		exemplars: z.array(RubricExemplar).max(30).optional(),
	})
	.superRefine((rubric, context) => {
		const total = rubric.criteria.reduce((sum, criterion) => sum + criterion.weight, 0);
		if (total !== 100) {
			const problem = `weights add up to ${total}, must be 100`;
			context.addIssue({ code: "custom", path: ["criteria"], message: problem });
		}
		for (const list of ["criteria", "red_flags", "exemplars"] as const) {
			noIdTwice({ list, entries: rubric[list] ?? [], context });
		}
		if (!rubric.criteria.some((criterion) => criterion.must_have)) {
			const problem = "mark at least one criterion must_have";
			context.addIssue({ code: "custom", path: ["criteria"], message: problem });
		}
	});
export type Rubric = z.infer<typeof Rubric>;

/** Whatever is known by its id is looked up by it, so a second one would be graded or asked in the first one's name. */
function noIdTwice(input: {
	list: string;
	entries: readonly { id: string }[];
	context: z.core.$RefinementCtx<unknown>;
}): void {
	const { list, entries, context } = input;
	const ids = entries.map((entry) => entry.id);
	for (const [index, id] of ids.entries()) {
		if (ids.indexOf(id) === index) continue;
		context.addIssue({ code: "custom", path: [list, index, "id"], message: `the id "${id}" is used twice` });
	}
}

const share = z.number().min(0).max(10);
export const PriceBook = z.strictObject({
	id: Slug,
	as_of: z.string().min(4).max(20),
	note: sentence,
	currency: z.literal("USD"),
	per: z.int().positive(),
	models: z.record(
		Slug,
		z.strictObject({
			label: sentence,
			input: z.number().nonnegative(),
			output: z.number().nonnegative(),
			cache_read: share,
			cache_write: share,
			cache_minimum_tokens: z.int().nonnegative(),
		}),
	),
	batch_discount: z.number().min(0).max(1),
});
export type PriceBook = z.infer<typeof PriceBook>;

export const KeyPoint = z.strictObject({
	id: Slug,
	text: sentence,
	criterion: Slug,
	must_for: z.array(Level),
	listen_for: z.array(z.string().trim().min(2).max(60)).min(1),
});
export type KeyPoint = z.infer<typeof KeyPoint>;

export const Probe = z.strictObject({
	id: Slug,
	ask: sentence,
	covers: z.array(Slug).min(1),
	levels: z.array(Level).optional(),
	phase: Slug.optional(),
});
export type Probe = z.infer<typeof Probe>;

export const Curveball = z.strictObject({
	id: Slug,
	levels: z.array(Level).min(1),
	after_phase: Slug,
	ask: sentence,
	covers: z.array(Slug).min(1),
});
export type Curveball = z.infer<typeof Curveball>;

/** A case shown to the candidate. `defect` is what is planted in it: for the judge and the report only. */
export const CaseCard = z.strictObject({
	id: Slug,
	phase: Slug,
	title: sentence,
	body: prose,
	defect: sentence,
});
export type CaseCard = z.infer<typeof CaseCard>;

export const HintLadder = z.strictObject({ criterion: Slug, rungs: z.array(sentence).length(4) });
export type HintLadder = z.infer<typeof HintLadder>;

export const Calculation = z.strictObject({
	queries_per_day: z.int().positive(),
	days: z.int().positive(),
	tokens_in: z.int().positive(),
	tokens_out: z.int().positive(),
	tolerance_percent: z.number().positive().max(100),
});
export type Calculation = z.infer<typeof Calculation>;

/** An "exercise" is a small case with figures, answered in a few minutes; a round holds several. */
export const QuestionKind = z.enum(["story", "situational", "design", "diagnosis", "task", "exercise"]);
export type QuestionKind = z.infer<typeof QuestionKind>;

/** The YAML front matter of a question file. */
export const QuestionHead = z.strictObject({
	id: Slug,
	version: z.int().positive(),
	round: Round,
	kind: QuestionKind,
	title: sentence,
	levels: z.array(Level).min(1),
	minutes: z.int().min(3).max(90),
	topics: z.array(Slug).min(1),
	seed: z.array(z.string().regex(/^[A-Z][A-Z0-9]-\d{2}[a-f]?$/, "must be an id such as IR-06")),
	rubric: Slug,
	price_book: Slug.optional(),
	calculation: Calculation.optional(),
	key_points: z.array(KeyPoint).min(1),
	/** Of an exercise: the key points its Brief asks for. */
	asks: z.array(Slug).min(1).optional(),
	probes: z.array(Probe).min(3),
	curveballs: z.array(Curveball).default([]),
	cards: z.array(CaseCard).default([]),
	exemplars: z.array(Exemplar).default([]),
	hints: z.array(HintLadder),
	red_flags: z.array(Slug),
});
export type QuestionHead = z.infer<typeof QuestionHead>;

export const QUESTION_SECTIONS = ["Brief", "If asked", "Interviewer notes", "Strong answer", "Common misses"] as const;

const source = z.string().min(1).max(100_000);
/** The Python files of a coding task. Candidates see the starter and the visible tests; the rest is for the server. */
export const TaskCode = z.strictObject({ starter: source, solution: source, visible: source, hidden: source });
export type TaskCode = z.infer<typeof TaskCode>;

/** A whole question: front matter plus its five sections as Markdown, and its files when it is a coding task. */
export const Question = QuestionHead.extend({
	code: TaskCode.optional(),
	sections: z.strictObject({
		brief: prose,
		ifAsked: prose,
		interviewerNotes: prose,
		strongAnswer: prose,
		commonMisses: prose,
	}),
}).superRefine((question, context) => {
	for (const list of ["key_points", "probes", "curveballs", "cards"] as const) {
		noIdTwice({ list, entries: question[list], context });
	}
});
export type Question = z.infer<typeof Question>;
