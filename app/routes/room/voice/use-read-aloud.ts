import { useCallback, useEffect, useRef, useState } from "react";
import type { RoomTurn } from "~/core/interview/room-view";

/** Whether this browser has a voice. Some name theirs only after a while. */
export function useVoices(): boolean {
	const [any, setAny] = useState(false);
	useEffect(() => {
		const speech = window.speechSynthesis;
		if (!speech) return;
		const look = () => setAny(speech.getVoices().length > 0);
		look();
		speech.addEventListener("voiceschanged", look);
		return () => speech.removeEventListener("voiceschanged", look);
	}, []);
	return any;
}

/** Reads what the interviewer says from now on, a sentence at a time: browsers break off long ones. Returns what stops it. */
export function useReadAloud(input: { turns: readonly RoomTurn[]; on: boolean }): () => void {
	const { turns, on } = input;
	const last = turns.findLast((turn) => turn.who === "interviewer");
	const read = useRef<number | null>(null);
	const stop = useCallback(() => window.speechSynthesis?.cancel(), []);

	useEffect(() => {
		const seq = last?.seq ?? 0;
		const before = read.current;
		read.current = seq;
		if (!on || before === null || seq <= before || !last) return;
		window.speechSynthesis.cancel();
		for (const sentence of last.text.split(/(?<=[.!?])\s+/)) {
			const utterance = new SpeechSynthesisUtterance(sentence);
			utterance.lang = "en";
			window.speechSynthesis.speak(utterance);
		}
	}, [last, on]);

	useEffect(() => {
		if (!on) return;
		return stop;
	}, [on, stop]);
	return stop;
}
