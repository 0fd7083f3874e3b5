import type { ReportView } from "~/core/grading/report-view";
import { RECOMMENDATION_WORDS } from "~/core/grading/report-words";
import { print } from "./terminal";

/** The report as text: verdict and rule, then every criterion, weakest first, with the words it rests on. */
export function printReport(report: ReportView): void {
	const lines: string[] = [];
	const { result } = report;
	lines.push("", `${report.roundTitle} · ${report.questionTitles.join(" · ")} · ${report.level} · ${report.mode}`);
	if (result) {
		const word = result.recommendation ? RECOMMENDATION_WORDS[result.recommendation] : "Not enough evidence";
		const mean =
			result.mean === null ? "" : ` (mean ${result.mean.toFixed(2)}, ${result.observedWeight} of 100 weight seen)`;
		lines.push(result.label, `Recommendation: ${word}${mean}`, result.rule, "", result.summary);
	}
	for (const criterion of report.criteria) {
		const score = criterion.score === null ? "not assessed" : `${criterion.score} of 4`;
		lines.push("", `${criterion.title} (${criterion.weight}) – ${score}`, `  ${criterion.reason}`);
		for (const evidence of criterion.evidence)
			lines.push(`  turn ${evidence.turn}: “${evidence.quote.replace(/\s+/g, " ")}”`);
		if (criterion.anchorNext) lines.push(`  Next, a ${criterion.anchorNext.score}: ${criterion.anchorNext.text}`);
	}
	print(lines.join("\n"));
}
