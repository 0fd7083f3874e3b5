/** What a published version changed, one sentence each, folded away. */
export function VersionChanges({ changes }: { changes: readonly string[] }) {
	if (changes.length === 0) return null;
	return (
		<details>
			<summary className="meta">{changes.length === 1 ? "1 change" : `${changes.length} changes`}</summary>
			<ul className="mt-1 grid gap-1 text-xs">
				{changes.map((sentence) => (
					<li key={sentence}>{sentence}</li>
				))}
			</ul>
		</details>
	);
}
