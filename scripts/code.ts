/**
 * Runs a coding task's tests on a file, in the sandbox of the server: npm run --silent code -- <task> [solution.py].
 * Without a file the task's own solution is run. `--json` prints the results as JSON. Ends with 1 when a test fails.
 */
import { readFile } from "node:fs/promises";
import { loadContent } from "~/adapters/content.server";
import { describeMark } from "~/core/interview/code/marks";
import { groupOf, type TestResult } from "~/core/interview/code/run";
import { checkTask, closeRunner, openRunner } from "~/services/runner.server";
import { print, printJson, quoted, tell } from "./terminal";

const unknown = process.argv.slice(2).find((word) => word.startsWith("-") && word !== "--json");
if (unknown) {
	tell(`There is no ${unknown}: use --json.`);
	process.exit(2);
}
const words = process.argv.slice(2).filter((word) => word !== "--json");
const asJson = process.argv.includes("--json");
const [wanted, file] = words;

const { content } = await loadContent({ root: process.cwd() });
const tasks = [...content.questions.values()].filter((question) => question.code);
const task = tasks.find((question) => question.id === wanted || (wanted && question.id.startsWith(`${wanted}-`)));
if (!task?.code) {
	const known = tasks.map((question) => `  ${question.id}  ${question.title}`).join("\n");
	tell(
		`${wanted ? `There is no task "${wanted}".` : "Usage: npm run --silent code -- <task> [solution.py] [--json]"}\nTasks:\n${known}`,
	);
	process.exit(2);
}
const solution = file
	? await readFile(file, "utf8").catch(() => {
			tell(`${file} cannot be read.`);
			process.exit(2);
		})
	: task.code.solution;

const { isolation } = await openRunner({ spare: 0 });
const { run, marks } = await checkTask({
	code: task.code,
	solution,
	ownTests: "",
	groups: ["core", "edge", "extension"],
	patient: true,
}).finally(closeRunner);
if (asJson) printJson({ task: task.id, isolation, tampered: marks.length > 0, ...run, marks });
else printResults();
process.exitCode = run.loadError || marks.length > 0 || run.tests.some((test) => test.status !== "pass") ? 1 : 0;

function printResults(): void {
	if (run.stdout) print(quoted(`printed:\n${run.stdout.trimEnd()}`));
	if (run.loadError) {
		const { type, message, file: where, line } = run.loadError;
		print(quoted(`${where}, line ${line}: ${type}: ${message}`));
	}
	for (const test of run.tests) print(describe(test));
	const passed = run.tests.filter((test) => test.status === "pass").length;
	for (const mark of marks) print(`! ${describeMark(mark)}`);
	if (run.loadError) return;
	if (run.tests.some((test) => test.name === "load" && test.suite !== "mine")) {
		print(`The tests do not find what they call, so none of them counts. Isolation ${isolation}.`);
		return;
	}
	print(`${passed} of ${run.tests.length} pass, ${run.ms} ms, isolation ${isolation}`);
}

function describe(test: TestResult): string {
	const where = test.trace.at(-1);
	const detail = test.message ? `\n      ${quoted(test.message)}` : "";
	const line = where ? `\n      ${quoted(`${where.file}:${where.line}  ${where.text}`)}` : "";
	return `${test.status.padEnd(7)} ${(groupOf(test.name) ?? "").padEnd(10)} ${quoted(test.title)}${detail}${line}`;
}
