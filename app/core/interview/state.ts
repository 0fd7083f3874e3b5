/**
 * Where an interview stands: a pure projection of its log. Never stored, so it cannot disagree with the log.
 */
import type { EventOf, InterviewEvent, Move } from "./events";
import { readIntent } from "./intent";
import type { InterviewPlan } from "./plan";
import type { Tracked } from "./tracked";
import { withGaps } from "./unclear";

export interface OpenTurn {
	turnId: string;
	move: Move;
	seq: number;
	atMs: number;
}

export interface InterviewState {
	status: "running" | "paused" | "ended";
	lastSeq: number;
	lastAtMs: number;
	lastAt: number;
	phase: string;
	phaseIndex: number;
	phaseStartedAtMs: number;
	/** Index into the plan's segments of the question in hand. */
	segment: number;
	/** Seq of the event with which the question in hand began. */
	segmentFromSeq: number;
	/** The interviewer's turn that has started and neither finished nor failed. */
	openTurn: OpenTurn | null;
	/** The last turn when it failed and nothing has replaced it. */
	failedTurn: (OpenTurn & { reason: string; partial: string | null }) | null;
	/** Candidate words since the interviewer last finished, with gaps where speech was unclear. */
	candidateTurn: { seq: number; text: string }[];
	handedOver: boolean;
	/** Interviewer turns that finished, in order. */
	spoken: { seq: number; move: Move; text: string; atMs: number }[];
	/** Probes asked, as `question/probe`. */
	asked: Set<string>;
	/** Probes the candidate passed on or did not know: never asked again. */
	declined: Set<string>;
	/** What a tracker found, answer by answer, as far as the log holds it. */
	tracked: Tracked[];
	/** Probe in hand, as `question/probe`. */
	openProbe: string | null;
	followUpsSinceProbe: number;
	hintRungs: Map<string, number>;
	spokeSinceHint: boolean;
	cards: Set<string>;
	cardSeq: number;
	curveballs: Set<string>;
	timeChecks: Set<string>;
	focusMinutes: number;
	focusEndsAtMs: number;
	passes: number;
	skipped: boolean;
	/** Index into the plan's segments of the question the spare one stands in for; null while none was declined. */
	declinedSegment: number | null;
	selfRated: boolean;
	engine: { kind: "practice" | "model"; model: string | null };
}

/** Projects the log of one interview. Events must be in rising `seq`; an empty log gives the state before the start. */
export function projectInterview(input: { events: readonly InterviewEvent[]; plan: InterviewPlan }): InterviewState {
	const state = initialState(input.plan);
	for (const event of input.events) apply({ state, event, plan: input.plan });
	return state;
}

function initialState(plan: InterviewPlan): InterviewState {
	return {
		status: "running",
		lastSeq: 0,
		lastAtMs: 0,
		lastAt: 0,
		phase: plan.phases[0]?.id ?? "",
		phaseIndex: 0,
		phaseStartedAtMs: 0,
		segment: plan.phases[0]?.segment ?? 0,
		segmentFromSeq: 0,
		openTurn: null,
		failedTurn: null,
		candidateTurn: [],
		handedOver: false,
		spoken: [],
		asked: new Set(),
		declined: new Set(),
		tracked: [],
		openProbe: null,
		followUpsSinceProbe: 0,
		hintRungs: new Map(),
		spokeSinceHint: true,
		cards: new Set(),
		cardSeq: 0,
		curveballs: new Set(),
		timeChecks: new Set(),
		focusMinutes: 0,
		focusEndsAtMs: 0,
		passes: 0,
		skipped: false,
		declinedSegment: null,
		selfRated: false,
		engine: { kind: "practice", model: null },
	};
}

