import { useEffect, useState } from "react";
import type { RoomClock } from "~/core/interview/room-view";

/** Round time counted on from the server's figure, once a second. */
export function useClock(input: { clock: RoomClock; takenAt: number }): { elapsedMs: number; leftMs: number | null } {
	const { clock, takenAt } = input;
	const [now, setNow] = useState(takenAt);
	useEffect(() => {
		setNow(Date.now());
		const timer = setInterval(() => setNow(Date.now()), 1000);
		return () => clearInterval(timer);
	}, []);
	const elapsedMs = clock.elapsedMs + (clock.running ? Math.max(0, now - takenAt) : 0);
	return { elapsedMs, leftMs: clock.totalMs === null ? null : Math.max(0, clock.totalMs - elapsedMs) };
}
