/** The hint ladder: four rungs a criterion, in order, with published caps (content design §2, decisions 4). */
import type { QuestionProgress } from "./choose-probe";
import { countWords } from "./intent";
import type { RoomHint } from "./room-view";
import type { RoundContent } from "./round-content";
import { candidateTurnText, type InterviewState } from "./state";
import { missedHintWish } from "./tracked";

export const RUNGS = 4;
/** From this rung on, an attempt must lie between two hints. */
const NEEDS_ATTEMPT_FROM = 3;

export type NextHint = { criterion: string; rung: number } | { reason: string };

/**
 * The next rung a candidate would get, or a sentence why there is none. Rungs of a criterion come strictly in order;
 * the criterion is that of the question in hand, then the phase's own, then any ladder already begun.
 */
export function nextHint(input: {
	state: InterviewState;
	content: RoundContent;
	progress: QuestionProgress;
}): NextHint {
	const { state, content, progress } = input;
	if (content.plan.round === "behavioral" && content.plan.mode === "real")
		return { reason: "There are no hints in this round." };
	const phase = content.guide.phases.find((candidate) => candidate.id === state.phase);
	if (phase && !phase.hints) return { reason: "There are no hints in this part." };
	if (state.timeChecks.has("over")) return { reason: "Time is up." };
	const ladders = progress.question.hints.filter((ladder) => (state.hintRungs.get(ladder.criterion) ?? 0) < RUNGS);
	if (ladders.length === 0) return { reason: "You have had every hint for this question." };
	const wanted = [...openCriteria({ state, progress }), ...(phase?.criteria ?? []), ...state.hintRungs.keys()];
	const criterion = wanted.find((id) => ladders.some((ladder) => ladder.criterion === id)) ?? ladders[0]?.criterion;
	if (!criterion) return { reason: "There are no hints for this question." };
	const rung = (state.hintRungs.get(criterion) ?? 0) + 1;
	if (rung >= NEEDS_ATTEMPT_FROM && !state.spokeSinceHint) {
		return { reason: "Try something with the last hint first. The next one comes after that." };
	}
	return { criterion, rung };
}

/** Fewer words than this are no answer that has come in place of a hint. */
const ANSWER_WORDS = 25;

/**
 * The hint for a wish that only the tracker understood. It comes a turn late, so it is given only while it costs nothing
 * and no answer has come in the meantime; null otherwise.
 */
export function lateHint(input: {
	state: InterviewState;
	content: RoundContent;
	progress: QuestionProgress;
}): { criterion: string; rung: number } | null {
	const { state, content } = input;
	if (!missedHintWish(state) || countWords(candidateTurnText(state)) >= ANSWER_WORDS) return null;
	const hint = nextHint(input);
	if ("reason" in hint) return null;
	return content.scale.hint_caps[hint.rung as 1 | 2 | 3 | 4] < 4 ? null : hint;
}

function openCriteria(input: { state: InterviewState; progress: QuestionProgress }): string[] {
	const { state, progress } = input;
	const probe = progress.question.probes.find(
		(candidate) => `${progress.question.id}/${candidate.id}` === state.openProbe,
	);
	const covered = new Set(progress.covered.filter((match) => match.verdict === "met").map((match) => match.point));
	return (probe?.covers ?? []).flatMap((id) => {
		const point = progress.question.key_points.find((candidate) => candidate.id === id);
		return point && !covered.has(id) ? [point.criterion] : [];
	});
}

/** What the hint button says: rung, price, or why it is off. */
export function describeHint(input: { next: NextHint; caps: Record<1 | 2 | 3 | 4, number> }): RoomHint {
	const { next, caps } = input;
	if ("reason" in next) return { available: false, rung: null, label: "Hint", reason: next.reason };
	const cap = caps[next.rung as 1 | 2 | 3 | 4];
	const price = cap >= 4 ? "free" : `caps at ${cap}`;
	return { available: true, rung: next.rung, label: `Hint ${next.rung}/${RUNGS}, ${price}`, reason: null };
}
