import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { RoomView } from "~/core/interview/room-view";
import { tagUnclear } from "~/core/interview/unclear";
import { useReadAloud, useVoices } from "./use-read-aloud";
import { type Transcript, useRecorder } from "./use-recorder";
import { useMicrophoneAllowed, useVoiceSettings } from "./use-voice-settings";

/** Everything about voice in the room. It adds words to the box and reads turns aloud; it never sends anything. */
export function useVoice(input: {
	view: RoomView;
	/** Where a recording would go; null when no model that hears is connected. */
	where: string | null;
	box: RefObject<HTMLTextAreaElement>;
	onText: (text: string) => void;
}) {
	const { view, where, box, onText } = input;
	const { settings, change } = useVoiceSettings();
	const voices = useVoices();
	const [written, setWritten] = useState("");
	const dialog = useRef<HTMLDialogElement>(null);
	const running = view.status === "running";
	const speaking = where !== null && settings.speak && running;
	const insert = useInsert({ box, onText });
	useMicrophoneAllowed({ wanted: speaking, dialog });
	const stopReading = useReadAloud({ turns: view.turns, on: settings.read && voices });

	const recorder = useRecorder({
		id: view.id,
		onTranscript: ({ text, unclear }: Transcript) => {
			insert(tagUnclear({ text, ranges: unclear.map(({ from, to }) => [from, to] as const) }));
			const words = text.match(/\S+/g)?.length ?? 0;
			setWritten(`${words} ${words === 1 ? "word" : "words"} written into your answer. Read them before you send.`);
		},
	});
	const { start, cancel, state } = recorder;
	const listening = state.name === "recording" || state.name === "asking" || state.name === "writing";

	const begin = useCallback(() => {
		stopReading();
		setWritten("");
		void start();
	}, [start, stopReading]);

	useEffect(() => {
		if (!listening) return;
		const onKeyDown = (event: KeyboardEvent) => {
			if (event.key !== "Escape") return;
			event.preventDefault();
			event.stopPropagation();
			cancel();
		};
		window.addEventListener("keydown", onKeyDown, true);
		return () => window.removeEventListener("keydown", onKeyDown, true);
	}, [listening, cancel]);

	useEffect(() => {
		if (!settings.speak) cancel();
	}, [settings.speak, cancel]);

	return {
		/** Whether there is anything to turn on. */
		offered: where !== null || voices,
		where,
		voices,
		settings,
		change,
		dialog,
		speaking,
		recorder: { ...recorder, start: begin },
		written,
		stopReading,
	};
}
export type Voice = ReturnType<typeof useVoice>;

/** Puts words where the caret is, or was when the box was last left; at the end when nobody has been in it yet. */
function useInsert(input: { box: RefObject<HTMLTextAreaElement>; onText: (text: string) => void }) {
	const { box, onText } = input;
	const left = useRef<[number, number] | null>(null);
	useEffect(() => {
		const area = box.current;
		if (!area) return;
		const note = () => {
			left.current = [area.selectionStart, area.selectionEnd];
		};
		area.addEventListener("blur", note);
		return () => area.removeEventListener("blur", note);
	}, [box]);
	return (words: string) => {
		const area = box.current;
		const text = area?.value ?? "";
		const inside = area !== null && document.activeElement === area;
		const [from, to] = inside ? [area.selectionStart, area.selectionEnd] : (left.current ?? [text.length, text.length]);
		const before = text.slice(0, from);
		const after = text.slice(to);
		const added = `${/\S$/.test(before) ? " " : ""}${words}${/^\S/.test(after) ? " " : ""}`;
		const end = Math.min(from, text.length) + added.length;
		left.current = [end, end];
		onText(before + added + after);
		// After React has put the new text into the box.
		requestAnimationFrame(() => area?.setSelectionRange(end, end));
	};
}
