const WORDS = { 1: "Strong no", 2: "No", 3: "Yes", 4: "Strong yes" } as const;

/** One to four as blocks, digit and word: never colour alone. Null is "not assessed", a pattern and not a low number. */
export function Score({
	score,
	big = false,
	word = true,
	by,
}: {
	score: 1 | 2 | 3 | 4 | null;
	big?: boolean;
	word?: boolean;
	/** A person's blocks are grey, one's own rating has the accent; what a machine gave is coloured by its value. */
	by?: "human" | "self";
}) {
	const pips = [1, 2, 3, 4] as const;
	if (score === null) {
		return (
			<span className={`score na ${big ? "big" : ""}`}>
				<span className="pips" aria-hidden>
					{pips.map((pip) => (
						<i key={pip} />
					))}
				</span>
				Not assessed
			</span>
		);
	}
	return (
		<span className={`score ${by ?? `s${score}`} ${big ? "big" : ""}`}>
			<span className="pips" aria-hidden>
				{pips.map((pip) => (
					<i key={pip} className={pip <= score ? "f" : ""} />
				))}
			</span>
			<span>
				{score}
				<span className="sr-only"> of 4{word ? "" : `, ${WORDS[score]}`}</span>
			</span>
			{word && <span className="font-medium text-ink-2">{WORDS[score]}</span>}
		</span>
	);
}
