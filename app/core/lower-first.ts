/** A title as it stands inside of a sentence: only its first letter is made small, and not that of AI, RAG or LLM-based. */
export function lowerFirst(title: string): string {
	const [first = ""] = title.split(/[\s\-–/]/, 1);
	const capitals = first.match(/\p{Lu}/gu)?.length ?? 0;
	return capitals > 1 ? title : title.charAt(0).toLowerCase() + title.slice(1);
}
