import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { InterviewEvent } from "~/core/interview/events";
import type { BoardGraph } from "~/core/interview/whiteboard/board";
import { newerElements } from "~/core/interview/whiteboard/board-log";
import { findBoardFacts } from "~/core/interview/whiteboard/facts";
import { readGraph } from "~/core/interview/whiteboard/graph";
import { describeBoard, lastOutline, readBoard, settleBoard } from "~/core/interview/whiteboard/read-board";
import { uncertainReadings } from "~/core/interview/whiteboard/readings";
import { findBoardRemarks } from "~/core/interview/whiteboard/remarks";
import { BoardElement } from "~/core/interview/whiteboard/scene";
import { addWords } from "~/core/interview/whiteboard/words";

const element = (changes: Record<string, unknown>): BoardElement =>
	BoardElement.parse({ x: 0, y: 0, width: 100, height: 60, version: 1, ...changes });
const box = (id: string, x: number, label: string): BoardElement[] => [
	element({ id, type: "rectangle", x }),
	element({ id: `${id}-text`, type: "text", x: x + 10, y: 20, width: 80, height: 20, text: label, containerId: id }),
];
const arrow = (id: string, from: number, to: number, version = 1) =>
	element({
		id,
		version,
		type: "arrow",
		x: from,
		y: 30,
		width: to - from,
		height: 0,
		points: [
			[0, 0],
			[to - from, 0],
		],
		endArrowhead: "arrow",
	});
const BOXES = [...box("a", 0, "Gateway"), ...box("b", 300, "Retriever")];
/** Ends 50 px before the second box: a guess. */
const SHORT = arrow("short", 112, 250);

let seq = 0;
const log = (...events: Record<string, unknown>[]) =>
	events.map((event) => {
		seq += 1;
		return { seq, atMs: seq * 1_000, actor: "candidate", ...event } as InterviewEvent;
	});
const drawn = (...elements: BoardElement[]) => ({ type: "board", elements });
const fromWords = (words: string): BoardGraph => addWords({ graph: readGraph([]), words });
const edgesOf = (graph: BoardGraph) =>
	graph.edges.map(
		({ from, to, direction, label }) => `${from.label} ${direction} ${to.label}${label && ` : ${label}`}`,
	);

describe("a reading that is not sure", () => {
	const readings = (events: readonly InterviewEvent[], elements: BoardElement[]) =>
		uncertainReadings({ graph: readBoard(events), elements, verdicts: new Map() });

	it("is asked as a statement, and is certain once it was called right", () => {
		const events = log(drawn(...BOXES, SHORT));
		expect(readings(events, [...BOXES, SHORT]).map(({ sentence }) => sentence)).toEqual([
			"An arrow leads from “Gateway” to “Retriever”.",
		]);
		expect(describeBoard(events)).toContain("(uncertain)");
		const judged = [...events, ...log({ type: "board-correction", element: "short", version: 1, right: true })];
		expect(describeBoard(judged)).toMatch(/"Gateway" -> n2 "Retriever"$/);
		expect(readings(judged, [...BOXES, SHORT])).toEqual([]);
	});

	it("is no connection any more once it was called wrong, until it is drawn anew", () => {
		const wrong = log(drawn(...BOXES, SHORT), { type: "board-correction", element: "short", version: 1, right: false });
		expect(readBoard(wrong).edges).toEqual([]);
		expect(readBoard(wrong).loose).toHaveLength(1);
		const anew = [...wrong, ...log(drawn(arrow("short", 112, 250, 2)))];
		expect(readBoard(anew).edges).toHaveLength(1);
	});

	it("of an arrow that leads nowhere can be put right", () => {
		const far = arrow("far", 112, 215);
		const events = log(drawn(...BOXES, far));
		expect(readBoard(events).loose).toHaveLength(1);
		const right = [...events, ...log({ type: "board-correction", element: "far", version: 1, right: true })];
		expect(edgesOf(readBoard(right))).toEqual(["Gateway -> Retriever"]);
	});
});

describe("the board in words", () => {
	it("is read a connection a line, with labels, chains, and both directions", () => {
		const graph = fromWords("User -> Gateway: question\n- Gateway → Retriever → Vector DB\nCache <-> Gateway\nA <- B");
		expect(edgesOf(graph)).toEqual([
			"User -> Gateway : question",
			"Gateway -> Retriever",
			"Retriever -> Vector DB",
			"Cache <-> Gateway",
			"B -> A",
		]);
	});

	it("takes short lines for parts and sentences for notes", () => {
		const graph = fromWords("Postgres\nWe start with one region only, as the law asks for it.");
		expect(graph.nodes.map(({ label }) => label)).toEqual(["Postgres"]);
		expect(graph.notes.map(({ text }) => text)).toEqual(["We start with one region only, as the law asks for it."]);
	});

	it("names shapes that are drawn already", () => {
		const graph = addWords({ graph: readGraph(BOXES), words: "gateway -> Model" });
		expect(graph.nodes.map(({ label }) => label)).toEqual(["Gateway", "Retriever", "Model"]);
		expect(graph.edges[0]?.from.id).toBe("a");
	});

	it("is read whatever it is, without an end at nothing", () => {
		fc.assert(
			fc.property(fc.string({ maxLength: 400 }), (words) => {
				const graph = fromWords(words);
				const known = new Set(graph.nodes.map(({ id }) => id));
				expect(graph.edges.every(({ from, to }) => known.has(from.id) && known.has(to.id) && from !== to)).toBe(true);
			}),
		);
	});
});

