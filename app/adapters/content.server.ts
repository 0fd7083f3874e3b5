/**
 * Reads `prompts/`, `rubrics/` and an optional overlay folder. Markdown files are split at their front matter by one
 * regular expression and parsed by the `yaml` package: nothing in a content file is ever executed (content design §6.1).
 */
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import type { z } from "zod";
import type { Content, ContentItem, ContentKind, ContentProblem } from "~/core/content/content";
import { Guardrails, LevelNote, Persona, Prompt, RoundGuide, Scale } from "~/core/content/round-schemas";
import { PriceBook, Question, Rubric, TaskCode } from "~/core/content/schemas";
import { parseContentFile, ReferenceFrame } from "./content-file.server";
import { type LoadedFile, settleOverlay } from "./content-overlay.server";

const FOLDERS: { kind: ContentKind; folder: string; ending: string; schema: z.ZodType }[] = [
	{ kind: "scale", folder: "rubrics", ending: "_scale.yaml", schema: Scale },
	{ kind: "rubric", folder: "rubrics", ending: ".yaml", schema: Rubric },
	{ kind: "price-book", folder: "rubrics/price-books", ending: ".yaml", schema: PriceBook },
	{ kind: "reference", folder: "rubrics/reference", ending: ".yaml", schema: ReferenceFrame },
	{ kind: "round-guide", folder: "prompts/rounds", ending: ".md", schema: RoundGuide },
	{ kind: "persona", folder: "prompts/personas", ending: ".md", schema: Persona },
	{ kind: "level-note", folder: "prompts/levels", ending: ".md", schema: LevelNote },
	{ kind: "guardrails", folder: "prompts/interviewer", ending: "guardrails.md", schema: Guardrails },
	{ kind: "prompt", folder: "prompts/interviewer", ending: "turn.md", schema: Prompt },
	{ kind: "prompt", folder: "prompts/judge", ending: ".md", schema: Prompt },
	{ kind: "prompt", folder: "prompts/tracker", ending: ".md", schema: Prompt },
	{ kind: "prompt", folder: "prompts/coach", ending: ".md", schema: Prompt },
	{ kind: "question", folder: "prompts/questions", ending: ".md", schema: Question },
];

/**
 * Loads and checks all content under `root`, then lays the `overlay` folder over it: an overlay file with the same kind
 * and id takes the shipped one's place.
 *
 * Returns the content and every problem found. Problems of severity "error" in shipped files mean the content must not
 * be used; an overlay file with an error, or with which another file has one, is left out and named in `disabled`, and
 * the shipped file stays.
 */
export async function loadContent(options: {
	root: string;
	overlay?: string;
}): Promise<{ content: Content; problems: ContentProblem[]; disabled: ContentProblem[] }> {
	const shipped = await readTree({ root: options.root, owner: "shipped" });
	const overlay = options.overlay
		? await readTree({ root: options.overlay, owner: "server" })
		: { files: [], problems: [] };

	const settled = settleOverlay({ shipped: shipped.files, overlay: overlay.files });
	return {
		content: settled.content,
		problems: [...shipped.problems, ...settled.problems],
		disabled: [...overlay.problems, ...settled.disabled],
	};
}

async function readTree(input: {
	root: string;
	owner: ContentItem["owner"];
}): Promise<{ files: LoadedFile[]; problems: ContentProblem[] }> {
	const files: LoadedFile[] = [];
	const problems: ContentProblem[] = [];
	for (const { kind, folder, ending, schema } of FOLDERS) {
		for (const absolute of await listFiles(path.join(input.root, folder), kind === "question")) {
			const name = path.basename(absolute);
			if (!name.endsWith(ending) || (kind === "rubric" && name.startsWith("_"))) continue;
			const file = path.relative(input.root, absolute).split(path.sep).join("/");
			const { size } = await stat(absolute);
			const parsed = parseContentFile({ file, size, source: await readFile(absolute, "utf8"), schema, kind });
			if ("problems" in parsed) {
				problems.push(...parsed.problems);
				continue;
			}
			const value = kind === "question" ? await withCode(absolute, parsed.parsed.value) : parsed.parsed.value;
			files.push({ ...parsed.parsed, value, kind, owner: input.owner });
		}
	}
	const { kept, repeated } = findDuplicates(files);
	return { files: kept, problems: [...problems, ...repeated] };
}

const CODE_FILES = {
	starter: "starter.py",
	solution: "solution.py",
	visible: "tests_visible.py",
	hidden: "tests_hidden.py",
} satisfies Record<keyof TaskCode, string>;

/** A coding question brings its Python files; when one is missing it counts as none, and the check says so. */
async function withCode(file: string, value: LoadedFile["value"]): Promise<LoadedFile["value"]> {
	if (path.basename(file) !== "question.md") return value;
	const read = ([key, name]: [string, string]) =>
		readFile(path.join(path.dirname(file), name), "utf8").then(
			(source) => [key, source],
			() => [key, ""],
		);
	const code = TaskCode.safeParse(Object.fromEntries(await Promise.all(Object.entries(CODE_FILES).map(read))));
	return code.success ? { ...value, code: code.data } : value;
}

async function listFiles(folder: string, deep: boolean): Promise<string[]> {
	const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
	const nested = await Promise.all(
		entries.map(async (entry) => {
			const full = path.join(folder, entry.name);
			if (entry.isDirectory()) return deep ? listFiles(full, true) : [];
			return entry.isFile() ? [full] : [];
		}),
	);
	return nested.flat().sort();
}

/** Of two files with one id the first counts; the other is named. */
function findDuplicates(files: readonly LoadedFile[]): { kept: LoadedFile[]; repeated: ContentProblem[] } {
	const seen = new Map<string, string>();
	const kept: LoadedFile[] = [];
	const repeated: ContentProblem[] = [];
	for (const file of files) {
		const key = `${file.kind}:${file.value.id}`;
		const first = seen.get(key);
		if (first === undefined) {
			seen.set(key, file.file);
			kept.push(file);
			continue;
		}
		const sentence = `the id "${file.value.id}" is already used in ${first}`;
		repeated.push({ file: file.file, line: file.locate(["id"]), sentence, severity: "error" });
	}
	return { kept, repeated };
}
