import { Form, Link } from "@remix-run/react";
import { ArrowLeft, CircleCheck, Command } from "lucide-react";
import { type RefObject, useRef } from "react";
import type { RoomView } from "~/core/interview/room-view";
import { formatClock, LEVEL_TITLES, MODE_TITLES } from "~/ui/format";
import { ThemeToggle } from "~/ui/theme-toggle";

/** Title, clock and the way out; below it the phases, as wide as their minutes. */
export function RoomBar(props: {
	view: RoomView;
	leftMs: number | null;
	elapsedMs: number;
	saved: boolean;
	ending: boolean;
	endDialog: RefObject<HTMLDialogElement>;
	onEnd: () => void;
	onActions: () => void;
}) {
	const { view, leftMs, elapsedMs, saved, ending, endDialog, onEnd, onActions } = props;
	const total = view.clock.totalMs;
	return (
		<>
			<header className="roombar">
				<div className="flex min-w-0 items-center gap-2.5">
					<Link className="btn ghost icon sm" to="/" aria-label="Leave (your session is saved)">
						<ArrowLeft size={16} strokeWidth={1.75} aria-hidden />
					</Link>
					<h1 className="truncate text-base">
						{view.question.title}
						<span className="font-normal text-ink-3 max-lg:hidden"> · {view.roundTitle}</span>
					</h1>
					<span className="tag line max-lg:hidden">{LEVEL_TITLES[view.level]}</span>
					<span className="tag line max-lg:hidden">{MODE_TITLES[view.mode]}</span>
				</div>
				<div role="timer" aria-label={leftMs === null ? "Time used" : "Time left"}>
					<span className="clock" suppressHydrationWarning>
						{formatClock(leftMs ?? elapsedMs)}
						<small>{total === null ? "elapsed, untimed" : `left of ${Math.round(total / 60_000)}`}</small>
					</span>
				</div>
				<div className="flex items-center justify-end gap-1">
					{saved && (
						<span className="meta mr-2 flex items-center gap-1.5 max-xl:hidden">
							<CircleCheck size={16} strokeWidth={1.75} aria-hidden />
							Saved
						</span>
					)}
					<button type="button" className="btn ghost sm max-lg:hidden" onClick={onActions}>
						<Command size={14} strokeWidth={1.75} aria-hidden />
						Actions <kbd>Ctrl K</kbd>
					</button>
					<span className="max-md:hidden">
						<ThemeToggle />
					</span>
					<Form
						method="post"
						onSubmit={(event) => {
							event.preventDefault();
							endDialog.current?.showModal();
						}}
					>
						<button
							type="submit"
							name="intent"
							value="end"
							className="btn sm !gap-0 whitespace-pre"
							disabled={ending || view.turn === "over"}
						>
							End<span className="max-md:hidden"> round</span>
						</button>
					</Form>
				</div>
			</header>
			<nav aria-label="Phases">
				<ol className="phases">
					{view.phases.map((phase) => (
						<li
							key={phase.id}
							className={`phase ${phase.state}`}
							style={{ flex: `${Math.max(1, phase.minutes)} 1 0` }}
							aria-current={phase.state === "now" ? "step" : undefined}
						>
							<span className="truncate">{phase.title}</span>
							<b>{phase.minutes}</b>
							{phase.state === "now" && <span className="fill" style={{ width: `calc(${phase.fill * 100}% - 4px)` }} />}
						</li>
					))}
				</ol>
			</nav>
			<EndDialog dialog={endDialog} leftMs={leftMs} onEnd={onEnd} />
		</>
	);
}

function EndDialog(props: { dialog: RefObject<HTMLDialogElement>; leftMs: number | null; onEnd: () => void }) {
	const { dialog, leftMs, onEnd } = props;
	const keep = useRef<HTMLButtonElement>(null);
	return (
		<dialog ref={dialog} aria-labelledby="end-title">
			<div className="p-5">
				<h2 id="end-title" className="text-lg">
					{leftMs === null ? "End the round?" : `End the round with ${formatClock(leftMs)} left?`}
				</h2>
				<p className="mt-2 text-ink-2">
					Criteria you had no chance to show will read “not assessed”, which is neither good nor bad. What is in the box
					is sent first.
				</p>
				<div className="mt-4 flex justify-end gap-2">
					<button ref={keep} type="button" className="btn primary" onClick={() => dialog.current?.close()}>
						Go on
					</button>
					<button
						type="button"
						className="btn danger"
						onClick={() => {
							dialog.current?.close();
							onEnd();
						}}
					>
						End round
					</button>
				</div>
			</div>
		</dialog>
	);
}
