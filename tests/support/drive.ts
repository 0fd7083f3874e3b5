/** Plays a round against the controller and the practice engine with a clock of its own. */
import { AppError } from "~/core/errors";
import { AWAY_MS, dueEvents } from "~/core/interview/clock";
import { checkIn, decide, finishTurn, place } from "~/core/interview/controller";
import type { InterviewEvent, NewEvent } from "~/core/interview/events";
import type { RoomInput } from "~/core/interview/input";
import { wordMove } from "~/core/interview/practice-engine";
import type { RoundContent } from "~/core/interview/round-content";
import { type InterviewState, projectInterview } from "~/core/interview/state";
import { START, startedLog } from "./round";

export interface Driver {
	events: () => InterviewEvent[];
	state: () => InterviewState;
	now: () => number;
	/** Lets time pass; `present` keeps the page open meanwhile. */
	wait: (ms: number, present?: boolean) => void;
	/** Applies an input; returns the refusal instead of throwing it. */
	input: (input: RoomInput) => AppError | null;
	/** Lets the interviewer finish an open turn; returns what was said. */
	speak: () => string | null;
	fail: () => void;
	/** Puts words on the board, as somebody who does not draw. */
	draw: (words: string) => void;
	checkIn: (lastActivityAt: number) => boolean;
}

export function drive(content: RoundContent): Driver {
	let now = START;
	let seen = START;
	let log = startedLog(content);
	let ids = 0;
	const newId = () => `turn-${ids++}`;
	const state = () => projectInterview({ events: log, plan: content.plan });
	const append = (added: readonly NewEvent[]) => {
		log = place(log, added);
	};
	const tick = () => append(dueEvents({ state: state(), plan: content.plan, now, lastSeenAt: seen }));
	return {
		events: () => log,
		state,
		now: () => now,
		wait(ms, present = true) {
			let left = ms;
			while (left > 0) {
				const step = Math.min(left, AWAY_MS / 2);
				now += step;
				left -= step;
				if (present) seen = now;
				tick();
			}
		},
		input(input) {
			tick();
			try {
				append(decide({ events: log, content, now, newId, input }));
				seen = now;
				return null;
			} catch (error) {
				if (error instanceof AppError) return error;
				throw error;
			}
		},
		speak() {
			const open = state().openTurn;
			if (!open) return null;
			const before = projectInterview({ events: log.filter((event) => event.seq < open.seq), plan: content.plan });
			const text = wordMove({ move: open.move, state: before, content, seed: `test:${open.turnId}` });
			append(finishTurn({ state: state(), turnId: open.turnId, text, now }));
			return text;
		},
		fail() {
			const current = state();
			if (!current.openTurn) return;
			const stamp = { atMs: current.lastAtMs, at: now };
			append([{ type: "turn-failed", actor: "system", turnId: current.openTurn.turnId, reason: "test", ...stamp }]);
		},
		draw(words) {
			const { lastAtMs: atMs } = state();
			append([{ type: "board", actor: "candidate", atMs, at: now, words, elements: [] }]);
		},
		checkIn(lastActivityAt) {
			const added = checkIn({ events: log, content, now, newId, lastActivityAt, draft: "" });
			append(added);
			return added.length > 0;
		},
	};
}

/** Hands over an answer and lets the interviewer reply. */
export function say(driver: Driver, text: string): string | null {
	const refused = driver.input({ kind: "message", text, handsOver: true });
	if (refused) throw refused;
	return driver.speak();
}
