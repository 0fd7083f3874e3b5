/** A whole round in the terminal, with the same controller, words and grade as the page. Nothing is stored. */
import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { createInterface, type Interface } from "node:readline";
import { LEVELS } from "~/core/content/schemas";
import { AppError } from "~/core/errors";
import type { GradeResult } from "~/core/grading/grade";
import { gradeWithRules } from "~/core/grading/grade-interview";
import { buildReport } from "~/core/grading/report";
import { dueEvents, elapsedMs, TIME_LINES, totalMs } from "~/core/interview/clock";
import { decide, finishTurn, place, startInterview } from "~/core/interview/controller";
import type { InterviewEvent } from "~/core/interview/events";
import { exportFile } from "~/core/interview/exchange";
import type { RoomInput } from "~/core/interview/input";
import { makePlan } from "~/core/interview/make-plan";
import { ExtraTime, Mode, PersonaId } from "~/core/interview/plan";
import { sentencesOf, wordMove } from "~/core/interview/practice-engine";
import { type RoundContent, roundContentFrom } from "~/core/interview/round-content";
import { type OpenTurn, projectInterview } from "~/core/interview/state";
import { ModelError } from "~/core/ports";
import { environmentRoutes } from "~/services/connections.server";
import { modelSentences } from "~/services/interviewer.server";
import { judgeRound, wasWordedByModel } from "~/services/judge.server";
import type { Route } from "~/services/model-call.server";
import { describeModelError } from "~/services/model-error-text.server";
import { connectEnvironment, readContent, tellFailures } from "./environment-model";
import { printReport } from "./print-report";
import { oneOf, readFlags } from "./read-flags";
import { fail, tell } from "./terminal";

const HELP = `A whole round in the terminal.

  npm run --silent interview -- --question <id> [--level junior|mid|senior|staff] [--mode real|study]
                                [--persona quiet|probing|sceptical] [--extra-time none|quarter|half|untimed]
                                [--engine practice|model] [--save file.json]

Type an answer over as many lines as you like; an empty line hands it over.
/pass  pass on the question    /hint  ask for a hint    /time  time left    /end  end the round
When a model fails:  /again  ask it once more    /practice  go on with the practice engine`;

const OPTIONS = {
	question: { type: "string" },
	level: { type: "string", default: "mid" },
	mode: { type: "string", default: "real" },
	persona: { type: "string", default: "probing" },
	"extra-time": { type: "string", default: "none" },
	engine: { type: "string", default: "practice" },
	save: { type: "string" },
	help: { type: "boolean", default: false },
} as const;

type Flags = ReturnType<typeof readRoundFlags>;

function readRoundFlags() {
	const { values } = readFlags({ options: OPTIONS });
	return {
		question: values.question,
		save: values.save,
		help: values.help,
		level: oneOf({ flag: "level", value: values.level, of: LEVELS }),
		mode: oneOf({ flag: "mode", value: values.mode, of: Mode.options }),
		persona: oneOf({ flag: "persona", value: values.persona, of: PersonaId.options }),
		extraTime: oneOf({ flag: "extra time", value: values["extra-time"], of: ExtraTime.options }),
		engine: oneOf({ flag: "engine", value: values.engine, of: ["practice", "model"] as const }),
	};
}

main().catch(fail);

async function main(): Promise<void> {
	const flags = readRoundFlags();
	if (flags.help || !flags.question) {
		tell(HELP);
		process.exitCode = flags.help ? 0 : 2;
		return;
	}
	const routes = flags.engine === "model" ? connectEnvironment({ task: "interviewer", option: "--engine model" }) : [];
	const content = await openRound({ ...flags, question: flags.question });
	const events = await converse({ content, routes });
	const file = exportFile({ plan: content.plan, events });
	if (flags.save) await writeFile(flags.save, `${JSON.stringify(file, null, "\t")}\n`);
	const result = await gradeRound({ content, events, engine: flags.engine });
	printReport(
		buildReport({
			interviewId: "terminal",
			origin: "imported",
			startedAt: Date.now(),
			events,
			content,
			result,
			partial: [],
			gradeState: "done",
		}),
	);
}

/** A round a model has worded is judged by a model, as in the browser. */
async function gradeRound(input: {
	content: RoundContent;
	events: readonly InterviewEvent[];
	engine: Flags["engine"];
}): Promise<GradeResult> {
	if (input.engine === "practice" || !wasWordedByModel(input.events)) return gradeWithRules(input);
	const result = await judgeRound({
		...input,
		interviewId: randomUUID(),
		routes: environmentRoutes({ task: "judge" }),
		secondRoutes: environmentRoutes({ task: "second-opinion" }),
		onAttempt: tellFailures,
	});
	if (result.grader.kind !== "model") {
		tell("The model could grade no criterion. What is printed is the estimate of the rules.");
		process.exitCode = 1;
	}
	return result;
}

