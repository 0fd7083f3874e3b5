/** Grades an interview file: JSON on stdout, messages on stderr. */
import { randomUUID } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { parseContentFile } from "~/adapters/content-file.server";
import { type Content, describeProblem } from "~/core/content/content";
import { Rubric } from "~/core/content/schemas";
import type { GradeResult } from "~/core/grading/grade";
import { gradeFile } from "~/core/grading/grade-file";
import { planForFile } from "~/core/interview/exchange";
import { type InterviewFile, readInterviewFile } from "~/core/interview/file";
import { roundContentFrom } from "~/core/interview/round-content";
import { environmentRoutes } from "~/services/connections.server";
import { judgeRound } from "~/services/judge.server";
import { connectEnvironment, readContent, tellFailures } from "./environment-model";
import { readFlags } from "./read-flags";
import { fail, printJson, tell } from "./terminal";

const HELP = `Grades an interview file and prints the result as JSON.

  npm run --silent grade -- interview.json [--grader rules|model] [--rubric file.yaml]`;

const MAX_BYTES = 64_000_000;

main().catch(fail);

async function main(): Promise<void> {
	const { values, positionals } = readFlags({
		allowPositionals: true,
		options: {
			grader: { type: "string", default: "rules" },
			rubric: { type: "string" },
			help: { type: "boolean", default: false },
		},
	});
	const [path, ...rest] = positionals;
	if (values.help || !path || rest.length > 0) {
		tell(HELP);
		process.exitCode = values.help ? 0 : 2;
		return;
	}
	checkGrader(values.grader);
	const file = await readInterview(path);
	const rubric = values.rubric ? await readRubric(values.rubric) : undefined;
	const content = await readContent();
	if (values.grader === "model") {
		const result = await gradeByModel({ file, content, rubric });
		printJson(result);
		return;
	}
	const { result, separate, notes } = gradeFile({ file, content, rubric });
	for (const note of notes) tell(note);
	printJson(separate.length > 0 ? { ...result, separate } : result);
}

function checkGrader(grader: string): void {
	if (grader !== "rules" && grader !== "model") throw new Error(`There is no grader "${grader}": use rules or model.`);
}

/** Judges the file by the model the environment names. Nothing is stored; failed attempts are told on stderr. */
async function gradeByModel(input: { file: InterviewFile; content: Content; rubric?: Rubric }): Promise<GradeResult> {
	const { file, content, rubric } = input;
	const routes = connectEnvironment({ task: "judge", option: "--grader model" });
	const { plan } = planForFile({ file, content, now: Date.now() });
	const round = roundContentFrom({ plan, content });
	const result = await judgeRound({
		interviewId: randomUUID(),
		content: rubric ? { ...round, rubrics: round.rubrics.map(() => rubric) } : round,
		events: file.events,
		routes,
		secondRoutes: environmentRoutes({ task: "second-opinion" }),
		onAttempt: tellFailures,
	});
	if (result.grader.kind !== "model") {
		tell("The model could grade no criterion. What is printed is the estimate of the rules.");
		process.exitCode = 1;
	}
	return result;
}

async function readInterview(path: string): Promise<InterviewFile> {
	const source = await readText(path);
	let value: unknown;
	try {
		value = JSON.parse(source.replace(/^\uFEFF/, ""));
	} catch (error) {
		throw new Error(`${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
	}
	const reading = readInterviewFile(value);
	if (!reading.ok) throw new Error(`${path} is not an interview file:\n${reading.problems.join("\n")}`);
	return reading.file;
}

async function readRubric(path: string): Promise<Rubric> {
	const source = await readText(path);
	const parsed = parseContentFile({
		file: path,
		size: Buffer.byteLength(source),
		source,
		schema: Rubric,
		kind: "rubric",
	});
	if ("problems" in parsed) throw new Error(parsed.problems.map(describeProblem).join("\n"));
	return Rubric.parse(parsed.parsed.value);
}

async function readText(path: string): Promise<string> {
	const found = await stat(path).catch(() => null);
	if (!found?.isFile()) throw new Error(`There is no file ${path}.`);
	if (found.size > MAX_BYTES) throw new Error(`${path} is larger than ${MAX_BYTES / 1_000_000} MB.`);
	return readFile(path, "utf8");
}
