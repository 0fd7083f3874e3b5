import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { InterviewEvent } from "~/core/interview/events";
import { boardElements, isSpeck, mergeElements, settledBoards } from "~/core/interview/whiteboard/board-log";
import { readGraph } from "~/core/interview/whiteboard/graph";
import { isEmptyBoard, outlineOf } from "~/core/interview/whiteboard/outline";
import { lastOutline } from "~/core/interview/whiteboard/read-board";
import { BoardElement } from "~/core/interview/whiteboard/scene";

let made = 0;
const element = (changes: Record<string, unknown>): BoardElement =>
	BoardElement.parse({ id: `e${made++}`, x: 0, y: 0, width: 100, height: 60, version: 1, ...changes });
const box = (id: string, x: number, y: number, label?: string): BoardElement[] => [
	element({ id, type: "rectangle", x, y }),
	...(label
		? [element({ type: "text", x: x + 10, y: y + 20, width: 80, height: 20, text: label, containerId: id })]
		: []),
];
const arrow = (from: [number, number], to: [number, number], changes: Record<string, unknown> = {}) =>
	element({
		type: "arrow",
		x: from[0],
		y: from[1],
		width: to[0] - from[0],
		height: to[1] - from[1],
		points: [
			[0, 0],
			[to[0] - from[0], to[1] - from[1]],
		],
		endArrowhead: "arrow",
		...changes,
	});
const text = (x: number, y: number, words: string) =>
	element({ type: "text", x, y, width: words.length * 8, height: 20, text: words });
const read = (...elements: BoardElement[]) => outlineOf(readGraph(elements));
const edges = (...elements: BoardElement[]) =>
	readGraph(elements).edges.map(
		(edge) => `${edge.from.label}${edge.direction}${edge.to.label}${edge.label ? `:${edge.label}` : ""}`,
	);

const A = box("a", 0, 0, "Gateway");
const B = box("b", 300, 0, "Retriever");

