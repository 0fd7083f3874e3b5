import { ChevronRight, Lock } from "lucide-react";
import { Tabs } from "radix-ui";
import { useCallback, useEffect, useRef, useState } from "react";
import type { RoomView } from "~/core/interview/room-view";
import { hasBoard } from "~/core/interview/whiteboard/board";
import { PanelEdge, sizeStyle, usePanelSize } from "~/ui/panel-edge";
import { Prose } from "~/ui/prose";
import { BoardPanel } from "./board/board-panel";
import { Calculator, Prices } from "./prices";
import { StudyPanel } from "./study-panel";

const SIDE_TABS = ["prices", "facts", "study", "notes"];

/**
 * What lies on the table: the Brief, the board and opened cases; beside them, where there is room, the price sheet, agreed
 * facts and notes of one's own. In less room all of it shares one row of tabs.
 */
export function SidePanel(props: { view: RoomView; tab: string; onTab: (tab: string) => void }) {
	const { view, tab, onTab } = props;
	const opened = view.cards.filter((card) => card.open).length;
	const withBoard = hasBoard(view.round);
	const wide = useWide();
	const room = useRef<HTMLDivElement>(null);
	const sideSize = usePanelSize(`${view.round}:side`);
	const [note, setNote] = useState<string | null>(null);
	const noted = useCallback(() => setNote(null), []);
	const [side, setSide] = useState(view.prices ? "prices" : "notes");
	// Once opened it stays, so that going to the Brief and back loses neither place nor undo.
	const [boardSeen, setBoardSeen] = useState(false);
	const shown = wide && SIDE_TABS.includes(tab) ? "brief" : tab;
	useEffect(() => {
		if (tab === "board") setBoardSeen(true);
	}, [tab]);
	useEffect(() => {
		const last = view.cards.filter((card) => card.open).at(-1);
		if (opened > 0 && last) onTab(last.id);
	}, [opened, view.cards, onTab]);
	const toBoard = withBoard
		? (text: string) => {
				setNote(text);
				onTab("board");
			}
		: null;
	return (
		<div
			ref={room}
			style={sizeStyle("--side", sideSize)}
			className={`grid min-h-0 min-w-0 flex-1 grid-rows-[minmax(0,1fr)] [--side:272px] ${wide ? "grid-cols-[minmax(0,1fr)_auto_clamp(240px,var(--side),calc(100%-420px))]" : "grid-cols-[minmax(0,1fr)]"}`}
		>
			<Tabs.Root value={shown} onValueChange={onTab} className="flex min-h-0 min-w-0 flex-col">
				<Tabs.List
					className="tabs shrink-0 overflow-x-auto border-b border-line bg-surface px-3"
					aria-label="On the table"
				>
					<Tabs.Trigger value="brief">Brief</Tabs.Trigger>
					{withBoard && <Tabs.Trigger value="board">Board</Tabs.Trigger>}
					{view.cards.map((card, index) => (
						<Tabs.Trigger key={card.id} value={card.id} disabled={!card.open}>
							{!card.open && <Lock size={13} aria-label="not open yet" />}
							Case {String.fromCharCode(65 + index)}
						</Tabs.Trigger>
					))}
					{!wide && <SideTriggers view={view} />}
				</Tabs.List>
				<div className={`min-h-0 flex-1 overflow-y-auto ${shown === "board" ? "p-2" : "px-5 py-5"}`}>
					<Tabs.Content value="brief">
						<BriefCard view={view} />
					</Tabs.Content>
					{withBoard && (
						<Tabs.Content value="board" className="h-full" forceMount hidden={shown !== "board"}>
							{(shown === "board" || boardSeen) && (
								<BoardPanel
									id={view.id}
									round={view.round}
									seen={view.engine.kind === "model"}
									note={note}
									onNoted={noted}
								/>
							)}
						</Tabs.Content>
					)}
					{view.cards.map((card) => (
						<Tabs.Content key={card.id} value={card.id}>
							{card.open && (
								<div className="card max-w-[880px] p-5">
									<h2 className="text-lg">{card.title}</h2>
									<Prose className="mt-3" text={card.body ?? ""} />
								</div>
							)}
						</Tabs.Content>
					))}
					{!wide && <SideContents view={view} onNote={toBoard} />}
				</div>
			</Tabs.Root>
			{wide && (
				<>
					<PanelEdge
						label="Width of the side panel"
						panel="side-panel"
						parent={room}
						grows="ArrowLeft"
						min={240}
						rest={420}
						panelSize={sideSize}
					/>
					<aside id="side-panel" className="flex min-h-0 min-w-0 flex-col" aria-label="Side panel">
						<Tabs.Root value={side} onValueChange={setSide} className="flex min-h-0 min-w-0 flex-1 flex-col">
							<Tabs.List
								className="tabs shrink-0 overflow-x-auto border-b border-line bg-surface px-2 whitespace-nowrap"
								aria-label="Side panel"
							>
								<SideTriggers view={view} />
							</Tabs.List>
							<div className="min-h-0 flex-1 overflow-y-auto px-3 py-4">
								<SideContents view={view} onNote={toBoard} />
							</div>
						</Tabs.Root>
					</aside>
				</>
			)}
		</div>
	);
}

