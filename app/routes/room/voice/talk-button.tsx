import { Mic, Square } from "lucide-react";
import { useRef } from "react";
import type { RecorderState } from "./use-recorder";

/** A shorter press is not holding: it starts, and the next press stops. For people who cannot hold a key or a button. */
const HOLD_MS = 400;

/** Hold it, with a finger, a mouse, Space or Enter, and speak; or press it once to start and once more to stop. */
export function TalkButton(props: { state: RecorderState; onStart: () => void; onStop: () => void }) {
	const { state, onStart, onStop } = props;
	const pressedAt = useRef<number | null>(null);
	/** This press has started it, so that letting go after a while stops it. */
	const starting = useRef(false);
	const pressed = useRef(false);
	const active = state.name === "recording" || state.name === "asking";

	const press = () => {
		if (state.name === "writing") return;
		pressedAt.current = Date.now();
		starting.current = !active;
		if (active) onStop();
		else onStart();
	};
	const letGo = () => {
		const since = pressedAt.current;
		pressedAt.current = null;
		if (since !== null && starting.current && Date.now() - since >= HOLD_MS) onStop();
	};

	return (
		<button
			type="button"
			className={`btn sm touch-none select-none ${active ? "danger" : "ghost"}`}
			aria-describedby="talk-help"
			aria-disabled={state.name === "writing"}
			onPointerDown={(event) => {
				if (event.button !== 0) return;
				event.currentTarget.setPointerCapture(event.pointerId);
				pressed.current = true;
				press();
			}}
			onPointerUp={letGo}
			onPointerCancel={letGo}
			onContextMenu={(event) => event.preventDefault()}
			onKeyDown={(event) => {
				if (event.key !== " " && event.key !== "Enter") return;
				event.preventDefault();
				event.stopPropagation();
				if (!event.repeat) press();
			}}
			onKeyUp={(event) => {
				if (event.key !== " " && event.key !== "Enter") return;
				event.preventDefault();
				letGo();
			}}
			onClick={() => {
				// A click without a pointer or a key comes from an aid such as a screen reader: it starts or stops.
				if (!pressed.current) {
					press();
					pressedAt.current = null;
				}
				pressed.current = false;
			}}
		>
			{active ? <Square size={14} strokeWidth={1.75} aria-hidden /> : <Mic size={14} strokeWidth={1.75} aria-hidden />}
			{active ? "Stop" : "Hold to speak"}
		</button>
	);
}
