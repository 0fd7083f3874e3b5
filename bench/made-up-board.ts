/** A board nobody drew, with every field Excalidraw writes: for measuring size and speed only. */
import type { InterviewEvent } from "~/core/interview/events";
import { readElements } from "~/core/interview/whiteboard/board-log";
import { readGraph } from "~/core/interview/whiteboard/graph";
import { outlineOf } from "~/core/interview/whiteboard/outline";
import type { BoardElement } from "~/core/interview/whiteboard/scene";

/** Shapes, labels and arrows drawn one by one: each element is started, sized, labelled and moved. */
export function madeUpRound(): InterviewEvent[] {
	const elements = manyElements(80);
	const events: InterviewEvent[] = [];
	const put = (event: Record<string, unknown>) => {
		const seq = events.length + 1;
		events.push({ seq, atMs: seq * 2_500, actor: "candidate", type: "board", ...event } as InterviewEvent);
	};
	for (const [place, element] of elements.entries()) {
		for (let version = 1; version <= 4; version += 1) {
			const changed = {
				...element,
				version: version * 7,
				versionNonce: noise(place * 5 + version),
				x: element.x + version,
			};
			put({ elements: [changed] });
		}
		if (place % 8 === 7) put({ outline: outlineOf(readGraph(elements.slice(0, place + 1))) });
	}
	return events;
}

/** `count` boxes with a label and an arrow to the next, with every field Excalidraw writes. */
export function manyElements(count: number): BoardElement[] {
	const raw: Record<string, unknown>[] = [];
	for (let place = 0; place < count; place += 1) {
		const [x, y] = [(place % 10) * 220, Math.floor(place / 10) * 160];
		const common = {
			angle: 0,
			strokeColor: "#1e1e1e",
			backgroundColor: "transparent",
			fillStyle: "solid",
			strokeWidth: 2,
			strokeStyle: "solid",
			roughness: 1,
			opacity: 100,
			groupIds: [],
			frameId: null,
			roundness: { type: 3 },
			seed: noise(place),
			version: 1,
			versionNonce: noise(place + 9_000),
			isDeleted: false,
			updated: 1_795_538_399_812 + place,
			link: null,
			locked: false,
		};
		const [box, text, arrow] = [idOf(place * 3), idOf(place * 3 + 1), idOf(place * 3 + 2)];
		raw.push({
			...common,
			id: box,
			type: "rectangle",
			x,
			y,
			width: 140,
			height: 70,
			index: `a${place}`,
			boundElements: [{ type: "text", id: text }],
		});
		raw.push({
			...common,
			id: text,
			type: "text",
			x: x + 20,
			y: y + 22,
			width: 100,
			height: 25,
			index: `a${place}V`,
			text: `Service ${place}`,
			originalText: `Service ${place}`,
			fontSize: 20,
			fontFamily: 5,
			textAlign: "center",
			verticalAlign: "middle",
			containerId: box,
			autoResize: true,
			lineHeight: 1.25,
		});
		raw.push({
			...common,
			id: arrow,
			type: "arrow",
			x: x + 145,
			y: y + 35,
			width: 70,
			height: 0,
			index: `a${place}x`,
			points: [
				[0, 0],
				[70, 0],
			],
			lastCommittedPoint: null,
			startBinding: { elementId: box, focus: 0.1, gap: 5 },
			endBinding: place % 10 === 9 ? null : { elementId: idOf(place * 3 + 3), focus: 0.1, gap: 5 },
			startArrowhead: null,
			endArrowhead: "arrow",
			elbowed: false,
		});
	}
	return readElements(raw);
}

/** A number without a pattern that is the same in every run. */
function noise(seed: number): number {
	return (Math.imul(seed + 1, 2_654_435_761) >>> 0) % 2_000_000_000;
}

function idOf(number: number): string {
	return Buffer.from(`${noise(number)}-${noise(number + 77)}`)
		.toString("base64url")
		.slice(0, 21);
}
