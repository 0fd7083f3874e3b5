/** What came to a board and what left it between two moments, in the words of the outline. */
import type { BoardGraph } from "./board";

/** More changes than this are counted. */
const MOST = 20;
const LONGEST = 120;

/** One line a change, shapes and notes before arrows; "nothing" when nothing that has words did. */
export function describeBoardChanges(input: { before: BoardGraph; after: BoardGraph }): string {
	const [old, now] = [partsOf(input.before), partsOf(input.after)];
	const lines = [
		...now.filter((part) => !old.includes(part)).map((part) => `new: ${part}`),
		...old.filter((part) => !now.includes(part)).map((part) => `gone: ${part}`),
	];
	const rest = lines.length - MOST;
	return [...lines.slice(0, MOST), ...(rest > 0 ? [`and ${rest} more`] : [])].join("\n") || "nothing";
}

function partsOf(graph: BoardGraph): string[] {
	return [
		...graph.nodes.filter(({ label }) => label !== "").map(({ label }) => quoted(label)),
		...graph.notes.map(({ text }) => `note ${quoted(text)}`),
		...graph.edges.map(
			({ from, to, direction, label }) =>
				`${quoted(from.label)} ${direction} ${quoted(to.label)}${label ? ` : ${quoted(label)}` : ""}`,
		),
	];
}

function quoted(text: string): string {
	return JSON.stringify(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
}
