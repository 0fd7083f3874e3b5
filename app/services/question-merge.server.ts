/** What becomes of two people's edits of the same question: a three-way merge of its lines. */
import { diff3Merge } from "node-diff3";

/** Lines both agree on, or lines that both changed in different ways. A side without lines has removed them. */
export type MergePart = { lines: string[] } | { mine: string[]; theirs: string[] };

/**
 * Merges by line (diff3). What only one side changed is taken from it. Where both changed the same lines in different
 * ways there is a part with both, and `merged` keeps mine. All lines of the parts in order are the whole text.
 */
export function mergeSources(input: { base: string; mine: string; theirs: string }): {
	merged: string;
	parts: MergePart[];
	conflicts: number;
} {
	const [mine, base, theirs] = [input.mine, input.base, input.theirs].map((text) => text.split("\n"));
	const regions = diff3Merge(mine ?? [], base ?? [], theirs ?? [], { excludeFalseConflicts: true });
	const parts = regions.map(({ ok, conflict }): MergePart => {
		return conflict ? { mine: conflict.a, theirs: conflict.b } : { lines: ok ?? [] };
	});
	const merged = parts.flatMap((part) => ("lines" in part ? part.lines : part.mine)).join("\n");
	return { merged, parts, conflicts: regions.filter(({ conflict }) => conflict).length };
}
