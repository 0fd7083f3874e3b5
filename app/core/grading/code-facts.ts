/** What can be read off a candidate's files without running them. Facts for a grade, each with the line it rests on. */
import { type CodeRemark, findRemarks } from "../interview/code/remarks";

export interface CodeLine {
	/** Offsets into the file. */
	from: number;
	to: number;
	text: string;
}

export interface CodeFacts {
	/** Lines that are not in the starter, blank ones and comments left out. */
	written: number;
	functions: { name: string; lines: number; typed: boolean; at: CodeLine }[];
	remarks: { ask: CodeRemark; at: CodeLine }[];
	/** A stub of the starter that is still there. */
	unfinished: boolean;
}

const MOST_LINES = 2_000;
const LONGEST_LINE = 300;

export function readCode(input: { text: string; starter: string }): CodeFacts {
	const { text, starter } = input;
	const lines = linesOf(text);
	const given = new Set(linesOf(starter).map((line) => line.text.trim()));
	return {
		written: lines.filter(({ text: line }) => isCode(line) && !given.has(line.trim())).length,
		functions: functionsOf(lines),
		remarks: findRemarks(input).flatMap(({ ask, line }) => {
			const at = lines[line - 1];
			return at ? [{ ask, at: trimmed(at) }] : [];
		}),
		unfinished: lines.some(({ text: line }) => /^\s*raise NotImplementedError/.test(line)),
	};
}

/** Tests a candidate wrote: functions named test… that check something. */
export function ownTests(text: string): { name: string; at: CodeLine }[] {
	const lines = linesOf(text);
	return lines.flatMap((line, index) => {
		const name = /^(?:async\s+)?def\s+(test\w*)\s*\(/.exec(line.text)?.[1];
		if (!name) return [];
		const body = lines.slice(index + 1, index + 1 + bodyLength(lines, index));
		return body.some(({ text: inner }) => /\bassert\b|\bT\.\w+\(/.test(inner)) ? [{ name, at: trimmed(line) }] : [];
	});
}

function functionsOf(lines: readonly CodeLine[]): CodeFacts["functions"] {
	return lines.flatMap((line, index) => {
		const name = /^\s*(?:async\s+)?def\s+(\w+)\s*\(/.exec(line.text)?.[1];
		if (!name) return [];
		const head = signatureOf(lines, index);
		return [{ name, lines: bodyLength(lines, index) + 1, typed: isTyped(head), at: trimmed(line) }];
	});
}

/** The signature up to its colon; one may run over many lines. */
function signatureOf(lines: readonly CodeLine[], index: number): string {
	let text = "";
	for (const line of lines.slice(index, index + 20)) {
		text += ` ${line.text.trim()}`;
		if (/:\s*(?:#.*)?$/.test(line.text)) break;
	}
	return text;
}

function isTyped(head: string): boolean {
	if (!head.includes("->")) return false;
	const inside = head.slice(head.indexOf("(") + 1, head.lastIndexOf(")"));
	const bare = inside.replace(/\b(?:self|cls)\b,?/, "").replace(/[*/,\s]/g, "");
	return bare === "" || inside.includes(":");
}

function bodyLength(lines: readonly CodeLine[], index: number): number {
	const depth = indentOf(lines[index]?.text ?? "");
	let length = 0;
	let blank = 0;
	for (const { text } of lines.slice(index + 1)) {
		if (text.trim() === "") {
			blank += 1;
			continue;
		}
		// The closing bracket of a signature over several lines stands at the depth of the def.
		if (indentOf(text) <= depth && !/^\s*\)/.test(text)) break;
		length += 1 + blank;
		blank = 0;
	}
	return length;
}

function linesOf(text: string): CodeLine[] {
	const lines: CodeLine[] = [];
	let from = 0;
	for (const line of text.split("\n", MOST_LINES)) {
		const kept = line.length > LONGEST_LINE ? "" : line;
		lines.push({ from, to: from + kept.length, text: kept });
		from += line.length + 1;
	}
	return lines;
}

function isCode(line: string): boolean {
	const inner = line.trim();
	return inner !== "" && !inner.startsWith("#");
}

function indentOf(line: string): number {
	return line.length - line.trimStart().length;
}

/** The same line without the white space around it. */
function trimmed({ from, text }: CodeLine): CodeLine {
	const start = from + indentOf(text);
	return { from: start, to: start + text.trim().length, text: text.trim() };
}
