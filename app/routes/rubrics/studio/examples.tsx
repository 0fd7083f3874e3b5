import { X } from "lucide-react";
import { type DraftExemplar, freeId, MAX_EXEMPLARS, type RubricDraft, SCORES } from "~/core/rubrics/draft";
import { AddButton } from "./add-button";

/** Graded answers of one criterion: they move the estimate of the rules a little and show a judge the scale. */
export function Examples(props: {
	draft: RubricDraft;
	criterion: string;
	locked: boolean;
	onChange: (draft: RubricDraft) => void;
}) {
	const { draft, criterion, locked, onChange } = props;
	const { exemplars } = draft;
	const own = exemplars.filter((example) => example.criterion === criterion);
	const set = (next: DraftExemplar[]) => onChange({ ...draft, exemplars: next });
	const change = (id: string, part: Partial<DraftExemplar>) =>
		set(exemplars.map((example) => (example.id === id ? { ...example, ...part } : example)));
	const add = () => {
		const id = freeId(
			"example",
			exemplars.map((example) => example.id),
		);
		set([...exemplars, { id, criterion, score: 3, answer: "", from: "us" }]);
	};
	return (
		<section className="px-4 pb-6 md:px-7" aria-labelledby="examples">
			<h2 id="examples" className="text-base">
				Graded examples{" "}
				<span className="meta ml-1 font-normal">A strong and a weak one say more than a long anchor</span>
			</h2>
			<ul className="mt-2.5 grid gap-3">
				{own.map((example, index) => (
					<li key={example.id} className="grid gap-2">
						<textarea
							className="input [field-sizing:content]"
							rows={2}
							aria-label={`Example ${index + 1}`}
							value={example.answer}
							maxLength={8000}
							readOnly={locked}
							onChange={(event) => change(example.id, { answer: event.target.value })}
						/>
						<div className="flex flex-wrap items-center gap-2">
							<select
								className="input !w-auto"
								aria-label={`Score of example ${index + 1}`}
								value={example.score}
								disabled={locked}
								onChange={(event) =>
									change(example.id, { score: SCORES.find((score) => score === Number(event.target.value)) ?? 3 })
								}
							>
								{SCORES.map((score) => (
									<option key={score} value={score}>
										a {score}
									</option>
								))}
							</select>
							<select
								className="input !w-auto"
								aria-label={`Whose words are example ${index + 1}`}
								value={example.from}
								disabled={locked}
								onChange={(event) =>
									change(example.id, { from: event.target.value === "us" ? "us" : "candidate-who-agreed" })
								}
							>
								<option value="us">written by us</option>
								<option value="candidate-who-agreed">a candidate's, who agreed; read for names</option>
							</select>
							<button
								type="button"
								className="btn sm danger"
								disabled={locked}
								aria-label={`Remove example ${index + 1}`}
								onClick={() => set(exemplars.filter((entry) => entry.id !== example.id))}
							>
								<X size={14} aria-hidden />
								Remove
							</button>
						</div>
					</li>
				))}
			</ul>
			<div className="mt-2">
				<AddButton disabled={locked || exemplars.length >= MAX_EXEMPLARS} onClick={add}>
					Add an example
				</AddButton>
			</div>
		</section>
	);
}
