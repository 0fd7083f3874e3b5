/** Which text belongs to which shape or arrow, and which is a note of its own. */
import { type BoardGraph, type BoardNode, type DrawnArrow, NEAR, smallest, textOf, tidy, toNode } from "./board";
import {
	type BoardElement,
	type Box,
	boxOf,
	distanceToBox,
	distanceToPath,
	gapBetween,
	holdsPoint,
	middle,
	type Point,
} from "./scene";

/** A text this near to an unlabelled shape is its caption; to an arrow, its label. */
const CAPTION = 24;
/** Under a shape people leave more room. */
const CAPTION_UNDER = 40;
const ARROW_LABEL = 22;
const ON_ARROW = 16;

interface FreeText {
	element: BoardElement;
	text: string;
	box: Box;
}

/** Labels nodes and arrows in place; a lone text that an arrow ends at becomes a node. Returns what is left as notes. */
export function attachFreeText(input: {
	texts: readonly BoardElement[];
	byId: ReadonlyMap<string, BoardElement>;
	nodes: BoardNode[];
	arrows: readonly DrawnArrow[];
}): BoardGraph["notes"] {
	const { texts, nodes, arrows } = input;
	const notes: BoardGraph["notes"] = [];
	const free: FreeText[] = [];
	for (const element of texts) {
		const text = textOf(element);
		const node = nodes.find((entry) => entry.id === element.containerId);
		const arrow = arrows.find((entry) => entry.element.id === element.containerId);
		if (node) node.label = tidy(`${node.label} ${text}`);
		else if (arrow) arrow.label = text;
		else free.push({ element, text, box: boxOf(element) });
	}
	const ends = new Set(
		arrows.flatMap(({ element }) => [element.startBinding?.elementId, element.endBinding?.elementId]),
	);
	const outside = labelFromInside({ free, nodes, arrows, ends, notes });
	for (const entry of outside) place({ entry, nodes, arrows, isEnd: ends.has(entry.element.id), notes });
	return notes;
}

/** Text that lies in a shape labels it; in a group the topmost is the title and the rest are notes. */
function labelFromInside(input: {
	free: readonly FreeText[];
	nodes: readonly BoardNode[];
	arrows: readonly DrawnArrow[];
	ends: ReadonlySet<string | undefined>;
	notes: BoardGraph["notes"];
}): FreeText[] {
	const { free, nodes, arrows, ends, notes } = input;
	const inside = new Map<BoardNode, FreeText[]>();
	const outside: FreeText[] = [];
	for (const entry of free) {
		const at = middle(entry.box);
		const holder = smallest(nodes.filter((node) => holdsPoint(node.box, at)));
		const onArrow = arrows.some((arrow) => arrow.label === "" && distanceOf(entry.box, arrow) <= ON_ARROW);
		// An arrow that snapped to the text in a box is an arrow to the box; in a group the text is a part of its own.
		const ownPart = holder !== null && holder.holds > 0 && (onArrow || ends.has(entry.element.id));
		if (!holder || ownPart) outside.push(entry);
		else inside.set(holder, [...(inside.get(holder) ?? []), entry]);
	}
	for (const [node, entries] of inside) {
		const sorted = entries.sort((a, b) => a.box[1] - b.box[1]);
		if (node.holds === 0)
			node.label = tidy([node.label, ...sorted.map((entry) => entry.text)].filter(Boolean).join(" / "));
		else {
			const title = node.label === "" ? sorted.shift() : undefined;
			if (title) node.label = title.text;
			for (const entry of sorted) notes.push({ id: entry.element.id, text: entry.text, inside: node });
		}
	}
	return outside;
}

function place(input: {
	entry: FreeText;
	nodes: BoardNode[];
	arrows: readonly DrawnArrow[];
	isEnd: boolean;
	notes: BoardGraph["notes"];
}): void {
	const { entry, nodes, arrows, isEnd, notes } = input;
	const { element, text, box } = entry;
	const grouped = nodes.find((node) => node.label === "" && node.holds === 0 && shareGroup(element, node.element));
	if (grouped && !isEnd) {
		grouped.label = text;
		return;
	}
	if (!isEnd) {
		const arrow = nearestOf(
			arrows.filter((candidate) => candidate.label === ""),
			(candidate) => distanceOf(box, candidate),
		);
		const shape = nearestOf(
			nodes.filter((node) => node.label === "" && node.holds === 0),
			(node) => gapBetween(box, node.box),
		);
		if (shape && shape.distance <= captionReach(box, shape.item.box) && (!arrow || shape.distance <= arrow.distance)) {
			shape.item.label = text;
			return;
		}
		if (arrow && arrow.distance <= ARROW_LABEL) {
			arrow.item.label = text;
			return;
		}
	}
	if (isEnd || isPointedAt({ box, nodes, arrows })) nodes.push({ ...toNode(element), shape: "text", label: text });
	else notes.push({ id: element.id, text, inside: null });
}

function captionReach(text: Box, shape: Box): number {
	const isUnder = text[1] >= shape[3] && text[0] < shape[2] && text[2] > shape[0];
	return isUnder ? CAPTION_UNDER : CAPTION;
}

function isPointedAt(input: { box: Box; nodes: readonly BoardNode[]; arrows: readonly DrawnArrow[] }): boolean {
	const { box, nodes, arrows } = input;
	return arrows.some(({ element, path }) => {
		const tips: Point[] = [];
		const [first, last] = [path[0], path.at(-1)];
		if (!element.startBinding && first) tips.push(first);
		if (!element.endBinding && last) tips.push(last);
		return tips.some((tip) => {
			const distance = distanceToBox(tip, box);
			return distance <= NEAR && !nodes.some((node) => node.holds === 0 && distanceToBox(tip, node.box) <= distance);
		});
	});
}

function distanceOf(box: Box, { path }: DrawnArrow): number {
	const [x, y] = middle(box);
	const points: Point[] = [
		[x, y],
		[box[0], y],
		[box[2], y],
		[x, box[1]],
		[x, box[3]],
	];
	return Math.min(...points.map((point) => distanceToPath(point, path)));
}

function nearestOf<T>(items: readonly T[], distance: (item: T) => number): { item: T; distance: number } | null {
	let best: { item: T; distance: number } | null = null;
	for (const item of items) {
		const far = distance(item);
		if (!best || far < best.distance) best = { item, distance: far };
	}
	return best;
}

function shareGroup(a: BoardElement, b: BoardElement): boolean {
	return a.groupIds.some((id) => b.groupIds.includes(id));
}
