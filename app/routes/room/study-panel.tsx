import { Check, Circle, CircleDot } from "lucide-react";
import type { StudyFeedback } from "~/core/interview/room-view";

const SLOT_WORDS = { missing: "missing", thin: "thin", enough: "told" } as const;
const SLOT_ICONS = { missing: Circle, thin: CircleDot, enough: Check } as const;

/** Study mode after each answer: what was covered, in the candidate's words, and what is still open. No numbers. */
export function StudyPanel({ study }: { study: StudyFeedback }) {
	return (
		<div className="grid max-w-[720px] gap-5" aria-live="polite">
			{study.slots.length > 0 && (
				<section aria-label="Story structure">
					<h2 className="text-base">Story structure</h2>
					<ul className="mt-2 grid gap-1 text-sm">
						{study.slots.map((slot) => {
							const Icon = SLOT_ICONS[slot.state];
							return (
								<li key={slot.id} className="flex items-center gap-2">
									<Icon size={14} className={slot.state === "enough" ? "text-pos" : "text-ink-3"} aria-hidden />
									<span className="flex-1">{slot.title}</span>
									<span className="text-ink-3">{SLOT_WORDS[slot.state]}</span>
								</li>
							);
						})}
					</ul>
				</section>
			)}
			<section aria-label="Covered">
				<h2 className="text-base">Covered so far</h2>
				{study.covered.length === 0 && <p className="meta mt-1">Nothing matched yet. This fills after an answer.</p>}
				<ul className="mt-2 grid gap-3 text-sm">
					{study.covered.map((point) => (
						<li key={point.text}>
							<p>{point.text}</p>
							<blockquote className="quote mt-1">
								<mark className="said">{point.quote}</mark>
							</blockquote>
						</li>
					))}
				</ul>
			</section>
			{study.missing.length > 0 && (
				<section aria-label="Still open">
					<h2 className="text-base">Still open at this level</h2>
					<ul className="mt-2 grid gap-1.5 text-sm text-ink-2">
						{study.missing.map((point) => (
							<li key={point} className="flex gap-2">
								<Circle size={12} className="mt-1 shrink-0" aria-hidden />
								{point}
							</li>
						))}
					</ul>
				</section>
			)}
		</div>
	);
}