async function openRound(flags: Flags & { question: string }): Promise<RoundContent> {
	const { question: slug, level, mode, persona, extraTime } = flags;
	const content = await readContent();
	const question = content.questions.get(slug);
	if (question?.code)
		throw new AppError(
			"not-available",
			`A coding round needs the editor: start it in the browser. "npm run --silent code -- ${slug} solution.py" runs its tests here.`,
		);
	if (!question) throw new Error(`There is no question "${slug}". Known: ${[...content.questions.keys()].join(", ")}.`);
	const { plan } = makePlan({
		content,
		request: {
			round: question.round,
			level,
			mode,
			persona,
			extraTime,
			choice: "specific",
			question: slug,
		},
		seen: [],
		seed: randomUUID(),
	});
	return roundContentFrom({ plan, content });
}

async function converse(input: { content: RoundContent; routes: readonly Route[] }): Promise<InterviewEvent[]> {
	const { content, routes } = input;
	const seed = randomUUID();
	const model = routes[0]?.model.model ?? null;
	let events = place([], startInterview({ content, now: Date.now(), newId: randomUUID, model }));
	let brief = "";
	const state = () => projectInterview({ events, plan: content.plan });
	const speak = async () => {
		const open = state().openTurn;
		if (!open) return;
		const question = content.questions[state().segment];
		if (question && question.id !== brief) {
			brief = question.id;
			tell(`\n── Brief ─ ${question.title}\n${question.sections.brief}\n──`);
		}
		if ("card" in open.move && open.move.card) showCard(content, open.move.card);
		const said: string[] = [];
		try {
			for await (const sentence of sentencesOfTurn({ open, events, content, routes, seed })) {
				tell(said.length === 0 ? `\nInterviewer: ${sentence}` : ` ${sentence}`, "");
				said.push(sentence);
			}
			tell("\n");
			events = place(
				events,
				finishTurn({ state: state(), turnId: open.turnId, text: said.join(" "), now: Date.now() }),
			);
		} catch (error) {
			if (!(error instanceof ModelError)) throw error;
			const reason = describeModelError(error);
			const stamp = { atMs: state().lastAtMs, at: Date.now() };
			const failed = { type: "turn-failed", actor: "system", turnId: open.turnId, reason, ...stamp } as const;
			events = place(events, [failed]);
			tell(`\n(${reason} Nothing you said is lost. /again asks once more, /practice goes on without the model.)`);
		}
	};
	const tick = () => {
		const due = dueEvents({ state: state(), plan: content.plan, now: Date.now(), lastSeenAt: Date.now() });
		for (const event of due) if (event.type === "time-check") tell(`(${TIME_LINES[event.key]})`);
		events = place(events, due);
	};
	await speak();
	const terminal = createInterface({ input: process.stdin, terminal: false });
	for await (const answer of answers(terminal)) {
		tick();
		if (state().status === "ended") break;
		if (answer === "/time") {
			const total = totalMs(content.plan);
			tell(
				total === null
					? "(untimed)"
					: `(${Math.max(0, Math.ceil((total - elapsedMs(state(), Date.now())) / 60_000))} min left)`,
			);
			continue;
		}
		try {
			events = place(events, decide({ events, content, now: Date.now(), newId: randomUUID, input: toInput(answer) }));
			await speak();
		} catch (error) {
			if (!(error instanceof AppError)) throw error;
			tell(`(${error.message})`);
		}
		if (state().status === "ended") break;
	}
	terminal.close();
	if (state().status !== "ended") {
		events = place(events, decide({ events, content, now: Date.now(), newId: randomUUID, input: { kind: "end" } }));
	}
	return events;
}

/** The words of the open turn: the model's while one words the round, else the practice engine's. */
async function* sentencesOfTurn(input: {
	open: OpenTurn;
	events: readonly InterviewEvent[];
	content: RoundContent;
	routes: readonly Route[];
	seed: string;
}): AsyncGenerator<string> {
	const { open, content, routes, seed } = input;
	const events = input.events.filter((event) => event.seq < open.seq);
	const state = projectInterview({ events, plan: content.plan });
	const { move } = open;
	const practiceText = wordMove({ move, state, content, seed: `${seed}:${open.turnId}` });
	if (state.engine.kind === "practice") {
		yield* sentencesOf(practiceText);
		return;
	}
	const onAttempt = tellFailures("interviewer");
	yield* modelSentences({ interviewId: seed, content, events, state, move, practiceText, routes, onAttempt });
}

/** Answers from a stream of lines: an empty line or a command line hands over what was typed before it. */
async function* answers(lines: Interface): AsyncGenerator<string> {
	let held: string[] = [];
	for await (const line of lines) {
		if (line.startsWith("/")) {
			if (held.length > 0) yield held.join("\n");
			held = [];
			yield line.trim();
		} else if (line.trim() === "") {
			if (held.length > 0) yield held.join("\n");
			held = [];
		} else held.push(line);
	}
	if (held.length > 0) yield held.join("\n");
}

function toInput(answer: string): RoomInput {
	if (answer === "/pass") return { kind: "pass" };
	if (answer === "/hint") return { kind: "hint" };
	if (answer === "/end") return { kind: "end" };
	if (answer === "/again") return { kind: "retry" };
	if (answer === "/practice") return { kind: "use-practice" };
	return { kind: "message", text: answer, handsOver: true };
}

function showCard(content: RoundContent, id: string): void {
	const card = content.questions.flatMap((question) => question.cards).find((candidate) => candidate.id === id);
	if (card) tell(`\n── ${card.title}\n${card.body}\n──`);
}
