import { memo, useEffect, useRef } from "react";
import type { ReplayView } from "~/core/grading/replay";
import type { ReportTurn } from "~/core/grading/report-view";
import { formatClock } from "~/ui/format";

/** The talk up to and beyond the moment: what is being said is lit, what is to come stays readable. */
export function Talk(props: {
	replay: ReplayView;
	candidate: string;
	/** Place of the turn that is lit in `replay.turns`; -1 before the first. */
	current: number;
	follow: boolean;
	goTo: (atMs: number) => void;
}) {
	const { replay, candidate, current, follow, goTo } = props;
	const box = useRef<HTMLElement>(null);
	useEffect(() => {
		if (!follow) return;
		const list = box.current;
		const turn = list?.children[current] as HTMLElement | undefined;
		// Only the list scrolls, never the page.
		if (list) list.scrollTop = turn ? turn.offsetTop - list.clientHeight / 3 : 0;
	}, [current, follow]);
	return (
		<section
			ref={box}
			className="relative grid min-h-0 flex-1 content-start gap-1 overflow-y-auto p-2"
			// biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
			tabIndex={0}
			aria-label="Talk"
		>
			{replay.turns.map((turn, place) => (
				<Turn
					key={turn.seq}
					turn={turn}
					candidate={candidate}
					state={place === current ? "now" : place < current ? "past" : "next"}
					evidence={replay.evidence[turn.seq]}
					report={`/interviews/${replay.interviewId}/report`}
					goTo={goTo}
				/>
			))}
		</section>
	);
}

const Turn = memo(function Turn(props: {
	turn: ReportTurn;
	candidate: string;
	state: "past" | "now" | "next";
	evidence: ReplayView["evidence"][number] | undefined;
	report: string;
	goTo: (atMs: number) => void;
}) {
	const { turn, candidate, state, evidence = [], report, goTo } = props;
	const time = (
		<button
			type="button"
			className="num rounded-xs hover:underline"
			aria-label={`Go to ${formatClock(turn.atMs)}`}
			onClick={() => goTo(turn.atMs)}
		>
			{formatClock(turn.atMs)}
		</button>
	);
	const lit = state === "now" ? "bg-accent-soft" : "";
	const tags = evidence.map(({ criterion, title, score }) => (
		<a
			key={criterion}
			className={`tag ${score === null ? "" : score >= 3 ? "pos" : score === 2 ? "warn" : "neg"}`}
			href={`${report}#c-${criterion}`}
		>
			Evidence for {title}
			{score !== null && `, ${score}`}
		</a>
	));
	if (turn.who === "system") {
		return (
			<div className={`rounded-md px-2 py-1.5 ${lit}`} aria-current={state === "now" ? "true" : undefined}>
				<p className="turn sys">
					<span className="min-w-0 break-words">{turn.text}</span> {time}
				</p>
				{tags.length > 0 && <p className="mt-1.5 flex flex-wrap gap-1.5">{tags}</p>}
			</div>
		);
	}
	return (
		<article
			className={`rounded-md px-2 py-2 ${lit} ${state === "next" ? "text-ink-2" : ""}`}
			aria-current={state === "now" ? "true" : undefined}
		>
			<div className={`turn ${turn.who === "candidate" ? "me" : "iv"}`}>
				<div className="who">
					<b>{turn.who === "candidate" ? candidate : "Interviewer"}</b>
					{time}
				</div>
				<p className="said">{turn.text}</p>
			</div>
			{tags.length > 0 && <p className="mt-2 flex flex-wrap gap-1.5 pl-3.5">{tags}</p>}
		</article>
	);
});
