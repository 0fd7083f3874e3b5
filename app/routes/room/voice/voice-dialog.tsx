import type { Voice } from "./use-voice";

/** Off until turned on here. Says where what is said goes before anything is said. */
export function VoiceDialog({ voice }: { voice: Voice }) {
	const { where, voices, settings, change, dialog, stopReading } = voice;
	return (
		<dialog ref={dialog} aria-labelledby="voice-title">
			<div className="p-5">
				<h2 id="voice-title" className="text-lg">
					Voice
				</h2>
				<p className="mt-1 text-ink-2">
					Never needed: every round works by text alone. Only words count; how they are spoken is not looked at.
				</p>
				<div className="mt-4 grid gap-4">
					{where !== null && (
						<Setting
							label="Speak into the answer box"
							note={`Your recording goes to ${where} for transcription and is not kept here. You read and correct the text before you send it.`}
							on={settings.speak}
							onChange={(speak) => change({ speak })}
						/>
					)}
					{voices && (
						<Setting
							label="Read the interviewer's turns aloud"
							note="Your browser speaks. Some browsers send the text to their maker to have it spoken; this server sends nothing."
							on={settings.read}
							onChange={(read) => {
								if (!read) stopReading();
								change({ read });
							}}
						/>
					)}
				</div>
				<div className="mt-5 flex items-center justify-between gap-3">
					<p className="meta !text-xs">Remembered in this browser.</p>
					<button type="button" className="btn primary" onClick={() => dialog.current?.close()}>
						Close
					</button>
				</div>
			</div>
		</dialog>
	);
}

function Setting(props: { label: string; note: string; on: boolean; onChange: (on: boolean) => void }) {
	const { label, note, on, onChange } = props;
	return (
		<label className="flex items-start gap-3">
			<input
				type="checkbox"
				className="mt-1 size-4 shrink-0 accent-[var(--accent)]"
				checked={on}
				onChange={(event) => onChange(event.target.checked)}
			/>
			<span>
				<span className="font-semibold">{label}</span>
				<span className="meta mt-0.5 block">{note}</span>
			</span>
		</label>
	);
}
