/** A board as we speak of it: nodes, frames, edges, and the small questions about elements that reading one needs. */
import { area, type BoardElement, type Box, boxOf, type Point } from "./scene";

/** Rounds with a board on the table. */
export const BOARD_ROUNDS = ["system-design", "agent-design"] as const;
export type BoardRound = (typeof BOARD_ROUNDS)[number];

export function hasBoard(round: string): round is BoardRound {
	return (BOARD_ROUNDS as readonly string[]).includes(round);
}

export interface BoardNode {
	id: string;
	element: BoardElement;
	shape: string;
	label: string;
	box: Box;
	/** Shapes it encloses: then it is a group, and its label a title. */
	holds: number;
	parent: BoardNode | null;
	/** Name of the frame it stands in. */
	frame: BoardFrame | null;
}

export interface BoardFrame {
	id: string;
	label: string;
	box: Box;
}

export interface BoardEdge {
	id: string;
	from: BoardNode | BoardFrame;
	to: BoardNode | BoardFrame;
	direction: "->" | "<->" | "--";
	label: string;
	/** "guess": an end was found by following the arrow beyond its tip. */
	certainty: "bound" | "near" | "guess";
	dashed: boolean;
}

export interface LooseArrow {
	id: string;
	from: BoardNode | BoardFrame | null;
	to: BoardNode | BoardFrame | null;
	label: string;
	nearest: BoardNode | null;
	/** Pixels to the nearest shape. */
	distance: number;
}

export interface BoardGraph {
	nodes: BoardNode[];
	frames: BoardFrame[];
	edges: BoardEdge[];
	loose: LooseArrow[];
	notes: { id: string; text: string; inside: BoardNode | null }[];
	freehand: number;
}

export interface DrawnArrow {
	element: BoardElement;
	path: Point[];
	label: string;
}

/** An arrow's end this near to a shape belongs to it, in pixels. */
export const NEAR = 28;
/** A line whose ends are this near to each other is a shape. */
const CLOSED = 12;

export function tidy(text: string): string {
	return text.replace(/\s+/g, " ").trim();
}

export function textOf(element: BoardElement): string {
	return tidy(element.originalText ?? element.text ?? "");
}

export function toNode(element: BoardElement): BoardNode {
	const shape = isClosed(element) ? "polygon" : element.type;
	return { id: element.id, element, shape, label: "", box: boxOf(element), holds: 0, parent: null, frame: null };
}

export function isClosed(element: BoardElement): boolean {
	const { points } = element;
	const [first, last] = [points?.[0], points?.at(-1)];
	if (element.type !== "line" || !points || points.length < 4 || !first || !last) return false;
	return Math.hypot(first[0] - last[0], first[1] - last[1]) < CLOSED;
}

export function smallest(nodes: readonly BoardNode[]): BoardNode | null {
	return [...nodes].sort((a, b) => area(a.box) - area(b.box))[0] ?? null;
}
