import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeSources } from "~/services/question-merge.server";

const anyText = fc.array(fc.constantFrom("a", "b", "c", "d", ""), { maxLength: 12 }).map((lines) => lines.join("\n"));

describe("merging two people's texts", () => {
	it("of a side that did nothing is the other side", () => {
		fc.assert(
			fc.property(anyText, anyText, (base, edited) => {
				expect(mergeSources({ base, mine: base, theirs: edited })).toMatchObject({ merged: edited, conflicts: 0 });
				expect(mergeSources({ base, mine: edited, theirs: base })).toMatchObject({ merged: edited, conflicts: 0 });
			}),
		);
	});

	it("of the same change twice is that change", () => {
		fc.assert(
			fc.property(anyText, anyText, (base, edited) => {
				expect(mergeSources({ base, mine: edited, theirs: edited })).toMatchObject({ merged: edited, conflicts: 0 });
			}),
		);
	});

	it("loses no line: each of either side is merged or stands in a conflict", () => {
		fc.assert(
			fc.property(anyText, anyText, anyText, (base, mine, theirs) => {
				const { parts } = mergeSources({ base, mine, theirs });
				const all = new Set(parts.flatMap((part) => ("lines" in part ? part.lines : [...part.mine, ...part.theirs])));
				const known = new Set(base.split("\n"));
				for (const side of [mine, theirs]) {
					for (const line of side.split("\n")) expect(all.has(line) || known.has(line)).toBe(true);
				}
			}),
		);
	});

	it("tells lines that one side removed from empty lines", () => {
		const { parts, merged } = mergeSources({ base: "a\nb\nc", mine: "a\nc", theirs: "a\nB\nc" });
		expect(parts).toEqual([{ lines: ["a"] }, { mine: [], theirs: ["B"] }, { lines: ["c"] }]);
		expect(merged).toBe("a\nc");
	});
});
