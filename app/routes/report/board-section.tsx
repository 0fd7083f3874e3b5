import { Check, Minus } from "lucide-react";
import { useEffect, useState } from "react";
import type { ReportBoard } from "~/core/grading/report-board";
import { formatClock } from "~/ui/format";
import { BoardAt } from "../replay/board-at";
import { Scrubber } from "../replay/scrubber";

/** Facts counted from the board, each pointing at what it rests on, and the board at any moment of the round. */
export function BoardSection({ id, board, lengthMs }: { id: string; board: ReportBoard; lengthMs: number }) {
	const [shown, setShown] = useState<{ pins: readonly string[] } | null>(null);
	return (
		<section className="mt-12" aria-labelledby="board">
			<h2 id="board" className="text-lg">
				The board
			</h2>
			<p className="meta mt-1">Counted from what was drawn, by rules. No score is made of it.</p>
			<ul className="card mt-4">
				{board.facts.map((fact) => (
					<li key={fact.id} className="flex items-start gap-3 border-b border-line px-4 py-2.5 last:border-0">
						{fact.shown ? (
							<Check size={15} className="mt-[3px] shrink-0 text-pos" role="img" aria-label="shown" />
						) : (
							<Minus size={15} className="mt-[3px] shrink-0 text-ink-3" role="img" aria-label="not shown" />
						)}
						<span className="min-w-0 flex-1 break-words">{fact.sentence}</span>
						{fact.elements.some((element) => !element.startsWith("words-")) && (
							<button type="button" className="link no-print text-sm" onClick={() => setShown({ pins: fact.elements })}>
								Show
							</button>
						)}
					</li>
				))}
			</ul>
			{board.drawn && shown && <Replay id={id} board={board} lengthMs={lengthMs} pins={shown.pins} />}
			{board.drawn && !shown && (
				<button type="button" className="btn no-print mt-4" onClick={() => setShown({ pins: [] })}>
					Look at the board
				</button>
			)}
		</section>
	);
}

/** The board with the same slider as the replay of the whole round, which has the talk beside it. */
function Replay(props: { id: string; board: ReportBoard; lengthMs: number; pins: readonly string[] }) {
	const { id, board, lengthMs, pins } = props;
	const { moments } = board;
	const end = moments.at(-1) ?? 0;
	const [atMs, setAtMs] = useState(lengthMs);
	useEffect(() => {
		if (pins.length > 0) setAtMs(lengthMs);
	}, [pins, lengthMs]);
	return (
		<div className="no-print mt-4">
			<BoardAt
				id={id}
				atMs={moments.findLast((moment) => moment <= atMs) ?? (atMs < end ? 0 : end)}
				pins={pins}
				className="card h-[480px] overflow-hidden"
			/>
			<div className="mt-3 flex items-center gap-3">
				<span className="meta num shrink-0">at {formatClock(atMs)}</span>
				<Scrubber atMs={atMs} lengthMs={lengthMs} onMove={setAtMs} />
				<a className="link shrink-0 text-sm" href={`replay?at=${Math.floor(atMs / 1_000)}`}>
					With the talk
				</a>
			</div>
		</div>
	);
}
