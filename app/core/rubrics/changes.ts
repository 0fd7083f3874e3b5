/** What differs between two versions of a rubric, and what becomes of two people's edits of the same one. Pure. */
import { type Change, describeFieldChanges, type Field, type FieldValue, orderKey } from "../content/changes";
import type { RubricDraft } from "./draft";
import { draftFrom, fieldsOf, LISTS, type List } from "./fields";

/** All differences in reading order of `after`, removals last; a whole criterion that came or went is one change. */
export function describeChanges(input: { before: RubricDraft; after: RubricDraft }): Change[] {
	return describeFieldChanges({ before: fieldsOf(input.before), after: fieldsOf(input.after), lists: LISTS });
}

export interface MergeConflict {
	key: string;
	owner: string;
	name: string;
	/** Null: gone on that side. */
	mine: FieldValue | null;
	theirs: FieldValue | null;
}

/**
 * Three-way merge by field. What only one side changed is taken from it; where both changed the same field in different
 * ways, `merged` keeps `mine` and the field is named in `conflicts`. A criterion that one side removed and the other did
 * not touch is gone; if the other changed it, it stays and is a conflict.
 */
export function mergeDrafts(input: { base: RubricDraft; mine: RubricDraft; theirs: RubricDraft }): {
	merged: RubricDraft;
	conflicts: MergeConflict[];
} {
	const base = fieldsOf(input.base);
	const mine = fieldsOf(input.mine);
	const theirs = fieldsOf(input.theirs);
	const merged = new Map<string, FieldValue>();
	const conflicts: MergeConflict[] = [];
	const keys = new Set([...base.keys(), ...mine.keys(), ...theirs.keys()]);
	for (const list of LISTS) keys.delete(orderKey(list));
	for (const key of keys) {
		const [was, here, there] = [base.get(key)?.value, mine.get(key)?.value, theirs.get(key)?.value];
		const value = here === was ? there : here;
		if (value !== undefined) merged.set(key, value);
		if (here === was || there === was || here === there) continue;
		const field = mine.get(key) ?? theirs.get(key);
		if (!field) continue;
		if (value === undefined && there !== undefined) merged.set(key, there);
		conflicts.push({ key, owner: field.owner, name: field.name, mine: here ?? null, theirs: there ?? null });
	}
	restoreWholes({ merged, mine, theirs });
	for (const list of LISTS) merged.set(orderKey(list), mergeOrder(input, list));
	return { merged: draftFrom(merged), conflicts };
}

/** Takes the other side of some conflicts. */
export function takeTheirs(input: {
	draft: RubricDraft;
	conflicts: readonly MergeConflict[];
	keys: readonly string[];
}): RubricDraft {
	const values = new Map([...fieldsOf(input.draft).values()].map((field) => [field.key, field.value]));
	for (const { key, theirs } of input.conflicts) {
		if (!input.keys.includes(key)) continue;
		if (theirs === null) values.delete(key);
		else values.set(key, theirs);
	}
	return draftFrom(values);
}

/** A criterion one field of which survived a removal on the other side survives as a whole. */
function restoreWholes(input: {
	merged: Map<string, FieldValue>;
	mine: ReadonlyMap<string, Field>;
	theirs: ReadonlyMap<string, Field>;
}): void {
	const { merged, mine, theirs } = input;
	const wholes = new Set(
		[...merged.keys()].flatMap((key) => (key.includes(".") ? [key.split(".").slice(0, 2).join(".")] : [])),
	);
	for (const side of [mine, theirs]) {
		for (const [key, field] of side) {
			if (wholes.has(key.split(".").slice(0, 2).join(".")) && key.includes(".") && !merged.has(key))
				merged.set(key, field.value);
		}
	}
}

/** Whoever moved something decides the order; what is new on the other side comes after. */
function mergeOrder(input: { base: RubricDraft; mine: RubricDraft; theirs: RubricDraft }, list: List): string {
	const order = (draft: RubricDraft): string[] => draft[list].map(({ id }) => id);
	const [was, here, there] = [order(input.base), order(input.mine), order(input.theirs)];
	const [first, second] = here.join(" ") === was.join(" ") ? [there, here] : [here, there];
	return [...first, ...second.filter((id) => !first.includes(id))].join(" ");
}
