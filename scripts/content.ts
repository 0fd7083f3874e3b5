/**
 * Checks all content the way a start does: npm run content [-- overlay-folder]. Prints each mistake and each piece of
 * advice as `file:line – sentence`; ends with 1 when there is a mistake.
 */
import { stat } from "node:fs/promises";
import { loadContent } from "~/adapters/content.server";
import { loadSamples } from "~/adapters/samples.server";
import { describeProblem } from "~/core/content/content";
import { print, tell } from "./terminal";

const [overlay, ...rest] = process.argv.slice(2);
const folder = overlay === undefined ? null : await stat(overlay).catch(() => null);
if (overlay !== undefined && (rest.length > 0 || overlay.startsWith("-") || !folder?.isDirectory())) {
	const what = rest.length > 0 ? "One folder can be checked at a time." : `There is no folder ${overlay}.`;
	tell(`${what} Usage: npm run content [-- overlay-folder]`);
	process.exit(2);
}
const { content, problems, disabled } = await loadContent({ root: process.cwd(), overlay });
const mistakes = [...problems.filter((problem) => problem.severity === "error"), ...disabled];
for (const problem of mistakes) print(describeProblem(problem));
for (const problem of problems.filter((entry) => entry.severity === "note"))
	print(`${describeProblem(problem)} (advice)`);
const samples = await loadSamples({ root: process.cwd() }).catch((error: Error) => {
	print(error.message);
	return null;
});
print(
	`${content.questions.size} questions, ${content.rubrics.size} rubrics, ${content.guides.size} rounds, ${samples?.size ?? 0} samples; ${mistakes.length} mistakes`,
);
process.exitCode = mistakes.length > 0 || samples === null ? 1 : 0;
