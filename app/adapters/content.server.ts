/**
 * Reads `prompts/`, `rubrics/` and an optional overlay folder. Markdown files are split at their front matter by one
 * regular expression and parsed by the `yaml` package: nothing in a content file is ever executed (content design §6.1).
 */
import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import type { z } from "zod";
import { checkCoverage, checkQuestion } from "~/core/content/check";
import type { Content, ContentItem, ContentKind, ContentProblem, ReferenceTable } from "~/core/content/content";
import { Guardrails, LevelNote, Persona, Prompt, RoundGuide, Scale } from "~/core/content/round-schemas";
import { PriceBook, Question, Rubric, TaskCode } from "~/core/content/schemas";
import { type ParsedFile, parseContentFile, ReferenceFrame } from "./content-file.server";

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

interface LoadedFile extends ParsedFile {
	kind: ContentKind;
	owner: ContentItem["owner"];
}

/**
 * Loads and checks all content under `root`, then lays the `overlay` folder over it: an overlay file with the same kind
 * and id takes the shipped one's place.
 *
 * Returns the content and every problem found. Problems of severity "error" in shipped files mean the content must not
 * be used; an overlay file with an error is left out and named in `disabled`, and the shipped file stays.
 */
export async function loadContent(options: {
	root: string;
	overlay?: string;
}): Promise<{ content: Content; problems: ContentProblem[]; disabled: ContentProblem[] }> {
	const shipped = await readTree({ root: options.root, owner: "shipped" });
	const overlay = options.overlay
		? await readTree({ root: options.overlay, owner: "server" })
		: { files: [], problems: [] };

	let files = mergeFiles(shipped.files, overlay.files);
	const disabled = [...overlay.problems];
	let content = assemble(files);
	let problems = crossCheck(files, content);
	const broken = new Set(problems.filter((problem) => problem.severity === "error").map((problem) => problem.file));
	const brokenOverlay = overlay.files.filter((file) => broken.has(file.file));
	if (brokenOverlay.length > 0) {
		disabled.push(...problems.filter((problem) => brokenOverlay.some((file) => file.file === problem.file)));
		files = mergeFiles(
			shipped.files,
			overlay.files.filter((file) => !brokenOverlay.includes(file)),
		);
		content = assemble(files);
		problems = crossCheck(files, content);
	}
	return { content, problems: [...shipped.problems, ...problems], disabled };
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
	problems.push(...findDuplicates(files));
	return { files, problems };
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

function findDuplicates(files: readonly LoadedFile[]): ContentProblem[] {
	const seen = new Map<string, string>();
	return files.flatMap((file) => {
		const key = `${file.kind}:${file.value.id}`;
		const first = seen.get(key);
		seen.set(key, first ?? file.file);
		if (!first) return [];
		const sentence = `the id "${file.value.id}" is already used in ${first}`;
		return [{ file: file.file, line: 1, sentence, severity: "error" as const }];
	});
}

function mergeFiles(shipped: readonly LoadedFile[], overlay: readonly LoadedFile[]): LoadedFile[] {
	const byKey = new Map(shipped.map((file) => [`${file.kind}:${file.value.id}`, file]));
	for (const file of overlay) byKey.set(`${file.kind}:${file.value.id}`, file);
	return [...byKey.values()];
}

function assemble(files: readonly LoadedFile[]): Content {
	const values = <T>(kind: ContentKind) => files.filter((file) => file.kind === kind).map((file) => file.value as T);
	return {
		questions: new Map(values<Question>("question").map((question) => [question.id, question])),
		rubrics: new Map(values<Rubric>("rubric").map((rubric) => [rubric.id, rubric])),
		scale: values<Scale>("scale")[0] as Scale,
		priceBooks: new Map(values<PriceBook>("price-book").map((book) => [book.id, book])),
		guides: new Map(values<RoundGuide>("round-guide").map((guide) => [guide.round, guide])),
		personas: new Map(values<Persona>("persona").map((persona) => [persona.id, persona])),
		levels: new Map(values<LevelNote>("level-note").map((note) => [note.id, note])),
		guardrails: values<Guardrails>("guardrails")[0] as Guardrails,
		prompts: new Map(values<Prompt>("prompt").map((prompt) => [prompt.id, prompt])),
		references: new Map(values<ReferenceTable>("reference").map((table) => [table.id, table])),
		items: files.map(toItem),
	};
}

function toItem(file: LoadedFile): ContentItem {
	const body = canonicalJson(file.value);
	const hash = createHash("sha256").update(body).digest("hex");
	const version = typeof file.value.version === "number" ? file.value.version : 1;
	return { kind: file.kind, slug: file.value.id, version, owner: file.owner, file: file.file, hash, body };
}

/** JSON with sorted keys: the same content always has the same text, and so the same hash. */
export function canonicalJson(value: unknown): string {
	return JSON.stringify(value, (_key, inner: unknown) => {
		if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
		return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
	});
}

function crossCheck(files: readonly LoadedFile[], content: Content): ContentProblem[] {
	const problems: ContentProblem[] = [];
	const whole = (sentence: string, file: string) => problems.push({ file, line: 0, sentence, severity: "error" });
	if (!content.scale) whole("the scale is missing", "rubrics/_scale.yaml");
	if (!content.guardrails) whole("the guardrails are missing", "prompts/interviewer/guardrails.md");
	for (const [id, folder] of [
		["turn", "interviewer"],
		["judge", "judge"],
		["tracker", "tracker"],
		["coach", "coach"],
		["quotes", "judge"],
		["answer", "judge"],
	] as const) {
		if (!content.prompts.has(id)) whole(`the prompt "${id}" is missing`, `prompts/${folder}/${id}.md`);
	}
	for (const id of ["quiet", "probing", "sceptical"] as const) {
		if (!content.personas.has(id)) whole(`the persona "${id}" is missing`, `prompts/personas/${id}.md`);
	}
	for (const id of ["junior", "mid", "senior", "staff"] as const) {
		if (!content.levels.has(id)) whole(`the level note "${id}" is missing`, `prompts/levels/${id}.md`);
	}
	for (const file of files) {
		if (file.kind !== "question") continue;
		const question = file.value as unknown as Question;
		problems.push(...checkQuestion({ question, file: file.file, context: content, locate: file.locate }));
	}
	problems.push(
		...checkCoverage({ questions: [...content.questions.values()], guides: content.guides, rubrics: content.rubrics }),
	);
	return problems;
}
