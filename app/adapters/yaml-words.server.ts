/** What the YAML parser finds wrong, in words for whoever wrote the file. */
import type { YAMLError } from "yaml";

const SENTENCES: Partial<Record<YAMLError["code"], string>> = {
	BAD_DIRECTIVE: "a line that begins with % is a directive of YAML; those are not allowed here",
	BAD_DQ_ESCAPE: "this text in double quotes has a backslash that means nothing; write \\\\ or use single quotes",
	BAD_INDENT: "this line is not indented as the lines it belongs to, or a bracket before it is not closed",
	BAD_SCALAR_START: "this text begins with a character that YAML keeps for itself; put the text in quotes",
	BLOCK_AS_IMPLICIT_KEY: "there is a second colon here; put a text with a colon in quotes",
	BLOCK_IN_FLOW: "a list or mapping in lines cannot stand inside of brackets",
	DUPLICATE_KEY: "this key stands here twice; the keys of a mapping must be unique",
	KEY_OVER_1024_CHARS: "this key is longer than 1,024 characters",
	MISSING_CHAR: "something is missing here: a closing quote, a bracket, a comma or the space after a colon",
	MULTILINE_IMPLICIT_KEY: "a key goes over several lines; is a colon or a closing quote missing?",
	MULTIPLE_DOCS: "the file has a second document after a line ---; one file holds one document",
	RESOURCE_EXHAUSTION: "lists or mappings are nested too deeply here",
	TAB_AS_INDENT: "this line is indented by a tab; use spaces",
	TAG_RESOLVE_FAILED: "a word that begins with ! is a tag; tags are not allowed, put the text in quotes",
	UNEXPECTED_TOKEN: "this cannot stand here; is a quote, a bracket or a colon before it missing?",
};

/** The first error of each line, at most `most`: one slip makes a parser stumble many times after it. */
export function yamlProblems(input: {
	errors: readonly YAMLError[];
	lineAt: (offset: number) => number;
	most?: number;
}): { line: number; sentence: string }[] {
	const { errors, lineAt, most = 5 } = input;
	const exhausted = errors.find(({ code }) => code === "RESOURCE_EXHAUSTION");
	const byLine = new Map<number, string>();
	for (const { code, pos } of exhausted ? [exhausted] : errors) {
		const line = lineAt(pos[0]);
		if (!byLine.has(line))
			byLine.set(line, SENTENCES[code] ?? "this is not YAML; look at quotes, brackets and indents");
	}
	return [...byLine].slice(0, most).map(([line, sentence]) => ({ line, sentence }));
}
