/**
 * What a board shows, counted and not judged: each fact names the elements it rests on. They stand beside the grade and
 * before the judge; no score is computed from them.
 */
import { checkFigures, type ExpectedAmount } from "../../grading/calculation";
import type { BoardGraph, BoardNode, BoardRound } from "./board";
import { findPath, mentionsOf, nodesOf, type Path } from "./roles";

export interface BoardFact {
	id: "answer-path" | "ingestion" | "query" | "calculation" | "failure" | "evaluation" | "loop" | "labels" | "loose";
	/** Whether the board shows it. */
	shown: boolean;
	sentence: string;
	/** Elements of the scene, or lines of the words; empty when there is nothing to point at. */
	elements: string[];
}

/** Facts in a fixed order. Empty when nothing with a name is on the board. `expected` is what the load costs (US dollars). */
export function findBoardFacts(input: {
	graph: BoardGraph;
	round: BoardRound;
	expected: readonly ExpectedAmount[];
	tolerancePercent: number;
}): BoardFact[] {
	const { graph, round } = input;
	if (!graph.nodes.some((node) => node.label !== "")) return [];
	const design =
		round === "system-design" ? [answerPath(graph), ...dataPaths(graph), calculation(input)] : [loop(graph)];
	return [
		...design,
		mention({
			graph,
			role: "failure",
			id: "failure",
			shown: "What happens when something fails",
			none: "No way for a failure",
		}),
		mention({
			graph,
			role: "evaluation",
			id: "evaluation",
			shown: "Checking the answers",
			none: "No way to check answers",
		}),
		labels(graph),
		...(graph.loose.length > 0 ? [loose(graph)] : []),
	].filter((fact) => fact !== null);
}

function answerPath(graph: BoardGraph): BoardFact {
	const [users, models] = [nodesOf(graph, "user"), nodesOf(graph, "model")];
	const there = findPath({ graph, from: users, to: models });
	// An answer that comes back to where the request came in reaches the user as the request did.
	const entry = there?.places.slice(1, -1).slice(0, 1) ?? [];
	const back = there ? findPath({ graph, from: there.places.slice(-1), to: [...users, ...entry] }) : null;
	if (!there)
		return fact("answer-path", false, "No way along the arrows from a user to a model is drawn.", [
			...ids(users),
			...ids(models),
		]);
	const way = `A request's way is drawn: ${told(there)}`;
	const elements = [...elementsOf(there), ...(back ? elementsOf(back) : [])];
	return back
		? fact("answer-path", true, `${way}, and back: ${told(back)}.`, elements)
		: fact("answer-path", false, `${way}; no way back to the user is.`, elements);
}

function dataPaths(graph: BoardGraph): BoardFact[] {
	const stores = nodesOf(graph, "store");
	const filling = (role: "source" | "ingestion") =>
		findPath({ graph, from: nodesOf(graph, role).filter((node) => !stores.includes(node)), to: stores });
	const filled = filling("source") ?? filling("ingestion");
	const readers = [...nodesOf(graph, "retrieval"), ...nodesOf(graph, "model"), ...nodesOf(graph, "user")].filter(
		(node) => !stores.includes(node),
	);
	const asked = stores.length > 0 ? reading({ graph, readers, stores }) : null;
	return [
		filled
			? fact("ingestion", true, `How data gets into a store is drawn: ${told(filled)}.`, elementsOf(filled))
			: fact("ingestion", false, "No way from a source of data into a store is drawn.", ids(stores)),
		asked
			? fact("query", true, `How a store is read is drawn: ${told(asked)}.`, elementsOf(asked))
			: fact("query", false, "No way along which a store is read is drawn.", ids(stores)),
	];
}

/** A store is read by an arrow to it or, as many draw it, from it. */
function reading(input: {
	graph: BoardGraph;
	readers: readonly BoardNode[];
	stores: readonly BoardNode[];
}): Path | null {
	const { graph, readers, stores } = input;
	return findPath({ graph, from: readers, to: stores }) ?? findPath({ graph, from: stores, to: readers });
}

function calculation(input: {
	graph: BoardGraph;
	expected: readonly ExpectedAmount[];
	tolerancePercent: number;
}): BoardFact | null {
	const { graph, expected, tolerancePercent } = input;
	if (expected.length === 0) return null;
	const written = [
		...graph.notes.map(({ id, text }) => ({ id, text })),
		...graph.nodes.map(({ id, label }) => ({ id, text: label })),
	];
	for (const { id, text } of written) {
		const { fitting } = checkFigures({ sentences: [{ text }], expected, tolerancePercent });
		const model = expected.find((amount) => amount.model === fitting[0]?.model);
		if (model)
			return fact(
				"calculation",
				true,
				`A figure agrees with the price sheet within ${tolerancePercent} %: “${text.slice(0, 80)}” (${model.label}).`,
				[id],
			);
	}
	return fact("calculation", false, "No figure on the board agrees with the price sheet.", []);
}

/** In a state diagram: whether states come round again, and whether a way leads out of that. */
function loop(graph: BoardGraph): BoardFact {
	for (const node of graph.nodes) {
		const round = findPath({ graph, from: [node], to: [node] });
		if (!round) continue;
		const inside = new Set(round.places.map(({ id }) => id));
		const out = graph.edges.find((edge) => inside.has(edge.from.id) && !inside.has(edge.to.id));
		const way = `States come round again: ${told(round)}`;
		return out
			? fact("loop", true, `${way}; a way out leads to ${quoted(out.to.label)}.`, [...elementsOf(round), out.id])
			: fact("loop", false, `${way}; no way out of it is drawn.`, elementsOf(round));
	}
	return fact("loop", false, "No state is drawn to come round again.", []);
}

function mention(input: {
	graph: BoardGraph;
	role: "failure" | "evaluation";
	id: BoardFact["id"];
	shown: string;
	none: string;
}): BoardFact {
	const found = mentionsOf(input.graph, input.role);
	if (found.length === 0) return fact(input.id, false, `${input.none} is drawn.`, []);
	return fact(input.id, true, `${input.shown} is drawn: ${names(input.graph, found)}.`, found);
}

function labels({ edges }: BoardGraph): BoardFact | null {
	if (edges.length === 0) return null;
	const bare = edges.filter(({ label }) => label === "");
	const said = `${edges.length - bare.length} of ${edges.length} arrows say what travels along them.`;
	return fact("labels", bare.length === 0, said, ids(bare));
}

function loose({ loose }: BoardGraph): BoardFact {
	const many = loose.length === 1 ? "One arrow leads" : `${loose.length} arrows lead`;
	return fact("loose", false, `${many} nowhere.`, ids(loose));
}

function names(graph: BoardGraph, elements: readonly string[]): string {
	const known = new Map<string, string>([
		...[...graph.nodes, ...graph.frames, ...graph.edges].map(({ id, label }) => [id, label] as const),
		...graph.notes.map(({ id, text }) => [id, text] as const),
	]);
	return elements
		.slice(0, 4)
		.map((id) => quoted(known.get(id) ?? ""))
		.join(", ");
}

function told(path: Path): string {
	return path.places.map(({ label }) => quoted(label)).join(" → ");
}

function elementsOf(path: Path): string[] {
	return [...ids(path.places), ...ids(path.edges)];
}

const quoted = (label: string) =>
	label ? `“${label.length > 60 ? `${label.slice(0, 60)}…` : label}”` : "an unnamed shape";
const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);

function fact(id: BoardFact["id"], shown: boolean, sentence: string, elements: readonly string[]): BoardFact {
	return { id, shown, sentence, elements: [...new Set(elements)] };
}