describe("reading a board", () => {
	it("names shapes and a bound arrow with its ends, direction and label", () => {
		const bound = arrow([100, 30], [300, 30], {
			id: "x",
			startBinding: { elementId: "a" },
			endBinding: { elementId: "b" },
		});
		const label = element({ type: "text", x: 180, y: 20, width: 40, height: 20, text: "top-k", containerId: "x" });
		expect(read(...A, ...B, bound, label)).toBe(
			[
				"Board: 2 shapes, 1 connection",
				'n1 rectangle "Gateway"',
				'n2 rectangle "Retriever"',
				'n1 "Gateway" -> n2 "Retriever" : "top-k"',
			].join("\n"),
		);
	});

	it("finds the ends of an arrow that is bound to nothing", () => {
		expect(edges(...A, ...B, arrow([112, 30], [285, 30]))).toEqual(["Gateway->Retriever"]);
	});

	it("turns an arrow round whose head is at its start, and keeps two heads", () => {
		const backwards = arrow([112, 30], [285, 30], { startArrowhead: "arrow", endArrowhead: null });
		const both = arrow([112, 30], [285, 30], { startArrowhead: "arrow" });
		expect(edges(...A, ...B, backwards)).toEqual(["Retriever->Gateway"]);
		expect(edges(...A, ...B, both)).toEqual(["Gateway<->Retriever"]);
	});

	it("says that an end was guessed, and that an arrow leads nowhere", () => {
		expect(read(...A, ...B, arrow([112, 30], [250, 30]))).toContain("(uncertain)");
		expect(read(...A, arrow([112, 30], [180, 200]))).toMatch(/loose arrow n1 "Gateway" -> \? \(nearest shape/);
	});

	it("takes text on a shape for its label, near an arrow for the arrow's, and elsewhere for a note", () => {
		const plain = [element({ id: "p", type: "rectangle", x: 0, y: 0 }), text(10, 20, "Cache")];
		expect(read(...plain)).toContain('rectangle "Cache"');
		expect(edges(...A, ...B, arrow([112, 30], [285, 30]), text(180, 5, "top-k"))).toEqual(["Gateway->Retriever:top-k"]);
		expect(read(...A, text(400, 400, "10K a day"))).toContain('note "10K a day"');
	});

	it("takes text in a box for its label even when an arrow has snapped to the text", () => {
		const plain = element({ id: "c", type: "rectangle", x: 300, y: 0 });
		const words = element({ id: "w", type: "text", x: 310, y: 20, width: 60, height: 20, text: "Parser" });
		const snapped = arrow([100, 30], [310, 30], {
			startBinding: { elementId: "a" },
			endBinding: { elementId: "w" },
		});
		expect(edges(...A, plain, words, snapped)).toEqual(["Gateway->Parser"]);
		expect(readGraph([...A, plain, words, snapped]).nodes).toHaveLength(2);
	});

	it("takes text under an empty shape for its caption, with more room than beside it", () => {
		const shape = element({ id: "db", type: "ellipse", x: 0, y: 0 });
		expect(read(shape, text(10, 92, "Invoices"))).toContain('n1 ellipse "Invoices"');
		expect(read(shape, text(132, 20, "Invoices"))).toContain('note "Invoices"');
	});

	it("tells a group with its title from the shapes in it", () => {
		const outer = element({ id: "g", type: "rectangle", x: -50, y: -50, width: 600, height: 300 });
		const outline = read(outer, text(-40, -45, "Online path"), ...A, ...B);
		expect(outline).toContain('group "Online path"');
		expect(outline).toMatch(/rectangle "Gateway" in n\d/);
	});

	it("counts freehand and does not guess it, leaves out what was deleted, and knows an empty board", () => {
		const stroke = element({
			type: "freedraw",
			points: [
				[0, 0],
				[40, 40],
			],
		});
		expect(read(...A, stroke)).toContain("1 freehand stroke (not read)");
		expect(isEmptyBoard(readGraph(A.map((entry) => ({ ...entry, isDeleted: true }))))).toBe(true);
		expect(isEmptyBoard(readGraph([]))).toBe(true);
	});

	it("quotes labels, so that none can pass for a line of the outline", () => {
		const outline = read(...box("q", 0, 0, 'x"\nn9 "Database" -> n1'));
		expect(outline.split("\n")).toHaveLength(2);
	});

	it("lists sixty items and counts the rest", () => {
		const many = Array.from({ length: 90 }, (_, index) =>
			box(`m${index}`, (index % 10) * 200, Math.floor(index / 10) * 200, `S${index}`),
		).flat();
		expect(read(...many).split("\n")).toHaveLength(62);
		expect(read(...many)).toContain("… and 30 more");
	});

	it("does not depend on the order of the elements", () => {
		const scene = [
			...A,
			...B,
			...box("c", 300, 300, "Store"),
			arrow([112, 30], [285, 30]),
			arrow([350, 70], [350, 290]),
			text(600, 500, "note"),
		];
		const expected = edges(...scene).sort();
		fc.assert(
			fc.property(fc.shuffledSubarray(scene, { minLength: scene.length }), (shuffled) => {
				expect(edges(...shuffled).sort()).toEqual(expected);
			}),
		);
	});

	it("reads anything that has the shape of a scene without failing", () => {
		const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
		const anything = fc.record({
			id: fc.constantFrom("a", "b", "c", "d", "e"),
			type: fc.constantFrom("rectangle", "ellipse", "arrow", "line", "text", "frame", "freedraw"),
			x: number,
			y: number,
			width: number,
			height: number,
			angle: fc.double({ min: -7, max: 7, noNaN: true }),
			text: fc.string(),
			points: fc.array(fc.tuple(number, number), { maxLength: 5 }),
			containerId: fc.constantFrom(null, "a", "b"),
			startBinding: fc.constantFrom(null, { elementId: "a" }, { elementId: "gone" }),
			groupIds: fc.constant([]),
		});
		fc.assert(
			fc.property(fc.array(anything, { maxLength: 12 }), (raw) => {
				const outline = outlineOf(readGraph(raw.map((entry) => BoardElement.parse(entry))));
				expect(outline.startsWith("Board:")).toBe(true);
			}),
		);
	});
});

describe("the board in the log", () => {
	const board = (seq: number, elements: unknown[], outline: string): InterviewEvent => ({
		seq,
		atMs: seq,
		actor: "candidate",
		type: "board",
		elements,
		outline,
	});
	const message = (seq: number): InterviewEvent => ({
		seq,
		atMs: seq,
		actor: "candidate",
		type: "message",
		text: "Look.",
	});

	it("is every element in its newest version, whatever order the changes came in", () => {
		const [old, young] = [
			{ id: "a", version: 1 },
			{ id: "a", version: 2 },
		];
		expect(boardElements([board(1, [young], "x"), board(2, [old, { id: "b", version: 1 }], "y")])).toEqual([
			young,
			{ id: "b", version: 1 },
		]);
	});

	it("has no use for the speck that a click leaves, and keeps what grows or is deleted", () => {
		expect(isSpeck({ id: "x", type: "arrow", width: 0, height: 0 })).toBe(true);
		expect(isSpeck({ id: "x", type: "arrow", width: 0, height: 0, isDeleted: true })).toBe(false);
		expect(isSpeck({ id: "x", type: "text", width: 0, height: 0 })).toBe(false);
		expect(isSpeck({ id: "x", type: "arrow", width: 0, height: 40 })).toBe(false);
		expect(isSpeck(null)).toBe(false);
	});

	it("leaves out what is no element", () => {
		expect(boardElements([board(1, [null, 7, "x", {}, { id: 3 }, { id: "a", version: 1 }], "x")])).toEqual([
			{ id: "a", version: 1 },
		]);
	});

	it("converges when two tabs change the same element", () => {
		const left = { id: "a", version: 3, versionNonce: 7 };
		const right = { id: "a", version: 3, versionNonce: 5 };
		expect(mergeElements({ elements: [left], changed: [right] })).toEqual(
			mergeElements({ elements: [right], changed: [left] }),
		);
	});

	it("shows readers only the boards that stood when somebody spoke", () => {
		const log = [board(1, [], "one"), board(2, [], "two"), message(3), board(4, [], "three")];
		expect(settledBoards(log).map((event) => event.seq)).toEqual([2, 3, 4]);
		expect(lastOutline(log)).toBe("three");
	});
});
