/** A small round with content of its own, so that rules can be tested without the shipped files. */
import type { Persona, RoundGuide, Scale } from "~/core/content/round-schemas";
import { LINE_KINDS } from "~/core/content/round-schemas";
import type { Question, Rubric } from "~/core/content/schemas";
import { place, startInterview } from "~/core/interview/controller";
import type { InterviewEvent, NewEvent } from "~/core/interview/events";
import type { InterviewPlan } from "~/core/interview/plan";
import type { RoundContent } from "~/core/interview/round-content";

const CRITERIA = ["retrieval", "evaluation", "safety", "cost", "tradeoffs"];

export const rubric: Rubric = {
	id: "small",
	round: "rag-deep-dive",
	version: 1,
	title: "Small rubric",
	weight_rationale: "Equal weights, for tests.",
	criteria: CRITERIA.map((id, index) => ({
		id,
		title: `Criterion ${id}`,
		weight: 20,
		must_have: index === 0,
		looks_at: `How ${id} is handled.`,
		evidence: ["transcript" as const],
		anchors: { 1: `No ${id}.`, 2: `Some ${id}.`, 3: `Good ${id}.`, 4: `Great ${id}.` },
		bar: { junior: `Basic ${id}.`, mid: `Sound ${id}.`, senior: `Strong ${id}.`, staff: `Wide ${id}.` },
	})),
	red_flags: [
		{ id: "silent-conflict", severity: "major", text: "Lets the model pick between conflicting sources silently" },
	],
};

const POINTS = [
	["hybrid", "retrieval", "Combines keyword search with vector search because clause numbers must match exactly."],
	["rerank", "retrieval", "Retrieves fifty passages and reranks them to eight with a cross-encoder."],
	["golden", "evaluation", "Builds a golden set of two hundred questions labelled by lawyers."],
	["separate", "evaluation", "Measures recall of passages apart from faithfulness of answers."],
	["access", "safety", "Filters by permission before ranking so forbidden documents never reach the model."],
	["tokens", "cost", "Computes monthly spend from tokens in and tokens out times the price."],
	["rollout", "tradeoffs", "Rolls out in shadow mode first and stops at a written threshold."],
] as const;

export function smallQuestion(id = "small-question", kind: Question["kind"] = "design"): Question {
	return {
		id,
		version: 1,
		round: "rag-deep-dive",
		kind,
		title: `Question ${id}`,
		levels: ["junior", "mid", "senior", "staff"],
		minutes: 20,
		topics: ["search"],
		seed: [],
		rubric: "small",
		key_points: POINTS.map(([point, criterion, text]) => ({
			id: point,
			criterion,
			text,
			must_for: ["junior", "mid", "senior", "staff"],
			listen_for: [`${point} zone`],
		})),
		probes: POINTS.map(([point]) => ({
			id: `p-${point}`,
			ask: `What would you do about part ${point} of ${id}?`,
			covers: [point],
		})),
		curveballs: [
			{
				id: "c-outage",
				levels: ["senior", "staff"],
				after_phase: "first",
				ask: "The provider is down for an hour. What happens?",
				covers: ["access"],
			},
		],
		cards: [
			{ id: "card-a", phase: "second", title: "Case A", body: "A failing case.", defect: "Rank nine." },
			{ id: "card-b", phase: "second", title: "Case B", body: "Another failing case.", defect: "Stale." },
		],
		exemplars: [],
		hints: [
			{
				criterion: "retrieval",
				rungs: [
					"Rung one of retrieval.",
					"Rung two of retrieval.",
					"Rung three of retrieval.",
					"Rung four of retrieval.",
				],
			},
			{
				criterion: "evaluation",
				rungs: [
					"Rung one of evaluation.",
					"Rung two of evaluation.",
					"Rung three of evaluation.",
					"Rung four of evaluation.",
				],
			},
		],
		red_flags: ["silent-conflict"],
		sections: {
			brief: "A law firm wants to search its contracts. Walk me through it.",
			ifAsked:
				"- Size of the corpus and number of documents: 20,000 contracts of about 15 pages.\n- Languages: English and German.\n- Users and volume per day: 500 lawyers ask 2,000 questions a day.",
			interviewerNotes: "Keep calm.",
			strongAnswer: "A strong answer.",
			commonMisses: "- A miss.",
		},
	};
}

export const guide: RoundGuide = {
	id: "rag-deep-dive",
	version: 1,
	round: "rag-deep-dive",
	title: "RAG deep dive",
	summary: "A small round.",
	phases: [
		phase("first", 10, ["retrieval", "evaluation"], true),
		phase("second", 10, ["safety", "cost", "tradeoffs"], true),
		phase("close", 5, [], false),
	],
	lines: Object.fromEntries(
		LINE_KINDS.map((kind) => [
			kind,
			Array.from({ length: kind.startsWith("ask-") ? 12 : 16 }, (_, index) => sampleLine(kind, index)),
		]),
	) as RoundGuide["lines"],
	body: "Guidance for a model.",
};

