/** The elements of an Excalidraw scene as far as we read them, and the geometry of boxes and lines. Pixels throughout. */
import { z } from "zod";

const coordinate = z.number().min(-1e7).max(1e7);
const binding = z.looseObject({ elementId: z.string().max(64) }).nullable();

/** Unknown fields stay, so that what was drawn can be shown again as it was. */
export const BoardElement = z.looseObject({
	id: z.string().min(1).max(64),
	type: z.string().max(40),
	x: coordinate,
	y: coordinate,
	width: coordinate.default(0),
	height: coordinate.default(0),
	angle: z.number().default(0),
	version: z.number().default(0),
	versionNonce: z.number().optional(),
	isDeleted: z.boolean().default(false),
	text: z.string().max(20_000).optional(),
	originalText: z.string().max(20_000).optional(),
	name: z.string().max(500).nullish(),
	containerId: z.string().max(64).nullish(),
	frameId: z.string().max(64).nullish(),
	groupIds: z.array(z.string().max(64)).max(50).default([]),
	points: z
		.array(z.tuple([coordinate, coordinate]))
		.max(5_000)
		.optional(),
	startBinding: binding.optional(),
	endBinding: binding.optional(),
	startArrowhead: z.string().max(40).nullish(),
	endArrowhead: z.string().max(40).nullish(),
	strokeStyle: z.string().max(20).optional(),
	index: z.string().max(200).nullish(),
});
export type BoardElement = z.infer<typeof BoardElement>;

export type Point = readonly [number, number];
/** Left, top, right, bottom. */
export type Box = readonly [number, number, number, number];

export function boxOf(element: BoardElement): Box {
	const { x, y, width, height, angle, points } = element;
	if (points && points.length > 0) {
		const xs = points.map((point) => x + point[0]);
		const ys = points.map((point) => y + point[1]);
		return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
	}
	const box: Box = [Math.min(x, x + width), Math.min(y, y + height), Math.max(x, x + width), Math.max(y, y + height)];
	if (Math.abs(Math.sin(angle)) < 0.01) return box;
	const [cx, cy] = middle(box);
	const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))];
	const [w, h] = [box[2] - box[0], box[3] - box[1]];
	const [halfWidth, halfHeight] = [(w * cos + h * sin) / 2, (w * sin + h * cos) / 2];
	return [cx - halfWidth, cy - halfHeight, cx + halfWidth, cy + halfHeight];
}

/** The points of a line on the board, turned with the element. */
export function pathOf(element: BoardElement): Point[] {
	const path = (element.points ?? [[0, 0]]).map(([dx, dy]): Point => [element.x + dx, element.y + dy]);
	if (element.angle === 0) return path;
	const [cx, cy] = middle(boxOf(element));
	const [cos, sin] = [Math.cos(element.angle), Math.sin(element.angle)];
	return path.map(([x, y]) => [cx + (x - cx) * cos - (y - cy) * sin, cy + (x - cx) * sin + (y - cy) * cos]);
}

export function area(box: Box): number {
	return (box[2] - box[0]) * (box[3] - box[1]);
}

export function middle(box: Box): Point {
	return [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
}

export function holdsPoint(box: Box, [x, y]: Point, margin = 0): boolean {
	return x >= box[0] - margin && x <= box[2] + margin && y >= box[1] - margin && y <= box[3] + margin;
}

export function holdsBox(outer: Box, inner: Box, margin = 4): boolean {
	return (
		inner[0] >= outer[0] - margin &&
		inner[1] >= outer[1] - margin &&
		inner[2] <= outer[2] + margin &&
		inner[3] <= outer[3] + margin
	);
}

export function distanceToBox([x, y]: Point, box: Box): number {
	return Math.hypot(Math.max(box[0] - x, 0, x - box[2]), Math.max(box[1] - y, 0, y - box[3]));
}

export function gapBetween(a: Box, b: Box): number {
	return Math.hypot(Math.max(b[0] - a[2], 0, a[0] - b[2]), Math.max(b[1] - a[3], 0, a[1] - b[3]));
}

export function distanceToPath(point: Point, path: readonly Point[]): number {
	let least = Number.POSITIVE_INFINITY;
	for (let place = 1; place < path.length; place += 1) {
		const [from, to] = [path[place - 1], path[place]];
		if (from && to) least = Math.min(least, distanceToSegment(point, from, to));
	}
	return least;
}

function distanceToSegment([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
	const length = (bx - ax) ** 2 + (by - ay) ** 2;
	const share = length > 0 ? ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length : 0;
	const at = Math.max(0, Math.min(1, share));
	return Math.hypot(x - ax - at * (bx - ax), y - ay - at * (by - ay));
}
