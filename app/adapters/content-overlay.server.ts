/** Lays an overlay folder over the shipped files, and finds which of its files must be left out for the rest to work. */
import { createHash } from "node:crypto";
import { checkCoverage, checkQuestion } from "~/core/content/check";
import type { Content, ContentItem, ContentKind, ContentProblem, ReferenceTable } from "~/core/content/content";
import type { Guardrails, LevelNote, Persona, Prompt, RoundGuide, Scale } from "~/core/content/round-schemas";
import type { PriceBook, Question, Rubric } from "~/core/content/schemas";
import type { ParsedFile } from "./content-file.server";

export interface LoadedFile extends ParsedFile {
	kind: ContentKind;
	owner: ContentItem["owner"];
}

/** A problem, and the file it was found in; null when it is one of the whole. */
interface Finding {
	problem: ContentProblem;
	from: LoadedFile | null;
}

interface Laying {
	content: Content;
	findings: Finding[];
}

/** So many layings are tried before the search stops looking for the smallest set and leaves out all that may be at fault. */
const MAX_TRIES = 2_000;

/**
 * The content of both, with the smallest set of overlay files left out that brings in no error the shipped files do not
 * have by themselves. Every file left out is in `disabled` with its reason; `problems` are those of what remains.
 */
export function settleOverlay(input: { shipped: readonly LoadedFile[]; overlay: readonly LoadedFile[] }): {
	content: Content;
	problems: ContentProblem[];
	disabled: ContentProblem[];
} {
	const { shipped, overlay } = input;
	const own = new Set(layOver(shipped, []).findings.map(wordsOf));
	const newErrors = ({ findings }: Laying) =>
		findings.filter((finding) => finding.problem.severity === "error" && !own.has(wordsOf(finding)));
	const out = smallestSet({ shipped, overlay, newErrors });
	const without = (left: readonly LoadedFile[]) =>
		layOver(
			shipped,
			overlay.filter((file) => !left.includes(file)),
		);
	const { content, findings } = without(out);
	const disabled = out.flatMap((file) =>
		reasonsOf({ file, errors: newErrors(without(out.filter((f) => f !== file))) }),
	);
	return { content, problems: findings.map(({ problem }) => problem), disabled };
}

/**
 * At least one file an error depends on has to go, so the search branches over these, one more file at a time: the first
 * set found is as small as any.
 */
function smallestSet(input: {
	shipped: readonly LoadedFile[];
	overlay: readonly LoadedFile[];
	newErrors: (laying: Laying) => Finding[];
}): LoadedFile[] {
	const { shipped, overlay, newErrors } = input;
	let tries = 0;
	let hurried = false;
	const search = (out: readonly LoadedFile[], room: number): LoadedFile[] | null => {
		tries += 1;
		const kept = overlay.filter((file) => !out.includes(file));
		const errors = newErrors(layOver(shipped, kept));
		if (errors.length === 0) return [...out];
		const suspects = errors
			.map((finding) => suspectsOf({ finding, kept }))
			.reduce((fewest, next) => (next.length < fewest.length ? next : fewest));
		if (hurried) return search([...out, ...suspects], room);
		if (room === 0 || tries > MAX_TRIES) return null;
		for (const suspect of suspects) {
			const found = search([...out, suspect], room - 1);
			if (found) return found;
		}
		return null;
	};
	for (let size = 0; size <= overlay.length && tries <= MAX_TRIES; size += 1) {
		const found = search([], size);
		if (found) return found;
	}
	hurried = true;
	const many = search([], overlay.length) ?? [...overlay];
	return many.reduce((out, file) => {
		const fewer = out.filter((other) => other !== file);
		const kept = overlay.filter((other) => !fewer.includes(other));
		return newErrors(layOver(shipped, kept)).length === 0 ? fewer : out;
	}, many);
}

