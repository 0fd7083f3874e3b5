/** Setting up and starting a round. */
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { createInterview, listInterviews } from "~/adapters/db/interviews.server";
import type { Content } from "~/core/content/content";
import { LEVELS, Level, Round, type Rubric, Slug } from "~/core/content/schemas";
import { shuffled } from "~/core/interview/choice";
import { startInterview as startEvents } from "~/core/interview/controller";
import { makePlan, type PlanRequest, startingQuestions, withRubric } from "~/core/interview/make-plan";
import { type ContentPin, ExtraTime, type InterviewPlan, Mode, PersonaId } from "~/core/interview/plan";
import { env } from "~/env.server";
import { modelOf } from "./connections.server";
import { getContent, loadRoundContent } from "./content.server";
import type { Person } from "./guest.server";
import { processId } from "./process.server";
import { contentFor } from "./questions.server";
import { estimateRounds, type PastCosts, pastCosts, type RoundEstimate } from "./round-estimate.server";
import { pinRubric, usableRubrics } from "./rubrics.server";
import { requireFewLately } from "./start-limit.server";
import { runTurn } from "./turns.server";

/** The rounds that can be practised, in the order they are offered. */
export const ROUND_ORDER: Round[] = [
	"coding",
	"system-design",
	"rag-deep-dive",
	"agent-design",
	"behavioral",
	"ml-warmup",
];

export const StartInput = z.object({
	round: Round,
	level: Level.default("mid"),
	mode: Mode.default("real"),
	persona: PersonaId.default("probing"),
	extraTime: ExtraTime.default("none"),
	choice: z.enum(["random", "different", "specific", "again"]).default("random"),
	question: Slug.optional(),
	/** "A different question": any but this one. */
	avoid: Slug.optional(),
	/** Who words the round: the connected model where there is one, unless the practice engine was asked for. */
	engine: z.enum(["model", "practice"]).default("model"),
	/** A rubric of one's own, by its id in the studio; empty for the shipped one. */
	rubric: z.string().max(60).default(""),
});
export type StartInput = z.infer<typeof StartInput>;

export interface SetupView {
	rounds: { round: Round; title: string; summary: string; minutes: Record<Level, number> }[];
	levels: { id: Level; title: string; means: string }[];
	questions: {
		slug: string;
		title: string;
		round: Round;
		levels: Level[];
		minutes: number;
		topics: string[];
		seenAt: number | null;
	}[];
	personas: { id: PersonaId; title: string; summary: string }[];
	/** The connected model that would interview this person; null for the practice engine. */
	model: string | null;
	/** What a round with it will cost, where its price is known. */
	estimates: Partial<Record<Round, RoundEstimate>>;
	/** What this person's last rounds with a model have cost. */
	past: Partial<Record<Round, PastCosts>>;
	/** Dollars a round may cost before its model stops; null for no limit. */
	budget: number | null;
	/** What a round can be graded by: the shipped rubric, with an empty id, and then one's own. */
	rubrics: SetupRubric[];
}

export interface SetupRubric {
	id: string;
	round: Round;
	title: string;
	version: number;
	criteria: { title: string; weight: number; mustHave: boolean }[];
}

export async function viewSetup(input: { person: Person | null }): Promise<SetupView> {
	const content = await contentFor(input.person);
	const seen = await lastSeen(input.person);
	const rounds = offeredRounds();
	return {
		rounds,
		levels: LEVELS.flatMap((id) => {
			const note = content.levels.get(id);
			return note ? [{ id, title: note.title, means: note.means }] : [];
		}),
		questions: rounds.flatMap(({ round }) =>
			startingQuestions({ content, round }).map((question) => ({
				slug: question.id,
				title: question.title,
				round,
				levels: question.levels,
				minutes: question.minutes,
				topics: question.topics,
				seenAt: seen.get(question.id) ?? null,
			})),
		),
		model: await modelOf({ userId: input.person?.id ?? null, task: "interviewer" }),
		estimates: await estimateRounds({ userId: input.person?.id ?? null }),
		past: await pastCosts({ userId: input.person?.id ?? null }),
		budget: env.budgets.interview,
		personas: [...content.personas.values()].map(({ id, title, summary }) => ({ id, title, summary })),
		rubrics: [
			...rounds.flatMap(({ round }) => {
				const rubric = [...content.rubrics.values()].find((candidate) => candidate.round === round);
				return rubric ? [toSetupRubric(rubric, "")] : [];
			}),
			...(await usableRubrics(input.person)).map((rubric) => toSetupRubric(rubric, rubric.studioId)),
		],
	};
}

