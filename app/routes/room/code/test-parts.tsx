import { AlarmClock, Check, CircleSlash, Crosshair, X, Zap } from "lucide-react";
import type { CodeRun, TestStatus } from "~/core/interview/code/run";

export const GROUP_TITLES: Record<string, string> = {
	core: "Core",
	edge: "Edge",
	extension: "Extension",
	own: "Your own tests",
};

/** Why nothing could be run. */
export function Problem(props: {
	problem: string | NonNullable<CodeRun["loadError"]>;
	goTo: (file: string, line: number) => void;
}) {
	const { problem, goTo } = props;
	if (typeof problem === "string")
		return <pre className="p-4 font-mono text-[13px] whitespace-pre-wrap">{problem}</pre>;
	return (
		<div className="overflow-y-auto p-4">
			<p className="font-semibold text-neg text-sm">
				{problem.file} does not load: {problem.type}
			</p>
			<pre className="mt-2 font-mono text-[13px] whitespace-pre-wrap">{problem.message}</pre>
			<button type="button" className="btn sm mt-3" onClick={() => goTo(problem.file, problem.line)}>
				<Crosshair size={14} aria-hidden />
				Go to line {problem.line}
			</button>
		</div>
	);
}

const ICONS: Record<TestStatus, { icon: typeof Check; label: string; colour: string }> = {
	pass: { icon: Check, label: "passed", colour: "text-pos" },
	fail: { icon: X, label: "failed", colour: "text-neg" },
	error: { icon: X, label: "raised an error", colour: "text-neg" },
	timeout: { icon: AlarmClock, label: "took too long", colour: "text-neg" },
	crash: { icon: Zap, label: "stopped Python", colour: "text-neg" },
	"not-run": { icon: CircleSlash, label: "was not run", colour: "text-ink-3" },
};

/** How a test ended, as an icon with a name. */
export function StatusIcon({ status }: { status: TestStatus }) {
	const { icon: Icon, label, colour } = ICONS[status];
	return <Icon size={14} strokeWidth={2} className={`mt-[3px] shrink-0 ${colour}`} role="img" aria-label={label} />;
}
