/** What differs between two versions of a rubric or a question, told field by field. Pure. */

export type FieldValue = string | number | boolean;

export interface Field {
	/** `title`, `order criteria`, `criteria.<id>.anchors.3`, `key_points.<id>.text` … */
	key: string;
	/** The member of a list it belongs to, and its own name within; for people. */
	owner: string;
	name: string;
	value: FieldValue;
}

export type Fields = ReadonlyMap<string, Field>;

/** The order of a list's members is a field of its own: their ids with a blank between. */
export const orderKey = (list: string) => `order ${list}`;

/** One difference. `before` is null for what is new, `after` for what is gone. */
export interface Change {
	key: string;
	kind: "added" | "removed" | "moved" | "number" | "switch" | "text";
	/** "Evaluation", "anchor 3". */
	owner: string;
	name: string;
	before: FieldValue | null;
	after: FieldValue | null;
}

/** All differences in reading order of `after`, removals last; a whole member that came or went is one change. */
export function describeFieldChanges(input: { before: Fields; after: Fields; lists: readonly string[] }): Change[] {
	const { before, after, lists } = input;
	const changes: Change[] = [];
	const added = new Map(lists.map((list) => [list, new Set(missing(after, before, list))]));
	for (const field of after.values()) {
		const [list = "", id = ""] = field.key.split(".");
		if (added.get(list)?.delete(id)) {
			const { owner } = field;
			changes.push({ key: `${list}.${id}`, kind: "added", owner, name: "", before: null, after: owner });
		}
		const earlier = before.get(field.key);
		if (earlier?.value === field.value || (!earlier && field.key.includes("."))) continue;
		const [from, to] = [earlier?.value ?? "", field.value];
		const { key, owner, name } = field;
		if (!key.startsWith("order ")) changes.push({ key, owner, name, kind: kindOf(to), before: from, after: to });
		else if (sameMembersMoved(from, to)) changes.push({ key, owner, name, kind: "moved", before: from, after: to });
	}
	for (const list of lists) {
		for (const id of missing(before, after, list)) {
			const owner = [...before.values()].find((field) => field.key.startsWith(`${list}.${id}.`))?.owner ?? id;
			changes.push({ key: `${list}.${id}`, kind: "removed", owner, name: "", before: owner, after: null });
		}
	}
	return changes;
}

/** A change as one line of plain text, for lists and records. */
export function changeSentence(change: Change): string {
	const { kind, owner, name, before, after } = change;
	if (kind === "added") return `${owner} is new.`;
	if (kind === "removed") return `${owner} is gone.`;
	if (kind === "moved") return `The ${name} is another one.`;
	if (kind === "number")
		return name === "weight"
			? `${owner} now weighs ${after}, was ${before}.`
			: `${owner === "" ? `The ${name}` : `${owner}: ${name}`} is ${after}, was ${before}.`;
	if (kind === "switch") return after ? `${owner} is now a must-have.` : `${owner} is no must-have any more.`;
	return owner ? `${owner}: ${name} was rewritten.` : `The ${name} was rewritten.`;
}

/** Members of a list that `here` has and `there` has not. */
function missing(here: Fields, there: Fields, list: string): string[] {
	const known = new Set(members(there, list));
	return members(here, list).filter((id) => !known.has(id));
}

function members(fields: Fields, list: string): string[] {
	return String(fields.get(orderKey(list))?.value ?? "")
		.split(" ")
		.filter(Boolean);
}

/** Whether members that both have stand in another order: one that came or went moves nothing. */
function sameMembersMoved(before: FieldValue, after: FieldValue): boolean {
	const [old, now] = [String(before).split(" "), String(after).split(" ")];
	return old.filter((id) => now.includes(id)).join(" ") !== now.filter((id) => old.includes(id)).join(" ");
}

function kindOf(value: FieldValue): Change["kind"] {
	if (typeof value === "number") return "number";
	return typeof value === "boolean" ? "switch" : "text";
}
