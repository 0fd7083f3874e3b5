import { Fragment, useState } from "react";
import type { Agreement, Comparison, CriterionComparison } from "~/core/rubrics/compare";
import { formatInterval, shareOf, signed } from "./words";

/** One row a criterion: means, shift, histogram, agreement; the chosen one opens its confusion matrices. */
export function CriteriaTable({ comparison }: { comparison: Comparison }) {
	const [open, setOpen] = useState<string | null>(null);
	return (
		<section
			className="card overflow-x-auto"
			aria-labelledby="by-criterion"
			// biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
			tabIndex={0}
		>
			<h2 id="by-criterion" className="px-3 pt-4 pb-1 text-base">
				By criterion
			</h2>
			<table className="t">
				<thead>
					<tr>
						<th className="text-left">Criterion</th>
						<th className="r">Before</th>
						<th className="r">Draft</th>
						<th className="r">Shift</th>
						<th className="text-center">−3 to +3</th>
						<th className="r">Exact</th>
						<th className="r">Within 1</th>
						<th className="r">Kappa</th>
					</tr>
				</thead>
				<tbody>
					{comparison.criteria.map((criterion) => (
						<Fragment key={criterion.id}>
							<Row
								criterion={criterion}
								open={open === criterion.id}
								onOpen={() => setOpen(open === criterion.id ? null : criterion.id)}
							/>
							{open === criterion.id && criterion.people && (
								<tr>
									<td colSpan={8}>
										<div className="flex flex-wrap gap-8 py-2">
											<p className="meta max-w-[200px]">
												Person by row, rules by column. {criterion.people.after.n} scores by both.
											</p>
											<Confusion title="Before" agreement={criterion.people.before} />
											<Confusion title="Draft" agreement={criterion.people.after} />
										</div>
									</td>
								</tr>
							)}
						</Fragment>
					))}
				</tbody>
			</table>
		</section>
	);
}

function Row(props: { criterion: CriterionComparison; open: boolean; onOpen: () => void }) {
	const { criterion, open, onOpen } = props;
	const { before, after, people } = criterion;
	const shift = before !== null && after !== null ? after - before : null;
	return (
		<tr className={open ? "sel" : ""}>
			<th scope="row" className="!text-[13px] !text-ink text-left font-medium">
				{people ? (
					<button type="button" className="text-left hover:underline" aria-expanded={open} onClick={onOpen}>
						{criterion.title}
					</button>
				) : (
					criterion.title
				)}
			</th>
			<td className="num r text-ink-2">{before === null ? "–" : before.toFixed(2)}</td>
			<td className="num r font-semibold">{after === null ? "–" : after.toFixed(2)}</td>
			<td className={`num r ${shift && Math.abs(shift) >= 0.1 ? "font-semibold text-warn" : ""}`}>
				{shift === null ? "–" : signed(shift)}
			</td>
			<td>
				<Histogram criterion={criterion} />
			</td>
			<Pair people={people} show={(side) => shareOf(side, "exact")} />
			<Pair people={people} show={(side) => shareOf(side, "withinOne")} />
			<Pair people={people} show={(side) => (side.kappa === null ? "–" : side.kappa.toFixed(2))} />
		</tr>
	);
}

function Pair({ people, show }: { people: CriterionComparison["people"]; show: (side: Agreement) => string }) {
	if (!people) return <td className="r text-ink-3">–</td>;
	const { before, after } = people;
	return (
		<td
			className="num r whitespace-nowrap"
			title={after.interval ? `95 % interval ${formatInterval(after.interval)}` : undefined}
		>
			<span className="text-ink-2">{before.n > 0 ? show(before) : "–"}</span>
			<span className="px-1 text-ink-3" aria-hidden>
				→
			</span>
			<span className="sr-only"> to </span>
			<b>{after.n > 0 ? show(after) : "–"}</b>
		</td>
	);
}

function Histogram({ criterion }: { criterion: CriterionComparison }) {
	const most = Math.max(1, ...criterion.shifts.map((entry) => entry.count));
	const said = criterion.shifts
		.filter((entry) => entry.count > 0)
		.map((entry) => `${entry.count} by ${entry.shift}`)
		.join(", ");
	return (
		<div
			className="mx-auto flex h-7 w-[112px] items-end gap-0.5"
			role="img"
			aria-label={said || "no interview scored by both"}
		>
			{criterion.shifts.map(({ shift, count }) => (
				<i
					key={shift}
					className={`flex-1 rounded-t-[2px] ${shift === 0 ? "bg-line-strong" : shift < 0 ? "bg-warn" : "bg-pos"}`}
					style={{ height: `${count === 0 ? 2 : Math.max(5, (28 * count) / most)}px`, opacity: count === 0 ? 0.35 : 1 }}
				/>
			))}
		</div>
	);
}

function Confusion({ title, agreement }: { title: string; agreement: Agreement }) {
	const same = agreement.confusion.reduce((sum, row, index) => sum + (row[index] ?? 0), 0);
	return (
		<table className="num border-collapse text-xs">
			<caption className="pb-1 text-left text-sm">
				<b>{title}</b> {same} of {agreement.n} the same
				{agreement.kappa !== null && (
					<span className="meta block">
						kappa {agreement.kappa.toFixed(2)}
						{agreement.interval && `, 95 % interval ${formatInterval(agreement.interval)}`}
					</span>
				)}
			</caption>
			<tbody>
				{agreement.confusion.map((row, person) => (
					<tr key={`row ${person + 1}`}>
						<th scope="row" className="!border-0 pr-2 font-normal text-ink-3">
							{person + 1}
						</th>
						{row.map((count, rules) => (
							<td
								key={`cell ${person + 1} ${rules + 1}`}
								className={`size-9 border border-line !p-0 text-center ${count === 0 ? "text-ink-3" : person === rules ? "bg-pos-soft font-semibold" : "bg-warn-soft"}`}
							>
								{count === 0 ? "·" : count}
							</td>
						))}
					</tr>
				))}
				<tr>
					<td className="!border-0" />
					{[1, 2, 3, 4].map((score) => (
						<td key={score} className="!border-0 !p-0 pt-1 text-center text-ink-3">
							{score}
						</td>
					))}
				</tr>
			</tbody>
		</table>
	);
}
