/** One line about a run, for the talk and the report. */
import type { RunEvent } from "./code-log";
import { GROUPS } from "./run";

export function describeRun(run: RunEvent): string {
	const what = run.final
		? "All tests on the code as it was at the end"
		: run.by === "browser"
			? "Run in the browser"
			: "Check";
	if (run.problem) return `${what}: ${run.problem.split("\n")[0]?.slice(0, 160)}`;
	const names = [
		...GROUPS,
		...Object.keys(run.results).filter((name) => !(GROUPS as readonly string[]).includes(name)),
	];
	const counts = names.flatMap((name) => {
		const counted = run.results[name];
		return counted ? [`${name === "mine" ? "own tests" : name} ${counted[0]} of ${counted[1]}`] : [];
	});
	return `${what}: ${counts.join(", ") || "no tests"}${run.tampered ? ". Something was seen that needs a person." : ""}`;
}
