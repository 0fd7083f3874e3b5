/** What a coach writes about, and the exercises it may name: only what exists. */
import type { Content } from "../content/content";
import type { Question } from "../content/schemas";
import type { InterviewPlan } from "../interview/plan";
import type { GradeResult, ScoredCriterion } from "./grade";

const MOST_CRITERIA = 3;
const MOST_QUESTIONS = 4;

export interface Drill {
	/** "question/…", "again/…" or "round/…". */
	id: string;
	title: string;
	/** Where it is set up. */
	href: string;
}

/**
 * The criteria a coach writes about: the weakest a model graded below 4 on words of the candidate. Empty for a grade by
 * rules or a person.
 */
export function coachedCriteria(result: GradeResult): ScoredCriterion[] {
	if (result.grader.kind !== "model") return [];
	return result.criteria
		.filter(
			(criterion) =>
				criterion.status === "graded" &&
				criterion.grader.kind === "model" &&
				(criterion.score ?? 4) < 4 &&
				criterion.evidence.some((evidence) => evidence.quote !== ""),
		)
		.sort((a, b) => (a.score ?? 4) - (b.score ?? 4) || b.weight - a.weight)
		.slice(0, MOST_CRITERIA);
}

/**
 * Exercises for one criterion: other questions of the round and level with key points on it, most of them first, then the
 * same question in Study mode, then any other question. Never empty.
 */
export function drillsFor(input: {
	content: Pick<Content, "questions">;
	plan: InterviewPlan;
	criterion: string;
}): Drill[] {
	const { content, plan, criterion } = input;
	const taken = new Set(plan.segments.map((segment) => segment.question.slug));
	const main = plan.segments[0]?.question.slug ?? "";
	const points = (question: Question) => question.key_points.filter((point) => point.criterion === criterion).length;
	const base = `/setup?round=${plan.round}&level=${plan.level}`;
	const others = [...content.questions.values()]
		.filter((question) => question.round === plan.round && question.levels.includes(plan.level))
		.filter((question) => !taken.has(question.id));
	const about = others
		.filter((question) => points(question) > 0)
		.sort((a, b) => points(b) - points(a) || (a.id < b.id ? -1 : 1))
		.slice(0, MOST_QUESTIONS)
		.map((question) => ({
			id: `question/${question.id}`,
			title: question.title,
			href: `${base}&mode=study&choice=again&question=${question.id}`,
		}));
	const again = content.questions.get(main);
	return [
		...about,
		...(again
			? [
					{
						id: `again/${main}`,
						title: `${again.title}, again and in Study mode`,
						href: `${base}&mode=study&choice=again&question=${main}`,
					},
				]
			: []),
		{
			id: `round/${plan.round}`,
			title: "A different question of this round",
			href: `${base}&mode=${plan.mode}&choice=different&question=${main}`,
		},
	];
}
