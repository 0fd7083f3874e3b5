import { STEP_MS } from "~/core/grading/replay-moves";
import { formatClock } from "~/ui/format";

/** The moment of the round that is shown, as a slider: arrow keys move it by five seconds. */
export function Scrubber(props: {
	atMs: number;
	lengthMs: number;
	onMove: (atMs: number) => void;
	className?: string;
}) {
	const { atMs, lengthMs, onMove, className = "" } = props;
	return (
		<input
			type="range"
			className={`scrubber ${className}`}
			min={0}
			max={lengthMs}
			// Arrow keys are taken below; a coarser step would keep the pointer from the moments in between.
			step={1}
			value={atMs}
			aria-label="Moment of the round"
			aria-valuetext={`${formatClock(atMs)} of ${formatClock(lengthMs)}`}
			onChange={(event) => onMove(Number(event.target.value))}
			onKeyDown={(event) => {
				const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -6, PageUp: 6 }[event.key];
				if (by === undefined) return;
				event.preventDefault();
				event.stopPropagation();
				onMove(Math.min(Math.max(0, atMs + by * STEP_MS), lengthMs));
			}}
		/>
	);
}
