import type { MergeConflict } from "~/core/rubrics/changes";

/** Where two people changed the same field: both texts, and a choice. Nothing is saved until each is made. */
export function ConflictList(props: {
	conflicts: readonly MergeConflict[];
	onResolve: (key: string, choice: "mine" | "theirs") => void;
}) {
	const { conflicts, onResolve } = props;
	if (conflicts.length === 0) return null;
	return (
		<section className="callout warn m-4 block" aria-label="Edited twice" role="alert">
			<p>
				Somebody else changed {conflicts.length === 1 ? "this field" : "these fields"} while you did. Nothing is lost:
				choose which text to keep. All other changes of both are merged.
			</p>
			<ol className="mt-3 grid gap-4">
				{conflicts.map(({ key, owner, name, mine, theirs }) => (
					<li key={key}>
						<p className="font-semibold">{owner ? `${owner}, ${name}` : name}</p>
						<div className="mt-1.5 grid gap-3 md:grid-cols-2">
							<Side title="Yours" value={mine} onKeep={() => onResolve(key, "mine")} />
							<Side title="Theirs" value={theirs} onKeep={() => onResolve(key, "theirs")} />
						</div>
					</li>
				))}
			</ol>
		</section>
	);
}

function Side(props: { title: string; value: string | number | boolean | null; onKeep: () => void }) {
	const { title, value, onKeep } = props;
	const shown = value === null ? "Removed" : typeof value === "boolean" ? (value ? "Yes" : "No") : String(value);
	return (
		<div className="rounded-md border border-line bg-surface p-3">
			<p className="label">{title}</p>
			<p className="break-words whitespace-pre-wrap">{shown}</p>
			<button type="button" className="btn sm mt-2" onClick={onKeep}>
				Keep {title.toLowerCase()}
			</button>
		</div>
	);
}
