/** Builds the room page's view from the log: what the candidate may see at this moment, and nothing else. */
import { LEVELS } from "../content/schemas";
import { readProgress } from "./choose-probe";
import { elapsedMs, TIME_LINES, totalMs } from "./clock";
import { describeRun } from "./code/describe-run";
import { FOCUS_MINUTES } from "./controller";
import type { EventOf, InterviewEvent } from "./events";
import { describeHint, nextHint } from "./hints";
import type { RoomPhase, RoomTurn, RoomView, StudyFeedback } from "./room-view";
import type { RoundContent } from "./round-content";
import { readSlots } from "./star";
import { type InterviewState, projectInterview } from "./state";

export const PRACTICE_LABEL = "Practice engine: rules, not a model";

/** The view at wall time `now` (Unix ms). `draft` is the text saved from the composer. */
export function viewRoomState(input: {
	id: string;
	events: readonly InterviewEvent[];
	content: RoundContent;
	now: number;
	draft: string;
}): RoomView {
	const { id, events, content, now, draft } = input;
	const { plan, guide, scale, priceBook } = content;
	const state = projectInterview({ events, plan });
	const progress = readProgress({ state, content, events });
	const elapsed = elapsedMs(state, now);
	const question = progress.question;
	const asked = plan.segments.filter((_segment, index) => index !== plan.spare).length;
	return {
		id,
		round: plan.round,
		roundTitle: guide.title,
		level: LEVELS.includes(plan.level) ? plan.level : "mid",
		mode: plan.mode,
		persona: plan.persona,
		status: state.status,
		clock: { elapsedMs: elapsed, totalMs: totalMs(plan), running: state.status === "running" },
		phases: viewPhases({ state, content, elapsed }),
		question: {
			title: question.title,
			brief: question.sections.brief,
			number: Math.min(asked, (plan.phases[state.phaseIndex]?.segment ?? 0) + 1),
			of: asked,
		},
		turns: viewTurns({ events, content }),
		turn: whoseTurn(state),
		failure: state.failedTurn
			? `${state.failedTurn.reason} Your session is saved up to here and the clock is stopped.`
			: null,
		hint: describeHint({ next: nextHint({ state, content, progress }), caps: scale.hint_caps }),
		focus: {
			minutesLeft: Math.max(0, FOCUS_MINUTES - state.focusMinutes),
			endsAtMs: state.focusEndsAtMs > elapsed ? state.focusEndsAtMs : null,
		},
		skipAvailable: plan.spare !== null && !state.skipped && question.kind === "story" && !state.timeChecks.has("over"),
		pauseAvailable: plan.mode === "study",
		cards: question.cards.map((card) => {
			const open = state.cards.has(card.id);
			return { id: card.id, title: open ? card.title : null, body: open ? card.body : null, open };
		}),
		prices: priceBook
			? {
					note: priceBook.note,
					rows: Object.values(priceBook.models).map(({ label, input: inPrice, output }) => ({
						label,
						input: inPrice,
						output,
					})),
					batchDiscount: priceBook.batch_discount,
				}
			: null,
		facts: [...new Set(state.spoken.flatMap(({ move }) => (move.kind === "clarification" ? move.answers : [])))],
		study: plan.mode === "study" ? viewStudy({ progress, state, content }) : null,
		engine: { kind: state.engine.kind, label: state.engine.model ?? PRACTICE_LABEL },
		draft,
		lastSeq: state.lastSeq,
	};
}

function whoseTurn(state: InterviewState): RoomView["turn"] {
	if (state.status === "ended") return "over";
	if (state.openTurn) return "interviewer";
	if (state.failedTurn || state.handedOver) return "failed";
	return state.timeChecks.has("over") ? "closing" : "candidate";
}

