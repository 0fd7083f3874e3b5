/** Names in a candidate's words, before these are published as an example of a rubric. */

/** Capitalised words of the trade and of the calendar that name no person. */
const KNOWN = new Set(
	(
		"python java rust typescript javascript postgres redis kafka docker kubernetes google amazon azure microsoft meta " +
		"anthropic claude gemini llama mistral cohere whisper pinecone weaviate qdrant chroma milvus elasticsearch lucene " +
		"slack jira grafana prometheus terraform linux spark airflow snowflake pandas excel bedrock vertex datadog sentry " +
		"english german french spanish italian dutch portuguese polish chinese japanese hindi arabic european american " +
		"europe germany france spain india america monday tuesday wednesday thursday friday saturday sunday january february " +
		"march april may june july august september october november december bayes cohen kendall pareto poisson gauss " +
		"internet wikipedia okay yes no well so then also but and the that this we he she they it my our"
	).split(" "),
);

export interface CleanedWords {
	text: string;
	/** What was replaced, as it stood there, each once and in order. */
	replaced: string[];
}

/**
 * A text in which the given names, e-mail addresses, longer numbers and capitalised words that may be a person's name
 * (not at the start of a sentence, not a known word of the trade) are replaced by a word in brackets. It finds neither
 * every name nor only names: whoever publishes the text sees what was replaced and reads it first.
 */
export function replaceNames(input: { text: string; names: readonly string[] }): CleanedWords {
	const { text, names } = input;
	const given = names.flatMap((name) => name.split(/\s+/)).filter((part) => part.length > 1);
	const parts = [...new Set([...given, ...maybeNames(text)])];
	const replaced: string[] = [];
	const put = (word: string) => (found: string) => {
		if (!replaced.includes(found)) replaced.push(found);
		return word;
	};
	const clean = text
		.replace(/[^\s@]{1,64}@[^\s@]{1,200}/g, put("[address]"))
		.replace(/\+?\d[\d ()-]{7,20}\d/g, put("[number]"));
	if (parts.length === 0) return { text: clean, replaced };
	const escaped = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
	const exact = new Set(maybeNames(text));
	const named = new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped})(?![\\p{L}\\p{N}])`, "giu");
	const isGiven = (found: string) => given.some((part) => part.toLowerCase() === found.toLowerCase());
	// A word that only may be a name is one in its own capitals: "Will" was somebody, "will" was not.
	const withName = put("[name]");
	return {
		text: clean.replace(named, (found) => (isGiven(found) || exact.has(found) ? withName(found) : found)),
		replaced,
	};
}

function maybeNames(text: string): string[] {
	const found: string[] = [];
	for (const match of text.matchAll(/(?<![\p{L}\p{N}@.])\p{Lu}\p{Ll}+(?![\p{L}\p{N}@])/gu)) {
		const before = text.slice(0, match.index).trimEnd();
		const starts = before === "" || /[.!?:;…\n"“”(\-–]$/.test(before) || /\n\s*$/.test(text.slice(0, match.index));
		if (!starts && !KNOWN.has(match[0].toLowerCase())) found.push(match[0]);
	}
	return found;
}
