/**
 * A draft as a flat list of named fields: what changes, conflicts and merges are told in. Criteria and red flags are
 * known by id, so that moving one is a change of order and not of every text.
 */
import { type Field, type FieldValue, orderKey } from "../content/changes";
import { LEVELS } from "../content/schemas";
import { type DraftCriterion, type DraftExemplar, type DraftRedFlag, type RubricDraft, SCORES } from "./draft";

/** What a draft has lists of. Their order is a field of its own. */
export const LISTS = ["criteria", "red_flags", "exemplars"] as const;
export type List = (typeof LISTS)[number];
const LIST_NAMES: Record<List, string> = { criteria: "criteria", red_flags: "red flags", exemplars: "examples" };

const NAMES = {
	title: "title",
	looks_at: "what the grader looks at",
	must_have: "must-have",
	weight: "weight",
} as const;

/** All fields of a draft by key. The same draft always gives the same fields in the same order. */
export function fieldsOf(draft: RubricDraft): Map<string, Field> {
	const fields: Field[] = [
		{ key: "title", owner: "", name: "title", value: draft.title },
		{ key: "weight_rationale", owner: "", name: "why these weights", value: draft.weight_rationale },
		...draft.criteria.flatMap(criterionFields),
		...draft.red_flags.flatMap((flag): Field[] => {
			const of = { owner: `red flag ${flag.id}` };
			return [
				{ key: `red_flags.${flag.id}.severity`, ...of, name: "severity", value: flag.severity },
				{ key: `red_flags.${flag.id}.text`, ...of, name: "text", value: flag.text },
			];
		}),
		...draft.exemplars.flatMap((example): Field[] => {
			const of = { owner: `example ${example.id}` };
			return (["criterion", "score", "answer", "from"] as const).map((key) => ({
				key: `exemplars.${example.id}.${key}`,
				...of,
				name: key === "answer" ? "words" : key,
				value: example[key],
			}));
		}),
		...LISTS.map((list): Field => {
			const name = `order of ${LIST_NAMES[list]}`;
			return { key: orderKey(list), owner: "", name, value: draft[list].map(({ id }) => id).join(" ") };
		}),
	];
	return new Map(fields.map((field) => [field.key, field]));
}

function criterionFields(criterion: DraftCriterion): Field[] {
	const owner = criterion.title.trim() || criterion.id;
	const field = (name: string, key: string, value: FieldValue): Field => ({
		key: `criteria.${criterion.id}.${key}`,
		owner,
		name,
		value,
	});
	return [
		...(["title", "weight", "must_have", "looks_at"] as const).map((key) => field(NAMES[key], key, criterion[key])),
		field("evidence that counts", "evidence", [...criterion.evidence].sort().join(", ")),
		...SCORES.map((score) => field(`anchor ${score}`, `anchors.${score}`, criterion.anchors[score])),
		...LEVELS.map((level) => field(`bar for ${level}`, `bar.${level}`, criterion.bar[level])),
	];
}

/** Puts a draft together from fields; what has no fields is not in it. Inverse of `fieldsOf`. */
export function draftFrom(fields: ReadonlyMap<string, FieldValue>): RubricDraft {
	const string = (key: string) => String(fields.get(key) ?? "");
	const ids = (list: List) => {
		const order = string(orderKey(list)).split(" ");
		const place = (id: string) => (order.includes(id) ? order.indexOf(id) : order.length);
		const found = [...fields.keys()].flatMap((key) => (key.startsWith(`${list}.`) ? [key.split(".")[1] ?? ""] : []));
		return [...new Set(found)].sort((a, b) => place(a) - place(b));
	};
	const criteria = ids("criteria").map((id): DraftCriterion => {
		const at = (key: string) => string(`criteria.${id}.${key}`);
		const evidence = at("evidence").split(", ").filter(Boolean) as DraftCriterion["evidence"];
		return {
			id,
			title: at("title"),
			weight: Number(fields.get(`criteria.${id}.weight`) ?? 0),
			must_have: fields.get(`criteria.${id}.must_have`) === true,
			looks_at: at("looks_at"),
			evidence,
			anchors: { 1: at("anchors.1"), 2: at("anchors.2"), 3: at("anchors.3"), 4: at("anchors.4") },
			bar: { junior: at("bar.junior"), mid: at("bar.mid"), senior: at("bar.senior"), staff: at("bar.staff") },
		};
	});
	const red_flags = ids("red_flags").map((id) => ({
		id,
		severity: string(`red_flags.${id}.severity`) as DraftRedFlag["severity"],
		text: string(`red_flags.${id}.text`),
	}));
	const exemplars = ids("exemplars").map((id): DraftExemplar => {
		const at = (key: string) => string(`exemplars.${id}.${key}`);
		const from = at("from") === "us" ? "us" : "candidate-who-agreed";
		const score = Number(fields.get(`exemplars.${id}.score`)) as DraftExemplar["score"];
		return { id, criterion: at("criterion"), score, answer: at("answer"), from };
	});
	return { title: string("title"), weight_rationale: string("weight_rationale"), criteria, red_flags, exemplars };
}
