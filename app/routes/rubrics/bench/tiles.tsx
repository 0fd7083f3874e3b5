import { ArrowRight } from "lucide-react";
import type { Agreement, Comparison } from "~/core/rubrics/compare";
import { formatInterval, shareOf } from "./words";

/** The whole run in four numbers: before, after, and how sure. */
export function Tiles({ comparison }: { comparison: Comparison }) {
	const { people, flips, cases } = comparison;
	const right = flips.filter((flip) => flip.person !== null && flip.person === flip.after).length;
	const judged = flips.filter((flip) => flip.person !== null).length;
	return (
		<dl className="card mt-5 grid sm:grid-cols-2 xl:grid-cols-4">
			<Tile
				title="Exact agreement with people"
				{...sides(people, (side) => shareOf(side, "exact"))}
				note={countNote(people)}
			/>
			<Tile
				title="Within one point"
				{...sides(people, (side) => shareOf(side, "withinOne"))}
				note={countNote(people)}
			/>
			<Tile
				title="Quadratic weighted kappa"
				{...sides(people, (side) => (side.kappa === null ? "–" : side.kappa.toFixed(2)))}
				note={
					people?.after.interval
						? `95 % interval ${formatInterval(people.after.interval)}`
						: "too few grades for an interval"
				}
			/>
			<Tile
				title="Recommendation flips"
				before={null}
				after={`${flips.length} of ${cases}`}
				note={flipNote({ flips: flips.length, judged, right })}
			/>
		</dl>
	);
}

function Tile(props: { title: string; before: string | null; after: string; note: string }) {
	const { title, before, after, note } = props;
	return (
		<div className="border-b border-line p-4 last:border-0 sm:max-xl:nth-last-[-n+2]:border-b-0 xl:border-r xl:border-b-0">
			<dt className="meta">{title}</dt>
			<dd className="num mt-1 flex items-center gap-2">
				{before !== null && (
					<>
						<span className="text-ink-2">{before}</span>
						<ArrowRight size={14} className="text-ink-3" aria-hidden />
						<span className="sr-only"> to </span>
					</>
				)}
				<b className="text-xl">{after}</b>
			</dd>
			<dd className="meta mt-1 !text-xs">{note}</dd>
		</div>
	);
}

function sides(
	people: Comparison["people"],
	show: (side: Agreement) => string,
): { before: string | null; after: string } {
	return people
		? { before: people.before.n > 0 ? show(people.before) : null, after: show(people.after) }
		: { before: null, after: "–" };
}

function countNote(people: Comparison["people"]): string {
	return people
		? `${people.after.n} scores of people, assisted ones left out`
		: "no grade of a person here, assisted ones left out";
}

function flipNote({ flips, judged, right }: { flips: number; judged: number; right: number }): string {
	if (flips === 0) return "no recommendation changes";
	return judged > 0
		? `${right} of ${judged} now match the person`
		: "none of them graded by a person, assisted ones left out";
}
