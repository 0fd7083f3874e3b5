/** A question as one Markdown file, as in `prompts/questions/`: read, checked, and begun. */
import { checkQuestion, type QuestionContext } from "~/core/content/check";
import type { ContentProblem } from "~/core/content/content";
import { QUESTION_SECTIONS, Question, type QuestionKind, type Round } from "~/core/content/schemas";
import { parseContentFile } from "./content-file.server";

const NAME = "question.md";

/** What stands in a file that was only begun. */
const UNWRITTEN = "To be written.";
const POINT = "What a good answer contains, in the words an answer would use.";
const probeOf = (number: number) => `Question ${number} that opens a point?`;

/** The question a file holds, or null, and everything that is wrong or could be better about it, with lines. */
export function readQuestionFile(input: { source: string; context: QuestionContext }): {
	question: Question | null;
	problems: ContentProblem[];
} {
	const { source, context } = input;
	const size = Buffer.byteLength(source);
	const parsing = parseContentFile({ file: NAME, size, source, schema: Question, kind: "question" });
	if (!("parsed" in parsing)) return { question: null, problems: parsing.problems };
	const question = parsing.parsed.value as unknown as Question;
	const checked = checkQuestion({ question, file: NAME, context, locate: parsing.parsed.locate });
	return { question, problems: [...unwritten({ question, locate: parsing.parsed.locate }), ...checked] };
}

function unwritten(input: {
	question: Question;
	locate: (path: readonly (string | number)[]) => number;
}): ContentProblem[] {
	const { question, locate } = input;
	const problem = (line: number, sentence: string): ContentProblem => ({
		file: NAME,
		line,
		sentence,
		severity: "error",
	});
	const sections = Object.values(question.sections).flatMap((text, index) =>
		text === UNWRITTEN ? [problem(0, `the section "${QUESTION_SECTIONS[index]}" is not written yet`)] : [],
	);
	const points = question.key_points.flatMap(({ id, text }, index) =>
		text === POINT ? [problem(locate(["key_points", index]), `the key point "${id}" is not written yet`)] : [],
	);
	const probes = question.probes.flatMap(({ id, ask }, index) =>
		ask === probeOf(index + 1) ? [problem(locate(["probes", index]), `the probe "${id}" is not written yet`)] : [],
	);
	return [...points, ...probes, ...sections];
}

const KINDS: Partial<Record<Round, QuestionKind>> = { behavioral: "story", "ml-warmup": "exercise" };

/** A file to write into: everything a question needs, with a word on what goes where. It is not complete on purpose. */
export function newQuestionFile(input: {
	slug: string;
	round: Round;
	title: string;
	rubric: string;
	criterion: string;
}): string {
	const { slug, round, title, rubric, criterion } = input;
	const head = [
		`id: ${slug}`,
		"version: 1",
		`round: ${round}`,
		`kind: ${KINDS[round] ?? "design"}`,
		`title: ${JSON.stringify(title)}`,
		"levels: [junior, mid, senior, staff]",
		`minutes: ${round === "ml-warmup" ? 5 : 30}`,
		"topics: [our-own]",
		"seed: []",
		`rubric: ${rubric}`,
		"key_points:",
		"  - id: first-point",
		`    text: ${POINT}`,
		`    criterion: ${criterion}`,
		"    must_for: [mid, senior, staff]",
		'    listen_for: ["a distinctive phrase"]',
		...(round === "ml-warmup" ? ["asks: [first-point]"] : []),
		"probes:",
		...[1, 2, 3].map((number) => `  - { id: probe-${number}, ask: "${probeOf(number)}", covers: [first-point] }`),
		"hints: []",
		"red_flags: []",
	];
	const sections = QUESTION_SECTIONS.map((section) => `## ${section}\n\n${UNWRITTEN}\n`);
	return `---\n${head.join("\n")}\n---\n\n${sections.join("\n")}`;
}
