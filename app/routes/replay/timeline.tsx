import { Check, ChevronFirst, ChevronLast, Lightbulb, Pause, Play, X, Zap } from "lucide-react";
import { memo } from "react";
import type { ReplayMoment, ReplayView } from "~/core/grading/replay";
import { clusterMarks } from "~/core/grading/replay-moves";
import { formatClock } from "~/ui/format";
import { Scrubber } from "./scrubber";
import { type Player, SPEEDS, type Speed } from "./use-player";

/** Marks are 24 pixels wide; a lane is seldom narrower than this many of them. */
const MARKS_A_LANE = 40;

/** The whole round as lanes, with the moment that is shown, and the controls that move it. */
export function Timeline({ replay, player }: { replay: ReplayView; player: Player }) {
	const { atMs, playing, speed, skip } = player;
	return (
		<section className="border-t border-line-strong bg-surface px-5 pt-2.5 pb-3 max-md:px-3" aria-label="Timeline">
			<div className="flex flex-wrap items-center gap-x-3 gap-y-2">
				<div className="flex items-center gap-1.5">
					<button
						type="button"
						className="btn ghost icon sm"
						aria-label="Previous event"
						onClick={() => player.event(-1)}
					>
						<ChevronFirst size={16} aria-hidden />
					</button>
					<button
						type="button"
						className="btn primary icon"
						aria-label={playing ? "Pause" : "Play"}
						onClick={player.toggle}
					>
						{playing ? <Pause size={16} aria-hidden /> : <Play size={16} aria-hidden />}
					</button>
					<button type="button" className="btn ghost icon sm" aria-label="Next event" onClick={() => player.event(1)}>
						<ChevronLast size={16} aria-hidden />
					</button>
				</div>
				<output className="num font-semibold">
					{formatClock(atMs)} <span className="font-normal text-ink-3">of {formatClock(replay.lengthMs)}</span>
				</output>
				<fieldset className="seg">
					<legend className="sr-only">Speed</legend>
					{SPEEDS.map((each: Speed) => (
						<label key={each}>
							<input type="radio" name="speed" checked={speed === each} onChange={() => player.setSpeed(each)} />
							{each}×
						</label>
					))}
				</fieldset>
				<label className="flex items-center gap-2 text-sm max-md:hidden">
					<input type="checkbox" checked={skip} onChange={(event) => player.setSkip(event.target.checked)} />
					Skip silences over 10 s
				</label>
				<span className="meta ml-auto flex items-center gap-1.5 !text-xs max-lg:hidden">
					<kbd>Space</kbd> play <kbd>←</kbd> <kbd>→</kbd> 5 s <kbd>[</kbd> <kbd>]</kbd> event
				</span>
			</div>
			<div className="relative mt-2">
				<Lanes replay={replay} goTo={player.goTo} />
				<div className="lane-cursor" aria-hidden>
					<i style={{ left: `${(atMs / replay.lengthMs) * 100}%` }} />
				</div>
			</div>
			<div className="lane mt-1">
				<span />
				<Scrubber atMs={atMs} lengthMs={replay.lengthMs} onMove={player.goTo} />
			</div>
		</section>
	);
}

/** Drawn once: only the cursor moves over it. */
const Lanes = memo(function Lanes({ replay, goTo }: { replay: ReplayView; goTo: (atMs: number) => void }) {
	const { lengthMs, phases, moments } = replay;
	const of = (...kinds: ReplayMoment["kind"][]) => moments.filter(({ kind }) => kinds.includes(kind));
	const place = (atMs: number) => `${(atMs / lengthMs) * 100}%`;
	const spans = [
		{ title: "You", items: of("answer"), tone: "var(--accent)" },
		{ title: "Interviewer", items: of("question"), tone: "var(--ink-3)" },
		...(replay.code ? [{ title: "Edits", items: of("edit"), tone: "var(--accent-line)" }] : []),
		...(replay.board ? [{ title: "Board", items: of("board"), tone: "var(--accent-line)" }] : []),
	];
	const marks = [
		...(replay.code ? [{ title: "Runs", items: of("run") }] : []),
		{ title: "Hints, turns", items: of("hint", "turn") },
	];
	return (
		<>
			<div className="lane">
				<span />
				<div className="relative h-5 overflow-hidden text-xs text-ink-3">
					{phases.map((phase) => (
						<span
							key={phase.fromMs}
							className="absolute truncate border-l border-line-strong pl-1.5 max-md:text-transparent"
							style={{ left: place(phase.fromMs), width: place(phase.toMs - phase.fromMs) }}
						>
							{phase.title}
						</span>
					))}
				</div>
			</div>
			{spans.map(({ title, items, tone }) => (
				<div key={title} className="lane">
					<span className="truncate text-xs text-ink-3">{title}</span>
					<div className="relative h-5">
						{items.map((item) => (
							<i
								key={item.seq}
								className="lane-span"
								title={`${formatClock(item.fromMs)} ${item.title}, ${item.detail}`}
								style={{ left: place(item.fromMs), width: place(item.toMs - item.fromMs), background: tone }}
							/>
						))}
					</div>
				</div>
			))}
			{marks.map(({ title, items }) => (
				<div key={title} className="lane">
					<span className="truncate text-xs text-ink-3">{title}</span>
					<div className="relative h-6">
						{clusterMarks(items, lengthMs / MARKS_A_LANE).map((cluster) => (
							<Mark key={cluster[0]?.seq} cluster={cluster} left={place(cluster[0]?.fromMs ?? 0)} goTo={goTo} />
						))}
					</div>
				</div>
			))}
		</>
	);
});

function Mark(props: { cluster: readonly ReplayMoment[]; left: string; goTo: (atMs: number) => void }) {
	const { cluster, left, goTo } = props;
	const last = cluster.at(-1);
	if (!last) return null;
	const { icon: Icon, tone } = looks(last);
	const names = cluster.map(({ fromMs, title, detail }) => `${formatClock(fromMs)} ${title}, ${detail}`).join("; ");
	return (
		<button
			type="button"
			className={`lane-mark ${tone}`}
			style={{ left }}
			aria-label={names}
			title={names}
			onClick={() => goTo(last.fromMs)}
		>
			{cluster.length > 1 ? <b className="num text-xs">{cluster.length}</b> : <Icon size={12} aria-hidden />}
		</button>
	);
}

function looks({ kind, passed }: ReplayMoment): { icon: typeof Check; tone: string } {
	if (kind === "run") {
		return passed ? { icon: Check, tone: "bg-pos-soft text-pos" } : { icon: X, tone: "bg-neg-soft text-neg" };
	}
	return kind === "hint"
		? { icon: Lightbulb, tone: "bg-warn-soft text-warn" }
		: { icon: Zap, tone: "bg-accent-soft text-accent" };
}
