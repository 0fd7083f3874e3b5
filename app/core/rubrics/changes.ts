/** What differs between two versions of a rubric, and what becomes of two people's edits of the same one. Pure. */
import type { RubricDraft } from "./draft";
import { draftFrom, type Field, type FieldValue, fieldsOf, LISTS, type List, orderKey } from "./fields";

/** One difference. `before` is null for what is new, `after` for what is gone. */
export interface RubricChange {
	key: string;
	kind: "added" | "removed" | "moved" | "number" | "switch" | "text";
	/** The criterion or red flag, and what of it, for people: "Evaluation", "anchor 3". */
	owner: string;
	name: string;
	before: FieldValue | null;
	after: FieldValue | null;
}

/** All differences in reading order of `after`, removals last; a whole criterion that came or went is one change. */
export function describeChanges(input: { before: RubricDraft; after: RubricDraft }): RubricChange[] {
	const { before, after } = input;
	const old = fieldsOf(before);
	const now = fieldsOf(after);
	const changes: RubricChange[] = [];
	const whole = Object.fromEntries(LISTS.map((list) => [list, idsIn(before, after, list)])) as Record<
		List,
		ReturnType<typeof idsIn>
	>;
	for (const field of now.values()) {
		const [first, id] = field.key.split(".");
		const list = LISTS.find((entry) => entry === first);
		if (list && id && whole[list].added.has(id)) {
			whole[list].added.delete(id);
			changes.push({
				key: `${list}.${id}`,
				kind: "added",
				owner: field.owner,
				name: "",
				before: null,
				after: field.owner,
			});
		}
		const earlier = old.get(field.key);
		if (!earlier || earlier.value === field.value) continue;
		if (field.key.startsWith("order ")) {
			if (sameMembersMoved(earlier.value, field.value))
				changes.push({ ...named(field), kind: "moved", before: earlier.value, after: field.value });
			continue;
		}
		changes.push({ ...named(field), kind: kindOf(field.value), before: earlier.value, after: field.value });
	}
	for (const list of LISTS) {
		for (const id of whole[list].removed) {
			const owner = [...old.values()].find((field) => field.key.startsWith(`${list}.${id}.`))?.owner ?? id;
			changes.push({ key: `${list}.${id}`, kind: "removed", owner, name: "", before: owner, after: null });
		}
	}
	return changes;
}

/** A change as one line of plain text, for lists and records. */
export function changeSentence(change: RubricChange): string {
	const { kind, owner, name, before, after } = change;
	if (kind === "added") return `${owner} is new.`;
	if (kind === "removed") return `${owner} is gone.`;
	if (kind === "moved") return `The ${name} is another one.`;
	if (kind === "number")
		return name === "weight"
			? `${owner} now weighs ${after}, was ${before}.`
			: `${owner}: ${name} is ${after}, was ${before}.`;
	if (kind === "switch") return after ? `${owner} is now a must-have.` : `${owner} is no must-have any more.`;
	return owner ? `${owner}: ${name} was rewritten.` : `The ${name} was rewritten.`;
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

function idsIn(before: RubricDraft, after: RubricDraft, list: List) {
	const old = new Set<string>(before[list].map(({ id }) => id));
	const now = new Set<string>(after[list].map(({ id }) => id));
	return {
		added: new Set([...now].filter((id) => !old.has(id))),
		removed: new Set([...old].filter((id) => !now.has(id))),
	};
}

/** Whether criteria that both have stand in another order: one that came or went moves nothing. */
function sameMembersMoved(before: FieldValue, after: FieldValue): boolean {
	const [old, now] = [String(before).split(" "), String(after).split(" ")];
	return old.filter((id) => now.includes(id)).join(" ") !== now.filter((id) => old.includes(id)).join(" ");
}

const named = ({ key, owner, name }: Field) => ({ key, owner, name });

function kindOf(value: FieldValue): RubricChange["kind"] {
	if (typeof value === "number") return "number";
	return typeof value === "boolean" ? "switch" : "text";
}
