import { Check, Trash2 } from "lucide-react";
import { EvidenceKind, LEVELS } from "~/core/content/schemas";
import { type DraftCriterion, SCORES } from "~/core/rubrics/draft";
import { LEVEL_TITLES } from "~/ui/format";
import { Score } from "~/ui/score";

const KINDS: Record<EvidenceKind, string> = {
	transcript: "Transcript",
	whiteboard: "Whiteboard",
	calculation: "Calculation",
	code: "Code",
	tests: "Tests",
	"run-history": "Run history",
};

/** One criterion in full: what is looked at, what counts, four anchors, four bars. */
export function CriterionEditor(props: {
	criterion: DraftCriterion;
	/** As it is published; null when it is new. */
	before: DraftCriterion | null;
	problems: readonly string[];
	locked: boolean;
	onChange: (criterion: DraftCriterion) => void;
	onRemove: () => void;
}) {
	const { criterion, before, problems, locked, onChange, onRemove } = props;
	const set = (change: Partial<DraftCriterion>) => onChange({ ...criterion, ...change });
	const toggle = (kind: EvidenceKind) =>
		set({
			evidence: criterion.evidence.includes(kind)
				? criterion.evidence.filter((entry) => entry !== kind)
				: [...criterion.evidence, kind],
		});
	return (
		<section className="px-4 py-6 md:px-7" aria-label="Edit criterion">
			<div className="flex flex-wrap items-end gap-4">
				<label className="min-w-0 flex-1 basis-[260px]">
					<span className="label">Criterion</span>
					<input
						className="input !text-base font-semibold"
						value={criterion.title}
						maxLength={600}
						readOnly={locked}
						onChange={(event) => set({ title: event.target.value })}
					/>
				</label>
				<label className="flex h-[34px] items-center gap-2 text-sm">
					<input
						type="checkbox"
						className="size-4 accent-(--accent)"
						checked={criterion.must_have}
						disabled={locked}
						onChange={(event) => set({ must_have: event.target.checked })}
					/>
					Must-have
				</label>
				<button type="button" className="btn sm danger" disabled={locked} onClick={onRemove}>
					<Trash2 size={14} aria-hidden />
					Remove
				</button>
			</div>
			{problems.length > 0 && (
				<ul className="mt-3 grid gap-1 text-neg text-sm" aria-label="What is missing">
					{problems.map((sentence) => (
						<li key={sentence}>{sentence}</li>
					))}
				</ul>
			)}
			<label className="mt-4 block">
				<span className="label">What the grader looks at</span>
				<textarea
					className="input [field-sizing:content]"
					rows={1}
					value={criterion.looks_at}
					maxLength={600}
					readOnly={locked}
					onChange={(event) => set({ looks_at: event.target.value })}
				/>
			</label>
			<fieldset className="mt-4 flex flex-wrap items-center gap-2 text-sm">
				<legend className="label float-left mr-2 !mb-0 leading-[22px]">Evidence that counts</legend>
				{EvidenceKind.options.map((kind) => {
					const on = criterion.evidence.includes(kind);
					return (
						<button
							key={kind}
							type="button"
							className={`tag ${on ? "acc" : "line"}`}
							aria-pressed={on}
							disabled={locked}
							onClick={() => toggle(kind)}
						>
							{on && <Check size={12} aria-hidden />}
							{KINDS[kind]}
						</button>
					);
				})}
			</fieldset>
			<h2 className="mt-6 text-base">
				Four anchors <span className="meta ml-1 font-normal">Describe what was seen, not how it felt</span>
			</h2>
			<ol className="mt-2.5 grid gap-2">
				{SCORES.map((score) => (
					<li key={score} className="grid gap-x-3 gap-y-1 md:grid-cols-[132px_1fr]">
						<div className="pt-2">
							<Score score={score} />
						</div>
						<Text
							label={`Anchor ${score}`}
							value={criterion.anchors[score]}
							changed={before !== null && before.anchors[score] !== criterion.anchors[score]}
							locked={locked}
							onChange={(text) => set({ anchors: { ...criterion.anchors, [score]: text } })}
						/>
					</li>
				))}
			</ol>
			<h2 className="mt-6 text-base">What a 3 requires at each level</h2>
			<div className="mt-2.5 grid gap-x-4 gap-y-2.5 md:grid-cols-2">
				{LEVELS.map((level) => (
					<div key={level} className="grid gap-x-2 gap-y-1 md:grid-cols-[52px_1fr]">
						<span className="pt-1.5 text-sm font-medium text-ink-2" aria-hidden>
							{LEVEL_TITLES[level]}
						</span>
						<Text
							label={`Bar for ${LEVEL_TITLES[level]}`}
							value={criterion.bar[level]}
							changed={before !== null && before.bar[level] !== criterion.bar[level]}
							locked={locked}
							onChange={(text) => set({ bar: { ...criterion.bar, [level]: text } })}
						/>
					</div>
				))}
			</div>
		</section>
	);
}

function Text(props: {
	label: string;
	value: string;
	changed: boolean;
	locked: boolean;
	onChange: (text: string) => void;
}) {
	const { label, value, changed, locked, onChange } = props;
	return (
		<div className="relative">
			<textarea
				className={`input [field-sizing:content] ${changed ? "!border-accent" : ""}`}
				rows={2}
				aria-label={label}
				value={value}
				maxLength={600}
				readOnly={locked}
				onChange={(event) => onChange(event.target.value)}
			/>
			{changed && <span className="tag acc absolute -top-2.5 right-2">changed</span>}
		</div>
	);
}
