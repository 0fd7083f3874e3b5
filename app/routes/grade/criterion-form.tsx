import type { Criterion, Level } from "~/core/content/schemas";
import type { ScoredCriterion } from "~/core/grading/grade";
import type { PersonScore } from "~/core/grading/person-grade";
import { SCORES } from "~/core/rubrics/draft";
import { LEVEL_TITLES } from "~/ui/format";
import { Score } from "~/ui/score";

/** One criterion to score: the anchors are in view, a reason and quotes go with the number. Works as a plain form. */
export function CriterionForm(props: {
	criterion: Criterion;
	level: Level;
	given: PersonScore | null;
	machine: ScoredCriterion | null;
	onFocus: () => void;
}) {
	const { criterion, level, given, machine, onFocus } = props;
	const { id } = criterion;
	return (
		<fieldset className="card min-w-0 p-4" onFocus={onFocus}>
			<legend className="float-left mb-1 w-full text-base font-semibold">
				{criterion.title} <span className="meta num font-normal">{criterion.weight}</span>
			</legend>
			<p className="meta clear-both">{criterion.looks_at}</p>
			<p className="meta mt-1">
				<b className="font-semibold text-ink-2">A 3 for {LEVEL_TITLES[level]}:</b> {criterion.bar[level]}
			</p>
			{machine && (
				<p className="well mt-2 flex flex-wrap items-center gap-2 p-2 text-sm">
					The machine: <Score score={machine.score} /> <span className="text-ink-2">{machine.reason}</span>
				</p>
			)}
			<div className="mt-3 grid gap-1.5">
				{SCORES.map((score) => (
					<label key={score} className="choice items-start !p-2.5 text-sm">
						<input type="radio" name={`score-${id}`} value={score} defaultChecked={given?.score === score} />
						<span className="radio" aria-hidden />
						<span>
							<b className="num">{score}</b> {criterion.anchors[score]}
						</span>
					</label>
				))}
				<label className="choice !p-2.5 text-sm">
					<input type="radio" name={`score-${id}`} value="" defaultChecked={!given || given.score === null} />
					<span className="radio" aria-hidden />
					<span>Not seen in this interview</span>
				</label>
			</div>
			<label className="mt-3 block">
				<span className="label">Why</span>
				<textarea
					className="input [field-sizing:content]"
					name={`reason-${id}`}
					rows={2}
					maxLength={2000}
					defaultValue={given?.reason ?? ""}
				/>
			</label>
			<label className="mt-3 block">
				<span className="label">Their words, one quote a line</span>
				<textarea
					className="input [field-sizing:content]"
					name={`quotes-${id}`}
					rows={1}
					maxLength={8000}
					defaultValue={given?.evidence.map((entry) => entry.quote.replace(/\s*\n\s*/g, " ")).join("\n") ?? ""}
				/>
			</label>
		</fieldset>
	);
}
