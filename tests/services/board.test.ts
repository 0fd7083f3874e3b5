import { beforeEach, describe, expect, it } from "vitest";
import { loadInterview } from "~/adapters/db/interviews.server";
import { BoardInput, saveBoard, viewBoard } from "~/services/board.server";
import { pictureOf } from "~/services/board-pictures.server";
import type { Person } from "~/services/guest.server";
import { act } from "~/services/room.server";
import { StartInput, startInterview } from "~/services/setup.server";
import { turnFinished } from "~/services/turns.server";
import { testDatabase } from "../support/database";
import { newGuest, refusal } from "../support/people";
import { shippedContent } from "../support/studio";

testDatabase();
shippedContent();

let person: Person;
let id: string;
beforeEach(async () => {
	person = (await newGuest()).person;
	id = (await startInterview({ person, input: StartInput.parse({ round: "system-design" }) })).id;
});

const rectangle = (name: string, version = 1) => ({
	id: name,
	type: "rectangle",
	x: 0,
	y: 0,
	width: 90,
	height: 50,
	version,
});
const label = (name: string, text: string) => ({
	id: `${name}-text`,
	type: "text",
	x: 5,
	y: 5,
	text,
	containerId: name,
	version: 1,
});
const save = (input: object) => saveBoard({ id, person, input: BoardInput.parse(input) });
const boards = async () =>
	(await loadInterview({ id, userId: person.id })).events.filter((event) => event.type === "board");

describe("a board", () => {
	it("is stored stroke by stroke, and its outline when somebody speaks", async () => {
		await turnFinished(id);
		await save({ elements: [rectangle("a"), label("a", "Gateway")] });
		expect((await boards()).map((event) => event.outline)).toEqual([undefined]);
		expect((await viewBoard({ id, person })).outline).toContain('"Gateway"');
		await act({ id, person, input: { kind: "message", text: "Here is the gateway.", handsOver: false } });
		expect((await boards()).map((event) => event.outline?.includes('"Gateway"'))).toEqual([undefined, true]);
		await act({ id, person, input: { kind: "message", text: "Nothing new on it.", handsOver: false } });
		expect(await boards()).toHaveLength(2);
	});

	it("takes nothing twice and nothing older than it has", async () => {
		await save({ elements: [rectangle("a", 3)] });
		await save({ elements: [rectangle("a", 3)] });
		await save({ elements: [rectangle("a", 2)] });
		expect(await boards()).toHaveLength(1);
	});

	it("can be seen as it was at any moment, by whoever may read the round and nobody else", async () => {
		await save({ elements: [rectangle("a"), label("a", "First")] });
		const [first] = await boards();
		await new Promise((resolve) => setTimeout(resolve, 20));
		await save({ elements: [rectangle("b"), label("b", "Second")] });
		expect((await viewBoard({ id, person, untilMs: first?.atMs ?? 0 })).outline).not.toContain("Second");
		expect((await viewBoard({ id, person })).outline).toContain("Second");
		const stranger = (await newGuest()).person;
		expect(await refusal(viewBoard({ id, person: stranger }))).toBe("not-found");
		expect(await refusal(saveBoard({ id, person: stranger, input: BoardInput.parse({ words: "mine" }) }))).toBe(
			"not-found",
		);
	});

	it("keeps a picture for a model in memory, takes PNG only, and stores none of it", async () => {
		await save({ picture: "iVBORw0KGgoAAAA=" });
		expect(pictureOf(id)).toBe("iVBORw0KGgoAAAA=");
		expect(await boards()).toEqual([]);
		for (const picture of ["<svg>", "aGVsbG8=", `iVBORw0KGgo${"A".repeat(800_000)}`])
			expect(BoardInput.safeParse({ picture }).success).toBe(false);
		const stranger = (await newGuest()).person;
		await refusal(saveBoard({ id, person: stranger, input: BoardInput.parse({ picture: "iVBORw0KGgoBBBB=" }) }));
		expect(pictureOf(id)).toBe("iVBORw0KGgoAAAA=");
	});

	it("is refused after the end, with everything before it safe", async () => {
		await save({ words: "User -> LLM" });
		await act({ id, person, input: { kind: "end" } });
		expect(await refusal(save({ words: "User -> LLM -> User" }))).toBe("round-over");
		expect((await viewBoard({ id, person })).words).toBe("User -> LLM");
	});
});
