/**
 * Checks all content the way a start does: npm run content [-- overlay-folder]. Prints each mistake and each piece of
 * advice as `file:line – sentence`; ends with 1 when there is a mistake.
 */
import { stat } from "node:fs/promises";
import { loadContent } from "~/adapters/content.server";
import { loadSamples } from "~/adapters/samples.server";
import { describeProblem } from "~/core/content/content";

const [overlay, ...rest] = process.argv.slice(2);
const folder = overlay === undefined ? null : await stat(overlay).catch(() => null);
if (overlay !== undefined && (rest.length > 0 || overlay.startsWith("-") || !folder?.isDirectory())) {
	const what = rest.length > 0 ? "One folder can be checked at a time." : `There is no folder ${overlay}.`;
	process.stderr.write(`${what} Usage: npm run content [-- overlay-folder]\n`);
	process.exit(2);
}
const { content, problems, disabled } = await loadContent({ root: process.cwd(), overlay });
const mistakes = [...problems.filter((problem) => problem.severity === "error"), ...disabled];
for (const problem of mistakes) process.stdout.write(`${describeProblem(problem)}\n`);
for (const problem of problems.filter((entry) => entry.severity === "note"))
	process.stdout.write(`${describeProblem(problem)} (advice)\n`);
const samples = await loadSamples({ root: process.cwd() }).catch((error: Error) => {
	process.stdout.write(`${error.message}\n`);
	return null;
});
process.stdout.write(
	`${content.questions.size} questions, ${content.rubrics.size} rubrics, ${content.guides.size} rounds, ${samples?.size ?? 0} samples; ${mistakes.length} mistakes\n`,
);
process.exitCode = mistakes.length > 0 || samples === null ? 1 : 0;
