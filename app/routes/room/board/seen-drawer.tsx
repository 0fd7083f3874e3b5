import { Check, X } from "lucide-react";
import { type RefObject, useEffect, useState } from "react";
import type { UncertainReading } from "~/core/interview/whiteboard/readings";
import type { BoardTools } from "./excalidraw.client";
import { saveBoard } from "./save-board";
import type { Board } from "./use-board";

/** What is read off the board, what is not sure, the board in words, and the board as a file. */
export function SeenDrawer({ board, id, tools }: { board: Board; id: string; tools: RefObject<BoardTools | null> }) {
	const unsure = board.uncertain.length;
	const [open, setOpen] = useKeptOpen("drawer:seen");
	return (
		<details
			className="card max-h-[32%] shrink-0 overflow-y-auto px-4 py-2.5"
			open={open}
			onToggle={(event) => setOpen(event.currentTarget.open)}
		>
			<summary className="flex items-center gap-3">
				<span className="font-semibold">What the interviewer sees</span>
				{unsure > 0 && <span className="tag warn">{unsure === 1 ? "1 not sure" : `${unsure} not sure`}</span>}
				<span className="meta ml-auto" role="status">
					{board.saved ? "Saved" : "Saving"}
				</span>
			</summary>
			<div className="mt-3 grid gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,260px)]">
				<pre
					// biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
					tabIndex={0}
					className="well max-h-48 overflow-auto p-3 text-xs whitespace-pre-wrap"
				>
					{board.outline || "The board is empty. The interviewer sees exactly what is here: nothing so far."}
				</pre>
				<Readings readings={board.uncertain} onJudge={board.judge} onPoint={(ids) => tools.current?.point(ids)} />
			</div>
			<Words board={board} />
			<Files id={id} tools={tools} />
		</details>
	);
}

/** Whether it was left open, kept in this browser. */
function useKeptOpen(key: string): [boolean, (open: boolean) => void] {
	const [open, setOpen] = useState(false);
	useEffect(() => {
		try {
			setOpen(localStorage.getItem(key) === "open");
		} catch {
			// It then starts closed.
		}
	}, [key]);
	const keep = (next: boolean) => {
		setOpen(next);
		try {
			localStorage.setItem(key, next ? "open" : "closed");
		} catch {
			// See above.
		}
	};
	return [open, keep];
}

function Readings(props: {
	readings: readonly UncertainReading[];
	onJudge: Board["judge"];
	onPoint: (ids: string[]) => void;
}) {
	const { readings, onJudge, onPoint } = props;
	if (readings.length === 0) return <p className="meta">No reading is in doubt.</p>;
	return (
		<section aria-label="Readings that are not sure">
			<p className="meta">Readings that are not sure. Is this what you mean?</p>
			<ul className="mt-2 grid gap-2 text-sm">
				{readings.map((reading) => (
					<li key={reading.element} className="flex items-start gap-2">
						<button
							type="button"
							className="min-w-0 flex-1 text-left break-words hover:underline"
							onClick={() => onPoint([reading.element])}
						>
							{reading.sentence}
						</button>
						<button
							type="button"
							className="btn sm icon"
							aria-label={`Right: ${reading.sentence}`}
							onClick={() => void onJudge(reading, true)}
						>
							<Check size={14} aria-hidden />
						</button>
						<button
							type="button"
							className="btn sm icon"
							aria-label={`Wrong: ${reading.sentence}`}
							onClick={() => void onJudge(reading, false)}
						>
							<X size={14} aria-hidden />
						</button>
					</li>
				))}
			</ul>
		</section>
	);
}

function Words({ board }: { board: Board }) {
	const [words, setWords] = useState<string | null>(null);
	return (
		<>
			<label className="mt-3 block">
				<span className="meta">
					You do not have to draw. Write a connection a line, as in “User -&gt; Gateway: question”, or put a wrong
					reading right.
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
		</>
	);
}

/** Larger files are not read: a board of 3,000 elements has about 3 MB. */
const MOST_BYTES = 5_000_000;

function Files({ id, tools }: { id: string; tools: RefObject<BoardTools | null> }) {
	const [problem, setProblem] = useState<string | null>(null);
	const save = async (kind: "png" | "svg") => setProblem(await saveBoard({ kind, tools: tools.current }));
	async function open(file: File | undefined) {
		if (!file) return;
		if (file.size > MOST_BYTES) return setProblem("The file is larger than 5 MB. Nothing was changed.");
		try {
			tools.current?.open(await file.text());
			setProblem(null);
		} catch (error) {
			setProblem(`${error instanceof Error ? error.message : "The file could not be read."} Nothing was changed.`);
		}
	}
	return (
		<>
			<p className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2 text-sm">
				<span className="meta">The board as</span>
				<a className="link" href={`/interviews/${id}/board/export`} download>
					.excalidraw
				</a>
				<button type="button" className="link" onClick={() => void save("png")}>
					PNG
				</button>
				<button type="button" className="link" onClick={() => void save("svg")}>
					SVG
				</button>
				<label className="ml-auto">
					<span className="meta">Add a .excalidraw file</span>{" "}
					<input
						type="file"
						className="max-w-[220px] text-xs"
						accept=".excalidraw,application/json"
						onChange={(event) => void open(event.target.files?.[0])}
					/>
				</label>
			</p>
			{problem && (
				<p className="meta mt-2 text-neg" role="alert">
					{problem}
				</p>
			)}
		</>
	);
}