function toSetupRubric(rubric: Rubric, id: string): SetupRubric {
	const { round, title, version } = rubric;
	const criteria = rubric.criteria.map(({ title: name, weight, must_have }) => ({
		title: name,
		weight,
		mustHave: must_have,
	}));
	return { id, round, title, version, criteria };
}

export function offeredRounds(): SetupView["rounds"] {
	const { guides } = getContent();
	return ROUND_ORDER.flatMap((round) => {
		const guide = guides.get(round);
		if (!guide) return [];
		const minutes = Object.fromEntries(
			LEVELS.map((level) => [level, guide.phases.reduce((sum, phase) => sum + phase.minutes[level], 0)]),
		) as Record<Level, number>;
		return [{ round, title: guide.title, summary: guide.summary, minutes }];
	});
}

/** Starts a round: plan, first events and the interviewer's opening turn. Returns its id. */
export async function startInterview(input: { person: Person; input: StartInput }): Promise<{ id: string }> {
	const { person } = input;
	// One's own questions are asked when they are asked for; "any" means the shipped ones.
	const named = input.input.choice === "specific" || input.input.choice === "again";
	const content = named ? await contentFor(person) : getContent();
	const seen = [...(await lastSeen(person)).entries()].sort((a, b) => b[1] - a[1]).map(([slug]) => slug);
	const { round, rubric } = input.input;
	const further = { wanted: [], from: getContent() };
	const made = makePlan({ content, request: toRequest(input.input), seen, seed: randomUUID(), further });
	const { title } = made;
	const plan =
		rubric === "" ? made.plan : withRubric({ plan: made.plan, pin: await pinRubric({ id: rubric, person, round }) });
	const wanted = input.input.engine === "model";
	const model = wanted ? await modelOf({ userId: person.id, task: "interviewer" }) : null;
	return begin({ person, plan, title, model });
}

/** Starts a round that was shared by a practice link: Real, standard time, by the practice engine, under the link's rubric. */
export async function startLinkedInterview(input: {
	person: Person;
	round: Round;
	level: Level;
	/** One of these, one not seen yet where there is one; empty for any. */
	questions: readonly string[];
	pin: ContentPin;
	link: { id: string; takerName: string };
	/** Where the question is: with whoever made the link. */
	content: Content;
}): Promise<{ id: string }> {
	const { person, round, level, questions, pin, link, content } = input;
	const settings = { mode: "real", persona: "probing", extraTime: "none" } as const;
	const seen = [...(await lastSeen(person)).keys()];
	const [question] = shuffled([...questions], randomUUID()).sort(
		(a, b) => Number(seen.includes(a)) - Number(seen.includes(b)),
	);
	const choice = question ? ({ choice: "specific", question } as const) : ({ choice: "random" } as const);
	const request: PlanRequest = { round, level, ...settings, ...choice };
	const further = { wanted: questions, from: getContent() };
	const { plan, title } = makePlan({ content, request, seen, seed: randomUUID(), further });
	return begin({ person, plan: withRubric({ plan, pin }), title, model: null, link });
}

async function begin(input: {
	person: Person;
	plan: InterviewPlan;
	title: string;
	model: string | null;
	link?: { id: string; takerName: string };
}): Promise<{ id: string }> {
	const { person, plan, title, model, link } = input;
	await requireFewLately(person);
	const content = await loadRoundContent(plan);
	const events = startEvents({ content, now: Date.now(), newId: randomUUID, model });
	const created = await createInterview({
		userId: person.id,
		plan,
		title,
		origin: "practised",
		events,
		turnLeaseOwner: processId,
		...(link ? { link } : {}),
	});
	runTurn({ interviewId: created.id, events: created.events, content });
	return { id: created.id };
}

function toRequest(input: StartInput): PlanRequest {
	const { avoid, engine: _engine, rubric: _rubric, ...request } = input;
	if (avoid && request.choice === "random") return { ...request, choice: "different", question: avoid };
	return request;
}

/** When each question was last started by this person, in Unix ms. */
async function lastSeen(person: Person | null): Promise<Map<string, number>> {
	if (!person) return new Map();
	const seen = new Map<string, number>();
	for (const interview of await listInterviews({ userId: person.id })) {
		if (interview.origin !== "practised") continue;
		for (const segment of interview.plan.segments) {
			const slug = segment.question.slug;
			seen.set(slug, Math.max(seen.get(slug) ?? 0, interview.createdAt));
		}
	}
	return seen;
}