const RAG = `User -> API gateway: question
API gateway -> Retriever -> LLM
Retriever -> Vector DB: top-k
LLM -> API gateway: answer
Help articles -> Chunker -> Vector DB
LLM -> Human agent: when unsure
Sonnet: $4,050 a month`;
const EXPECTED = [{ model: "sonnet", label: "Sonnet 4.6", monthly: 4_050, perQuery: 0.0135 }];
const facts = (words: string, round: "system-design" | "agent-design" = "system-design") =>
	findBoardFacts({ graph: fromWords(words), round, expected: EXPECTED, tolerancePercent: 10 });
const shown = (words: string, round?: "agent-design") =>
	Object.fromEntries(facts(words, round).map((f) => [f.id, f.shown]));

describe("facts counted from a board", () => {
	it("tell the way of a request, of the data, of a failure, and a figure that agrees with the prices", () => {
		expect(shown(RAG)).toEqual({
			"answer-path": true,
			ingestion: true,
			query: true,
			calculation: true,
			failure: true,
			evaluation: false,
			labels: false,
		});
		expect(facts(RAG).find(({ id }) => id === "ingestion")?.sentence).toContain(
			"“Help articles” → “Chunker” → “Vector DB”",
		);
	});

	it("say what is not drawn, and nothing about an empty board", () => {
		expect(shown("Web app -> Server -> Disk")).toMatchObject({ "answer-path": false, ingestion: false, query: false });
		expect(facts("")).toEqual([]);
	});

	it("do not take a figure far from the prices for one that agrees", () => {
		expect(shown(RAG.replace("4,050", "40"))).toMatchObject({ calculation: false });
	});

	it("tell of a state diagram whether it comes round and whether it can leave", () => {
		expect(shown("Plan -> Act -> Check\nCheck -> Plan: not yet\nCheck -> Done", "agent-design")).toMatchObject({
			loop: true,
		});
		expect(shown("Plan -> Act\nAct -> Plan", "agent-design")).toMatchObject({ loop: false });
	});

	it("point at elements that are on the board, whatever is drawn", () => {
		const name = fc.constantFrom("User", "LLM", "Vector DB", "Docs", "Cache", "Eval", "Fallback", "A");
		const lines = fc.array(fc.tuple(name, fc.constantFrom("->", "<->", "--"), name), { maxLength: 14 });
		fc.assert(
			fc.property(lines, fc.constantFrom("system-design" as const, "agent-design" as const), (drawnLines, round) => {
				const graph = fromWords(drawnLines.map((line) => line.join(" ")).join("\n"));
				const known = new Set([...graph.nodes, ...graph.edges, ...graph.notes, ...graph.loose].map(({ id }) => id));
				for (const fact of findBoardFacts({ graph, round, expected: EXPECTED, tolerancePercent: 10 }))
					expect(fact.elements.every((id) => known.has(id))).toBe(true);
			}),
		);
	});
});

describe("what a colleague would ask about a board", () => {
	const asks = (words: string, said: string[] = []) =>
		findBoardRemarks({ graph: fromWords(words), said, round: "system-design" }).map(
			({ ask, quotes }) => `${ask} ${quotes.join(" / ")}`,
		);

	it("is a part that was spoken of and is not there, unless it was ruled out or asked about", () => {
		expect(asks(RAG, ["I put a reranker behind the search."])[0]).toBe("said-not-drawn reranker");
		expect(asks(RAG, ["I would not use a reranker.", "Do we need a cache?"]).join()).not.toContain("said-not-drawn");
	});

	it("is a part that stands alone, an arrow without a word, and one walk through it", () => {
		const found = asks(`${RAG}\nTrace viewer`);
		expect(found).toContain("orphan-node Trace viewer");
		expect(found).toContain("unlabelled-arrow API gateway / Retriever");
		expect(found).toContain("walk-request User");
	});

	it("asks where the facts and the checks are without naming them, and only of a grown board", () => {
		const grown = "User -> Gateway -> Router -> LLM: prompt\nLLM -> Formatter -> User";
		expect(asks(grown).filter((ask) => ask.startsWith("missing"))).toEqual([
			"missing-store LLM",
			"missing-evaluation LLM",
		]);
		expect(asks("User -> LLM")).toEqual([]);
	});

	it("never quotes a question mark, so that a turn has one question", () => {
		expect(asks("User? -> LLM? -> Vector DB?\nLLM? -> User?").join()).not.toContain("?");
	});
});

describe("the outline in the log", () => {
	it("is stored when somebody speaks after the board has changed, and only then", () => {
		const stroke = log(drawn(...BOXES));
		const message = { type: "message" as const, actor: "candidate" as const, atMs: 9, text: "Look." };
		const settled = settleBoard({ events: stroke, adding: [message] });
		expect(settled.map(({ type }) => type)).toEqual(["board", "message"]);
		expect(settled[0]).toMatchObject({ outline: expect.stringContaining("Gateway"), atMs: 9 });
		const after = [...stroke, ...log(settled[0] as Record<string, unknown>)];
		expect(settleBoard({ events: after, adding: [message] })).toEqual([message]);
		expect(settleBoard({ events: [], adding: [message] })).toEqual([message]);
	});

	it("is that of the elements while nobody has spoken, and of an empty board none", () => {
		const stroke = log(drawn(...BOXES));
		expect(lastOutline(stroke)).toContain("Gateway");
		expect(lastOutline([])).toBeNull();
		const wiped = [...stroke, ...log(drawn(...BOXES.map((entry) => ({ ...entry, version: 2, isDeleted: true }))))];
		expect(lastOutline(wiped)).toBeNull();
	});

	it("leaves out what another tab has sent already", () => {
		const [first] = BOXES;
		if (!first) throw new Error("there are boxes");
		expect(newerElements({ elements: BOXES, changed: [first] })).toEqual([]);
		expect(newerElements({ elements: BOXES, changed: [{ ...first, version: 2 }] })).toHaveLength(1);
	});
});
