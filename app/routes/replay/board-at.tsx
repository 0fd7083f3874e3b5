import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { isDark } from "../room/board/board-panel";
import type { BoardTools } from "../room/board/excalidraw.client";
import { keepFontsHere } from "../room/board/own-fonts";
import type { BoardElementVersion } from "../room/board/use-board";

const Drawing = lazy(async () => {
	keepFontsHere();
	return import("../room/board/excalidraw.client");
});

const NOTHING: readonly string[] = [];

/** The board as it was at a moment of the round; `pins` are elements to point at, on the whole board. */
export function BoardAt(props: { id: string; atMs: number; pins?: readonly string[]; className?: string }) {
	const { id, atMs, pins = NOTHING, className = "" } = props;
	const [initial, setInitial] = useState<BoardElementVersion[] | null>(null);
	const [words, setWords] = useState("");
	const [ready, setReady] = useState(false);
	const [problem, setProblem] = useState(false);
	const tools = useRef<BoardTools | null>(null);
	useEffect(() => {
		const left = new AbortController();
		void fetch(`/interviews/${id}/board?at=${atMs}`, { signal: left.signal })
			.then((response) => response.json() as Promise<{ elements: BoardElementVersion[]; words: string }>)
			.then((board) => {
				setProblem(false);
				setWords(board.words);
				setInitial((before) => before ?? board.elements);
				tools.current?.show(board.elements);
			})
			.catch(() => setProblem(!left.signal.aborted));
		return () => left.abort();
	}, [id, atMs]);
	useEffect(() => {
		if (!ready || pins.length === 0) return;
		// The whole board has to be there before anything on it can be pointed at.
		const timer = setTimeout(() => tools.current?.point(pins), 300);
		return () => clearTimeout(timer);
	}, [ready, pins]);
	return (
		<div className={`flex min-h-0 flex-col ${className}`}>
			<div className="board min-h-0 flex-1 overflow-hidden">
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
			{words && (
				<p className="max-h-40 shrink-0 overflow-y-auto border-t border-line p-3 text-sm whitespace-pre-wrap">
					{words}
				</p>
			)}
			{problem && <p className="meta p-2">The board could not be loaded. Move the slider to try again.</p>}
		</div>
	);
}
