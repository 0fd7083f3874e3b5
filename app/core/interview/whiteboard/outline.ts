/** The graph as a few lines of text: what the interviewer, the graders and people who do not draw read. */
import type { BoardFrame, BoardGraph, BoardNode } from "./board";

/** Beyond this many shapes and connections the rest is counted, not listed (content design §6.4). */
const MOST_ITEMS = 60;
const LONGEST_LABEL = 120;

/** One line a shape and a connection. Labels are quoted as JSON strings, so that none can pass for a line of ours. */
export function outlineOf(graph: BoardGraph): string {
	const names = nameAll(graph);
	const name = (place: BoardNode | BoardFrame | null) =>
		place ? [names.get(place.id) ?? "?", place.label ? quoted(place.label) : ""].filter(Boolean).join(" ") : "?";
	const where = (node: BoardNode) => {
		const around = node.parent ?? node.frame;
		return around ? ` in ${names.get(around.id)}` : "";
	};
	const shapes = inReadingOrder(graph.nodes).map(
		(node) =>
			`${names.get(node.id)} ${node.holds > 0 ? "group" : node.shape} ${node.label ? quoted(node.label) : "(no label)"}${where(node)}`,
	);
	const connections = graph.edges.map((edge) => {
		const label = edge.label ? ` : ${quoted(edge.label)}` : "";
		return `${name(edge.from)} ${edge.direction} ${name(edge.to)}${label}${edge.dashed ? " (dashed)" : ""}${edge.certainty === "guess" ? " (uncertain)" : ""}`;
	});
	const loose = graph.loose.map((arrow) => {
		const hint = arrow.nearest ? ` (nearest shape: ${name(arrow.nearest)}, ${arrow.distance} px away)` : "";
		return `loose arrow ${name(arrow.from)} -> ${name(arrow.to)}${arrow.label ? ` : ${quoted(arrow.label)}` : ""}${hint}`;
	});
	const notes = graph.notes.map(
		(note) => `note ${quoted(note.text)}${note.inside ? ` in ${names.get(note.inside.id)}` : ""}`,
	);
	const lines = [
		...graph.frames.map((frame) => `${names.get(frame.id)} frame ${quoted(frame.label)}`),
		...shapes,
		...connections,
		...loose,
		...notes,
	];
	const rest = lines.length - MOST_ITEMS;
	return [summary(graph), ...lines.slice(0, MOST_ITEMS), ...(rest > 0 ? [`… and ${rest} more`] : [])].join("\n");
}

/** True when nothing was drawn that can be read. */
export function isEmptyBoard(graph: BoardGraph): boolean {
	return graph.nodes.length + graph.edges.length + graph.loose.length + graph.notes.length + graph.frames.length === 0;
}

function summary({ nodes, edges, frames, freehand }: BoardGraph): string {
	const parts = [count(nodes.length, "shape"), count(edges.length, "connection")];
	if (frames.length > 0) parts.push(count(frames.length, "frame"));
	if (freehand > 0) parts.push(`${count(freehand, "freehand stroke")} (not read)`);
	return `Board: ${parts.join(", ")}`;
}

function nameAll(graph: BoardGraph): Map<string, string> {
	return new Map([
		...inReadingOrder(graph.nodes).map((node, place) => [node.id, `n${place + 1}`] as const),
		...graph.frames.map((frame, place) => [frame.id, `f${place + 1}`] as const),
	]);
}

const ROW = 60;

/** Rows from the top, each from the left. */
function inReadingOrder(nodes: readonly BoardNode[]): BoardNode[] {
	const row = (node: BoardNode) => Math.round(node.box[1] / ROW);
	return [...nodes].sort((a, b) => row(a) - row(b) || a.box[0] - b.box[0]);
}

function quoted(text: string): string {
	return JSON.stringify(text.length > LONGEST_LABEL ? `${text.slice(0, LONGEST_LABEL)}…` : text);
}

function count(number: number, of: string): string {
	return `${number} ${of}${number === 1 ? "" : "s"}`;
}
