/** The verdict of a report in words, from verified scores alone. */

import type { RoundContent } from "../interview/round-content";
import { lowerFirst } from "../lower-first";
import type { GradeResult } from "./grade";
import type { ReportCriterion, ReportVerdict } from "./report-view";

export const ESTIMATE_LABEL = "Estimate by the practice engine — rules, not a model";
/** A mean this close to a cut-off is called narrow. */
const NEAR = 0.05;

export function verdict(input: {
	result: GradeResult;
	content: RoundContent;
	criteria: readonly ReportCriterion[];
}): ReportVerdict {
	const { result, content, criteria } = input;
	const mustHaves = criteria.filter((criterion) => criterion.mustHave);
	const confirmed = result.redFlags.filter((flag) => flag.state === "confirmed").length;
	const suspected = result.redFlags.length - confirmed;
	return {
		mean: result.mean,
		overall: result.overall,
		recommendation: result.recommendation,
		observedWeight: result.observedWeight,
		narrow: describeNarrow(result, content),
		summary: summarise({ result, criteria }),
		rule: result.rule,
		mustHaves: mustHaves.map((criterion) => `${criterion.title}: ${criterion.score ?? "not assessed"}`).join(", "),
		redFlags: confirmed + suspected === 0 ? "None" : `${confirmed} confirmed, ${suspected} suspected (no effect)`,
		label: result.grader.kind === "rules" ? ESTIMATE_LABEL : `Graded by ${result.grader.version}`,
		flags: result.flags,
	};
}

function describeNarrow(result: GradeResult, content: RoundContent): string | null {
	const { recommendation } = content.scale;
	if (result.overall === null) return null;
	for (const cut of [recommendation.negative.mean, recommendation.positive.mean, recommendation.strong_yes.mean]) {
		const distance = Math.round((result.overall - cut) * 100) / 100;
		if (Math.abs(distance) > NEAR) continue;
		return distance === 0
			? "narrow, on the line"
			: `narrow, ${Math.abs(distance).toFixed(2)} ${distance > 0 ? "above" : "below"} the line`;
	}
	return null;
}

/** Plain sentences from the scores alone: strongest, weakest, what was not seen. */
function summarise(input: { result: GradeResult; criteria: readonly ReportCriterion[] }): string {
	const { result, criteria } = input;
	const graded = criteria.filter((criterion) => criterion.score !== null);
	if (graded.length === 0) return "Nothing in this round could be assessed, so there is no estimate.";
	const sorted = [...graded].sort((a, b) => (b.score ?? 0) - (a.score ?? 0) || b.weight - a.weight);
	const best = sorted[0];
	const worst = sorted.at(-1);
	const sentences: string[] = [];
	if (best && worst && best.score !== worst.score) {
		sentences.push(
			`Strongest: ${lowerFirst(best.title)} (${best.score}). Weakest: ${lowerFirst(worst.title)} (${worst.score}).`,
		);
	} else if (best) {
		sentences.push(`All assessed criteria stand at ${best.score}.`);
	}
	const missing = worst?.points.filter((point) => point.must && point.verdict === "missing") ?? [];
	if (worst && missing[0]) sentences.push(`Still open there: ${missing[0].text}`);
	const marked = result.flags.includes("tampered-run");
	const unseen = criteria.filter((criterion) => criterion.status === "not-observed");
	if (unseen.length > 0) {
		const names = unseen.map((criterion) => lowerFirst(criterion.title)).join(", ");
		sentences.push(`Not assessed: ${names}.${marked ? "" : " That counts neither for nor against you."}`);
	}
	if (result.overall === null && marked)
		sentences.push("A run was marked, so there is no overall estimate until a person has looked at it.");
	else if (result.overall === null)
		sentences.push(`Only ${result.observedWeight} of 100 weight was seen; an overall estimate needs 60.`);
	return sentences.join(" ");
}
