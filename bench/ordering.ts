/**
 * Does the rules grader order interviews as a person does? Grades every bench/ordering/<round>/<name>.json, whose
 * `humanGrade.mean` a person gave, and prints Kendall's tau-b of the two, by round and over all. The set was written and
 * graded apart from the grader; it is for measuring, not for tuning.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { loadContent } from "~/adapters/content.server";
import { bootstrapInterval, kendallTauB } from "~/core/grading/agreement";
import { gradeFile } from "~/core/grading/grade-file";
import { readInterviewFile } from "~/core/interview/file";
import { fail } from "../scripts/terminal";

const HumanGrade = z.looseObject({ humanGrade: z.looseObject({ mean: z.number() }) });

interface Graded {
	round: string;
	name: string;
	human: number;
	rules: number | null;
}

const folder =
	process.argv.slice(2).find((word) => !word.startsWith("--")) ?? path.join(import.meta.dirname, "ordering");

main().catch(fail);

async function main(): Promise<void> {
	const { content } = await loadContent({ root: process.cwd() });
	const graded: Graded[] = listFiles().map(({ round, file }) => {
		const value: unknown = JSON.parse(readFileSync(file, "utf8"));
		const reading = readInterviewFile(value);
		if (!reading.ok) throw new Error(`${file}: ${reading.problems.join(" ")}`);
		const { result } = gradeFile({ file: reading.file, content });
		return {
			round,
			name: path.basename(file, ".json"),
			human: HumanGrade.parse(value).humanGrade.mean,
			rules: result.mean,
		};
	});
	if (graded.length === 0) throw new Error(`There are no interviews under ${folder}.`);
	if (process.argv.includes("--each"))
		for (const entry of graded) printLine(`${entry.round}/${entry.name}`, [entry.human.toFixed(2), show(entry.rules)]);
	printLine("round", ["n", "tau-b", "95 %"]);
	for (const round of [...new Set(graded.map((entry) => entry.round))].sort()) {
		describe({ name: round, entries: graded.filter((entry) => entry.round === round) });
	}
	describe({ name: "all rounds", entries: graded });
}

function listFiles(): { round: string; file: string }[] {
	const rounds = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
	return rounds.flatMap(({ name: round }) =>
		readdirSync(path.join(folder, round))
			.filter((name) => name.endsWith(".json"))
			.sort()
			.map((name) => ({ round, file: path.join(folder, round, name) })),
	);
}

function describe(input: { name: string; entries: readonly Graded[] }): void {
	const scored = input.entries.flatMap((entry) =>
		entry.rules === null ? [] : [{ human: entry.human, rules: entry.rules }],
	);
	const tau = (indices: readonly number[]) =>
		kendallTauB(
			indices.map((index) => scored[index]?.human ?? 0),
			indices.map((index) => scored[index]?.rules ?? 0),
		);
	const interval = bootstrapInterval({ size: scored.length, statistic: tau });
	const range = interval ? `${interval.low.toFixed(2)}–${interval.high.toFixed(2)}` : "–";
	printLine(input.name, [
		`${scored.length} of ${input.entries.length}`,
		show(tau(scored.map((_, index) => index))),
		range,
	]);
}

function show(value: number | null): string {
	return value === null ? "–" : value.toFixed(2);
}

function printLine(name: string, cells: readonly string[]): void {
	process.stdout.write(`${name.padEnd(44)}${cells.map((cell) => cell.padStart(14)).join("")}\n`);
}
