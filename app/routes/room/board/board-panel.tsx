import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { RefusalNote } from "~/ui/refusal";
import { useHydrated } from "~/ui/use-hydrated";
import type { BoardTools } from "./excalidraw.client";
import { keepFontsHere } from "./own-fonts";
import { SeenDrawer } from "./seen-drawer";
import { useBoard } from "./use-board";

const Drawing = lazy(async () => {
	keepFontsHere();
	return import("./excalidraw.client");
});

/** Draw above, read below what the interviewer reads. Who cannot draw writes the board in words. */
export function BoardPanel({ id, note, onNoted }: { id: string; note: string | null; onNoted: () => void }) {
	const board = useBoard(id);
	const hydrated = useHydrated();
	const tools = useRef<BoardTools | null>(null);
	const [ready, setReady] = useState(false);
	const { listen } = board;
	useEffect(() => listen((elements) => tools.current?.show(elements)), [listen]);
	useEffect(() => {
		if (!note || !ready || !tools.current) return;
		tools.current.addNote(note);
		onNoted();
	}, [note, ready, onNoted]);
	return (
		<div className="flex h-full min-h-[420px] flex-col gap-3">
			<RefusalNote error={board.refusal ?? undefined} />
			<div className="board card min-h-[300px] flex-1 overflow-hidden">
				{hydrated && board.initial ? (
					<Suspense fallback={<Waiting />}>
						<Drawing
							initial={board.initial}
							dark={isDark()}
							onChange={board.change}
							onReady={(given) => {
								tools.current = given;
								setReady(true);
							}}
						/>
					</Suspense>
				) : (
					<Waiting />
				)}
			</div>
			<SeenDrawer board={board} id={id} tools={tools} />
		</div>
	);
}

function Waiting() {
	return <p className="meta p-5">The board is being brought. Without it you can write it in words below.</p>;
}

export function isDark(): boolean {
	const { theme } = document.documentElement.dataset;
	return theme ? theme === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
}
