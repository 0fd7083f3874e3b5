import { beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { database } from "~/adapters/db/client.server";
import { readRubricYaml, writeRubricYaml } from "~/adapters/rubric-yaml.server";
import { getContent } from "~/services/content.server";
import type { Person } from "~/services/guest.server";
import { viewRubric } from "~/services/rubric-draft.server";
import { exportRubric, importRubric } from "~/services/rubrics.server";
import { testDatabase } from "../support/database";
import { newGuest, refusal } from "../support/people";
import { forkRag, shiftWeight, shippedContent } from "../support/studio";

testDatabase();
shippedContent();

let person: Person;
let id: string;
beforeEach(async () => {
	person = (await newGuest()).person;
	id = await forkRag(person);
});

describe("YAML", () => {
	it("of a shipped rubric is its own file", async () => {
		const { source } = await exportRubric({ id: "coding", person: null, version: null });
		expect(readRubricYaml(source)).toEqual(getContent().rubrics.get("coding"));
	});

	it.each([...["coding", "behavioral", "system-design", "agent-design", "rag-deep-dive"]])(
		"written and read again says the same, and is written the same: %s",
		(slug) => {
			const rubric = getContent().rubrics.get(slug);
			if (!rubric) throw new Error("shipped");
			const written = writeRubricYaml(rubric);
			expect(readRubricYaml(written)).toEqual(rubric);
			expect(writeRubricYaml(readRubricYaml(written))).toBe(written);
		},
	);

	it("becomes the draft of a new rubric", async () => {
		await shiftWeight({ id, person, by: 5 });
		const { source } = await exportRubric({ id, person, version: null });
		expect(parse(source)).toMatchObject({ version: 2 });
		const imported = await importRubric({ person, source });
		expect((await viewRubric({ id: imported.id, person })).draft).toEqual((await viewRubric({ id, person })).draft);
	});

	const good = () => writeRubricYaml(getContent().rubrics.get("coding") as never);
	it.each([
		["a bomb of aliases", () => `a: &a [1,1]\nb: &b [*a,*a]\nc: [*b,*b]\n${good()}`, "not allowed"],
		["a key twice", () => `${good()}title: Again\n`, "unique"],
		["an unknown key", () => `${good()}secret: 1\n`, "secret"],
		["a negative weight", () => good().replace(/weight: \d+/, "weight: -5"), "weight: must be at least 5"],
		["a weight that is no number", () => good().replace(/weight: \d+/, "weight: .nan"), "weight"],
		["a weight over all", () => good().replace(/weight: \d+/, "weight: 101"), "weight"],
		["weights that do not add up", () => good().replace(/weight: \d+/, "weight: 6"), "weights add up to"],
		["two criteria with one id", () => good().replace(/(id: )[a-z-]+(\n {4}title)/g, "$1same$2"), "used twice"],
		["two red flags with one id", () => good().replace(/(id: )[a-z-]+(\n {4}severity)/g, "$1same$2"), "used twice"],
		["a tag", () => `${good()}x: !!js/function 1\n`, "tag"],
		["no YAML at all", () => "\u0000\u0001", "mapping"],
		["another kind of file", () => "- 1\n- 2\n", "mapping"],
	])("with %s is refused with a line, and nothing is stored", async (_what, source, words) => {
		const before = await database().studioRubric.count();
		await expect(importRubric({ person, source: source() })).rejects.toThrow(words);
		expect(await database().studioRubric.count()).toBe(before);
	});

	it("of ten megabytes is refused before it is read", async () => {
		expect(await refusal(importRubric({ person, source: "x".repeat(10_000_000) }))).toBe("too-large");
	});
});
