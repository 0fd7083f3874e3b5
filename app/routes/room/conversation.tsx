import {
	ChevronDown,
	Clock,
	FileText,
	FlaskConical,
	Hourglass,
	Info,
	Lightbulb,
	Pause,
	Play,
	SkipForward,
} from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { RoomTurn } from "~/core/interview/room-view";
import { formatClock } from "~/ui/format";
import { Said } from "~/ui/said";

const ICONS = {
	phase: Info,
	time: Clock,
	hint: Lightbulb,
	card: FileText,
	focus: Hourglass,
	pass: SkipForward,
	pause: Pause,
	resume: Play,
	engine: Info,
	failed: Info,
	end: Info,
	run: FlaskConical,
} as const;

/** The talk so far. Stays at the bottom unless the reader has scrolled up. */
export function Conversation(props: {
	turns: readonly RoomTurn[];
	live: readonly string[];
	writing: boolean;
	totalMs: number | null;
	roomy: boolean;
	/** Leads to the box; left out when nothing can be said any more. */
	onCorrect?: () => void;
}) {
	const { turns, live, writing, totalMs, roomy, onCorrect } = props;
	const box = useRef<HTMLDivElement>(null);
	const [stuck, setStuck] = useState(true);
	const [unread, setUnread] = useState(0);
	const count = turns.length + live.length;
	const seen = useRef(count);

	useEffect(() => {
		const element = box.current;
		if (!element) return;
		if (stuck) {
			element.scrollTop = element.scrollHeight;
			seen.current = count;
			setUnread(0);
		} else setUnread(Math.max(0, count - seen.current));
	}, [count, stuck]);

	useEffect(() => {
		const element = box.current;
		if (!element || !stuck) return;
		// A pane that was hidden or has another size now does not scroll by itself.
		const follow = new ResizeObserver(() => {
			element.scrollTop = element.scrollHeight;
		});
		follow.observe(element);
		return () => follow.disconnect();
	}, [stuck]);

	const onScroll = () => {
		const element = box.current;
		if (element) setStuck(element.scrollHeight - element.scrollTop - element.clientHeight < 60);
	};

	return (
		<div className="relative min-h-0 flex-1">
			<div
				ref={box}
				onScroll={onScroll}
				className="flex h-full flex-col overflow-y-auto"
				// biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling log must be reachable by keyboard
				tabIndex={0}
				role="log"
				aria-live="polite"
				aria-label="Conversation"
			>
				<div className={`mt-auto grid px-1 py-6 ${roomy ? "gap-7" : "gap-5"}`}>
					{turns.map((turn) => (
						<Turn key={turn.seq} turn={turn} totalMs={totalMs} roomy={roomy} onCorrect={onCorrect} />
					))}
					{writing && (
						<article className="turn iv" aria-busy>
							<div className="who">
								<b>Interviewer</b>
								{live.length === 0 && (
									<span className="thinking" role="status">
										<i />
										<i />
										<i />
										<span className="sr-only">The interviewer is writing</span>
									</span>
								)}
							</div>
							{live.length > 0 && <p className={roomy ? "!text-[16.5px] !leading-[27px]" : ""}>{live.join(" ")}</p>}
						</article>
					)}
				</div>
			</div>
			{unread > 0 && (
				<button
					type="button"
					className="btn sm absolute bottom-2 left-1/2 -translate-x-1/2"
					onClick={() => setStuck(true)}
				>
					<ChevronDown size={14} aria-hidden />
					{unread} new
				</button>
			)}
		</div>
	);
}

function Turn(props: { turn: RoomTurn; totalMs: number | null; roomy: boolean; onCorrect?: () => void }) {
	const { turn, totalMs, roomy, onCorrect } = props;
	const time = totalMs === null ? formatClock(turn.atMs) : formatClock(Math.max(0, totalMs - turn.atMs));
	if (turn.who === "system") {
		const Icon = ICONS[turn.about ?? "engine"];
		return (
			<p className="turn sys">
				<Icon size={14} strokeWidth={1.75} className="shrink-0" aria-hidden />
				<span>{turn.text}</span>
				<time>{time}</time>
			</p>
		);
	}
	const mine = turn.who === "candidate";
	return (
		<article className={`turn ${mine ? "me" : "iv"}`}>
			<div className="who">
				<b>{mine ? "You" : "Interviewer"}</b>
				<time>{time}</time>
			</div>
			<p className={`said ${roomy ? "!text-[16.5px] !leading-[27px]" : ""}`}>
				<Said text={turn.text} unclear={turn.unclear} />
			</p>
			{turn.unclear && turn.unclear.length > 0 && onCorrect && (
				<p>
					<button type="button" className="btn sm" onClick={onCorrect}>
						Correct
					</button>
				</p>
			)}
		</article>
	);
}
