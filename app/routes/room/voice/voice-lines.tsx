import { CircleAlert } from "lucide-react";
import type { RefObject } from "react";
import { findTags } from "~/core/interview/unclear";
import { formatClock } from "~/ui/format";
import type { Voice } from "./use-voice";

/** What the recorder is doing, above the box: every state in words, and every failure with what to do. */
export function VoiceLines({ voice }: { voice: Voice }) {
	const { state, notice, cancel, repeat } = voice.recorder;
	return (
		<>
			<p className="sr-only" role="status">
				{state.name === "recording" ? "Recording" : state.name === "writing" ? "Writing it down" : voice.written}
			</p>
			{(state.name === "recording" || state.name === "asking") && (
				<p className="callout info mb-2 items-center">
					<span className="num flex-1">
						{state.name === "asking"
							? "The browser asks for the microphone."
							: `Recording, ${formatClock(state.seconds * 1000)}. Let go or press Stop to have it written into the box.`}
					</span>
					<button type="button" className="btn sm" onClick={cancel}>
						Throw away <kbd className="max-md:hidden">Esc</kbd>
					</button>
				</p>
			)}
			{state.name === "writing" && (
				<p className="callout info mb-2 items-center">
					<span className="flex-1">Writing it down. You can go on typing.</span>
					<button type="button" className="btn sm" onClick={cancel}>
						Throw away <kbd className="max-md:hidden">Esc</kbd>
					</button>
				</p>
			)}
			{state.name === "failed" && (
				<div className="callout warn mb-2 flex-wrap items-center" role="alert">
					<CircleAlert size={16} strokeWidth={1.75} className="shrink-0" aria-hidden />
					<span className="min-w-0 flex-1 basis-[220px]">{state.sentence}</span>
					{state.canRepeat && (
						<button type="button" className="btn sm" onClick={() => void repeat()}>
							Try again
						</button>
					)}
					<button type="button" className="btn sm" onClick={cancel}>
						{state.canRepeat ? "Throw away" : "Close"}
					</button>
				</div>
			)}
			{notice && state.name === "idle" && (
				<p className="callout info mb-2" role="status">
					{notice}
				</p>
			)}
		</>
	);
}

/** The stretches of the draft that were unclear: each leads to its place in the box. */
export function UnclearStretches(props: {
	text: string;
	box: RefObject<HTMLTextAreaElement>;
	onText: (text: string) => void;
}) {
	const { text, box, onText } = props;
	const tags = findTags(text).filter(({ words }) => words !== "");
	if (tags.length === 0) return null;
	return (
		<section
			aria-label="Unclear speech"
			className="flex flex-wrap items-center gap-2 border-t border-line px-3 py-2 text-sm"
		>
			<span className="text-ink-2">
				Unclear, and not scored as long as it is tagged. Write over it, or keep the words if they are right:
			</span>
			{tags.map(({ from, to, words }) => (
				<span key={from} className="inline-flex max-w-full items-center gap-1">
					<button
						type="button"
						className="btn sm min-w-0"
						onClick={() => {
							box.current?.focus();
							box.current?.setSelectionRange(from, to);
						}}
					>
						<span className="max-w-[200px] truncate">{words}</span>
					</button>
					<button
						type="button"
						className="btn ghost sm"
						aria-label={`Keep “${words}”`}
						onClick={() => onText(text.slice(0, from) + words + text.slice(to))}
					>
						Keep
					</button>
				</span>
			))}
		</section>
	);
}
