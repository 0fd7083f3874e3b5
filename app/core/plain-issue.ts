/** What zod finds wrong, in words for the person who wrote it: a phrase that goes on after the name of the field. */
import type { z } from "zod";

const KINDS: Record<string, string> = {
	string: "a text",
	number: "a number",
	nan: "a number",
	int: "a whole number",
	boolean: "true or false",
	array: "a list",
	tuple: "a list",
	object: "a mapping of keys",
	record: "a mapping of keys",
	map: "a mapping of keys",
	date: "a date",
	null: "empty",
};
const UNITS: Record<string, string> = { string: "characters", array: "entries", set: "entries", map: "entries" };
const FORMATS: Record<string, string> = {
	email: "an e-mail address",
	url: "an address that begins with https:// or http://",
	uuid: "an id as this server gives them",
	datetime: "a date with a time",
	date: "a date such as 2026-01-31",
};

/**
 * The phrase for one issue, without the field it is about. Set as zod's own wording where the schemas are defined, so
 * that no page and no command prints the library's; a schema's own message still comes first.
 */
export function plainIssue(issue: z.core.$ZodRawIssue): string {
	switch (issue.code) {
		case "invalid_type":
			if (issue.input === undefined) return "is missing";
			return `must be ${KINDS[issue.expected] ?? issue.expected}`;
		case "invalid_value":
			return `must be ${orList(issue.values.map(quoted))}`;
		case "too_small":
		case "too_big":
			return limit(issue);
		case "unrecognized_keys": {
			const names = issue.keys.map((key) => JSON.stringify(key)).join(", ");
			return issue.keys.length > 1 ? `the keys ${names} are not known here` : `the key ${names} is not known here`;
		}
		case "invalid_union":
			return union(issue);
		case "not_multiple_of":
			return `must be a multiple of ${issue.divisor}`;
		case "invalid_format":
			return FORMATS[issue.format] ? `must be ${FORMATS[issue.format]}` : "is not written as it must be";
		case "invalid_key":
			return "has a key that is not allowed";
		default:
			return "is not valid";
	}
}

function limit(issue: z.core.$ZodRawIssue<z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig>): string {
	const low = issue.code === "too_small";
	const bound = String(low ? issue.minimum : issue.maximum);
	const unit = UNITS[issue.origin];
	if (unit) {
		if (low && bound === "1" && issue.origin !== "string") return "must have at least one entry";
		if (low && bound === "1") return "must not be empty";
		return `must have ${issue.exact ? "exactly" : low ? "at least" : "at most"} ${bound} ${unit}`;
	}
	if (issue.inclusive === false) return `must be ${low ? "more" : "less"} than ${bound}`;
	return `must be ${low ? "at least" : "at most"} ${bound}`;
}

function union(issue: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidUnion>): string {
	if (issue.discriminator) {
		const options = "options" in issue && Array.isArray(issue.options) ? issue.options : [];
		const known = options.length > 0 ? `; known are ${options.map(String).join(", ")}` : "";
		return `its ${issue.discriminator} is not known${known}`;
	}
	const values = issue.errors.flatMap(([first]) => (first?.code === "invalid_value" ? first.values : []));
	return values.length > 0 ? `must be ${orList(values.map(quoted))}` : "has none of the forms that are allowed here";
}

function quoted(value: unknown): string {
	return typeof value === "string" ? `"${value}"` : String(value);
}

function orList(words: readonly string[]): string {
	return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
