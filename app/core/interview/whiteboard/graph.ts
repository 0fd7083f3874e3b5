/**
 * What is drawn, as a graph: shapes, arrows between them, notes. Deterministic, no picture is looked at; what cannot be
 * told for certain is said to be uncertain, and freehand is counted and not guessed (sandbox design §4). The distances
 * were measured on scenes drawn by mouse and keyboard.
 */

import {
	type BoardEdge,
	type BoardFrame,
	type BoardGraph,
	type BoardNode,
	type DrawnArrow,
	isClosed,
	type LooseArrow,
	NEAR,
	smallest,
	textOf,
	tidy,
	toNode,
} from "./board";
import { attachFreeText } from "./labels";
import {
	area,
	type BoardElement,
	boxOf,
	distanceToBox,
	holdsBox,
	holdsPoint,
	middle,
	type Point,
	pathOf,
} from "./scene";

/** Beyond `NEAR` an arrow is followed this much further. */
const REACH = 70;
const REACH_STEP = 6;
const TINY = 8;
const SHAPES = new Set(["rectangle", "ellipse", "diamond", "image", "embeddable", "iframe"]);

/** Reads a scene. Order of the elements does not matter; deleted ones are left out. */
export function readGraph(elements: readonly BoardElement[]): BoardGraph {
	const alive = elements.filter((element) => !element.isDeleted);
	const byId = new Map(alive.map((element) => [element.id, element]));
	const frames = alive
		.filter((element) => element.type === "frame" || element.type === "magicframe")
		.map((element) => ({ id: element.id, label: tidy(element.name ?? "") || "Frame", box: boxOf(element) }));
	const nodes = alive.filter((element) => isShape(element)).map(toNode);
	for (const node of nodes) node.holds = nodes.filter((other) => encloses(node, other)).length;
	const arrows = alive
		.filter(
			(element) => (element.type === "arrow" || (element.type === "line" && !isClosed(element))) && !isTiny(element),
		)
		.map((element): DrawnArrow => ({ element, path: pathOf(element), label: "" }));
	const notes = attachFreeText({ texts: alive.filter(hasText), byId, nodes, arrows });
	for (const node of nodes) {
		node.parent = smallest(nodes.filter((other) => other.holds > 0 && encloses(other, node)));
		node.frame =
			frames.find((frame) => frame.id === node.element.frameId) ??
			frames.find((frame) => holdsBox(frame.box, node.box)) ??
			null;
	}
	const { edges, loose } = connect({ arrows, nodes, frames, byId });
	return {
		nodes,
		frames,
		edges,
		loose,
		notes,
		freehand: alive.filter((element) => element.type === "freedraw").length,
	};
}

function hasText(element: BoardElement): boolean {
	return element.type === "text" && textOf(element) !== "";
}

function isShape(element: BoardElement): boolean {
	return (SHAPES.has(element.type) || isClosed(element)) && !isTiny(element);
}

function isTiny(element: BoardElement): boolean {
	const box = boxOf(element);
	return box[2] - box[0] < TINY && box[3] - box[1] < TINY;
}

function encloses(outer: BoardNode, inner: BoardNode): boolean {
	return outer !== inner && holdsBox(outer.box, inner.box) && area(inner.box) < area(outer.box) * 0.8;
}

type Place = BoardNode | BoardFrame;
interface End {
	place: Place | null;
	certainty: BoardEdge["certainty"];
	nearest: BoardNode | null;
	distance: number;
}

