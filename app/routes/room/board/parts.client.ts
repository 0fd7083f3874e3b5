import { convertToExcalidrawElements } from "@excalidraw/excalidraw";
import type { LibraryItems } from "@excalidraw/excalidraw/types";

type Part = { name: string; shape: "rectangle" | "ellipse" | "diamond"; fill: string };

const PLAIN = "transparent";
/** Parts anybody might need, none that gives a design away. */
const PARTS: Record<string, readonly Part[]> = {
	"system-design": [
		{ name: "User", shape: "ellipse", fill: "#fff3bf" },
		{ name: "Service", shape: "rectangle", fill: PLAIN },
		{ name: "Model", shape: "rectangle", fill: "#d3f9d8" },
		{ name: "Store", shape: "ellipse", fill: "#d0ebff" },
		{ name: "Queue", shape: "rectangle", fill: "#f1f3f5" },
		{ name: "Decision", shape: "diamond", fill: PLAIN },
	],
	"agent-design": [
		{ name: "State", shape: "rectangle", fill: PLAIN },
		{ name: "Decision", shape: "diamond", fill: PLAIN },
		{ name: "Tool", shape: "rectangle", fill: "#d3f9d8" },
		{ name: "Person", shape: "ellipse", fill: "#fff3bf" },
		{ name: "End", shape: "ellipse", fill: "#f1f3f5" },
	],
};

/** The library of a round: one click puts a labelled part on the board. */
export function partsFor(round: string): LibraryItems {
	return (PARTS[round] ?? []).map(({ name, shape, fill }, place) => ({
		id: `part-${round}-${place}`,
		status: "published",
		created: 0,
		name,
		elements: convertToExcalidrawElements([
			{
				type: shape,
				x: 0,
				y: 0,
				width: 150,
				height: 76,
				backgroundColor: fill,
				fillStyle: "solid",
				label: { text: name },
			},
		]),
	}));
}