/** The overlay files without all of which this error could not be; the one it stands in comes first. */
function suspectsOf({ finding: { from }, kept }: { finding: Finding; kept: readonly LoadedFile[] }): LoadedFile[] {
	const suspects = kept.filter((file) => {
		if (file === from) return false;
		if (from === null) return ["question", "rubric", "round-guide"].includes(file.kind);
		if (file.kind === "rubric") return file.value.id === from.value.rubric;
		return file.kind === "round-guide" && file.value.round === from.value.round;
	});
	if (from?.owner === "server") return [from, ...suspects];
	return suspects.length > 0 ? suspects : [...kept];
}

/** An error in the file itself stands by its line; one it causes elsewhere is told with where that is. */
function reasonsOf(input: { file: LoadedFile; errors: readonly Finding[] }): ContentProblem[] {
	const { file, errors } = input;
	const inside = errors.filter(({ from }) => from === file).map(({ problem }) => problem);
	if (inside.length > 0) return inside;
	const first = errors[0]?.problem;
	const more = errors.length > 1 ? `, and ${errors.length - 1} more` : "";
	const sentence = first
		? `it does not fit other files: ${first.file}:${first.line} – ${first.sentence}${more}`
		: "it does not fit other files of your own that are left out";
	return [{ file: file.file, line: 1, sentence, severity: "error" }];
}

function wordsOf({ problem, from }: Finding): string {
	return `${from?.owner ?? ""} ${problem.file} ${problem.sentence}`;
}

function keyOf(file: LoadedFile): string {
	return `${file.kind}:${file.value.id}`;
}

function layOver(shipped: readonly LoadedFile[], overlay: readonly LoadedFile[]): Laying {
	const byKey = new Map(shipped.map((file) => [keyOf(file), file]));
	for (const file of overlay) byKey.set(keyOf(file), file);
	const files = [...byKey.values()];
	const content = assemble(files);
	return { content, findings: crossCheck(files, content) };
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

const items = new WeakMap<LoadedFile, ContentItem>();

function toItem(file: LoadedFile): ContentItem {
	const known = items.get(file);
	if (known) return known;
	const { body, hash } = sealBody(file.value);
	const version = typeof file.value.version === "number" ? file.value.version : 1;
	const item = { kind: file.kind, slug: file.value.id, version, owner: file.owner, file: file.file, hash, body };
	items.set(file, item);
	return item;
}

/** Content as it is stored: JSON with sorted keys, so that the same content always has the same text and SHA-256. */
export function sealBody(value: unknown): { body: string; hash: string } {
	const body = JSON.stringify(value, (_key, inner: unknown) => {
		if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
		return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
	});
	return { body, hash: createHash("sha256").update(body).digest("hex") };
}

/** Kept with what a check depends on: a search lays the same files over each other many times. */
const checks = new WeakMap<LoadedFile, { against: readonly unknown[]; problems: ContentProblem[] }>();

function checkOnce(input: { file: LoadedFile; content: Content }): ContentProblem[] {
	const { file, content } = input;
	const question = file.value as unknown as Question;
	const { rubric, round, price_book: book } = question;
	const against = [content.rubrics.get(rubric), content.guides.get(round), content.priceBooks.has(book ?? "")];
	const kept = checks.get(file);
	if (kept?.against.every((value, index) => value === against[index])) return kept.problems;
	const problems = checkQuestion({ question, file: file.file, context: content, locate: file.locate });
	checks.set(file, { against, problems });
	return problems;
}

function crossCheck(files: readonly LoadedFile[], content: Content): Finding[] {
	const findings: Finding[] = [];
	const whole = (sentence: string, file: string) =>
		findings.push({ problem: { file, line: 0, sentence, severity: "error" }, from: null });
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
		findings.push(...checkOnce({ file, content }).map((problem) => ({ problem, from: file })));
	}
	const { guides, rubrics } = content;
	const uncovered = checkCoverage({ questions: [...content.questions.values()], guides, rubrics });
	return [...findings, ...uncovered.map((problem) => ({ problem, from: null }))];
}