function apply(input: { state: InterviewState; event: InterviewEvent; plan: InterviewPlan }): void {
	const { state, event, plan } = input;
	state.lastSeq = event.seq;
	state.lastAtMs = Math.max(state.lastAtMs, event.atMs);
	state.lastAt = Math.max(state.lastAt, event.at ?? 0);
	switch (event.type) {
		case "message":
			applyMessage(state, event);
			break;
		case "turn-started":
			state.openTurn = { turnId: event.turnId, move: event.move, seq: event.seq, atMs: event.atMs };
			state.failedTurn = null;
			noteTracked(state, event.tracked ?? []);
			noteAsked(state, event.move);
			break;
		case "turn-failed":
			if (state.openTurn?.turnId !== event.turnId) break;
			state.failedTurn = { ...state.openTurn, reason: event.reason, partial: event.partial ?? null };
			state.openTurn = null;
			break;
		case "phase":
			applyPhase({ state, event, plan });
			break;
		case "time-check":
			state.timeChecks.add(event.key);
			break;
		case "hint":
			state.hintRungs.set(event.criterion, event.rung);
			state.spokeSinceHint = false;
			break;
		case "case-card":
			state.cards.add(event.card);
			state.cardSeq = event.seq;
			break;
		case "curveball":
			state.curveballs.add(event.curveball);
			break;
		case "focus":
			state.focusMinutes += event.minutes;
			state.focusEndsAtMs = event.atMs + event.minutes * 60_000;
			break;
		case "pass":
			state.passes += 1;
			if (state.openProbe) state.declined.add(state.openProbe);
			state.handedOver = true;
			break;
		case "pause":
			state.status = state.status === "ended" ? "ended" : "paused";
			break;
		case "resume":
			state.status = state.status === "ended" ? "ended" : "running";
			break;
		case "engine":
			state.engine = { kind: event.kind, model: event.model ?? null };
			break;
		case "self-rating":
			state.selfRated = true;
			break;
		case "end":
			state.status = "ended";
			break;
		default:
			break;
	}
}

function applyMessage(state: InterviewState, event: EventOf<"message">): void {
	if (event.actor === "candidate") {
		if (event.text.trim() !== "") {
			state.candidateTurn.push({ seq: event.seq, text: withGaps(event) });
			state.spokeSinceHint = true;
		}
		state.handedOver = event.handsOver ?? true;
		state.focusEndsAtMs = 0;
		const unsure = state.handedOver && state.openProbe && readIntent(candidateTurnText(state)).intent === "unsure";
		if (unsure && state.openProbe) state.declined.add(state.openProbe);
		return;
	}
	if (event.actor !== "interviewer") return;
	const move =
		state.openTurn?.turnId === event.turnId && state.openTurn ? state.openTurn.move : ({ kind: "listen" } as const);
	// The answer was taken and nothing asked: what comes next declines nothing.
	if (state.openTurn && move.kind === "listen") state.openProbe = null;
	state.spoken.push({ seq: event.seq, move, text: event.text, atMs: event.atMs });
	state.openTurn = null;
	state.failedTurn = null;
	// A check-in does not end the candidate's turn: what they have sent so far stays part of it.
	if (move.kind === "stuck") return;
	state.candidateTurn = [];
	state.handedOver = false;
}

function applyPhase(input: { state: InterviewState; event: EventOf<"phase">; plan: InterviewPlan }): void {
	const { state, event, plan } = input;
	const index = plan.phases.findIndex((phase) => phase.id === event.phase);
	if (index < 0) return;
	const again = state.phase === event.phase && state.phaseStartedAtMs > 0;
	const slug = event.question ?? plan.segments[plan.phases[index]?.segment ?? 0]?.question.slug;
	const segment = plan.segments.findIndex((candidate) => candidate.question.slug === slug);
	if (segment >= 0 && segment === plan.spare && segment !== state.segment) state.declinedSegment ??= state.segment;
	if (segment >= 0 && (segment !== state.segment || state.segmentFromSeq === 0)) {
		state.segment = segment;
		state.segmentFromSeq = event.seq;
		state.openProbe = null;
		// Each question has ladders of its own; what a rung costs stays with the criterion.
		state.hintRungs = new Map();
		state.spokeSinceHint = true;
		if (again) state.skipped = true;
	}
	if (state.phase !== event.phase) state.phaseStartedAtMs = event.atMs;
	state.phase = event.phase;
	state.phaseIndex = index;
	if (plan.spare !== null && segment === plan.spare) state.skipped = true;
}

function noteTracked(state: InterviewState, findings: readonly Tracked[]): void {
	for (const finding of findings) {
		state.tracked.push(finding);
		if (finding.declined) state.declined.add(finding.declined);
	}
}

function noteAsked(state: InterviewState, move: Move): void {
	if (move.kind === "follow-up") {
		state.followUpsSinceProbe += 1;
		return;
	}
	if (!("probe" in move) || !move.probe || !move.question) return;
	state.openProbe = `${move.question}/${move.probe}`;
	state.asked.add(state.openProbe);
	state.followUpsSinceProbe = 0;
}

/** Index of the question a phase works on: the planned one, or the spare one once the planned one was declined. */
export function segmentOf(input: { state: InterviewState; plan: InterviewPlan; phaseIndex: number }): number {
	const { state, plan, phaseIndex } = input;
	const planned = plan.phases[phaseIndex]?.segment ?? state.segment;
	return planned === state.declinedSegment && plan.spare !== null ? plan.spare : planned;
}

/** Joined text of what the candidate said since the interviewer last finished. */
export function candidateTurnText(state: InterviewState): string {
	return state.candidateTurn.map((message) => message.text).join("\n");
}
