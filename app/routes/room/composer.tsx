import { Form } from "@remix-run/react";
import { Lightbulb, Volume2 } from "lucide-react";
import { type KeyboardEvent, type RefObject, useRef } from "react";
import type { RoomView } from "~/core/interview/room-view";
import { readUnclear } from "~/core/interview/unclear";
import { RefusalNote } from "~/ui/refusal";
import { TalkButton } from "./voice/talk-button";
import type { Voice } from "./voice/use-voice";
import { UnclearStretches, VoiceLines } from "./voice/voice-lines";

/** Buttons elsewhere that must take along what stands in the box name this form. */
export const ANSWER_FORM = "answer-form";

export interface ComposerProps {
	view: RoomView;
	text: string;
	saved: boolean;
	busy: boolean;
	offline: boolean;
	refusal: string | null;
	roomy: boolean;
	box: RefObject<HTMLTextAreaElement>;
	voice: Voice;
	onText: (text: string) => void;
	onSend: (handsOver: boolean) => void;
	onPass: () => void;
	onHint: () => void;
	onRetry: () => void;
	onPractice: () => void;
	onResume: () => void;
}

/** Where the candidate writes. A plain form underneath: it works before any script has arrived. */
export function Composer(props: ComposerProps) {
	const { view, text, saved, busy, offline, refusal, roomy, box, voice, onText, onSend, onPass, onHint } = props;
	const pass = useRef<HTMLDialogElement>(null);
	const over = view.turn === "over";
	const words = readUnclear(text).text.match(/\S+/g)?.length ?? 0;

	const done = () => {
		if (text.trim() === "" && !hasOpenWords(view)) pass.current?.showModal();
		else onSend(true);
	};
	const onKeyDown = (event: KeyboardEvent) => {
		if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
		event.preventDefault();
		if (busy || over) return;
		if (event.shiftKey) {
			if (text.trim() !== "") onSend(false);
		} else done();
	};

	return (
		<section aria-label="Your answer" className="@container pb-4">
			<TurnLine {...props} />
			{refusal && (
				<div className="mb-2">
					<RefusalNote error={refusal} />
				</div>
			)}
			{voice.speaking && <VoiceLines voice={voice} />}
			<Form
				id={ANSWER_FORM}
				method="post"
				className="card !border-control shadow-e1 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent"
				onSubmit={(event) => {
					event.preventDefault();
					const pressed = (event.nativeEvent as SubmitEvent).submitter as HTMLButtonElement | null;
					if (pressed?.value === "send") {
						if (text.trim() !== "") onSend(false);
					} else if (pressed?.value === "hint") onHint();
					else done();
				}}
			>
				<textarea
					ref={box}
					name="text"
					className={`block w-full resize-none rounded-lg bg-transparent outline-none px-4 pt-3 pb-2 ${roomy ? "text-[16.5px] leading-[27px]" : "text-[14.5px] leading-[22px]"}`}
					rows={roomy ? 5 : 4}
					aria-label="Your answer"
					placeholder={view.turn === "closing" ? "One last thought, if you have one" : ""}
					value={text}
					disabled={over}
					onChange={(event) => onText(event.target.value)}
					onKeyDown={onKeyDown}
				/>
				<UnclearStretches text={text} box={box} onText={onText} />
				<div className="flex flex-wrap items-center gap-2 p-2.5 pl-3">
					{voice.speaking && (
						<TalkButton state={voice.recorder.state} onStart={voice.recorder.start} onStop={voice.recorder.stop} />
					)}
					{voice.offered && (
						<button
							type="button"
							className="btn ghost icon sm"
							aria-label="Voice settings"
							onClick={() => voice.dialog.current?.showModal()}
						>
							<Volume2 size={14} strokeWidth={1.75} aria-hidden />
						</button>
					)}
					{view.hint.available && (
						<button type="submit" name="intent" value="hint" className="btn sm" disabled={busy}>
							<Lightbulb size={14} strokeWidth={1.75} aria-hidden />
							{view.hint.label}
						</button>
					)}
					<span className="meta num !text-xs @max-[520px]:sr-only" role="status">
						{words > 0 && `${words} words, ${offline ? "kept in this browser" : saved ? "draft saved" : "saving"}`}
					</span>
					<span className="ml-auto flex gap-2">
						<button type="submit" name="intent" value="send" className="btn sm" disabled={busy || over}>
							Send
						</button>
						<button type="submit" name="intent" value="done" className="btn primary sm" disabled={busy || over}>
							Done <kbd className="max-md:hidden @max-[380px]:hidden">Ctrl ↵</kbd>
						</button>
					</span>
				</div>
			</Form>
			<p className="meta mt-2 !text-xs max-md:hidden">
				{view.hint.available
					? "Hint price: 1 and 2 are free, 3 caps the score at 3, 4 caps it at 2. Send keeps the turn, Done hands it over."
					: `${view.hint.reason ?? ""} Send keeps the turn, Done hands it over.`}
			</p>
			{voice.speaking && (
				<p className="meta mt-1 !text-xs" id="talk-help">
					Hold to speak, or press once to start and once more to stop. Your recording goes to {voice.where} for
					transcription and is not kept here. Only the text you send is graded.
				</p>
			)}
			<dialog ref={pass} aria-labelledby="pass-title">
				<div className="p-5">
					<h2 id="pass-title" className="text-lg">
						Pass on this question?
					</h2>
					<p className="mt-2 text-ink-2">
						It will not be asked again. A question that was asked and not answered anywhere in the round counts as 1 for
						what it covers.
					</p>
					<div className="mt-4 flex justify-end gap-2">
						<button type="button" className="btn primary" onClick={() => pass.current?.close()}>
							Keep writing
						</button>
						<button
							type="button"
							className="btn"
							onClick={() => {
								pass.current?.close();
								onPass();
							}}
						>
							Pass
						</button>
					</div>
				</div>
			</dialog>
		</section>
	);
}

