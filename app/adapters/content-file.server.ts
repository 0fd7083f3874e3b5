/** One content file: text in, checked value or a list of problems with their lines out. */
import { type Document, isNode, LineCounter, parseDocument, visit } from "yaml";
import { z } from "zod";
import type { ContentKind, ContentProblem } from "~/core/content/content";
import { QUESTION_SECTIONS, Slug } from "~/core/content/schemas";
import { yamlProblems } from "./yaml-words.server";

export const MAX_FILE_BYTES = 200_000;

export const ReferenceFrame = z.looseObject({ id: Slug, version: z.int().positive() });

export interface ParsedFile {
	file: string;
	value: { id: string; version?: unknown } & Record<string, unknown>;
	/** Line of a path in the YAML part, counted from 1 in the whole file. */
	locate: (path: readonly (string | number)[]) => number;
}

type Parsing = { parsed: ParsedFile } | { problems: ContentProblem[] };

/** Parses one file. Never throws for what is in the file; every problem is a sentence with a line. */
export function parseContentFile(input: {
	file: string;
	size: number;
	source: string;
	schema: z.ZodType;
	kind: ContentKind;
}): Parsing {
	const { file, schema, kind } = input;
	const fail = (line: number, sentence: string): Parsing => ({
		problems: [{ file, line, sentence, severity: "error" }],
	});
	if (input.size > MAX_FILE_BYTES) return fail(1, `the file is larger than ${MAX_FILE_BYTES / 1000} kB`);
	const source = input.source.replace(/\r\n/g, "\n");
	const split = file.endsWith(".md") ? splitFrontMatter(source) : { yaml: source, body: null, offset: 0 };
	if (!split) return fail(1, "the file must start with a line ---, YAML front matter and another line ---");

	const lines = new LineCounter();
	const document = parseDocument(split.yaml, {
		lineCounter: lines,
		uniqueKeys: true,
		version: "1.2",
		prettyErrors: false,
		schema: "core",
		merge: false,
	});
	const lineAt = (offset: number) => lines.linePos(offset).line + split.offset;
	const errors = [...document.errors, ...document.warnings];
	const syntax = yamlProblems({ errors, lineAt }).map((found) => ({ file, ...found, severity: "error" as const }));
	if (syntax.length > 0) return { problems: syntax };
	const refused = findRefusedNodes(document).map((found) => ({
		file,
		line: lineAt(found.offset),
		sentence: found.sentence,
		severity: "error" as const,
	}));
	if (refused.length > 0) return { problems: refused };

	const locate = (path: readonly (string | number)[]) => lineOfPath({ document, path, lineAt });
	const head: unknown = document.toJS({ maxAliasCount: 0 });
	if (typeof head !== "object" || head === null || Array.isArray(head))
		return fail(1, "a mapping of keys is expected here");
	const body = split.body === null ? {} : readBody({ body: split.body, kind });
	if ("sentence" in body) return fail(split.offset, String(body.sentence));

	const result = schema.safeParse({ ...head, ...body });
	if (!result.success) {
		return {
			problems: result.error.issues.map((issue) => ({
				file,
				line: locate(issue.path.filter((key): key is string | number => typeof key !== "symbol")),
				sentence: issue.path.length > 0 ? `${issue.path.join(".")}: ${issue.message}` : issue.message,
				severity: "error" as const,
			})),
		};
	}
	return { parsed: { file, value: result.data as ParsedFile["value"], locate } };
}

function splitFrontMatter(source: string): { yaml: string; body: string; offset: number } | null {
	const match = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(source);
	return match ? { yaml: match[1] ?? "", body: match[2] ?? "", offset: 1 } : null;
}

const SECTION_KEYS = ["brief", "ifAsked", "interviewerNotes", "strongAnswer", "commonMisses"] as const;

function readBody(input: { body: string; kind: ContentKind }): Record<string, unknown> {
	if (input.kind !== "question") return { body: input.body.trim() };
	const parts = input.body.split(/^## /m);
	if ((parts[0] ?? "").trim() !== "")
		return { sentence: "text before the first ## section is not shown anywhere; move it" };
	const sections = parts.slice(1).map((part) => {
		const end = part.indexOf("\n");
		return { title: part.slice(0, end).trim(), text: part.slice(end + 1).trim() };
	});
	const titles = sections.map((section) => section.title);
	if (titles.join("|") !== QUESTION_SECTIONS.join("|")) {
		return {
			sentence: `the sections must be, in this order: ${QUESTION_SECTIONS.join(", ")}; found: ${titles.join(", ")}`,
		};
	}
	return { sections: Object.fromEntries(SECTION_KEYS.map((key, index) => [key, sections[index]?.text ?? ""])) };
}

function findRefusedNodes(document: Document): { offset: number; sentence: string }[] {
	const found: { offset: number; sentence: string }[] = [];
	visit(document, {
		Alias: (_key, node) => {
			found.push({ offset: node.range?.[0] ?? 0, sentence: "aliases (*name) are not allowed; write the value out" });
		},
		Node: (_key, node) => {
			if ("anchor" in node && node.anchor) {
				found.push({ offset: node.range?.[0] ?? 0, sentence: "anchors (&name) are not allowed; write the value out" });
			}
			if (node.tag && !node.tag.startsWith("tag:yaml.org,2002:")) {
				found.push({ offset: node.range?.[0] ?? 0, sentence: `the tag ${node.tag} is not allowed` });
			}
		},
	});
	return found;
}

function lineOfPath(input: {
	document: Document;
	path: readonly (string | number)[];
	lineAt: (offset: number) => number;
}): number {
	for (let length = input.path.length; length > 0; length -= 1) {
		const node = input.document.getIn(input.path.slice(0, length), true);
		if (isNode(node) && node.range) return input.lineAt(node.range[0]);
	}
	return 1;
}
