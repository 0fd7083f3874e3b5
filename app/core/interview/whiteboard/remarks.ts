/**
 * What on a board a colleague would ask about. Each asks, none judges, and none names what is missing: the answer may
 * be in the candidate's head.
 */
import type { BOARD_ASKS } from "../events";
import type { BoardGraph, BoardNode, BoardRound } from "./board";
import { findPath, hasRole, mentionsOf, nodesOf } from "./roles";

export type BoardAsk = (typeof BOARD_ASKS)[number];

export interface BoardRemark {
	ask: BoardAsk;
	/** Labels from the board, or what was said; one or two. */
	quotes: string[];
	elements: string[];
}

const LABEL = 60;
/** A board with fewer shapes is only begun. */
const BEGUN = 3;
const GROWN = 5;

/** Parts of a design by the words people say for them, and the words that show one on a board. */
const PARTS: readonly { said: RegExp; shown: RegExp }[] = [
	{ said: /\brerank(?:er|ing)?\b/i, shown: /rank/i },
	{ said: /\bcach(?:e|ing)\b/i, shown: /cach|redis/i },
	{ said: /\b(?:message |job )?queue\b/i, shown: /queue|kafka|sqs|rabbit/i },
	{ said: /\bguardrails?\b/i, shown: /guard|moderat|filter/i },
	{
		said: /\b(?:vector (?:store|database|db))\b/i,
		shown: /vector|pinecone|qdrant|chroma|index|faiss|postgres|sql|db|store|database/i,
	},
	{ said: /\b(?:api )?gateway\b/i, shown: /gateway|\bapi\b/i },
	{ said: /\brouter\b/i, shown: /rout/i },
	{ said: /\b(?:human (?:review|handover)|review queue)\b/i, shown: /human|review|agent|handover|staff/i },
	{ said: /\bevaluation set|golden set|test set\b/i, shown: /eval|golden|test/i },
	{ said: /\bsupervisor\b/i, shown: /supervis|orchestr/i },
	{ said: /\bcheckpoint(?:er|s)?\b/i, shown: /checkpoint|state|store/i },
];
const UNSAYS = /\b(?:no|not|without|don't|do not|won't|skip|instead of|rather than|avoid|never)\b/i;

/** Remarks, the most telling first. `said` is what the candidate has said so far, `round` decides what belongs there. */
export function findBoardRemarks(input: {
	graph: BoardGraph;
	said: readonly string[];
	round: BoardRound;
}): BoardRemark[] {
	const { graph, said, round } = input;
	const named = graph.nodes.filter((node) => node.label !== "");
	if (named.length < BEGUN) return [];
	return [
		...saidNotDrawn({ graph, said }),
		...orphans({ graph, named }),
		...unlabelled(graph),
		...walk({ graph, round }),
		...(round === "system-design" ? missing({ graph, named }) : []),
	];
}

function saidNotDrawn({ graph, said }: { graph: BoardGraph; said: readonly string[] }): BoardRemark[] {
	const shown = [
		...graph.nodes.map(({ label }) => label),
		...graph.frames.map(({ label }) => label),
		...graph.edges.map(({ label }) => label),
		...graph.notes.map(({ text }) => text),
	].join("\n");
	return PARTS.flatMap((part): BoardRemark[] => {
		if (part.shown.test(shown)) return [];
		for (const text of said) {
			for (const sentence of text.split(/(?<=[.!?])\s+|\n+/)) {
				const word = sentence.match(part.said)?.[0];
				// Who rules a part out does not have it, and who asks about one has not decided.
				if (!word || UNSAYS.test(sentence) || sentence.trim().endsWith("?")) continue;
				return [{ ask: "said-not-drawn", quotes: [word.toLowerCase()], elements: [] }];
			}
		}
		return [];
	});
}

function orphans({ graph, named }: { graph: BoardGraph; named: readonly BoardNode[] }): BoardRemark[] {
	if (graph.edges.length < 2) return [];
	const touched = new Set(
		[...graph.edges, ...graph.loose].flatMap((edge) =>
			[edge.from, edge.to].flatMap((place) => (place ? [place.id] : [])),
		),
	);
	const alone = named.filter(
		(node) =>
			node.holds === 0 &&
			!touched.has(node.id) &&
			!(node.parent && touched.has(node.parent.id)) &&
			!(node.frame && touched.has(node.frame.id)),
	);
	// When half the board stands alone the arrows are still to come.
	if (alone.length * 2 >= named.length) return [];
	return alone.map((node) => ({ ask: "orphan-node", quotes: [short(node.label)], elements: [node.id] }));
}

/** Arrows without a word, those at the model first: what goes into a prompt matters most. */
function unlabelled({ edges }: BoardGraph): BoardRemark[] {
	if (edges.length < 2) return [];
	return edges
		.filter(({ label, from, to }) => label === "" && from.label !== "" && to.label !== "")
		.sort((a, b) => Number(hasRole(b.to.label, "model")) - Number(hasRole(a.to.label, "model")))
		.map((edge) => ({
			ask: "unlabelled-arrow",
			quotes: [short(edge.from.label), short(edge.to.label)],
			elements: [edge.id],
		}));
}

/** A way to walk: from a user to a model, or in a state diagram from the first state on. */
function walk({ graph, round }: { graph: BoardGraph; round: string }): BoardRemark[] {
	if (graph.edges.length < 3) return [];
	const users = nodesOf(graph, "user");
	const reached = new Set(graph.edges.map((edge) => edge.to.id));
	const firsts = graph.nodes.filter(
		(node) => node.label !== "" && !reached.has(node.id) && graph.edges.some((edge) => edge.from.id === node.id),
	);
	const path = round === "system-design" ? findPath({ graph, from: users, to: nodesOf(graph, "model") }) : null;
	const start = path?.places[0] ?? users[0] ?? firsts[0];
	if (!start || start.label === "") return [];
	const elements = path ? path.places.map(({ id }) => id).slice(0, 10) : [start.id];
	return [{ ask: "walk-request", quotes: [short(start.label)], elements }];
}

function missing({ graph, named }: { graph: BoardGraph; named: readonly BoardNode[] }): BoardRemark[] {
	if (named.length < GROWN) return [];
	const [model] = nodesOf(graph, "model");
	const out: BoardRemark[] = [];
	if (model && mentionsOf(graph, "store").length + mentionsOf(graph, "source").length === 0)
		out.push({ ask: "missing-store", quotes: [short(model.label)], elements: [model.id] });
	if (model && mentionsOf(graph, "evaluation").length === 0)
		out.push({ ask: "missing-evaluation", quotes: [short(model.label)], elements: [model.id] });
	return out;
}

/** A label as it can stand in a question: one line, no quotes or question marks of its own. */
function short(label: string): string {
	const plain = label.replace(/[?“”"]/g, "").trim() || "it";
	return plain.length > LABEL ? `${plain.slice(0, LABEL)}…` : plain;
}
