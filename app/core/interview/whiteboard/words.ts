/** The board in words, read as a graph: one connection a line, as in `User -> Gateway: question`. */
import { type BoardEdge, type BoardGraph, type BoardNode, tidy, toNode } from "./board";
import { BoardElement } from "./scene";

const ARROW = /\s*(<-{1,2}>|<=>|↔|-{1,2}>|=>|→|⟶|<-{1,2}|←|\s--\s)\s*/;
const LONGEST_NAME = 80;
const MOST_WORDS_IN_A_NAME = 6;
const MOST_LINES = 400;

/** The graph with what the words add. A name that is on the board already, in whatever case, is that shape. */
export function addWords(input: { graph: BoardGraph; words: string }): BoardGraph {
	const { graph, words } = input;
	if (words.trim() === "") return graph;
	const nodes = [...graph.nodes];
	const edges = [...graph.edges];
	const notes = [...graph.notes];
	const byName = new Map<string, BoardNode>();
	for (const node of nodes) if (node.label && !byName.has(key(node.label))) byName.set(key(node.label), node);
	const nodeOf = (name: string): BoardNode => {
		const known = byName.get(key(name));
		if (known) return known;
		const node = { ...toNode(stub(`words-${nodes.length + 1}`)), shape: "words", label: name };
		nodes.push(node);
		byName.set(key(name), node);
		return node;
	};
	for (const [number, line] of words.split("\n", MOST_LINES).entries()) {
		const text = tidy(line.replace(/^\s*(?:[-*•]|\d+[.)])\s+/, ""));
		if (text === "") continue;
		const parts = text.split(ARROW);
		if (parts.length >= 3) edges.push(...chain({ parts, nodeOf, id: `words-line-${number + 1}` }));
		else if (isName(text)) nodeOf(nameOf(text));
		else notes.push({ id: `words-line-${number + 1}`, text, inside: null });
	}
	return { ...graph, nodes, edges, notes };
}

function chain(input: { parts: string[]; nodeOf: (name: string) => BoardNode; id: string }): BoardEdge[] {
	const { parts, nodeOf, id } = input;
	const edges: BoardEdge[] = [];
	const label = parts.at(-1)?.match(/[:|]\s*(.+)$/)?.[1] ?? "";
	for (let place = 0; place + 2 < parts.length; place += 2) {
		const [left, arrow, right] = [nameOf(parts[place] ?? ""), parts[place + 1] ?? "", nameOf(parts[place + 2] ?? "")];
		if (left === "" || right === "" || key(left) === key(right)) continue;
		const [from, to] = arrow.startsWith("<-") && !arrow.includes(">") ? [right, left] : [left, right];
		const direction = /^(<-{1,2}>|<=>|↔)$/.test(arrow) ? "<->" : arrow.trim() === "--" ? "--" : "->";
		edges.push({
			id: place === 0 ? id : `${id}-${place / 2 + 1}`,
			from: nodeOf(from),
			to: nodeOf(to),
			direction,
			label: place + 3 >= parts.length ? label : "",
			certainty: "bound",
			dashed: false,
		});
	}
	return edges;
}

function isName(text: string): boolean {
	return !/[.?!;]$|[:=$€]/.test(text) && text.split(" ").length <= MOST_WORDS_IN_A_NAME;
}

function nameOf(text: string): string {
	return tidy(text.replace(/[:|].*$/, "").replace(/^["“(]+|["”).,]+$/g, "")).slice(0, LONGEST_NAME);
}

function stub(id: string): BoardElement {
	return BoardElement.parse({ id, type: "text", x: 0, y: 0 });
}

const key = (name: string) => name.toLowerCase();
