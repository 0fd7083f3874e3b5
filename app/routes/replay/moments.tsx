import { Flag, FlaskConical, Lightbulb, MessageSquare, Pencil, PenTool } from "lucide-react";
import { memo, useEffect, useRef } from "react";
import type { MomentKind, ReplayMoment } from "~/core/grading/replay";
import { formatClock } from "~/ui/format";

const ICONS: Record<MomentKind, typeof Flag> = {
	answer: MessageSquare,
	question: MessageSquare,
	edit: Pencil,
	board: PenTool,
	run: FlaskConical,
	hint: Lightbulb,
	turn: Flag,
};

/** Everything that happened, as a list to step through. */
export const Moments = memo(function Moments(props: {
	moments: readonly ReplayMoment[];
	/** Place of the one that is shown; -1 before the first. */
	current: number;
	follow: boolean;
	goTo: (atMs: number) => void;
}) {
	const { moments, current, follow, goTo } = props;
	const list = useRef<HTMLOListElement>(null);
	useEffect(() => {
		const item = list.current?.children[current] as HTMLElement | undefined;
		if (follow && list.current && item) list.current.scrollTop = item.offsetTop - list.current.clientHeight / 3;
	}, [current, follow]);
	return (
		<ol ref={list} className="relative min-h-0 flex-1 overflow-y-auto p-2 text-sm">
			{moments.map((moment, place) => {
				const Icon = ICONS[moment.kind];
				return (
					<li key={`${moment.seq}-${moment.kind}`}>
						<button
							type="button"
							className={`grid w-full grid-cols-[18px_44px_minmax(0,1fr)] items-start gap-1.5 rounded-md px-2 py-1.5 text-left hover:bg-hover ${place === current ? "bg-accent-soft" : ""}`}
							aria-current={place === current ? "true" : undefined}
							onClick={() => goTo(moment.fromMs)}
						>
							<Icon size={14} strokeWidth={1.75} className="mt-[3px] text-ink-3" aria-hidden />
							<span className="num text-ink-3">{formatClock(moment.fromMs)}</span>
							<span className="min-w-0 break-words">
								<b className="font-semibold">{moment.title}</b> <span className="text-ink-2">{moment.detail}</span>
							</span>
						</button>
					</li>
				);
			})}
		</ol>
	);
});