function phase(id: string, minutes: number, criteria: string[], hints: boolean): RoundGuide["phases"][number] {
	const each = { junior: minutes, mid: minutes, senior: minutes, staff: minutes };
	return { id, title: `Phase ${id}`, goal: `Goal of ${id}.`, minutes: each, criteria, hints };
}

function sampleLine(kind: string, index: number): string {
	if (kind.startsWith("ask-")) return `On “{{quote}}”, variant ${index} of ${kind}: could you say more?`;
	if (kind === "probe-with-quote") return `You said “{{quote}}”, remark ${index}.`;
	if (kind === "next-stage") return `We turn to {{title}} now, bridge ${index}.`;
	if (["open", "case-card", "stuck", "closing-question", "anything-else"].includes(kind))
		return `Line ${index} of ${kind}, what do you think?`;
	return `Line ${index} of ${kind}.`;
}

const persona: Persona = {
	id: "probing",
	version: 1,
	title: "Probing",
	summary: "Goes to the vaguest part.",
	tone: "Calm.",
	pace: "Steady.",
	likes_to_ask: ["How many?"],
	max_probes_per_point: 2,
	follow_up_share: 0.5,
	body: "Tone only.",
};

export const scale: Scale = {
	id: "scale-4",
	version: 1,
	points: {
		1: { label: "Strong no", means: "Clearly under the bar." },
		2: { label: "No", means: "Partly there." },
		3: { label: "Yes", means: "Meets the bar." },
		4: { label: "Strong yes", means: "Above the bar." },
	},
	not_observed: "No fair chance to see it.",
	hint_caps: { 1: 4, 2: 4, 3: 3, 4: 2 },
	recommendation: {
		start_from: 2,
		strong_yes: { mean: 3.5, lowest_criterion: 3, major_flags: 0 },
		positive: { mean: 2.75, lowest_must_have: 2, must_haves_at_2: 1 },
		negative: { mean: 2 },
		strong_no_when: { must_haves_at_1: 2, critical_flags: 1 },
		major_flag_penalty: 0.15,
		weight_observed: 60,
	},
};

export function smallRound(
	overrides: Partial<InterviewPlan> & { leadMinutes?: number; kind?: Question["kind"] } = {},
): RoundContent {
	const { leadMinutes = 0, kind = "design", ...planned } = overrides;
	const pin = (slug: string) => ({ slug, version: 1, hash: `hash-${slug}` });
	const question = smallQuestion("small-question", kind);
	const plan: InterviewPlan = {
		round: "rag-deep-dive",
		level: "senior",
		mode: "real",
		persona: "probing",
		extraTime: "none",
		minutes: 25,
		phases: guide.phases.map((entry) => ({
			id: entry.id,
			title: entry.title,
			minutes: entry.minutes.senior,
			segment: 0,
		})),
		segments: [{ question: pin(question.id), rubric: pin("small") }],
		spare: null,
		pins: {},
		...planned,
	};
	return {
		plan,
		questions: [question],
		rubrics: [rubric],
		guide,
		persona,
		levelNote: {
			id: plan.level,
			version: 1,
			title: "Senior",
			means: "Sets the bar.",
			lead_minutes: leadMinutes,
			body: "Lead.",
		},
		scale,
		priceBook: null,
	};
}

/** Two stories and a spare one, in the shape of the behavioural round. */
export function storyRound(overrides: Partial<InterviewPlan> = {}): RoundContent {
	const base = smallRound({ kind: "story", ...overrides });
	const pin = (slug: string) => ({ slug, version: 1, hash: `hash-${slug}` });
	const others = [smallQuestion("second-story", "story"), smallQuestion("spare-story", "story")];
	return {
		...base,
		plan: {
			...base.plan,
			segments: [
				...base.plan.segments,
				...others.map((question) => ({ question: pin(question.id), rubric: pin("small") })),
			],
			phases: base.plan.phases.map((entry) => ({ ...entry, segment: entry.id === "first" ? 0 : 1 })),
			spare: 2,
		},
		questions: [
			...base.questions.map((question) => ({ ...question, cards: [] })),
			...others.map((question) => ({ ...question, cards: [] })),
		],
		rubrics: [rubric, rubric, rubric],
	};
}

/** The same with an opener before the first story, as the shipped behavioural round has it. */
export function openedStoryRound(overrides: Partial<InterviewPlan> = {}): RoundContent {
	const base = storyRound(overrides);
	const opener = { id: "opener", title: "Opener", minutes: 2, segment: 0 };
	return { ...base, plan: { ...base.plan, phases: [opener, ...base.plan.phases] } };
}

export const START = 1_700_000_000_000;

export function startedLog(content: RoundContent, now = START): InterviewEvent[] {
	let turn = 0;
	const events: NewEvent[] = startInterview({ content, now, newId: () => `start-${turn++}` });
	return place([], events);
}
