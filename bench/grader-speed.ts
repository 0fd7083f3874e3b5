/**
 * How fast the rules grader is: microseconds an answer and transcripts a second, each beside a named reference that runs
 * in the same process, because absolute times say little about another machine. Reference: splitting the same text at
 * white space and counting every word in a map.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { loadContent } from "~/adapters/content.server";
import { matchKeyPoints } from "~/core/grading/coverage";
import { gradeAnswer } from "~/core/grading/grade-answer";
import { gradeFile } from "~/core/grading/grade-file";
import { readInterviewFile } from "~/core/interview/file";

const SAMPLES = "prompts/samples";
const MINIMUM_MS = 1_000;

void main();

async function main(): Promise<void> {
	const { content } = await loadContent({ root: process.cwd() });
	const files = readdirSync(SAMPLES)
		.filter((name) => name.endsWith(".json"))
		.flatMap((name) => {
			const reading = readInterviewFile(JSON.parse(readFileSync(path.join(SAMPLES, name), "utf8")));
			return reading.ok ? [reading.file] : [];
		});
	const spoken = files.map((file) =>
		file.events.flatMap((event) =>
			event.type === "message" && event.actor === "candidate" ? [{ seq: event.seq, text: event.text }] : [],
		),
	);
	const texts = spoken.map((messages) => messages.map((message) => message.text).join("\n"));
	const question = [...content.questions.values()][0];
	if (!question || texts.length === 0) throw new Error("There is no content to measure with.");
	const cases = question.key_points.map((point) => ({
		question: question.title,
		references: [point.text],
		answer: texts[0]?.slice(0, 400) ?? "",
	}));

	const reference = perRun(() => texts.map(countWords)) / texts.length;
	const answer = perRun(() => cases.map(gradeAnswer)) / cases.length;
	const transcript = perRun(() => files.map((file) => gradeFile({ file, content }))) / files.length;
	const points = perRun(() =>
		spoken.map((messages) =>
			matchKeyPoints({ keyPoints: question.key_points, briefText: question.sections.brief, messages }),
		),
	);
	const words = texts.reduce((sum, text) => sum + text.split(/\s+/).length, 0);
	const lines = [
		[
			"one answer of 400 characters against one reference",
			`${(1_000 * answer).toFixed(0)} µs`,
			ratio(answer, reference),
		],
		["one transcript, all criteria", `${(1_000 / transcript).toFixed(0)} a second`, ratio(transcript, reference)],
		[
			`${question.key_points.length} key points against 1,000 words`,
			`${((1_000 * points) / words).toFixed(1)} ms`,
			ratio((1_000 * points) / words, reference),
		],
		[`reference: counting the words of a transcript`, `${(1_000 * reference).toFixed(0)} µs`, "1"],
	];
	for (const [name = "", time = "", against = ""] of lines)
		process.stdout.write(`${name.padEnd(56)}${time.padStart(14)}${against.padStart(8)}\n`);
}

function countWords(text: string): Map<string, number> {
	const counts = new Map<string, number>();
	for (const word of text.toLowerCase().split(/\s+/)) counts.set(word, (counts.get(word) ?? 0) + 1);
	return counts;
}

/** Milliseconds a run, after a warm-up, over at least a second. */
function perRun(run: () => unknown): number {
	run();
	let runs = 0;
	const started = performance.now();
	while (performance.now() - started < MINIMUM_MS) {
		run();
		runs += 1;
	}
	return (performance.now() - started) / runs;
}

function ratio(time: number, reference: number): string {
	return (time / reference).toFixed(time < reference * 10 ? 1 : 0);
}
