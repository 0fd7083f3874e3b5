import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changeSentence } from "~/core/content/changes";
import { describeChanges, mergeDrafts, takeTheirs } from "~/core/rubrics/changes";
import { draftOf, type RubricDraft } from "~/core/rubrics/draft";
import { draftFrom, fieldsOf } from "~/core/rubrics/fields";
import { rubric } from "../../support/round";
import { anyDraft } from "./arbitrary";

const base = draftOf(rubric);
const edit = (id: string, change: object, draft: RubricDraft = base): RubricDraft => ({
	...draft,
	criteria: draft.criteria.map((criterion) => (criterion.id === id ? { ...criterion, ...change } : criterion)),
});
const values = (draft: RubricDraft) => new Map([...fieldsOf(draft).values()].map(({ key, value }) => [key, value]));
const said = (before: RubricDraft, after: RubricDraft) => describeChanges({ before, after }).map(changeSentence);

describe("changes", () => {
	it("are told in sentences, field by field", () => {
		const after = edit("retrieval", { weight: 25, must_have: false }, edit("cost", { looks_at: "Something else." }));
		expect(said(base, after)).toEqual([
			"Criterion retrieval now weighs 25, was 20.",
			"Criterion retrieval is no must-have any more.",
			"Criterion cost: what the grader looks at was rewritten.",
		]);
	});

	it("tell a criterion that came, went or moved once", () => {
		const without = { ...base, criteria: base.criteria.slice(1) };
		expect(said(base, without)).toEqual(["Criterion retrieval is gone."]);
		expect(said(without, base)).toEqual(["Criterion retrieval is new."]);
		expect(said(base, { ...base, criteria: [...base.criteria].reverse() })).toEqual([
			"The order of criteria is another one.",
		]);
	});

	it("are none between a draft and itself", () => {
		fc.assert(fc.property(anyDraft, (draft) => describeChanges({ before: draft, after: draft }).length === 0));
	});

	it("are never none between drafts that differ", () => {
		fc.assert(
			fc.property(anyDraft, anyDraft, (before, after) => {
				const same = JSON.stringify([...values(before)].sort()) === JSON.stringify([...values(after)].sort());
				expect(describeChanges({ before, after }).length === 0).toBe(same);
			}),
		);
	});
});

describe("fields", () => {
	it("hold all of a draft", () => {
		fc.assert(
			fc.property(anyDraft, (draft) => {
				expect(draftFrom(values(draft))).toEqual(draft);
			}),
		);
	});
});

describe("merging", () => {
	it("keeps both sides when they changed different fields", () => {
		const mine = edit("retrieval", { weight: 30 });
		const theirs = edit("retrieval", { title: "Finding things" }, edit("cost", { weight: 10 }));
		const { merged, conflicts } = mergeDrafts({ base, mine, theirs });
		expect(conflicts).toEqual([]);
		expect(merged).toEqual(edit("retrieval", { weight: 30, title: "Finding things" }, edit("cost", { weight: 10 })));
	});

	it("keeps mine and names the field when both changed it, and takes theirs when asked", () => {
		const mine = edit("retrieval", { weight: 30 });
		const theirs = edit("retrieval", { weight: 10 });
		const { merged, conflicts } = mergeDrafts({ base, mine, theirs });
		expect(merged).toEqual(mine);
		expect(conflicts).toEqual([
			{ key: "criteria.retrieval.weight", owner: "Criterion retrieval", name: "weight", mine: 30, theirs: 10 },
		]);
		expect(takeTheirs({ draft: merged, conflicts, keys: ["criteria.retrieval.weight"] })).toEqual(theirs);
	});

	it("lets a criterion go that one side removed, unless the other changed it", () => {
		const mine = { ...base, criteria: base.criteria.slice(1) };
		expect(mergeDrafts({ base, mine, theirs: base }).merged).toEqual(mine);
		const { merged, conflicts } = mergeDrafts({ base, mine, theirs: edit("retrieval", { weight: 30 }) });
		expect(merged.criteria.find((criterion) => criterion.id === "retrieval")).toEqual(
			edit("retrieval", { weight: 30 }).criteria[0],
		);
		expect(conflicts.length).toBeGreaterThan(0);
	});

	it("of a side that did nothing is the other side", () => {
		fc.assert(
			fc.property(anyDraft, anyDraft, (before, changed) => {
				expect(mergeDrafts({ base: before, mine: changed, theirs: before })).toEqual({
					merged: changed,
					conflicts: [],
				});
				expect(mergeDrafts({ base: before, mine: before, theirs: changed })).toEqual({
					merged: changed,
					conflicts: [],
				});
			}),
		);
	});

	it("of equal changes is that change", () => {
		fc.assert(
			fc.property(anyDraft, anyDraft, (before, changed) => {
				expect(mergeDrafts({ base: before, mine: changed, theirs: changed })).toEqual({
					merged: changed,
					conflicts: [],
				});
			}),
		);
	});

	it("loses no text: what either side wrote is merged or named", () => {
		fc.assert(
			fc.property(anyDraft, anyDraft, anyDraft, (before, mine, theirs) => {
				const { merged, conflicts } = mergeDrafts({ base: before, mine, theirs });
				const kept = values(merged);
				const named = new Set(conflicts.map((conflict) => conflict.key));
				for (const side of [mine, theirs]) {
					for (const [key, value] of values(side)) {
						if (key.startsWith("order ") || values(before).get(key) === value) continue;
						expect(kept.get(key) === value || named.has(key)).toBe(true);
					}
				}
			}),
		);
	});
});
