/** Builds the plan of a round from the choices made at setup. Content is pinned by hash here, once. */
import type { Content, ContentKind } from "../content/content";
import type { Level, Question, Round } from "../content/schemas";
import { AppError } from "../errors";
import { shuffled } from "./choice";
import { CLOSE } from "./enter-phase";
import type { ContentPin, ExtraTime, InterviewPlan, Mode, PersonaId, PlannedPhase } from "./plan";

export interface PlanRequest {
	round: Round;
	level: Level;
	mode: Mode;
	persona: PersonaId;
	extraTime: ExtraTime;
	choice: "random" | "different" | "specific" | "again";
	/** Slug for "specific" and "again"; for "different" the question not to ask. */
	question?: string;
}

const EXTRA: Record<Exclude<ExtraTime, "untimed">, number> = { none: 1, quarter: 1.25, half: 1.5 };

interface PlanInput {
	content: Content;
	request: PlanRequest;
	seen: readonly string[];
	seed: string;
	/** The exercises that may follow the first one: those wanted, then those of `from`; all where left out. */
	further?: { wanted: readonly string[]; from: Pick<Content, "questions"> };
}

/**
 * The plan for a request. `seen` holds slugs already practised, most recent first; `seed` varies the choice.
 * Refuses with "bad-input" when the round or the question does not exist at this level.
 */
export function makePlan(input: PlanInput): { plan: InterviewPlan; title: string } {
	if (!input.content.guides.has(input.request.round))
		throw new AppError("bad-input", "This round cannot be practised yet. Choose another one.");
	const main = chooseQuestion(input);
	const segments = segmentQuestions({ ...input, main });
	const titled = main.kind === "exercise" ? segments.questions : [main];
	return { plan: planQuestions({ ...input, ...segments }), title: titled.map(({ title }) => title).join(" · ") };
}

/**
 * The plan of a round with given questions, the first of which is the main one. `byPhase` says which of them a phase
 * belongs to, by place; phases it does not name belong to the first.
 */
export function planQuestions(input: {
	content: Content;
	request: Omit<PlanRequest, "choice" | "question">;
	questions: readonly Question[];
	byPhase: Readonly<Record<string, number>>;
	spare: number | null;
}): InterviewPlan {
	const { content, request, questions, byPhase, spare } = input;
	const guide = content.guides.get(request.round);
	if (!guide) throw new AppError("bad-input", "This round cannot be practised yet. Choose another one.");
	const pin = pinner(content);
	// A phase without minutes at a level is not part of the round there.
	const phases: PlannedPhase[] = guide.phases
		.filter((phase) => phase.minutes[request.level] > 0)
		.map((phase) => ({
			id: phase.id,
			title: phase.title,
			minutes: phase.minutes[request.level],
			segment: byPhase[phase.id] ?? 0,
		}));
	const planned = phases.reduce((sum, phase) => sum + phase.minutes, 0);
	const prices = questions[0]?.price_book;
	return {
		round: request.round,
		level: request.level,
		mode: request.mode,
		persona: request.persona,
		extraTime: request.extraTime,
		minutes: request.extraTime === "untimed" ? null : planned * EXTRA[request.extraTime],
		phases,
		segments: questions.map((question) => ({
			question: pin("question", question.id),
			rubric: pin("rubric", question.rubric),
		})),
		spare,
		pins: {
			guide: pin("round-guide", guide.id),
			persona: pin("persona", request.persona),
			level: pin("level-note", request.level),
			scale: pin("scale", content.scale.id),
			...(prices ? { prices: pin("price-book", prices) } : {}),
		},
	};
}

/** The same plan graded by another rubric of its round: every segment on the main rubric gets `pin` instead. */
export function withRubric(input: { plan: InterviewPlan; pin: ContentPin }): InterviewPlan {
	const { plan, pin } = input;
	const main = plan.segments[0]?.rubric.slug;
	const segments = plan.segments.map((segment) =>
		segment.rubric.slug === main ? { ...segment, rubric: pin } : segment,
	);
	return { ...plan, segments };
}

/** The questions a round may start with at a level: in the behavioural round those are stories. */
export function startingQuestions(input: { content: Content; round: Round; level?: Level }): Question[] {
	return [...input.content.questions.values()].filter(
		(question) =>
			question.round === input.round &&
			question.kind !== "situational" &&
			(input.level === undefined || question.levels.includes(input.level)),
	);
}

