import { memo, useEffect, useMemo, useRef, useState } from "react";
import type { ReplayMoment, ReplayView } from "~/core/grading/replay";
import { changedLines, codeReader, stepsUntil } from "~/core/interview/code/code-replay";
import { OWN_TESTS, SOLUTION } from "~/core/interview/code/run";
import { formatClock } from "~/ui/format";
import type { Piece } from "./highlight.client";

/** More is not coloured: it would be slow to read and slow to draw. */
const MOST_COLOURED = 60_000;

/** A file as it was at the moment, with what has changed since the last run. */
export function CodeAt(props: {
	code: NonNullable<ReplayView["code"]>;
	runs: readonly ReplayMoment[];
	atMs: number;
	/** The line a reference of the report led here for. */
	wanted: { file: string; line: number } | null;
}) {
	const { code, runs, atMs, wanted } = props;
	const [file, setFile] = useState(wanted?.file === OWN_TESTS ? OWN_TESTS : SOLUTION);
	const read = useMemo(() => codeReader(code), [code]);
	const count = stepsUntil(code.steps, atMs);
	const run = runs.findLast((entry) => entry.fromMs <= atMs);
	// At the very moment of a run the changes are those that led to it.
	const since = runs.findLast((entry) => entry.fromMs < (run && run.fromMs === atMs ? run.fromMs : atMs));
	const text = read(count)[file] ?? "";
	const before = read(since ? stepsUntil(code.steps, since.fromMs) : 0)[file] ?? "";
	const change = useMemo(() => changedLines(before, text), [before, text]);
	return (
		<section className="flex min-h-0 min-w-0 flex-1 flex-col bg-surface" aria-label="Code">
			<div className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-3 border-b border-line px-3">
				<div className="tabs">
					{[SOLUTION, OWN_TESTS].map((name) => (
						<button
							key={name}
							type="button"
							aria-pressed={file === name}
							data-state={file === name ? "active" : "inactive"}
							onClick={() => setFile(name)}
						>
							<span className="font-mono text-[13px]">{name}</span>
						</button>
					))}
				</div>
				<span className="num text-sm text-ink-2">at {formatClock(atMs)}</span>
				{change && (
					<span className="tag">
						<span className="text-pos">+{change.added}</span> <span className="text-neg">−{change.removed}</span> since{" "}
						{since ? since.title.toLowerCase() : "the start"}
					</span>
				)}
			</div>
			<Lines
				text={text}
				from={change?.from ?? 0}
				to={change?.to ?? 0}
				wanted={wanted?.file === file ? wanted.line : 0}
			/>
		</section>
	);
}

const Lines = memo(function Lines(props: { text: string; from: number; to: number; wanted: number }) {
	const { text, from, to, wanted } = props;
	const colour = useColours();
	const box = useRef<HTMLElement>(null);
	const lines = useMemo((): Piece[][] => {
		if (colour && text.length <= MOST_COLOURED) return colour(text);
		return text.split("\n").map((line) => [{ text: line, tone: "" }]);
	}, [colour, text]);
	const shown = wanted > 0 && wanted <= lines.length ? wanted : from;
	useEffect(() => {
		const line = box.current?.querySelector<HTMLElement>(`[data-line="${shown}"]`);
		const view = box.current;
		if (!line || !view) return;
		const [top, bottom] = [line.offsetTop, line.offsetTop + line.offsetHeight];
		if (top < view.scrollTop || bottom > view.scrollTop + view.clientHeight)
			view.scrollTop = Math.max(0, top - view.clientHeight / 3);
	}, [shown]);
	if (text === "") return <p className="meta p-4">This file is still empty.</p>;
	return (
		<section
			ref={box}
			className="replay-code relative min-h-0 flex-1 overflow-auto py-2 font-mono text-[13px] leading-5"
			// biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
			tabIndex={0}
			aria-label="File"
		>
			{lines.map((pieces, index) => {
				const line = index + 1;
				const tone = line === wanted ? "wanted" : line >= from && line <= to ? "fresh" : "";
				return (
					<div key={line} data-line={line} className={`replay-line ${tone}`}>
						<span className="num text-ink-3 select-none">{line}</span>
						<code className="whitespace-pre">
							{pieces.map((piece, place) => (
								<span key={place} className={piece.tone}>
									{piece.text}
								</span>
							))}
							{"\n"}
						</code>
					</div>
				);
			})}
		</section>
	);
});

/** Colours come when the page is there; until then the text is plain. */
function useColours(): ((text: string) => Piece[][]) | null {
	const [colour, setColour] = useState<((text: string) => Piece[][]) | null>(null);
	useEffect(() => {
		void import("./highlight.client").then(({ colourLines }) => setColour(() => colourLines));
	}, []);
	return colour;
}
