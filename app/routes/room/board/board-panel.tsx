import { lazy, Suspense, useState } from "react";
import { RefusalNote } from "~/ui/refusal";
import { useHydrated } from "~/ui/use-hydrated";
import { keepFontsHere } from "./own-fonts";
import { type Board, useBoard } from "./use-board";

const Drawing = lazy(async () => {
	keepFontsHere();
	return import("./excalidraw.client");
});

/** Draw on the left of it, read below it what the interviewer reads. Who cannot draw writes the board in words. */
export function BoardPanel({ id }: { id: string }) {
	const board = useBoard(id);
	const hydrated = useHydrated();
	return (
		<div className="flex h-full min-h-[420px] flex-col gap-3">
			<RefusalNote error={board.refusal ?? undefined} />
			<div className="board card min-h-[300px] flex-1 overflow-hidden">
				{hydrated && board.initial ? (
					<Suspense fallback={<Waiting />}>
						<Drawing initial={board.initial as never} dark={isDark()} onChange={board.change} />
					</Suspense>
				) : (
					<Waiting />
				)}
			</div>
			<Outline board={board} id={id} />
		</div>
	);
}

function Waiting() {
	return <p className="meta p-5">The board is being brought. Without it you can write it in words below.</p>;
}

function Outline({ board, id }: { board: Board; id: string }) {
	const [words, setWords] = useState<string | null>(null);
	return (
		<details className="card shrink-0 p-4">
			<summary className="flex items-center gap-3">
				<span className="font-semibold">What the interviewer sees</span>
				<span className="meta ml-auto" role="status">
					{board.saved ? "Saved" : "Saving"}
				</span>
			</summary>
			<pre className="well mt-3 max-h-48 overflow-auto p-3 text-xs whitespace-pre-wrap">
				{board.outline || "The board is empty. The interviewer sees exactly what is here: nothing so far."}
			</pre>
			<label className="mt-3 block">
				<span className="meta">
					You do not have to draw: write the parts and how they are connected, or put a wrong reading right.
				</span>
				<textarea
					className="input mt-2"
					rows={4}
					aria-label="The board in words"
					value={words ?? board.words}
					onChange={(event) => setWords(event.target.value)}
				/>
			</label>
			{words !== null && words !== board.words && (
				<p className="mt-2 flex gap-2">
					<button
						type="button"
						className="btn sm primary"
						onClick={() => void board.writeWords(words).then(() => setWords(null))}
					>
						Show these words
					</button>
					<button type="button" className="btn sm ghost" onClick={() => setWords(null)}>
						Leave it
					</button>
				</p>
			)}
			<p className="mt-3">
				<a className="link text-sm" href={`/interviews/${id}/board/export`} download>
					Download the board (.excalidraw)
				</a>
			</p>
		</details>
	);
}

function isDark(): boolean {
	const { theme } = document.documentElement.dataset;
	return theme ? theme === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
}
