/**
 * What rules can see in a candidate's code that is worth a question: patterns a colleague would stop at. They ask, they
 * never judge; a match may be right where it stands.
 */
import type { CODE_REMARKS } from "../events";

export type CodeRemark = (typeof CODE_REMARKS)[number];

export interface FoundRemark {
	ask: CodeRemark;
	/** Counts from 1. */
	line: number;
	quote: string;
}

const QUOTE = 80;
/** Nobody writes more in an interview; what is pasted beyond it is not looked at. */
const MOST_LINES = 2_000;
const LONGEST_LINE = 300;

/** Remarks in the order of the file, at most one of a kind. `starter` is what was there before the candidate came. */
export function findRemarks(input: { text: string; starter: string }): FoundRemark[] {
	const given = new Set(input.starter.split("\n").map((line) => line.trim()));
	const lines = input.text
		.split("\n", MOST_LINES)
		.map((line) => (line.length > LONGEST_LINE ? "" : withoutComment(line)));
	const found = new Map<CodeRemark, FoundRemark>();
	lines.forEach((line, index) => {
		const trimmed = line.trim();
		if (trimmed === "" || given.has(trimmed)) return;
		const ask = remarkOn({ line, lines, index });
		if (ask && !found.has(ask)) found.set(ask, { ask, line: index + 1, quote: trimmed.slice(0, QUOTE) });
	});
	return [...found.values()].sort((a, b) => a.line - b.line);
}

function remarkOn(input: { line: string; lines: readonly string[]; index: number }): CodeRemark | null {
	const { line, lines, index } = input;
	const next = lines[index + 1] ?? "";
	if (/(^|[^\w.])(eval|exec)\s*\(/.test(line)) return "eval-call";
	if (/(^|[^\w.])random\.seed\s*\(/.test(line)) return "global-seed";
	if (/^\s*except\b/.test(line)) {
		if (/^\s*(pass|continue)\s*$/.test(next) && /^\s*except\s*(:|(Base)?Exception\b)/.test(line))
			return "swallowed-error";
		if (/^\s*except\s*(:|(Base)?Exception\b)/.test(line)) return "broad-except";
	}
	if (/^\s*while\s+(True|1)\s*:/.test(line) && !hasWayOut({ lines, index })) return "endless-loop";
	if (/^\s*(async\s+)?def\s/.test(line) && /=\s*(\[\]|\{\}|set\(\)|list\(\)|dict\(\))/.test(line))
		return "mutable-default";
	if (/^(async\s+)?def\s+[a-z]\w*\s*\([^)]*\w[^)]*\)\s*:/.test(line) && !line.includes("->") && !/\(.*:.*\)/.test(line))
		return "untyped-signature";
	return null;
}

/** A loop that counts attempts or leaves by break, return or raise has an end of some kind. */
function hasWayOut({ lines, index }: { lines: readonly string[]; index: number }): boolean {
	const depth = indentOf(lines[index] ?? "");
	for (let place = index + 1; place < lines.length; place += 1) {
		const candidate = lines[place] ?? "";
		if (candidate.trim() === "") continue;
		if (indentOf(candidate) <= depth) return false;
		if (/^\s*(break|return|raise)\b/.test(candidate)) return true;
	}
	return false;
}

function indentOf(line: string): number {
	return line.length - line.trimStart().length;
}

/** Cuts a comment off; a # inside quotes stays. */
function withoutComment(line: string): string {
	let quote = "";
	for (let index = 0; index < line.length; index += 1) {
		const sign = line[index] ?? "";
		if (quote) {
			if (sign === "\\") index += 1;
			else if (sign === quote) quote = "";
		} else if (sign === '"' || sign === "'") quote = sign;
		else if (sign === "#") return line.slice(0, index);
	}
	return line;
}