function SideTriggers({ view }: { view: RoomView }) {
	return (
		<>
			{view.prices && <Tabs.Trigger value="prices">Prices</Tabs.Trigger>}
			{view.facts.length > 0 && (
				<Tabs.Trigger value="facts">
					Agreed facts <span className="num text-ink-3">{view.facts.length}</span>
				</Tabs.Trigger>
			)}
			{view.study && <Tabs.Trigger value="study">Feedback</Tabs.Trigger>}
			<Tabs.Trigger value="notes">Notes</Tabs.Trigger>
		</>
	);
}

function SideContents({ view, onNote }: { view: RoomView; onNote: ((text: string) => void) | null }) {
	return (
		<>
			{view.prices && (
				<Tabs.Content value="prices">
					<Prices prices={view.prices} />
					<Calculator onNote={onNote} />
				</Tabs.Content>
			)}
			{view.facts.length > 0 && (
				<Tabs.Content value="facts">
					<section className="card max-w-[720px] p-5" aria-label="Agreed facts">
						<p className="meta">What you were told when you asked.</p>
						<ul className="mt-3 grid gap-2">
							{view.facts.map((fact) => (
								<li key={fact}>{fact}</li>
							))}
						</ul>
					</section>
				</Tabs.Content>
			)}
			{view.study && (
				<Tabs.Content value="study">
					<StudyPanel study={view.study} />
				</Tabs.Content>
			)}
			<Tabs.Content value="notes">
				<Notes id={view.id} />
			</Tabs.Content>
		</>
	);
}

/** Whether a third column fits; false on the server. */
function useWide(): boolean {
	const [wide, setWide] = useState(false);
	useEffect(() => {
		const query = window.matchMedia("(width >= 1280px)");
		const follow = () => setWide(query.matches);
		follow();
		query.addEventListener("change", follow);
		return () => query.removeEventListener("change", follow);
	}, []);
	return wide;
}

export function BriefCard({ view }: { view: RoomView }) {
	return (
		<section className="card max-w-[880px] p-5" aria-label="Brief">
			<p className="eyebrow">
				Brief{view.question.of > 1 && `, question ${view.question.number} of ${view.question.of}`}
			</p>
			<h2 className="mt-1 text-lg">{view.question.title}</h2>
			<Prose className="mt-2 text-read" text={view.question.brief} />
		</section>
	);
}

/** In the coding round the task lies over the talk: the Brief, then each stage as it opens. */
export function TaskCards({ view }: { view: RoomView }) {
	const open = view.cards.filter((card) => card.open);
	const newest = open.at(-1);
	return (
		<div className="max-h-[34%] shrink-0 overflow-y-auto border-b border-line py-2">
			<details open={!newest}>
				<summary className="px-1 py-1 text-sm">
					<Chevron />
					<b className="font-semibold">Brief</b> <span className="text-ink-3">{view.question.title}</span>
				</summary>
				<Prose className="px-1 pb-2 text-sm" text={view.question.brief} />
			</details>
			{open.map((card) => (
				<details key={card.id} open={card === newest}>
					<summary className="px-1 py-1 text-sm font-semibold">
						<Chevron />
						{card.title}
					</summary>
					<Prose className="px-1 pb-2 text-sm" text={card.body ?? ""} />
				</details>
			))}
			{view.prices && (
				<details>
					<summary className="px-1 py-1 text-sm font-semibold">
						<Chevron />
						Price sheet
					</summary>
					<Prices prices={view.prices} />
				</details>
			)}
			{view.study && (
				<details>
					<summary className="px-1 py-1 text-sm font-semibold">
						<Chevron />
						Feedback
					</summary>
					<StudyPanel study={view.study} />
				</details>
			)}
		</div>
	);
}

function Chevron() {
	return <ChevronRight size={14} className="chevron mr-1.5 inline text-ink-3" aria-hidden />;
}

function Notes({ id }: { id: string }) {
	const key = `notes:${id}`;
	const [text, setText] = useState("");
	useEffect(() => {
		try {
			setText(localStorage.getItem(key) ?? "");
		} catch {
			// Notes then last as long as the page.
		}
	}, [key]);
	return (
		<label className="block max-w-[720px]">
			<span className="meta">Only in this browser. Nobody else reads these, and they are not graded.</span>
			<textarea
				className="input mt-2"
				rows={14}
				value={text}
				onChange={(event) => {
					setText(event.target.value);
					try {
						localStorage.setItem(key, event.target.value);
					} catch {
						// See above.
					}
				}}
			/>
		</label>
	);
}
