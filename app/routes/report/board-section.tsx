import { Check, Minus } from "lucide-react";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import type { ReportBoard } from "~/core/grading/report-board";
import { formatClock } from "~/ui/format";
import { isDark } from "../room/board/board-panel";
import type { BoardTools } from "../room/board/excalidraw.client";
import { keepFontsHere } from "../room/board/own-fonts";
import type { BoardElementVersion } from "../room/board/use-board";

const Drawing = lazy(async () => {
	keepFontsHere();
	return import("../room/board/excalidraw.client");
});

/** Facts counted from the board, each pointing at what it rests on, and the board at any moment of the round. */
export function BoardSection({ id, board }: { id: string; board: ReportBoard }) {
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
			{board.drawn && shown && <Replay id={id} moments={board.moments} pins={shown.pins} />}
			{board.drawn && !shown && (
				<button type="button" className="btn no-print mt-4" onClick={() => setShown({ pins: [] })}>
					Look at the board
				</button>
			)}
		</section>
	);
}

function Replay({ id, moments, pins }: { id: string; moments: readonly number[]; pins: readonly string[] }) {
	const last = moments.length - 1;
	const [place, setPlace] = useState(last);
	const [initial, setInitial] = useState<BoardElementVersion[] | null>(null);
	const [ready, setReady] = useState(false);
	const [problem, setProblem] = useState(false);
	const tools = useRef<BoardTools | null>(null);
	const atMs = moments[place] ?? 0;
	useEffect(() => {
		const left = new AbortController();
		void fetch(`/interviews/${id}/board?at=${atMs}`, { signal: left.signal })
			.then((response) => response.json() as Promise<{ elements: BoardElementVersion[] }>)
			.then(({ elements }) => {
				setProblem(false);
				setInitial((before) => before ?? elements);
				tools.current?.show(elements);
			})
			.catch(() => setProblem(!left.signal.aborted));
		return () => left.abort();
	}, [id, atMs]);
	useEffect(() => {
		if (!ready || pins.length === 0) return;
		setPlace(last);
		// The whole board has to be there before anything on it can be pointed at.
		const timer = setTimeout(() => tools.current?.point(pins), 300);
		return () => clearTimeout(timer);
	}, [ready, pins, last]);
	return (
		<div className="no-print mt-4">
			<div className="board card h-[480px] overflow-hidden">
				{initial && (
					<Suspense fallback={<p className="meta p-5">The board is being brought.</p>}>
						<Drawing
							still
							initial={initial}
							round=""
							dark={isDark()}
							onReady={(given) => {
								tools.current = given;
								setReady(true);
							}}
						/>
					</Suspense>
				)}
			</div>
			<label className="mt-3 flex items-center gap-3">
				<span className="meta num shrink-0">at {formatClock(atMs)}</span>
				<input
					type="range"
					className="w-full accent-[var(--accent)]"
					min={0}
					max={Math.max(0, last)}
					value={place}
					aria-label="Moment of the round"
					aria-valuetext={`at ${formatClock(atMs)}, change ${place + 1} of ${moments.length}`}
					onChange={(event) => setPlace(Number(event.target.value))}
				/>
			</label>
			{problem && <p className="meta mt-2">The board could not be loaded. Move the slider to try again.</p>}
		</div>
	);
}
