/**
 * The rules grader beside our own grades of the shipped sample transcripts. These were in view when its weights were
 * chosen, so the figures say that it was set up as meant, not how well it does on others.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { loadContent } from "~/adapters/content.server";
import { mean, pearson, quadraticWeightedKappa } from "~/core/grading/agreement";
import { gradeFile } from "~/core/grading/grade-file";
import { readInterviewFile } from "~/core/interview/file";
import { fail } from "../scripts/terminal";

const Criteria = z.array(z.looseObject({ id: z.string(), score: z.number().nullable() }));
const Sample = z.looseObject({ sample: z.looseObject({ grades: z.looseObject({ criteria: Criteria }) }) });
const FOLDER = "prompts/samples";

main().catch(fail);

async function main(): Promise<void> {
	const { content } = await loadContent({ root: process.cwd() });
	const ours: number[] = [];
	const rules: number[] = [];
	printLine("sample", ["ours", "rules"]);
	for (const name of readdirSync(FOLDER).sort()) {
		const value: unknown = JSON.parse(readFileSync(path.join(FOLDER, name), "utf8"));
		const reading = readInterviewFile(value);
		if (!reading.ok) throw new Error(`${name}: ${reading.problems.join(" ")}`);
		const { result } = gradeFile({ file: reading.file, content });
		const pairs = Sample.parse(value).sample.grades.criteria.flatMap(({ id, score }) => {
			const estimate = result.criteria.find((criterion) => criterion.id === id)?.score ?? null;
			return score === null || estimate === null ? [] : [{ score, estimate }];
		});
		ours.push(...pairs.map((pair) => pair.score));
		rules.push(...pairs.map((pair) => pair.estimate));
		const average = (key: "score" | "estimate") => mean(pairs.map((pair) => pair[key])).toFixed(2);
		printLine(path.basename(name, ".json"), [average("score"), average("estimate")]);
	}
	printLine(`${ours.length} criteria: r`, ["", pearson(ours, rules)?.toFixed(2) ?? "–"]);
	const kappa = quadraticWeightedKappa({ a: ours, b: rules, low: 1, high: 4 });
	printLine("quadratic weighted kappa", ["", kappa?.toFixed(2) ?? "–"]);
}

function printLine(name: string, cells: readonly string[]): void {
	process.stdout.write(`${name.padEnd(34)}${cells.map((cell) => cell.padStart(8)).join("")}\n`);
}
