import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { ReplayView } from "~/core/grading/replay";
import { clampMoment, nextMoment, playOn, previousMoment, STEP_MS } from "~/core/grading/replay-moves";

/** Often enough to look continuous, seldom enough for a slow machine. */
const TICK_MS = 100;
/** Without motion, playing goes from event to event. */
const STILL_MS = 2_000;

export const SPEEDS = [1, 2, 4] as const;
export type Speed = (typeof SPEEDS)[number];

export interface Player {
	atMs: number;
	playing: boolean;
	speed: Speed;
	skip: boolean;
	goTo: (atMs: number) => void;
	step: (by: 1 | -1) => void;
	/** To the next or the previous event. */
	event: (by: 1 | -1) => void;
	toggle: () => void;
	setSpeed: (speed: Speed) => void;
	setSkip: (skip: boolean) => void;
}

/** The clock of a replay, and its keys: Space, arrows and brackets outside of fields. */
export function usePlayer(replay: ReplayView, startMs: number): Player {
	const { lengthMs } = replay;
	const [atMs, setAtMs] = useState(clampMoment(startMs, lengthMs));
	const [playing, setPlaying] = useState(false);
	const [speed, setSpeed] = useState<Speed>(2);
	const [skip, setSkip] = useState(true);
	const moments = useMemo(() => [...new Set(replay.moments.map(({ fromMs }) => fromMs))], [replay.moments]);
	const silences = useMemo(() => {
		const steps = replay.code?.steps.map((step) => step.atMs) ?? [];
		return [...moments, ...steps, ...(replay.board ?? [])].sort((a, b) => a - b);
	}, [moments, replay.code, replay.board]);

	const goTo = useCallback((next: number) => setAtMs(clampMoment(next, lengthMs)), [lengthMs]);
	const step = useCallback(
		(by: 1 | -1) => setAtMs((current) => clampMoment(current + by * STEP_MS, lengthMs)),
		[lengthMs],
	);
	const event = useCallback(
		(by: 1 | -1) =>
			setAtMs((current) =>
				by === 1 ? (nextMoment(moments, current) ?? lengthMs) : (previousMoment(moments, current) ?? 0),
			),
		[moments, lengthMs],
	);
	const toggle = useCallback(() => {
		setPlaying((now) => !now);
		setAtMs((current) => (current >= lengthMs ? 0 : current));
	}, [lengthMs]);

	useEffect(() => {
		if (!playing) return;
		const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
		let last = performance.now();
		const timer = setInterval(
			() => {
				const now = performance.now();
				const byMs = (now - last) * speed;
				last = now;
				setAtMs((current) =>
					still
						? (nextMoment(moments, current) ?? lengthMs)
						: playOn({ atMs: current, byMs, moments: silences, lengthMs, skip }),
				);
			},
			still ? STILL_MS / speed : TICK_MS,
		);
		return () => clearInterval(timer);
	}, [playing, speed, skip, moments, silences, lengthMs]);
	useEffect(() => {
		if (atMs >= lengthMs) setPlaying(false);
	}, [atMs, lengthMs]);

	const keys = useRef({ toggle, step, event });
	keys.current = { toggle, step, event };
	useEffect(() => {
		const onKeyDown = (pressed: KeyboardEvent) => {
			if (pressed.defaultPrevented || pressed.ctrlKey || pressed.metaKey || pressed.altKey) return;
			const target = pressed.target as HTMLElement;
			if (target.closest("input:not([type=range]), textarea, select, [contenteditable], .excalidraw, [role=tablist]"))
				return;
			// Space presses the button that has the focus, as everywhere.
			if (pressed.key === " " && target.closest("button, a, summary, label")) return;
			const act = {
				" ": () => keys.current.toggle(),
				ArrowLeft: () => keys.current.step(-1),
				ArrowRight: () => keys.current.step(1),
				"[": () => keys.current.event(-1),
				"]": () => keys.current.event(1),
			}[pressed.key];
			if (!act) return;
			pressed.preventDefault();
			act();
		};
		window.addEventListener("keydown", onKeyDown);
		return () => window.removeEventListener("keydown", onKeyDown);
	}, []);
	return { atMs, playing, speed, skip, goTo, step, event, toggle, setSpeed, setSkip };
}
