type Slice = readonly [from: number, to: number];

/** Spoken words with what was quoted from them marked, and what was unclear tagged: such words are shown and not scored. */
export function Said(props: { text: string; unclear?: readonly Slice[]; marks?: readonly Slice[] }) {
	const { text, unclear = [], marks = [] } = props;
	const parts = [];
	let at = 0;
	for (const [from, to] of unclear) {
		parts.push(
			...marked({ text, marks, from: at, to: from }),
			<span key={`unclear-${from}`} className="unclear">
				{text.slice(from, to)}
			</span>,
			<span key={`tag-${from}`} className="tag warn mx-1 align-middle">
				unclear, not scored
			</span>,
		);
		at = to;
	}
	return [...parts, ...marked({ text, marks, from: at, to: text.length })];
}

/** The stretch split at the slices that were quoted; overlapping slices are joined. */
function marked(input: { text: string; marks: readonly Slice[]; from: number; to: number }) {
	const { text, marks, from, to } = input;
	const joined: [number, number][] = [];
	for (const [start, end] of [...marks].sort((a, b) => a[0] - b[0])) {
		const slice: [number, number] = [Math.max(start, from), Math.min(end, to)];
		const last = joined.at(-1);
		if (last && slice[0] <= last[1]) last[1] = Math.max(last[1], slice[1]);
		else if (slice[1] > slice[0]) joined.push(slice);
	}
	const parts = [];
	let at = from;
	for (const [start, end] of joined) {
		parts.push(text.slice(at, start), <mark key={start}>{text.slice(start, end)}</mark>);
		at = end;
	}
	parts.push(text.slice(at, to));
	return parts;
}
