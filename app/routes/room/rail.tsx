import { Form } from "@remix-run/react";
import { EyeOff, Hourglass, Shuffle } from "lucide-react";
import type { RoomView } from "~/core/interview/room-view";
import { StudyPanel } from "./study-panel";

/** The tools beside the talk. Plain forms underneath, like everything that can be done in the room. */
export function Rail(props: { view: RoomView; busy: boolean; onAct: (intent: string) => void; roomy: boolean }) {
	const { view, busy, onAct, roomy } = props;
	const act = (event: React.FormEvent) => {
		event.preventDefault();
		const pressed = (event.nativeEvent as SubmitEvent).submitter as HTMLButtonElement | null;
		if (pressed) onAct(pressed.value);
	};
	const left = view.focus.minutesLeft;
	return (
		<Form
			method="post"
			onSubmit={act}
			className={roomy ? "grid content-start gap-5" : "flex flex-wrap items-center gap-2"}
		>
			{roomy && view.skipAvailable && (
				<section>
					<h2 className="text-base">
						Question {view.question.number} of {view.question.of}
					</h2>
					<p className="meta mt-1">You may ask for another question once.</p>
					<button type="submit" name="intent" value="skip" className="btn sm mt-3" disabled={busy}>
						<Shuffle size={14} strokeWidth={1.75} aria-hidden />I can't think of one
					</button>
				</section>
			)}
			<section className={roomy ? "border-t border-line pt-5 first:border-0 first:pt-0" : "flex items-center gap-2"}>
				{roomy && (
					<>
						<h2 className="text-base">Focus time</h2>
						<p className="meta mt-1">
							The interviewer stays silent and nothing is recorded as a pause. The clock keeps running.
						</p>
					</>
				)}
				<div className={`flex items-center gap-2 ${roomy ? "mt-3" : ""}`}>
					<button type="submit" name="intent" value="focus-1" className="btn sm" disabled={busy || left < 1}>
						<Hourglass size={14} strokeWidth={1.75} aria-hidden />
						{roomy ? "1 min" : "Focus 1 min"}
					</button>
					<button type="submit" name="intent" value="focus-2" className="btn sm" disabled={busy || left < 2}>
						2 min
					</button>
					<span className={`meta num ${roomy || left < 2 ? "" : "max-sm:hidden"}`}>{left} of 5 min left</span>
				</div>
			</section>
			{!roomy && view.skipAvailable && (
				<button type="submit" name="intent" value="skip" className="btn sm" disabled={busy}>
					<Shuffle size={14} strokeWidth={1.75} aria-hidden />
					Another question
				</button>
			)}
			{view.pauseAvailable && (
				<section className={roomy ? "border-t border-line pt-5" : ""}>
					<button type="submit" name="intent" value={view.status === "paused" ? "resume" : "pause"} className="btn sm">
						{view.status === "paused" ? "Go on" : "Pause"}
					</button>
				</section>
			)}
			{!roomy && view.round === "behavioral" && view.study && (
				<details className="max-h-[30dvh] basis-full overflow-y-auto">
					<summary className="meta">Feedback (show or hide)</summary>
					<div className="pt-2">
						<StudyPanel study={view.study} />
					</div>
				</details>
			)}
			{roomy && view.study && (
				<div className="border-t border-line pt-5">
					<StudyPanel study={view.study} />
				</div>
			)}
			{roomy && !view.study && (
				<section className="border-t border-line pt-5">
					<h2 className="text-base">Story structure</h2>
					<p className="mt-1 flex gap-2 text-sm text-ink-2">
						<EyeOff size={16} strokeWidth={1.75} className="mt-0.5 shrink-0 text-ink-3" aria-hidden />
						Followed, but hidden in Real mode. The report shows it with the quotes it came from.
					</p>
				</section>
			)}
			{roomy && (
				<section className="border-t border-line pt-5">
					<h2 className="text-base">Fair notice</h2>
					<p className="meta mt-1">
						Leave out names and secrets. A study project counts. Tone, accent, fillers and speed are not scored.
					</p>
				</section>
			)}
		</Form>
	);
}
