import { describe, expect, it } from "vitest";
import { z } from "zod";
import { Score, Slug } from "~/core/content/schemas";

const said = (schema: z.ZodType, value: unknown) => schema.safeParse(value).error?.issues.map(({ message }) => message);

describe("what a schema finds wrong is said in plain words:", () => {
	it.each<[string, z.ZodType, unknown, string]>([
		["a number too small", z.int().min(5), 3, "must be at least 5"],
		["a text too long", z.string().max(4), "abcde", "must have at most 4 characters"],
		["an empty list", z.array(z.string()).min(1), [], "must have at least one entry"],
		["nothing there", z.string(), undefined, "is missing"],
		["another kind", z.number(), "x", "must be a number"],
		["a word that is none of these", z.enum(["a", "b"]), "c", 'must be "a" or "b"'],
		["a score", Score, 7, "must be 1, 2, 3 or 4"],
		["a key nobody knows", z.strictObject({}), { x: 1 }, 'the key "x" is not known here'],
		["a message of the schema's own", Slug, "A b", "must be lower-case words joined by -"],
	])("%s", (_what, schema, value, words) => {
		expect(said(schema, value)).toEqual([words]);
	});

	it("an unknown type, with those that are known", () => {
		const schema = z.discriminatedUnion("type", [
			z.object({ type: z.literal("run") }),
			z.object({ type: z.literal("stop") }),
		]);
		expect(said(schema, { type: "dance" })?.[0]).toMatch(/^its type is not known/);
	});
});
