import { Lock } from "lucide-react";
import { Tabs } from "radix-ui";
import { useCallback, useEffect, useState } from "react";
import type { RoomView } from "~/core/interview/room-view";
import { hasBoard } from "~/core/interview/whiteboard/board";
import { Prose } from "~/ui/prose";
import { BoardPanel } from "./board/board-panel";
import { Calculator, Prices } from "./prices";
import { StudyPanel } from "./study-panel";

/** What lies on the table: the Brief, opened cases, the price sheet, notes of one's own. */
export function SidePanel({ view }: { view: RoomView }) {
	const opened = view.cards.filter((card) => card.open).length;
	const withBoard = hasBoard(view.round);
	const [note, setNote] = useState<string | null>(null);
	const noted = useCallback(() => setNote(null), []);
	const [tab, setTab] = useState("brief");
	// Once opened it stays, so that going to the Brief and back loses neither place nor undo.
	const [boardSeen, setBoardSeen] = useState(false);
	useEffect(() => {
		if (tab === "board") setBoardSeen(true);
	}, [tab]);
	useEffect(() => {
		const last = view.cards.filter((card) => card.open).at(-1);
		if (opened > 0 && last) setTab(last.id);
	}, [opened, view.cards]);
	return (
		<Tabs.Root value={tab} onValueChange={setTab} className="flex min-h-0 min-w-0 flex-1 flex-col">
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
				{view.prices && <Tabs.Trigger value="prices">Price sheet</Tabs.Trigger>}
				{view.facts.length > 0 && (
					<Tabs.Trigger value="facts">
						Agreed facts <span className="num text-ink-3">{view.facts.length}</span>
					</Tabs.Trigger>
				)}
				{view.study && <Tabs.Trigger value="study">Feedback</Tabs.Trigger>}
				<Tabs.Trigger value="notes">My notes</Tabs.Trigger>
			</Tabs.List>
			<div className="min-h-0 flex-1 overflow-y-auto px-5 py-5">
				<Tabs.Content value="brief">
					<BriefCard view={view} />
				</Tabs.Content>
				{withBoard && (
					<Tabs.Content value="board" className="h-full" forceMount hidden={tab !== "board"}>
						{(tab === "board" || boardSeen) && (
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
				{view.prices && (
					<Tabs.Content value="prices">
						<Prices prices={view.prices} />
						<Calculator
							onNote={
								withBoard
									? (text) => {
											setNote(text);
											setTab("board");
										}
									: null
							}
						/>
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
			</div>
		</Tabs.Root>
	);
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
		<div className="max-h-[45%] shrink-0 overflow-y-auto border-b border-line py-2">
			<details open={!newest}>
				<summary className="px-1 py-1 text-sm">
					<b className="font-semibold">Brief</b> <span className="text-ink-3">{view.question.title}</span>
				</summary>
				<Prose className="px-1 pb-2 text-sm" text={view.question.brief} />
			</details>
			{open.map((card) => (
				<details key={card.id} open={card === newest}>
					<summary className="px-1 py-1 text-sm font-semibold">{card.title}</summary>
					<Prose className="px-1 pb-2 text-sm" text={card.body ?? ""} />
				</details>
			))}
			{view.prices && (
				<details>
					<summary className="px-1 py-1 text-sm font-semibold">Price sheet</summary>
					<Prices prices={view.prices} />
				</details>
			)}
			{view.study && (
				<details>
					<summary className="px-1 py-1 text-sm font-semibold">Feedback</summary>
					<StudyPanel study={view.study} />
				</details>
			)}
		</div>
	);
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
