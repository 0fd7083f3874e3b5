import { diffWordsWithSpace } from "diff";
import type { Change } from "~/core/content/changes";

/** What differs from the published version, word by word where a text was rewritten. */
export function ChangesPanel({ changes, version }: { changes: readonly Change[]; version: number | null }) {
	if (version === null) return <p className="meta">Never published. The first version says all that stands here.</p>;
	return (
		<>
			<h2 className="text-base">Changes since v{version}</h2>
			<p className="meta mt-0.5">
				{changes.length === 0
					? "None. Published versions never change."
					: `${changes.length} ${changes.length === 1 ? "change" : "changes"}. Published versions never change.`}
			</p>
			<ol className="mt-3 grid gap-3.5 text-sm">
				{changes.map((change) => (
					<li key={change.key}>
						<OneChange change={change} />
					</li>
				))}
			</ol>
		</>
	);
}

function OneChange({ change }: { change: Change }) {
	const { kind, owner, name, before, after } = change;
	const who = <b className="font-semibold">{owner}</b>;
	if (kind === "added") return <>{who} is new</>;
	if (kind === "removed") return <>{who} is gone</>;
	if (kind === "moved") return <>The {name} is another one</>;
	if (kind === "switch")
		return (
			<>
				{who} {after ? "is now a must-have" : "is no must-have any more"}
			</>
		);
	if (kind === "number") {
		return (
			<>
				{who} {name === "weight" ? "now weighs" : name} <del className="num">{before}</del>{" "}
				<ins className="num">{after}</ins>
			</>
		);
	}
	return (
		<>
			<b className="font-semibold">{owner ? `${owner}, ${name}` : name[0]?.toUpperCase() + name.slice(1)}</b>
			<span className="mt-0.5 block break-words">
				<WordDiff before={String(before)} after={String(after)} />
			</span>
		</>
	);
}

export function WordDiff({ before, after }: { before: string; after: string }) {
	const parts = diffWordsWithSpace(before, after);
	return (
		<>
			{parts.map((part, index) => {
				const key = `${index} ${part.value}`;
				if (part.added) return <ins key={key}>{part.value}</ins>;
				if (part.removed) return <del key={key}>{part.value}</del>;
				return <span key={key}>{part.value}</span>;
			})}
		</>
	);
}
