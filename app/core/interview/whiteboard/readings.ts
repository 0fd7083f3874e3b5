/** What reading a board is not sure of, as yes-or-no questions, and what becomes of the answers. */
import type { BoardEdge, BoardGraph, LooseArrow } from "./board";
import type { BoardElement } from "./scene";

export interface ReadingVerdict {
	/** Version of the element that was judged: a verdict lapses when the element is drawn anew. */
	version: number;
	right: boolean;
}

export interface UncertainReading {
	element: string;
	version: number;
	/** A statement that is right or wrong. */
	sentence: string;
}

/** Readings the candidate has not judged, in the order of the drawing. Shapes without a label are called by their kind. */
export function uncertainReadings(input: {
	graph: BoardGraph;
	elements: readonly BoardElement[];
	verdicts: ReadonlyMap<string, ReadingVerdict>;
}): UncertainReading[] {
	const { graph, elements, verdicts } = input;
	const versions = versionsOf(elements);
	const open = (id: string) => {
		const verdict = verdicts.get(id);
		return !verdict || verdict.version !== versions.get(id);
	};
	const reading = (id: string, sentence: string): UncertainReading[] =>
		open(id) ? [{ element: id, version: versions.get(id) ?? 0, sentence }] : [];
	return [
		...graph.edges
			.filter((edge) => edge.certainty === "guess")
			.flatMap((edge) => reading(edge.id, `An arrow leads from ${named(edge.from)} to ${named(edge.to)}.`)),
		...graph.loose.flatMap((arrow) => {
			const ends = endsOf(arrow);
			return ends ? reading(arrow.id, `An arrow leads from ${named(ends.from)} to ${named(ends.to)}.`) : [];
		}),
	];
}

/** A guess that is right is certain; one that is wrong leads nowhere; a loose arrow that was meant to arrive arrives. */
export function applyVerdicts(input: {
	graph: BoardGraph;
	elements: readonly BoardElement[];
	verdicts: ReadonlyMap<string, ReadingVerdict>;
}): BoardGraph {
	const { graph, elements, verdicts } = input;
	if (verdicts.size === 0) return graph;
	const versions = versionsOf(elements);
	const said = (id: string) => {
		const verdict = verdicts.get(id);
		return verdict && verdict.version === versions.get(id) ? verdict.right : null;
	};
	const edges: BoardEdge[] = [];
	const loose: LooseArrow[] = [];
	for (const edge of graph.edges) {
		const right = edge.certainty === "guess" ? said(edge.id) : null;
		if (right === false)
			loose.push({ id: edge.id, from: edge.from, to: null, label: edge.label, nearest: null, distance: 0 });
		else edges.push(right ? { ...edge, certainty: "near" } : edge);
	}
	for (const arrow of graph.loose) {
		const ends = said(arrow.id) ? endsOf(arrow) : null;
		const { id, label } = arrow;
		if (ends) edges.push({ id, ...ends, label, direction: "->", certainty: "near", dashed: false });
		else loose.push(arrow);
	}
	return { ...graph, edges, loose };
}

/** Where a loose arrow would lead if its open end reached the nearest shape; null when that says nothing. */
function endsOf({ from, to, nearest }: LooseArrow): Pick<BoardEdge, "from" | "to"> | null {
	if (!nearest || nearest === from || nearest === to) return null;
	if (from && !to) return { from, to: nearest };
	return to && !from ? { from: nearest, to } : null;
}

function versionsOf(elements: readonly BoardElement[]): Map<string, number> {
	return new Map(elements.map(({ id, version }) => [id, version]));
}

function named(place: BoardEdge["from"]): string {
	if (place.label) return `“${place.label}”`;
	return "shape" in place ? `a ${place.shape} without a label` : "a frame";
}
