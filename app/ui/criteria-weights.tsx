/** What a round is graded by, one line a criterion with its weight. */
export function CriteriaWeights({ criteria }: { criteria: readonly { title: string; weight: number }[] }) {
	return (
		<ol className="mt-3 grid gap-1 text-sm">
			{criteria.map((criterion) => (
				<li key={criterion.title} className="flex gap-2">
					<span className="flex-1">{criterion.title}</span>
					<span className="num text-ink-3">{criterion.weight}</span>
				</li>
			))}
		</ol>
	);
}
