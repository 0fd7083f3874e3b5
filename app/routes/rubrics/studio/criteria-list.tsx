import { GripVertical, Minus, Plus } from "lucide-react";
import { useId, useState } from "react";
import { MAX_CRITERIA, newCriterion, type RubricDraft, totalWeight, weightProblem } from "~/core/rubrics/draft";
import { AddButton } from "./add-button";

/** Weights on the left: the running total, one row a criterion, moved by drag or by arrow keys. */
export function CriteriaList(props: {
	draft: RubricDraft;
	published: RubricDraft | null;
	chosen: string;
	locked: boolean;
	onChoose: (id: string) => void;
	onChange: (draft: RubricDraft) => void;
}) {
	const { draft, published, chosen, locked, onChoose, onChange } = props;
	const [dragged, setDragged] = useState<string | null>(null);
	const [said, setSaid] = useState("");
	const total = totalWeight(draft);
	const { criteria } = draft;
	const move = (id: string, to: number) => {
		const from = criteria.findIndex((criterion) => criterion.id === id);
		const moved = criteria[from];
		if (!moved || to < 0 || to >= criteria.length || from === to) return;
		const others = criteria.filter((criterion) => criterion.id !== id);
		onChange({ ...draft, criteria: [...others.slice(0, to), moved, ...others.slice(to)] });
		setSaid(`${moved.title || "The criterion"} is now number ${to + 1} of ${criteria.length}.`);
	};
	const weigh = (id: string, weight: number) => {
		if (!Number.isInteger(weight) || weight < 0 || weight > 100) return;
		const next = criteria.map((criterion) => (criterion.id === id ? { ...criterion, weight } : criterion));
		onChange({ ...draft, criteria: next });
	};
	const add = () => {
		const added = newCriterion(criteria.map((criterion) => criterion.id));
		onChange({ ...draft, criteria: [...criteria, added] });
		onChoose(added.id);
	};
	return (
		<section className="border-line bg-surface lg:border-r" aria-label="Criteria and weights">
			<div className="border-b border-line p-4">
				<div className="flex items-baseline">
					<h2 className="text-base">Weights</h2>
					<p className="num ml-auto text-sm" role="status">
						<b className={total === 100 ? "text-pos" : "text-neg"}>{total}</b> of 100
						{total !== 100 && (
							<span className="text-neg">
								, {Math.abs(100 - total)} {total < 100 ? "missing" : "too many"}
							</span>
						)}
					</p>
				</div>
				<div className="mt-2.5 flex h-2.5 gap-px overflow-hidden rounded-full bg-sunken" aria-hidden>
					{criteria.map((criterion, index) => (
						<i
							key={criterion.id}
							className="bg-accent"
							style={{
								width: `${criterion.weight}%`,
								opacity: criterion.id === chosen ? 1 : 0.45 + (index % 3) * 0.15,
							}}
						/>
					))}
				</div>
			</div>
			<ol className="p-2">
				{criteria.map((criterion, index) => {
					const before = published?.criteria.find((entry) => entry.id === criterion.id)?.weight;
					return (
						<li
							key={criterion.id}
							draggable={!locked}
							onDragStart={(event) => {
								event.dataTransfer.effectAllowed = "move";
								event.dataTransfer.setData("text/plain", criterion.title);
								setDragged(criterion.id);
							}}
							onDragEnd={() => setDragged(null)}
							onDragOver={(event) => {
								if (dragged) event.preventDefault();
							}}
							onDrop={(event) => {
								event.preventDefault();
								if (dragged) move(dragged, index);
								setDragged(null);
							}}
							className={`grid grid-cols-[18px_1fr_auto] items-center gap-2 rounded-md px-2 py-2 ${criterion.id === chosen ? "bg-accent-soft" : "hover:bg-hover"} ${dragged === criterion.id ? "opacity-50" : ""}`}
						>
							<button
								type="button"
								className="cursor-grab text-ink-3"
								disabled={locked}
								aria-label={`Move ${criterion.title || "criterion"}: arrow up or down`}
								onClick={() => onChoose(criterion.id)}
								onKeyDown={(event) => {
									if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
									event.preventDefault();
									move(criterion.id, index + (event.key === "ArrowUp" ? -1 : 1));
								}}
							>
								<GripVertical size={16} aria-hidden />
							</button>
							<button
								type="button"
								className="min-w-0 text-left"
								aria-pressed={criterion.id === chosen}
								onClick={() => onChoose(criterion.id)}
							>
								<span className="block text-sm font-medium">{criterion.title || "Without a title"}</span>
								<span className="flex gap-2 text-xs">
									{criterion.must_have && <span className="text-warn">must-have</span>}
									{before !== undefined && before !== criterion.weight && (
										<span className="num text-ink-3">was {before}</span>
									)}
									{published && before === undefined && <span className="text-pos">new</span>}
								</span>
							</button>
							<Weight
								title={criterion.title}
								weight={criterion.weight}
								locked={locked}
								onWeigh={(weight) => weigh(criterion.id, weight)}
							/>
						</li>
					);
				})}
			</ol>
			<div className="border-t border-line p-3">
				<AddButton disabled={locked || criteria.length >= MAX_CRITERIA} onClick={add}>
					Add a criterion
				</AddButton>
			</div>
			<div className="border-t border-line p-4">
				<label>
					<span className="label">Why these weights</span>
					<textarea
						className="input [field-sizing:content] min-h-16"
						rows={3}
						maxLength={600}
						readOnly={locked}
						value={draft.weight_rationale}
						onChange={(event) => onChange({ ...draft, weight_rationale: event.target.value })}
					/>
				</label>
			</div>
			<p className="sr-only" role="status">
				{said}
			</p>
		</section>
	);
}

/** What was typed stays in the box until it is a weight; the draft keeps the last one that was. */
function Weight(props: { title: string; weight: number; locked: boolean; onWeigh: (weight: number) => void }) {
	const { title, weight, locked, onWeigh } = props;
	const [typed, setTyped] = useState<string | null>(null);
	const problem = typed === null ? null : weightProblem(typed);
	const note = useId();
	const set = (next: number) => {
		setTyped(null);
		onWeigh(next);
	};
	return (
		<>
			<div className="flex items-center rounded-md border border-control">
				<button
					type="button"
					className="grid size-7 place-items-center text-ink-2"
					disabled={locked || weight <= 0}
					aria-label={`Less weight for ${title}`}
					onClick={() => set(weight - 1)}
				>
					<Minus size={13} aria-hidden />
				</button>
				<input
					className="num w-8 bg-transparent text-center text-sm font-semibold"
					inputMode="numeric"
					aria-label={`Weight of ${title}`}
					aria-invalid={problem !== null}
					aria-describedby={problem ? note : undefined}
					value={typed ?? weight}
					maxLength={6}
					readOnly={locked}
					onChange={(event) => {
						const next = event.target.value;
						if (weightProblem(next) !== null) return setTyped(next);
						set(Number(next.trim().replace("−", "-")));
					}}
				/>
				<button
					type="button"
					className="grid size-7 place-items-center text-ink-2"
					disabled={locked || weight >= 100}
					aria-label={`More weight for ${title}`}
					onClick={() => set(weight + 1)}
				>
					<Plus size={13} aria-hidden />
				</button>
			</div>
			{problem && (
				<p id={note} role="status" className="col-span-3 text-xs text-neg">
					{problem} It still weighs {weight}.
				</p>
			)}
		</>
	);
}
