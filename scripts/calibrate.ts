/** Compares the grader with people's grades of single answers: JSON on stdout, messages on stderr. */
import { readFile, stat } from "node:fs/promises";
import { type Calibration, calibrateRules, type GradedAnswer, readGradedAnswers } from "~/core/grading/calibrate";
import { calibrateWithModel } from "~/services/calibrate-model.server";
import { connectEnvironment, readContent, tellFailures } from "./environment-model";
import { readFlags } from "./read-flags";
import { fail, printJson, tell } from "./terminal";

const HELP = `Grades answers that people have graded and prints how well the two agree, as JSON.

  npm run --silent calibrate -- graded.jsonl [--grader rules|model]

One JSON object a line: {"id", "question", "reference" or "keyPoints", "answer", "score", "max", "rater"?}`;

const SHOWN_PROBLEMS = 20;

main().catch(fail);

async function main(): Promise<void> {
	const { values, positionals } = readFlags({
		allowPositionals: true,
		options: { grader: { type: "string", default: "rules" }, help: { type: "boolean", default: false } },
	});
	const [path, ...rest] = positionals;
	if (values.help || !path || rest.length > 0) {
		tell(HELP);
		process.exitCode = values.help ? 0 : 2;
		return;
	}
	if (values.grader !== "rules" && values.grader !== "model")
		throw new Error(`There is no grader "${values.grader}": use rules or model.`);
	const found = await stat(path).catch(() => null);
	if (!found?.isFile()) throw new Error(`There is no file ${path}.`);
	const { answers, problems } = readGradedAnswers(await readFile(path, "utf8"));
	if (problems.length > 0) {
		const more = problems.length > SHOWN_PROBLEMS ? [`… and ${problems.length - SHOWN_PROBLEMS} more.`] : [];
		throw new Error([`${path} cannot be used:`, ...problems.slice(0, SHOWN_PROBLEMS), ...more].join("\n"));
	}
	const calibration = values.grader === "model" ? await calibrateByModel(answers) : calibrateRules(answers);
	printJson(calibration);
}

/** Answers the model could not grade are told on stderr and stand without a score; when it could grade none, that is a failure. */
async function calibrateByModel(answers: readonly GradedAnswer[]): Promise<Calibration> {
	const routes = connectEnvironment({ task: "judge", option: "--grader model" });
	await readContent();
	const calibration = await calibrateWithModel({ answers, routes, onAttempt: tellFailures("judge") });
	for (const { id, reason } of calibration.predictions)
		if (reason !== undefined) tell(`${id} has no prediction. ${reason}`);
	if (calibration.failed === answers.length) process.exitCode = 1;
	return calibration;
}
