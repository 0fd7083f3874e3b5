/** What the room page shows: a projection of the log at one moment. Holds nothing the candidate may not see. */
import type { Level, Round } from "../content/schemas";
import type { Mode, PersonaId } from "./plan";

export interface RoomView {
	id: string;
	round: Round;
	roundTitle: string;
	level: Level;
	mode: Mode;
	persona: PersonaId;
	status: "running" | "paused" | "ended";
	clock: RoomClock;
	phases: RoomPhase[];
	/** The question in hand: its Brief is a card. */
	question: { title: string; brief: string; number: number; of: number };
	turns: RoomTurn[];
	/** Whose turn it is. "failed": the reply stopped and can be asked for again. "closing": time is up, one last hand-over. */
	turn: "candidate" | "interviewer" | "failed" | "closing" | "over";
	failure: string | null;
	hint: RoomHint;
	focus: { minutesLeft: number; endsAtMs: number | null };
	skipAvailable: boolean;
	pauseAvailable: boolean;
	/** Case cards of the question in hand; a locked card has no title or body yet. */
	cards: { id: string; title: string | null; body: string | null; open: boolean }[];
	prices: { note: string; rows: { label: string; input: number; output: number }[]; batchDiscount: number } | null;
	/** Answers to the candidate's questions, in the order they were given, each once. */
	facts: string[];
	/** Study mode only. */
	study: StudyFeedback | null;
	engine: { kind: "practice" | "model"; label: string };
	draft: string;
	lastSeq: number;
}

export interface RoomClock {
	elapsedMs: number;
	/** Null in an untimed round. */
	totalMs: number | null;
	running: boolean;
}

export interface RoomPhase {
	id: string;
	title: string;
	minutes: number;
	state: "done" | "now" | "next";
	/** Share of the phase's minutes used, 0–1. */
	fill: number;
}

export interface RoomTurn {
	seq: number;
	who: "interviewer" | "candidate" | "system";
	/** For system lines: which icon and tone. */
	about?:
		| "phase"
		| "time"
		| "hint"
		| "card"
		| "focus"
		| "pass"
		| "pause"
		| "resume"
		| "engine"
		| "failed"
		| "end"
		| "run";
	text: string;
	/** Stretches of `text` that were unclear speech: not scored. */
	unclear?: readonly (readonly [number, number])[];
	atMs: number;
}

export interface RoomHint {
	available: boolean;
	/** Next rung, 1–4, or null when the ladder is used up. */
	rung: number | null;
	/** e.g. "Hint 3/4, caps at 3". */
	label: string;
	/** Why there is none, when there is none. */
	reason: string | null;
}

export interface StudyFeedback {
	covered: { text: string; quote: string; seq: number }[];
	missing: string[];
	/** Behavioural stories only. */
	slots: { id: string; title: string; state: "missing" | "thin" | "enough" }[];
}
