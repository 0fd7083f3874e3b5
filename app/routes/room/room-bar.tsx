import { Link } from "@remix-run/react";
import { ArrowLeft, CircleCheck, Command } from "lucide-react";
import type { RefObject } from "react";
import type { RoomView } from "~/core/interview/room-view";
import { formatClock, LEVEL_TITLES, MODE_TITLES } from "~/ui/format";
import { ThemeToggle } from "~/ui/theme-toggle";
import { ANSWER_FORM } from "./composer";

/** Title, clock and the way out; below it the phases, as wide as their minutes. */
export function RoomBar(props: {
	view: RoomView;
	leftMs: number | null;
	elapsedMs: number;
	saved: boolean;
	ending: boolean;
	asksEnd: boolean;
	endDialog: RefObject<HTMLDialogElement>;
	onEnd: () => void;
	onActions: () => void;
}) {
	const { view, leftMs, elapsedMs, saved, ending, asksEnd, endDialog, onEnd, onActions } = props;
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
					<button
						type="submit"
						form={ANSWER_FORM}
						name="intent"
						value="end"
						className="btn sm !gap-0 whitespace-pre"
						disabled={ending || view.turn === "over"}
						onClick={(event) => {
							event.preventDefault();
							if (!endDialog.current?.open) endDialog.current?.showModal();
						}}
					>
						End<span className="max-md:hidden"> round</span>
					</button>
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
			<EndDialog id={view.id} dialog={endDialog} asked={asksEnd} leftMs={leftMs} onEnd={onEnd} />
		</>
	);
}

/** Opened by the script over the page, or drawn open by the server when there is none. */
function EndDialog(props: {
	id: string;
	dialog: RefObject<HTMLDialogElement>;
	asked: boolean;
	leftMs: number | null;
	onEnd: () => void;
}) {
	const { id, dialog, asked, leftMs, onEnd } = props;
	return (
		<dialog
			ref={dialog}
			open={asked || undefined}
			className={asked ? "fixed top-24 z-20" : undefined}
			aria-labelledby="end-title"
		>
			<div className="p-5">
				<h2 id="end-title" className="text-lg" suppressHydrationWarning>
					{leftMs === null ? "End the round?" : `End the round with ${formatClock(leftMs)} left?`}
				</h2>
				<p className="mt-2 text-ink-2">
					Criteria you had no chance to show will read “not assessed”, which is neither good nor bad. What is in the box
					is sent first.
				</p>
				<div className="mt-4 flex justify-end gap-2">
					<Link
						className="btn primary"
						role="button"
						to={`/interviews/${id}`}
						onClick={(event) => {
							event.preventDefault();
							dialog.current?.close();
						}}
					>
						Go on
					</Link>
					<button
						type="submit"
						form={ANSWER_FORM}
						name="intent"
						value="end-now"
						className="btn danger"
						onClick={(event) => {
							event.preventDefault();
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
