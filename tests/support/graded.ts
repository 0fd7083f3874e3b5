/** A criterion as a connected model has graded it, with one quote. */
import type { ScoredCriterion } from "~/core/grading/grade";

export const graded = (id: string, changes: Partial<ScoredCriterion> = {}): ScoredCriterion => ({
	id,
	score: 2,
	uncappedScore: 2,
	shownLevel: "mid",
	confidence: 0.5,
	status: "graded",
	evidence: [{ seq: 2, quote: "I keyed the cache by question only", from: 0, to: 34 }],
	points: [],
	flags: [],
	reason: "One cause.",
	grader: { kind: "model", version: "m" },
	weight: 20,
	mustHave: false,
	hintRung: 0,
	...changes,
});
