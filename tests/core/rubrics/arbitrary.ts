/** Drafts of every kind, for property tests. */
import fc from "fast-check";
import { EvidenceKind } from "~/core/content/schemas";
import type { DraftCriterion, RubricDraft } from "~/core/rubrics/draft";

const text = fc.string({ maxLength: 30 });
const id = fc.constantFrom("retrieval", "evaluation", "safety", "cost", "trade-offs", "criterion-2");

const criterion: fc.Arbitrary<DraftCriterion> = fc.record({
	id,
	title: text,
	weight: fc.integer({ min: 0, max: 100 }),
	must_have: fc.boolean(),
	looks_at: text,
	evidence: fc.uniqueArray(fc.constantFrom(...EvidenceKind.options)).map((kinds) => [...kinds].sort()),
	anchors: fc.record({ 1: text, 2: text, 3: text, 4: text }),
	bar: fc.record({ junior: text, mid: text, senior: text, staff: text }),
});

export const anyDraft: fc.Arbitrary<RubricDraft> = fc.record({
	title: text,
	weight_rationale: text,
	criteria: fc.uniqueArray(criterion, { selector: (entry) => entry.id, maxLength: 6 }),
	exemplars: fc.uniqueArray(
		fc.record({
			id: fc.constantFrom("example", "example-2", "example-3"),
			criterion: id,
			score: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const),
			answer: text,
			from: fc.constantFrom("us" as const, "candidate-who-agreed" as const),
		}),
		{ selector: (entry) => entry.id, maxLength: 3 },
	),
	red_flags: fc.uniqueArray(fc.record({ id, severity: fc.constantFrom("major" as const, "critical" as const), text }), {
		selector: (entry) => entry.id,
		maxLength: 3,
	}),
});
