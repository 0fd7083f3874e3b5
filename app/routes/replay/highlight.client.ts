import { pythonLanguage } from "@codemirror/lang-python";
import { highlightCode, tagHighlighter, tags } from "@lezer/highlight";

export interface Piece {
	text: string;
	/** Empty for what has no colour of its own. */
	tone: string;
}

const TONES = tagHighlighter([
	{ tag: [tags.keyword, tags.operatorKeyword, tags.bool, tags.null, tags.self], class: "syntax-keyword" },
	{ tag: [tags.number, tags.string, tags.special(tags.string)], class: "syntax-literal" },
	{
		tag: [
			tags.function(tags.variableName),
			tags.definition(tags.function(tags.variableName)),
			tags.className,
			tags.definition(tags.className),
		],
		class: "syntax-name",
	},
	{ tag: [tags.comment, tags.lineComment], class: "syntax-comment" },
]);

/** Python in the colours of the editor, line by line. */
export function colourLines(text: string): Piece[][] {
	const lines: Piece[][] = [[]];
	highlightCode(
		text,
		pythonLanguage.parser.parse(text),
		TONES,
		(piece, tone) => lines.at(-1)?.push({ text: piece, tone }),
		() => lines.push([]),
	);
	return lines;
}
