import { ChevronRight } from "lucide-react";
import type { RunEntry } from "~/core/interview/code/run-history";
import { allPassed } from "~/core/interview/code/run-history";
import { formatClock } from "~/ui/format";
import { GROUP_TITLES, StatusIcon } from "./test-parts";

const KINDS: Record<RunEntry["kind"], string> = {
	browser: "Run in the browser",
	check: "Check on the server",
	final: "All tests, on the code as it was at the end",
};

/** Every run and check of the round, newest first; each opens what failed then. */
export function RunHistory(props: {
	entries: readonly RunEntry[];
	/** With a length of the round the time left is shown, without one the time used. */
	totalMs: number | null;
	/** Where a run can be seen with the code it ran on. */
	replay?: (entry: RunEntry) => string;
}) {
	const { entries, totalMs, replay } = props;
	if (entries.length === 0) {
		return (
			<p className="meta p-4">
				Nothing has been run yet. Every Run and every Check is kept here; only checks on the server count.
			</p>
		);
	}
	return (
		<ol
			className="min-h-0 flex-1 overflow-y-auto text-sm"
			aria-label="Run history"
			// biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
			tabIndex={0}
		>
			{[...entries].reverse().map((entry) => (
				<li key={entry.seq} className="border-b border-line last:border-0">
					<details>
						<summary className="flex flex-wrap items-center gap-x-4 gap-y-0.5 px-4 py-2">
							<ChevronRight size={14} className="chevron shrink-0 text-ink-3" aria-hidden />
							<b className="num w-12 shrink-0 font-semibold">Run {entry.number}</b>
							<time className="w-20 shrink-0 text-ink-3">{timeOf(entry, totalMs)}</time>
							<span className="text-ink-2">{KINDS[entry.kind]}</span>
							{entry.kind === "browser" && <span className="tag">not counted</span>}
							{entry.tampered && <span className="tag warn">needs a person</span>}
							<span className={`num ml-auto ${allPassed(entry) ? "text-pos" : "text-neg"}`}>{summary(entry)}</span>
						</summary>
						<div className="grid gap-2 pr-4 pb-3 pl-10">
							{entry.marks.map((mark) => (
								<p key={mark}>{mark}</p>
							))}
							<Failed entry={entry} />
							{replay && (
								<p>
									<a className="link" href={replay(entry)}>
										The code at this run
									</a>
								</p>
							)}
						</div>
					</details>
				</li>
			))}
		</ol>
	);
}

function Failed({ entry }: { entry: RunEntry }) {
	if (entry.problem !== null)
		return <pre className="font-mono text-[12.5px] break-words whitespace-pre-wrap">{entry.problem}</pre>;
	if (allPassed(entry)) return <p className="text-ink-2">Everything that ran passed.</p>;
	if (entry.failed.length === 0)
		return <p className="text-ink-2">Only the counts of this run were kept, not which tests failed.</p>;
	return (
		<ul className="grid gap-1.5">
			{entry.failed.map((test, index) => (
				<li key={index} className="flex gap-2">
					<StatusIcon status={test.status} />
					<span className="min-w-0">
						<span className="text-ink-3">{GROUP_TITLES[test.group] ?? test.group}:</span> {test.title}
						{test.message && (
							<span className="mt-0.5 block font-mono text-[12.5px] break-words text-ink-2">{test.message}</span>
						)}
					</span>
				</li>
			))}
		</ul>
	);
}

function timeOf({ atMs }: RunEntry, totalMs: number | null): string {
	return totalMs === null ? `at ${formatClock(atMs)}` : `${formatClock(Math.max(0, totalMs - atMs))} left`;
}

function summary(entry: RunEntry): string {
	if (entry.problem !== null) return "could not be tested";
	const counts = entry.counts.map(({ group, passed, total }) => `${group} ${passed} of ${total}`);
	return counts.join(", ") || "no tests";
}
