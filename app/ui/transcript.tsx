import type { ReportTurn } from "~/core/grading/report-view";
import { formatClock } from "./format";
import { Said } from "./said";

/** The record as it was spoken, each turn with an address that evidence points at. `marks` are quoted slices by seq. */
export function Transcript(props: {
	turns: readonly ReportTurn[];
	marks?: ReadonlyMap<number, readonly [number, number][]>;
	/** What the candidate is called. */
	candidate?: string;
}) {
	const { turns, marks, candidate = "You" } = props;
	return (
		<div className="grid max-w-[760px] gap-5">
			{turns.map((turn) =>
				turn.file ? (
					<details key={turn.seq} id={`e${turn.seq}`} className="card overflow-hidden" open>
						<summary className="px-4 py-2 text-sm">
							<b className="font-mono font-semibold text-[13px]">{turn.file}</b>{" "}
							<span className="text-ink-3">as it was at the end</span>
						</summary>
						<pre
							// biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
							tabIndex={0}
							className="max-h-[480px] overflow-auto border-t border-line px-4 py-3 font-mono text-[13px] leading-5"
						>
							<Said text={turn.text} marks={marks?.get(turn.seq)} />
						</pre>
					</details>
				) : turn.who === "system" ? (
					<p key={turn.seq} className="turn sys" id={`e${turn.seq}`}>
						{turn.text} <time>{formatClock(turn.atMs)}</time>
					</p>
				) : (
					<article key={turn.seq} id={`e${turn.seq}`} className={`turn ${turn.who === "candidate" ? "me" : "iv"}`}>
						<div className="who">
							<b>{turn.who === "candidate" ? candidate : "Interviewer"}</b>
							<span>turn {turn.turn}</span>
							<time>{formatClock(turn.atMs)}</time>
						</div>
						<p className="said">
							<Said text={turn.text} unclear={turn.unclear} marks={marks?.get(turn.seq)} />
						</p>
					</article>
				),
			)}
		</div>
	);
}
