import type { Recommendation } from "~/core/grading/grade";
import { type Agreement, MIN_PAIRS } from "~/core/rubrics/compare";

export const percent = (share: number) => `${Math.round(share * 100)} %`;

/** A share of pairs of scores in percent; a dash when the pairs are too few to say anything. */
export const shareOf = (agreement: Agreement, kind: "exact" | "withinOne") =>
	agreement.n < MIN_PAIRS ? "–" : percent(agreement[kind]);
export const formatInterval = ({ low, high }: { low: number; high: number }) =>
	`${low.toFixed(2)} to ${high.toFixed(2)}`;

const TITLES: Record<Recommendation, string> = {
	"strong-no": "Strong no",
	no: "No",
	yes: "Yes",
	"strong-yes": "Strong yes",
};

export const recommendationTitle = (value: Recommendation | null) => (value ? TITLES[value] : "Not enough evidence");
export const signed = (value: number) => `${value > 0 ? "+" : value < 0 ? "−" : ""}${Math.abs(value).toFixed(2)}`;