/** Words sent with Send since the interviewer last spoke: then an empty Done hands over. */
function hasOpenWords(view: RoomView): boolean {
	const last = view.turns.filter((turn) => turn.who !== "system").at(-1);
	return last?.who === "candidate";
}

function TurnLine({ view, busy, offline, onRetry, onPractice, onResume }: ComposerProps) {
	if (offline) {
		return (
			<p className="callout warn mb-2" role="status">
				Connection lost. Keep going. Your text is saved here and sent when it is back.
			</p>
		);
	}
	if (view.turn === "failed" && !busy) {
		const byModel = view.engine.kind === "model";
		return (
			<Form
				method="post"
				className="callout warn mb-2 flex-wrap items-center"
				role="status"
				onSubmit={(event) => {
					event.preventDefault();
					const pressed = (event.nativeEvent as SubmitEvent).submitter as HTMLButtonElement | null;
					if (pressed?.value === "use-practice") onPractice();
					else onRetry();
				}}
			>
				<span className="min-w-0 flex-1 basis-[240px]">
					{view.failure ?? "Your answer is saved. The interviewer has not replied yet."}
					{byModel && " You can ask again, or go on with the practice engine: the report will say so."}
				</span>
				<button type="submit" name="intent" value="retry" className="btn sm">
					Ask again
				</button>
				{byModel && (
					<button type="submit" name="intent" value="use-practice" className="btn sm">
						Go on with the practice engine
					</button>
				)}
			</Form>
		);
	}
	if (view.status === "paused" && view.pauseAvailable) {
		return (
			<p className="callout info mb-2 items-center">
				<span className="flex-1">Paused. The clock is stopped.</span>
				<button type="button" className="btn sm" onClick={onResume}>
					Go on
				</button>
			</p>
		);
	}
	const line = {
		candidate: ["Your turn", "Take your time. Done hands over."],
		closing: ["Time is up", "Finish the thought you are on and press Done."],
		interviewer: ["Interviewer", "is writing. You can already type."],
		failed: ["Interviewer", "is writing. You can already type."],
		over: ["The round has ended", ""],
	}[view.turn];
	return (
		<p className="mb-2 flex items-center gap-2 text-sm">
			<span className="inline-flex items-center gap-1.5 font-semibold text-accent">
				<span className="h-2 w-2 rounded-full bg-accent" aria-hidden />
				{busy ? "Interviewer" : line[0]}
			</span>
			<span className="text-ink-3">{busy ? "is writing. You can already type." : line[1]}</span>
			{view.turn === "interviewer" && (
				<noscript>
					<a className="link" href={`/interviews/${view.id}`}>
						Show the reply
					</a>
				</noscript>
			)}
		</p>
	);
}
