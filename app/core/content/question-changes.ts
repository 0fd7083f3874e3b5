/** What differs between two versions of a question: its parts as named fields, members of lists known by id. Pure. */
import { type Change, describeFieldChanges, type Field, type Fields, type FieldValue, orderKey } from "./changes";
import { Calculation, type Question } from "./schemas";

const LISTS = {
	key_points: "key point",
	probes: "probe",
	curveballs: "curveball",
	cards: "card",
	hints: "hints for",
	exemplars: "example",
} as const;
type List = keyof typeof LISTS;

const NAMES: Record<string, string> = {
	listen_for: "phrases listened for",
	must_for: "levels it is a must for",
	minutes: "length in minutes",
	after_phase: "phase it comes after",
	asks: "key points the brief asks for",
	ask: "words",
	brief: "brief",
	ifAsked: "answers if asked",
	interviewerNotes: "interviewer notes",
	strongAnswer: "strong answer",
	commonMisses: "common misses",
	price_book: "price sheet",
	red_flags: "red flags",
	seed: "sources",
};

const PLAIN = [
	"title",
	"kind",
	"levels",
	"minutes",
	"topics",
	"seed",
	"rubric",
	"price_book",
	"asks",
	"red_flags",
] as const;

/** Every difference but the version number, in reading order of `after`. */
export function describeQuestionChanges(input: { before: Question; after: Question }): Change[] {
	const lists = Object.keys(LISTS);
	return describeFieldChanges({ before: fieldsOf(input.before), after: fieldsOf(input.after), lists });
}

function fieldsOf(question: Question): Fields {
	const whole = (key: string, value: unknown): Field => ({
		key,
		owner: "",
		name: NAMES[key] ?? key,
		value: flat(value),
	});
	const fields: Field[] = [
		...PLAIN.map((key) => whole(key, question[key])),
		...Calculation.keyof().options.map((key) => ({
			...whole(key, question.calculation?.[key]),
			name: key.replaceAll("_", " "),
		})),
		...Object.entries(question.sections).map(([key, value]) => whole(key, value)),
		...(Object.keys(LISTS) as List[]).flatMap((list) => listFields(list, membersOf(question, list))),
	];
	return new Map(fields.map((field) => [field.key, field]));
}

function listFields(list: List, members: ReadonlyMap<string, object>): Field[] {
	const fields = [...members].flatMap(([id, member]) =>
		Object.entries(member).flatMap(([key, value]): Field[] => {
			if (key === "id") return [];
			const name = NAMES[key] ?? key.replaceAll("_", " ");
			return [{ key: `${list}.${id}.${key}`, owner: `${LISTS[list]} ${id}`, name, value: flat(value) }];
		}),
	);
	const order = [...members.keys()].join(" ");
	return [...fields, { key: orderKey(list), owner: "", name: `order of ${list.replaceAll("_", " ")}`, value: order }];
}

/** Hints are known by their criterion; examples by criterion, score and place, as they have no id of their own. */
function membersOf(question: Question, list: List): Map<string, object> {
	if (list === "hints") return new Map(question.hints.map((ladder) => [ladder.criterion, ladder]));
	if (list !== "exemplars") return new Map(question[list].map((member) => [member.id, member]));
	const seen = new Map<string, number>();
	return new Map(
		question.exemplars.map((example) => {
			const id = `${example.criterion}-${example.score}`;
			const count = (seen.get(id) ?? 0) + 1;
			seen.set(id, count);
			return [count === 1 ? id : `${id}-${count}`, example];
		}),
	);
}

function flat(value: unknown): FieldValue {
	if (value === undefined || value === null) return "";
	if (Array.isArray(value)) return value.map(String).join("\n");
	return typeof value === "number" || typeof value === "boolean" ? value : String(value);
}
