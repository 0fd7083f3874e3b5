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

/** Pixels on the longer side: enough to read labels, little to send. */
const PICTURE = 1_024;
const SETTLED_MS = 1_500;

/** Draw above, read below what the interviewer reads. Who cannot draw writes the board in words. */
export function BoardPanel(props: {
	id: string;
	round: string;
	/** Whether a model conducts the round, which may look at the board where reading it is not sure. */
	seen: boolean;
	note: string | null;
	onNoted: () => void;
}) {
	const { id, round, seen, note, onNoted } = props;
	const board = useBoard(id);
	const hydrated = useHydrated();
	const dark = useDark();
	const tools = useRef<BoardTools | null>(null);
	const [ready, setReady] = useState(false);
	const { listen, sendPicture, uncertain } = board;
	const doubts = uncertain.map(({ element, version }) => `${element}/${version}`).join(" ");
	useEffect(() => listen((elements) => tools.current?.show(elements)), [listen]);
	useEffect(() => {
		if (!seen || doubts === "") return;
		const timer = setTimeout(async () => {
			const picture = await tools.current?.picture("png", PICTURE).catch(() => null);
			if (picture) await sendPicture(await inBase64(picture));
		}, SETTLED_MS);
		return () => clearTimeout(timer);
	}, [seen, doubts, sendPicture]);
	useEffect(() => {
		if (!note || !ready || !tools.current) return;
		tools.current.addNote(note);
		onNoted();
	}, [note, ready, onNoted]);
	return (
		<div className="flex h-full min-h-[420px] flex-col gap-2">
			<RefusalNote error={board.refusal ?? undefined} />
			<div className="board card min-h-[300px] flex-1 overflow-hidden">
				{hydrated && board.initial ? (
					<Suspense fallback={<Waiting />}>
						<Drawing
							initial={board.initial}
							round={round}
							dark={dark}
							onChange={board.change}
							fileAddress={`/interviews/${id}/board/export`}
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

/** Base64 without the head of a data address. */
function inBase64(picture: Blob): Promise<string> {
	return new Promise((resolve, reject) => {
		const reader = new FileReader();
		reader.onload = () => resolve(String(reader.result).split(",")[1] ?? "");
		reader.onerror = () => reject(reader.error);
		reader.readAsDataURL(picture);
	});
}

function Waiting() {
	return <p className="meta p-5">The board is being brought. Without it you can write it in words below.</p>;
}

/** Follows the system and the button in the bar while the board is open. */
function useDark(): boolean {
	const [dark, setDark] = useState(false);
	useEffect(() => {
		const follow = () => setDark(isDark());
		follow();
		const query = window.matchMedia("(prefers-color-scheme: dark)");
		query.addEventListener("change", follow);
		const chosen = new MutationObserver(follow);
		chosen.observe(document.documentElement, { attributeFilter: ["data-theme"] });
		return () => {
			query.removeEventListener("change", follow);
			chosen.disconnect();
		};
	}, []);
	return dark;
}

export function isDark(): boolean {
	const { theme } = document.documentElement.dataset;
	return theme ? theme === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
}