function chooseQuestion(input: PlanInput): Question {
	const { content, request, seen, seed } = input;
	const fitting = startingQuestions({ content, round: request.round, level: request.level });
	if (request.choice === "specific" || request.choice === "again") {
		const wanted = fitting.find((question) => question.id === request.question);
		if (wanted) return wanted;
		throw new AppError("bad-input", "That question is not offered at this level. Choose another question or level.");
	}
	const others =
		request.choice === "different" ? fitting.filter((question) => question.id !== request.question) : fitting;
	const pool = others.length > 0 ? others : fitting;
	const unseen = pool.filter((question) => !seen.includes(question.id));
	const oldest = [...pool].sort((a, b) => seen.indexOf(b.id) - seen.indexOf(a.id))[0];
	const chosen = (seen.length === 0 ? pool[0] : shuffled(unseen, seed)[0]) ?? oldest;
	if (!chosen) throw new AppError("bad-input", "There is no question for this round at this level.");
	return chosen;
}

interface SegmentInput extends PlanInput {
	main: Question;
}

/**
 * Behavioural: two stories, one role-play and one story kept back. Warm-up: an exercise for every part before the close.
 * Every other round has one question throughout.
 */
function segmentQuestions(input: SegmentInput): {
	questions: Question[];
	byPhase: Record<string, number>;
	spare: number | null;
} {
	const { content, request, seed, main, seen } = input;
	if (main.kind === "exercise") return segmentExercises(input);
	if (request.round !== "behavioral") return { questions: [main], byPhase: {}, spare: null };
	const stories = shuffled(startingQuestions({ content, round: request.round, level: request.level }), seed)
		.filter((question) => question.id !== main.id)
		.sort((a, b) => Number(seen.includes(a.id)) - Number(seen.includes(b.id)));
	const rolePlay = [...content.questions.values()].find(
		(question) =>
			question.round === request.round && question.kind === "situational" && question.levels.includes(request.level),
	);
	const [second, spare] = stories;
	const questions = [main, second, rolePlay, spare].filter((question): question is Question => question !== undefined);
	const index = (question: Question | undefined) => (question ? questions.indexOf(question) : 0);
	return {
		questions,
		byPhase: { "story-2": index(second), "role-play": index(rolePlay), close: index(rolePlay) },
		spare: spare ? questions.indexOf(spare) : null,
	};
}

function segmentExercises(input: SegmentInput): ReturnType<typeof segmentQuestions> {
	const { content, request, main } = input;
	const phases = content.guides.get(request.round)?.phases.filter(({ minutes }) => minutes[request.level] > 0) ?? [];
	const parts = phases.filter((phase) => phase.id !== CLOSE);
	const questions = [main];
	while (questions.length < parts.length) {
		const next = nextExercise({ ...input, chosen: questions });
		if (!next) break;
		questions.push(next);
	}
	const last = questions.length - 1;
	return {
		questions,
		byPhase: Object.fromEntries(phases.map((phase, place) => [phase.id, Math.min(place, last)])),
		spare: null,
	};
}

/** One not had yet and on topics not in the round so far; when all were had, the one longest ago. */
function nextExercise(input: SegmentInput & { chosen: readonly Question[] }): Question | undefined {
	const { content, request, seen, seed, chosen, further } = input;
	const wanted = (question: Question) => further?.wanted.includes(question.id) ?? false;
	const had = (question: Question) => (seen.includes(question.id) ? seen.length - seen.indexOf(question.id) : 0);
	const topics = new Set(chosen.flatMap((question) => question.topics));
	const shared = (question: Question) => question.topics.filter((topic) => topics.has(topic)).length;
	return shuffled(startingQuestions({ content, round: request.round, level: request.level }), `${seed}:exercises`)
		.filter((question) => !chosen.includes(question))
		.filter((question) => !further || wanted(question) || further.from.questions.has(question.id))
		.sort((a, b) => Number(wanted(b)) - Number(wanted(a)) || had(a) - had(b) || shared(a) - shared(b))[0];
}

function pinner(content: Content): (kind: ContentKind, slug: string) => ContentPin {
	return (kind, slug) => {
		const item = content.items.find((candidate) => candidate.kind === kind && candidate.slug === slug);
		if (!item) throw new RangeError(`no ${kind} "${slug}" in the loaded content`);
		return { slug, version: item.version, hash: item.hash };
	};
}
