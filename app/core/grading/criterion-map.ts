/**
 * Which criterion an interviewer's turn or a candidate's sentence belongs to. A stored log names the probe; files from
 * elsewhere do not, so wording is compared with the probes and with each criterion's own vocabulary (decisions 7).
 */
import type { Criterion, Question, Rubric } from "../content/schemas";
import type { Move } from "../interview/events";
import { comparePrepared, type Prepared, prepare } from "./similarity";
import { contentStems, tokenize } from "./text";

export interface CriterionMap {
	/** For each criterion id, its telling stems with their weight. */
	profiles: Map<string, Map<string, number>>;
	probes: { id: string; question: string; ask: Prepared; criteria: string[] }[];
	curveballs: Map<string, string[]>;
	/** For each question whose Brief says what it asks for, the criteria of that; in the order of the questions. */
	briefs: Map<string, string[]>;
}

/** Share of a probe's words an interviewer turn must hold to count as that probe. */
const SAME_PROBE = 0.6;
/** Below this sum of weights a text belongs to no criterion in particular. */
const SOME_RELEVANCE = 1.2;

export function mapCriteria(input: { rubric: Rubric; questions: readonly Question[] }): CriterionMap {
	const { rubric, questions } = input;
	const documents = rubric.criteria.map((criterion) => ({
		id: criterion.id,
		stems: new Set(criterionTexts(criterion, questions).flatMap(contentStems)),
	}));
	const spread = new Map<string, number>();
	for (const document of documents) for (const stem of document.stems) spread.set(stem, (spread.get(stem) ?? 0) + 1);
	const profiles = new Map(
		documents.map((document) => {
			const weights = [...document.stems].map(
				(stem) => [stem, Math.log(documents.length / (spread.get(stem) ?? 1))] as const,
			);
			return [document.id, new Map(weights.filter(([, weight]) => weight > 0))] as const;
		}),
	);
	const criteriaOf = (question: Question, points: readonly string[]) => [
		...new Set(question.key_points.filter((point) => points.includes(point.id)).map((point) => point.criterion)),
	];
	return {
		profiles,
		probes: questions.flatMap((question) =>
			question.probes.map((probe) => ({
				id: probe.id,
				question: question.id,
				ask: prepare(tokenize(probe.ask)),
				criteria: criteriaOf(question, probe.covers),
			})),
		),
		curveballs: new Map(
			questions.flatMap((question) =>
				question.curveballs.map(
					(curveball) => [`${question.id}/${curveball.id}`, criteriaOf(question, curveball.covers)] as const,
				),
			),
		),
		briefs: new Map(
			questions.flatMap((question) =>
				question.asks ? [[question.id, criteriaOf(question, question.asks)] as const] : [],
			),
		),
	};
}

function criterionTexts(criterion: Criterion, questions: readonly Question[]): string[] {
	const own = [
		criterion.title,
		criterion.looks_at,
		...Object.values(criterion.anchors),
		...Object.values(criterion.bar),
	];
	const points = questions.flatMap((question) =>
		question.key_points.filter((point) => point.criterion === criterion.id),
	);
	const hints = questions.flatMap((question) => question.hints.filter((ladder) => ladder.criterion === criterion.id));
	return [
		...own,
		...points.flatMap((point) => [point.text, ...point.listen_for]),
		...hints.flatMap((ladder) => ladder.rungs),
	];
}

/** Moves that stay with what was asked before. */
const CARRIES_ON: ReadonlySet<Move["kind"]> = new Set(["follow-up", "repeat", "listen"]);
/** Moves whose words name things without asking about them: a greeting says "price sheet", an answer says "latency". */
const ASKS_NOTHING: ReadonlySet<Move["kind"]> = new Set([
	"open",
	"clarification",
	"stuck",
	"redirect",
	"closing-question",
	"anything-else",
	"goodbye",
]);

const NO_WORDS: ReadonlySet<string> = new Set();

/**
 * The criteria an interviewer's turn asks about, with strengths from 0 to 1. `before` are those of the turn before it,
 * for follow-ups. An empty result means that the turn asks about nothing in particular.
 */
export function askedCriteria(input: {
	map: CriterionMap;
	ask: string;
	move: Move | null;
	before: ReadonlyMap<string, number>;
}): Map<string, number> {
	const { map, ask, move, before } = input;
	const named = move ? criteriaOfMove({ map, move }) : [];
	if (named.length > 0) return new Map(named.map((id) => [id, 1]));
	if (move && CARRIES_ON.has(move.kind)) return new Map(before);
	if (move && ASKS_NOTHING.has(move.kind)) return new Map();
	const probe = probeByWords({ map, ask });
	if (probe) return new Map(probe.criteria.map((id) => [id, 1]));
	return relevance({ map, stems: new Set(contentStems(ask)) });
}

/** The probe an interviewer's turn put: named by its move, or known by its words in a file that names none. */
export function askedProbe(input: {
	map: CriterionMap;
	ask: string;
	move: Move | null;
}): CriterionMap["probes"][number] | null {
	const { map, ask, move } = input;
	return move ? (probeOfMove({ map, move }) ?? null) : probeByWords({ map, ask });
}

function probeByWords({ map, ask }: { map: CriterionMap; ask: string }): CriterionMap["probes"][number] | null {
	const words = prepare(tokenize(ask));
	const best = map.probes
		.map((candidate) => ({
			candidate,
			recall: comparePrepared({ question: NO_WORDS, reference: candidate.ask, answer: words }).recall,
		}))
		.sort((a, b) => b.recall - a.recall)[0];
	return best && best.recall >= SAME_PROBE ? best.candidate : null;
}

function criteriaOfMove(input: { map: CriterionMap; move: Move }): string[] {
	const { map, move } = input;
	if (move.kind === "hint") return [move.criterion];
	if (move.kind === "curveball") return map.curveballs.get(`${move.question}/${move.curveball}`) ?? [];
	const question = "question" in move ? move.question : undefined;
	if (move.kind === "open") return [...map.briefs.values()][0] ?? [];
	if (move.kind === "next-stage" && !move.probe) return map.briefs.get(question ?? "") ?? [];
	return probeOfMove({ map, move })?.criteria ?? [];
}

function probeOfMove({ map, move }: { map: CriterionMap; move: Move }): CriterionMap["probes"][number] | undefined {
	const id = "probe" in move ? move.probe : undefined;
	const question = "question" in move ? move.question : undefined;
	return map.probes.find((probe) => probe.id === id && (question === undefined || probe.question === question));
}

/** How much each criterion's vocabulary a text holds, relative to the one it holds most of (1). */
export function relevance(input: { map: CriterionMap; stems: ReadonlySet<string> }): Map<string, number> {
	const sums = [...input.map.profiles].map(([id, profile]) => {
		let sum = 0;
		for (const stem of input.stems) sum += profile.get(stem) ?? 0;
		return { id, sum };
	});
	const most = Math.max(...sums.map((entry) => entry.sum));
	if (!(most >= SOME_RELEVANCE)) return new Map();
	return new Map(sums.filter((entry) => entry.sum >= 0.5 * most).map((entry) => [entry.id, entry.sum / most]));
}