function viewPhases(input: { state: InterviewState; content: RoundContent; elapsed: number }): RoomPhase[] {
	const { state, content, elapsed } = input;
	const { plan } = content;
	const planned = plan.phases.reduce((sum, phase) => sum + phase.minutes, 0);
	const stretch = plan.minutes === null || planned === 0 ? 1 : plan.minutes / planned;
	return plan.phases.map((phase, index) => {
		const minutes = phase.minutes * stretch;
		const used = (elapsed - state.phaseStartedAtMs) / Math.max(1, minutes * 60_000);
		const now = index === state.phaseIndex;
		return {
			id: phase.id,
			title: phase.title,
			minutes: Math.round(minutes),
			state: now ? "now" : index < state.phaseIndex ? "done" : "next",
			fill: now ? Math.min(1, Math.max(0, used)) : index < state.phaseIndex ? 1 : 0,
		};
	});
}

const PAUSES: Record<string, string> = {
	candidate: "Paused. The clock is stopped.",
	"engine-failed": "The interviewer stopped, so the clock was stopped.",
};

/** The conversation as the page shows it, system lines included. */
export function viewTurns(input: { events: readonly InterviewEvent[]; content: RoundContent }): RoomTurn[] {
	return input.events.flatMap((event) => viewTurn({ event, ...input }));
}

function viewTurn(input: {
	event: InterviewEvent;
	events: readonly InterviewEvent[];
	content: RoundContent;
}): RoomTurn[] {
	const { event, content } = input;
	const system = (about: NonNullable<RoomTurn["about"]>, text: string): RoomTurn[] => [
		{ seq: event.seq, who: "system", about, text, atMs: event.atMs },
	];
	switch (event.type) {
		case "message":
			if (event.text.trim() === "" || event.actor === "system" || event.actor === "runner") return [];
			return [
				{
					seq: event.seq,
					who: event.actor,
					text: event.text,
					...(event.unclear ? { unclear: event.unclear } : {}),
					atMs: event.atMs,
				},
			];
		case "phase":
			return event.atMs === 0 ? [] : system("phase", phaseTitle(content, event));
		case "time-check":
			return system("time", TIME_LINES[event.key]);
		case "hint":
			return system("hint", `Hint ${event.rung} of 4`);
		case "case-card":
			return system("card", `${cardTitle(content, event)} opened`);
		case "run":
			return event.by === "browser" ? [] : system("run", describeRun(event));
		case "focus":
			return system("focus", `Focus time, ${event.minutes} min. The interviewer stays silent.`);
		case "pass":
			return system("pass", "You passed on this question.");
		case "pause":
			return system("pause", PAUSES[event.reason] ?? "Nobody was here, so the clock was stopped.");
		case "resume":
			return system("resume", "Going on. The clock runs.");
		case "end":
			return system("end", event.by === "clock" ? "Time is up. The round has ended." : "The round has ended.");
		case "turn-failed":
			return event.partial ? [{ seq: event.seq, who: "interviewer", text: event.partial, atMs: event.atMs }] : [];
		default:
			return [];
	}
}

function phaseTitle(content: RoundContent, event: EventOf<"phase">): string {
	return content.plan.phases.find((phase) => phase.id === event.phase)?.title ?? event.phase;
}

function cardTitle(content: RoundContent, event: EventOf<"case-card">): string {
	const cards = content.questions.flatMap((question) => question.cards);
	return cards.find((card) => card.id === event.card)?.title ?? "A case";
}

/** Study mode shows after each answer which points it covered, with the words, and which are still open. */
function viewStudy(input: {
	progress: ReturnType<typeof readProgress>;
	state: InterviewState;
	content: RoundContent;
}): StudyFeedback {
	const { progress, content } = input;
	const { question, covered, messages } = progress;
	const met = covered.filter((match) => match.verdict === "met");
	const text = (id: string) => question.key_points.find((point) => point.id === id)?.text ?? id;
	const open = question.key_points.filter(
		(point) => point.must_for.includes(content.plan.level) && !met.some((match) => match.point === point.id),
	);
	return {
		covered: met.map((match) => ({ text: text(match.point), quote: match.quote, seq: match.seq })),
		missing: messages.length > 0 ? open.map((point) => point.text) : [],
		slots:
			question.kind === "story"
				? readSlots(messages.map((message) => message.text)).map(({ id, title, state }) => ({ id, title, state }))
				: [],
	};
}