function connect(input: {
	arrows: readonly DrawnArrow[];
	nodes: readonly BoardNode[];
	frames: readonly BoardFrame[];
	byId: ReadonlyMap<string, BoardElement>;
}): Pick<BoardGraph, "edges" | "loose"> {
	const edges: BoardEdge[] = [];
	const loose: LooseArrow[] = [];
	for (const { element, path, label } of input.arrows) {
		const start = findEnd({ ...input, bound: element.startBinding?.elementId, path, other: null });
		const end = findEnd({
			...input,
			bound: element.endBinding?.elementId,
			path: [...path].reverse(),
			other: start.place,
		});
		const backwards = Boolean(element.startArrowhead) && !element.endArrowhead;
		const [from, to] = backwards ? [end, start] : [start, end];
		const heads = [element.startArrowhead, element.endArrowhead].filter(Boolean).length;
		const direction = heads === 2 ? "<->" : heads === 1 ? "->" : "--";
		if (from.place && to.place && from.place !== to.place) {
			const certainty = [from, to].some((entry) => entry.certainty === "guess")
				? "guess"
				: [from, to].some((entry) => entry.certainty === "near")
					? "near"
					: "bound";
			const dashed = element.strokeStyle === "dashed";
			edges.push({ id: element.id, from: from.place, to: to.place, direction, label, certainty, dashed });
		} else if (element.type === "arrow") {
			// A line that leads nowhere is decoration; an arrow that does is something to ask about.
			const open = from.place ? to : from;
			loose.push({
				id: element.id,
				from: from.place,
				to: to.place,
				label,
				nearest: open.nearest,
				distance: Math.round(open.distance),
			});
		}
	}
	return { edges, loose };
}

/** The shape at the first point of a path: bound, near, or found by following the arrow beyond its tip. */
function findEnd(input: {
	bound: string | undefined;
	path: readonly Point[];
	other: Place | null;
	nodes: readonly BoardNode[];
	frames: readonly BoardFrame[];
	byId: ReadonlyMap<string, BoardElement>;
}): End {
	const { bound, path, other, nodes, frames } = input;
	const held = bound === undefined ? null : resolve({ ...input, id: bound });
	if (held) return { place: held, certainty: "bound", nearest: null, distance: 0 };
	const tip = path[0] ?? [0, 0];
	const before = path[1] ?? tip;
	const close = [...nodes, ...frames]
		.map((place) => ({ place, distance: reachOf({ tip, place }), size: area(place.box) }))
		.filter((entry) => entry.distance <= NEAR)
		.sort((a, b) => a.distance - b.distance || a.size - b.size)[0];
	if (close) return { place: close.place, certainty: "near", nearest: null, distance: close.distance };
	const length = Math.hypot(tip[0] - before[0], tip[1] - before[1]) || 1;
	const step: Point = [(tip[0] - before[0]) / length, (tip[1] - before[1]) / length];
	for (let far = NEAR; far <= REACH; far += REACH_STEP) {
		const at: Point = [tip[0] + step[0] * far, tip[1] + step[1] * far];
		const hit = smallest(nodes.filter((node) => node !== other && node.holds === 0 && holdsPoint(node.box, at, 4)));
		if (hit) return { place: hit, certainty: "guess", nearest: hit, distance: far };
	}
	const nearest = [...nodes].sort((a, b) => distanceToBox(tip, a.box) - distanceToBox(tip, b.box))[0] ?? null;
	return { place: null, certainty: "near", nearest, distance: nearest ? distanceToBox(tip, nearest.box) : 0 };
}

/** Inside a group or a frame only its border counts, so that a tip near a child belongs to the child. */
function reachOf(input: { tip: Point; place: Place }): number {
	const { tip, place } = input;
	const { box } = place;
	const distance = distanceToBox(tip, box);
	const isContainer = !("holds" in place) || place.holds > 0;
	if (distance > 0 || !isContainer) return distance;
	const border = Math.min(tip[0] - box[0], box[2] - tip[0], tip[1] - box[1], box[3] - tip[1]);
	return border <= NEAR ? border : Number.POSITIVE_INFINITY;
}

function resolve(input: {
	id: string;
	nodes: readonly BoardNode[];
	frames: readonly BoardFrame[];
	byId: ReadonlyMap<string, BoardElement>;
}): Place | null {
	const { id, nodes, frames, byId } = input;
	const direct = nodes.find((node) => node.id === id) ?? frames.find((frame) => frame.id === id);
	if (direct) return direct;
	const element = byId.get(id);
	if (element?.type !== "text") return null;
	if (element.containerId) return nodes.find((node) => node.id === element.containerId) ?? null;
	const at = middle(boxOf(element));
	return smallest(nodes.filter((node) => holdsPoint(node.box, at)));
}
