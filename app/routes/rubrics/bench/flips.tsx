import { Check, X } from "lucide-react";
import type { Comparison, Flip, Side } from "~/core/rubrics/compare";
import { Score } from "~/ui/score";
import { recommendationTitle } from "./words";

/** Interviews whose recommendation changes, with what moved and the words both versions rest on. */
export function Flips({ comparison }: { comparison: Comparison }) {
	const { flips } = comparison;
	return (
		<section className="card" aria-labelledby="flips">
			<h2 id="flips" className="border-b border-line p-4 text-base">
				Flips
			</h2>
			{flips.length === 0 ? (
				<p className="meta p-4">No recommendation changes.</p>
			) : (
				<ul>
					{flips.map((flip) => (
						<li key={flip.item} className="border-b border-line p-4 last:border-0">
							<Entry flip={flip} />
						</li>
					))}
				</ul>
			)}
		</section>
	);
}

function Entry({ flip }: { flip: Flip }) {
	const { title, before, after, meanBefore, meanAfter, moved, person } = flip;
	const agrees = person !== null && person === after;
	return (
		<>
			<p className="text-sm font-medium">{title}</p>
			<p className="num mt-0.5 text-sm">
				{recommendationTitle(before)} {meanBefore?.toFixed(2)} → <b>{recommendationTitle(after)}</b>{" "}
				{meanAfter?.toFixed(2)}
			</p>
			{person !== null && (
				<p className={`mt-0.5 flex items-center gap-1 text-xs ${agrees ? "text-pos" : "text-warn"}`}>
					{agrees ? <Check size={13} aria-hidden /> : <X size={13} aria-hidden />}
					the person said {recommendationTitle(person)}
				</p>
			)}
			{moved.length === 0 ? (
				<p className="meta mt-1">No score moved; the weights did it.</p>
			) : (
				<details className="mt-1">
					<summary className="meta">
						{moved
							.map((entry) => `${entry.title} ${entry.before.score ?? "–"} to ${entry.after.score ?? "–"}`)
							.join(", ")}
					</summary>
					{moved.map((entry) => (
						<div key={entry.title} className="mt-2">
							<p className="label">{entry.title}</p>
							<div className="grid gap-2 sm:grid-cols-2 xl:grid-cols-1">
								<SideBox title="Before" side={entry.before} />
								<SideBox title="Draft" side={entry.after} />
							</div>
						</div>
					))}
				</details>
			)}
		</>
	);
}

function SideBox({ title, side }: { title: string; side: Side }) {
	return (
		<div className="well p-2 text-xs">
			<p className="flex items-center gap-2">
				{title} <Score score={side.score} word={false} />
			</p>
			<p className="mt-1">{side.reason}</p>
			{side.quotes.map((quote) => (
				<p key={quote} className="quote mt-1">
					<mark>{quote}</mark>
				</p>
			))}
		</div>
	);
}
