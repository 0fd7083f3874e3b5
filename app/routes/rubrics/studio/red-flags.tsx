import { X } from "lucide-react";
import { freeId, MAX_CRITERIA, type RubricDraft } from "~/core/rubrics/draft";
import { AddButton } from "./add-button";

/** What weighs on the whole recommendation, whatever the scores are. */
export function RedFlags(props: { draft: RubricDraft; locked: boolean; onChange: (draft: RubricDraft) => void }) {
	const { draft, locked, onChange } = props;
	const flags = draft.red_flags;
	const set = (next: RubricDraft["red_flags"]) => onChange({ ...draft, red_flags: next });
	const add = () => {
		const id = freeId(
			"flag",
			flags.map((flag) => flag.id),
		);
		set([...flags, { id, severity: "major", text: "" }]);
	};
	return (
		<section className="border-t border-line px-4 py-6 md:px-7" aria-labelledby="red-flags">
			<h2 id="red-flags" className="text-base">
				Red flags <span className="meta ml-1 font-normal">Of the whole interview, not of one criterion</span>
			</h2>
			<ul className="mt-2.5 grid gap-2">
				{flags.map((flag, index) => (
					<li key={flag.id} className="grid grid-cols-[1fr_auto_auto] items-start gap-2">
						<textarea
							className="input [field-sizing:content]"
							rows={1}
							aria-label={`Red flag ${index + 1}`}
							value={flag.text}
							maxLength={600}
							readOnly={locked}
							onChange={(event) =>
								set(flags.map((entry) => (entry.id === flag.id ? { ...entry, text: event.target.value } : entry)))
							}
						/>
						<select
							className="input !w-auto"
							aria-label={`Severity of red flag ${index + 1}`}
							value={flag.severity}
							disabled={locked}
							onChange={(event) => {
								const severity = event.target.value === "critical" ? "critical" : "major";
								set(flags.map((entry) => (entry.id === flag.id ? { ...entry, severity } : entry)));
							}}
						>
							<option value="major">Major</option>
							<option value="critical">Critical</option>
						</select>
						<button
							type="button"
							className="btn icon danger"
							disabled={locked}
							aria-label={`Remove red flag ${index + 1}`}
							onClick={() => set(flags.filter((entry) => entry.id !== flag.id))}
						>
							<X size={15} aria-hidden />
						</button>
					</li>
				))}
			</ul>
			<div className="mt-2">
				<AddButton disabled={locked || flags.length >= MAX_CRITERIA} onClick={add}>
					Add a red flag
				</AddButton>
			</div>
		</section>
	);
}
