/** What a part of a design is for, as far as its label tells. Words of the field, not of a question. */
import type { BoardEdge, BoardFrame, BoardGraph, BoardNode } from "./board";

const WORDS = {
	user: /\b(users?|clients?|customers?|browsers?|agents? ui|web ?app|mobile|front ?end|callers?|chat ui|widget|slack|staff|patients?|recruiters?|operators?)\b/i,
	model:
		/\b(llms?|models?|gpt[\w.-]*|claude|sonnet|opus|haiku|mistral|llama|gemini|generat\w*|completion|inference)\b/i,
	store:
		/\b(vector (?:db|store|database)|vectors?|pgvector|pinecone|qdrant|weaviate|chroma\w*|faiss|milvus|opensearch|elastic\w*|index|database|\w*sql|db|postgres\w*|mongo\w*|bigquery|snowflake|store|storage|s3|bucket|dynamo\w*|redis|knowledge base|warehouse)\b/i,
	retrieval: /\b(retriev\w*|search|rerank\w*|rank\w*|bm25|hybrid|lookup|rag|top.?k)\b/i,
	source:
		/\b(articles?|faqs?|documents?|docs|pdfs?|files|manuals|tickets|wiki|confluence|sharepoint|corpus|policies|contracts|pages|crawl\w*|sources?|feeds?|uploads?|invoices?|scans?)\b/i,
	ingestion:
		/\b(ingest\w*|chunk\w*|pars(?:e|er|ing)|embed\w*|ocr|etl|index(?:er|ing)|pipeline|split\w*|extract\w*|sync)\b/i,
	evaluation:
		/\b(eval\w*|judge|golden|test set|metrics?|monitor\w*|dashboards?|feedback|trac(?:e|es|ing)|observab\w*|a\/b|regression|review(?:er|ers)? queue|alerts?|logs?|logging|langfuse|langsmith|quality)\b/i,
	failure:
		/\b(fall ?back\w*|retr(?:y|ies)|time ?outs?|circuit|dlq|dead.?letter|human|person|tries|attempts|escalat\w*|handover|hand ?off|refus\w*|errors?|fail\w*|degrad\w*|queue if|rollback|manual)\b/i,
	cache: /\b(cach\w*)\b/i,
	guard: /\b(guard\w*|moderation|pii|redact\w*|filters?|sanit\w*|injection|allow.?list|polic(?:y|ies) check)\b/i,
} as const;
export type Role = keyof typeof WORDS;

export function hasRole(label: string, role: Role): boolean {
	return WORDS[role].test(label);
}

export function nodesOf(graph: BoardGraph, role: Role): BoardNode[] {
	return graph.nodes.filter((node) => hasRole(node.label, role));
}

/** Ids of everything on the board that speaks of a role: shapes, arrows, notes and frames. */
export function mentionsOf(graph: BoardGraph, role: Role): string[] {
	return [
		...nodesOf(graph, role).map(({ id }) => id),
		...graph.frames.filter(({ label }) => hasRole(label, role)).map(({ id }) => id),
		...graph.edges.filter(({ label }) => hasRole(label, role)).map(({ id }) => id),
		...graph.notes.filter(({ text }) => hasRole(text, role)).map(({ id }) => id),
	];
}

type Place = BoardNode | BoardFrame;
export interface Path {
	places: Place[];
	edges: BoardEdge[];
}

/** The shortest way along the arrows from one of `from` to one of `to`, at least one arrow long; null when none is. */
export function findPath(input: { graph: BoardGraph; from: readonly Place[]; to: readonly Place[] }): Path | null {
	const { graph, from, to } = input;
	const goals = new Set(to.map(({ id }) => id));
	const seen = new Set(from.map(({ id }) => id));
	let paths: Path[] = from.map((place) => ({ places: [place], edges: [] }));
	while (paths.length > 0) {
		const longer: Path[] = [];
		for (const path of paths) {
			const here = path.places.at(-1);
			if (!here) continue;
			for (const { edge, next } of stepsFrom(graph, here)) {
				const on = { places: [...path.places, next], edges: [...path.edges, edge] };
				if (goals.has(next.id)) return on;
				if (seen.has(next.id)) continue;
				seen.add(next.id);
				longer.push(on);
			}
		}
		paths = longer;
	}
	return null;
}

/** An arrow at a group or a frame reaches what is in it, and what is in it leaves by the group's arrows. */
function stepsFrom(graph: BoardGraph, here: Place): { edge: BoardEdge; next: Place }[] {
	const around = new Set([here.id, ...("parent" in here ? [here.parent?.id, here.frame?.id] : [])]);
	const leaves = (place: Place) => around.has(place.id);
	return graph.edges.flatMap((edge) => {
		const ends: Place[] = [];
		if (leaves(edge.from)) ends.push(edge.to);
		if (edge.direction !== "->" && leaves(edge.to)) ends.push(edge.from);
		return ends.flatMap((next) => [
			{ edge, next },
			...graph.nodes
				.filter((node) => node.parent?.id === next.id || node.frame?.id === next.id)
				.map((node) => ({ edge, next: node })),
		]);
	});
}
