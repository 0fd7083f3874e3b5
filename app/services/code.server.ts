/** The coding round: files come in, their changes go into the log; checks run on the server and go into it too. */
import { randomUUID } from "node:crypto";
import { loadInterview, loadInterviewForWorker, requireOwn, touchInterview } from "~/adapters/db/interviews.server";
import type { Asker } from "~/adapters/runner/pool.server";
import type { Question } from "~/core/content/schemas";
import { AppError } from "~/core/errors";
import { acceptCode, acceptRun } from "~/core/interview/code/accept-run";
import { changeBetween, checks, readFiles } from "~/core/interview/code/code-log";
import {
	type CodeFile,
	type CodeRun,
	countRun,
	GROUPS,
	type Group,
	groupOf,
	type TestResult,
} from "~/core/interview/code/run";
import { keptTests, type RunFacts } from "~/core/interview/code/run-facts";
import { type RunEntry, runHistory } from "~/core/interview/code/run-history";
import { isStage, openGroups } from "~/core/interview/code/stage";
import type { InterviewEvent } from "~/core/interview/events";
import type { RoundContent } from "~/core/interview/round-content";
import { projectInterview } from "~/core/interview/state";
import type { BrowserRunInput, CheckInput, SaveCodeInput } from "./code-input";
import { loadRoundContent } from "./content.server";
import type { Person } from "./guest.server";
import { appendDecision } from "./log.server";
import { checkTask, runnerHealth, supportFile, warmRunner } from "./runner.server";
import { runTurn } from "./turns.server";

export interface FileView {
	text: string;
	seq: number;
}

export interface CodeView {
	files: Record<CodeFile, FileView>;
	/** What the editor began with: "start again" goes back to it. */
	starter: string;
	/** Read only: the visible tests and the support file tests are written with. */
	visible: string;
	support: string;
	/** Groups of hidden tests that the stage in hand has opened. */
	groups: Group[];
	/** The last check on the server. */
	check: CheckView | null;
	/** Every run and check of this round so far. */
	history: RunEntry[];
	canCheck: boolean;
}

export interface CheckView {
	seq: number;
	results: Record<string, [number, number]>;
	problem: string | null;
	tests: { suite: string; title: string; status: TestResult["status"]; group: string; message: string }[];
}

export async function viewCode(input: { id: string; person: Person }): Promise<CodeView> {
	const { plan, events } = await loadInterview({ id: input.id, userId: input.person.id });
	const content = await loadRoundContent(plan);
	warmRunner();
	return codeView({ content, events });
}

function codeView(input: { content: RoundContent; events: readonly InterviewEvent[] }): CodeView {
	const { content, events } = input;
	const { code } = taskOf(content);
	return {
		files: readFiles({ events, starter: code.starter }),
		starter: code.starter,
		visible: code.visible,
		support: supportFile(),
		groups: groupsOpen(input),
		check: checkView(events),
		history: runHistory({ events, over: false }),
		canCheck: runnerHealth()?.runsHidden ?? false,
	};
}

function taskOf(content: RoundContent): Question & { code: NonNullable<Question["code"]> } {
	const question = content.questions[0];
	if (!question?.code) throw new AppError("not-found", "There is no code in this round.");
	return { ...question, code: question.code };
}

function groupsOpen(input: { content: RoundContent; events: readonly InterviewEvent[] }): Group[] {
	const { content, events } = input;
	const { phase } = projectInterview({ events, plan: content.plan });
	return openGroups({ phase, phases: content.plan.phases.map((entry) => entry.id) });
}

/** Hidden tests show title and status only; what they expected is for after the round (sandbox design §2). */
function checkView(events: readonly InterviewEvent[]): CheckView | null {
	const last = checks(events).at(-1);
	if (!last) return null;
	const tests = (last.tests ?? []).map(({ suite, title, status, message, name }) => ({
		suite,
		title,
		status,
		group: name.split("_")[1] ?? "",
		message: suite === "hidden" ? "" : (message ?? ""),
	}));
	return { seq: last.seq, results: last.results, problem: last.problem ?? null, tests };
}

/** Stores what changed in a file. Refuses when another window changed it since `basedOn`, with what is there now. */
export async function saveCode(input: { id: string; person: Person; input: SaveCodeInput }): Promise<FileView> {
	const { id, person } = input;
	const { path } = input.input;
	const { content, events } = await appendFile({ id, person, file: input.input });
	const now = Date.now();
	await touchInterview({ id, userId: person.id, at: now, activityAt: now });
	return readFiles({ events, starter: taskOf(content).code.starter })[path];
}

function appendFile(input: { id: string; person: Person; file: SaveCodeInput }) {
	const { id, person, file } = input;
	return appendDecision({
		id,
		userId: person.id,
		present: true,
		decide: ({ events, content, now }) => {
			const state = projectInterview({ events, plan: content.plan });
			const current = readFiles({ events, starter: taskOf(content).code.starter })[file.path];
			const change = changeBetween(current.text, file.text);
			if (file.basedOn > current.seq)
				throw new AppError(
					"bad-input",
					`${file.path} was sent as a change of something that is not stored here. Load the page again; what was saved is safe.`,
				);
			if (change && current.seq !== file.basedOn) {
				throw new AppError(
					"changed-elsewhere",
					`${file.path} was changed in another window. Nothing is lost: choose which of the two to keep.`,
				);
			}
			return acceptCode({ events, state, now, path: file.path, change });
		},
	});
}

/** Notes a run in the browser and returns it as the history has it. The interviewer does not speak about it. */
export async function noteBrowserRun(input: {
	id: string;
	person: Person;
	input: BrowserRunInput;
}): Promise<RunEntry | null> {
	const { id, person } = input;
	const { results, problem, failed } = input.input;
	const run: RunFacts = {
		results: { ...results },
		by: "browser",
		...(problem ? { problem } : {}),
		...(failed.length > 0 ? { tests: keptTests(failed) } : {}),
	};
	const { events, added } = await appendRun({ id, person, run });
	const seq = added.find((event) => event.type === "run")?.seq;
	return runHistory({ events, over: false }).find((entry) => entry.seq === seq) ?? null;
}

/** Rounds that are being checked, and how many other checks are before each. */
const checking = new Map<string, number>();

/** How many checks are before that of this round; 0 when it runs, or when there is none. */
export async function checksBefore(input: { id: string; person: Person }): Promise<number> {
	await requireOwn({ id: input.id, userId: input.person.id });
	return checking.get(input.id) ?? 0;
}

/** Saves the files, runs every open test on the server, and says how it went. One check at a time for a round. */
export async function checkCode(input: {
	id: string;
	person: Person;
	input: CheckInput;
	/** Guests behind one address have their turns together. */
	address: string;
}): Promise<CodeView> {
	const { id, person, address } = input;
	const asker = { person: person.id, ...(person.isGuest ? { group: `address ${address}` } : {}) };
	if (checking.has(id))
		throw new AppError("conflict", "A check of this round is running. Its result comes in a moment.");
	checking.set(id, 0);
	try {
		for (const file of input.input.files) await appendFile({ id, person, file });
		const { plan, events } = await loadInterview({ id, userId: person.id });
		const content = await loadRoundContent(plan);
		if (projectInterview({ events, plan }).status === "ended")
			throw new AppError("round-over", "This round has ended. Your code is saved.");
		const facts = await check({
			content,
			events,
			groups: groupsOpen({ content, events }),
			keepMessages: false,
			asker,
			onPlace: (before) => checking.set(id, before),
		});
		const appended = await appendRun({ id, person, run: facts, clientId: input.input.clientId });
		runTurn({ interviewId: id, events: appended.events, content: appended.content });
		return codeView({ content, events: appended.events });
	} finally {
		checking.delete(id);
	}
}

async function appendRun(input: { id: string; person: Person; run: RunFacts; clientId?: string }) {
	const { id, person, run, clientId } = input;
	const now = Date.now();
	await touchInterview({ id, userId: person.id, at: now, activityAt: now });
	return appendDecision({
		id,
		userId: person.id,
		clientId,
		present: true,
		decide: ({ events, content, now: at }) => acceptRun({ events, content, now: at, newId: randomUUID, run }),
	});
}

/**
 * The run on which a coding round is graded: all tests on the code as it was at the end, appended once after it. Where
 * hidden tests are off, or a file from elsewhere brought its runs, the log stays as it is.
 */
export async function withFinalRun(input: { id: string }): Promise<readonly InterviewEvent[]> {
	const { plan, events, origin, userId } = await loadInterviewForWorker(input);
	const content = await loadRoundContent(plan);
	// Who has reached a stage was asked to write code; who has not written any is graded on the starter.
	const asked = events.some((event) => event.type === "phase" && isStage(event.phase));
	if (origin !== "practised" || !content.questions[0]?.code || !asked || !runnerHealth()?.runsHidden) return events;
	if (events.some((event) => event.type === "run" && event.final)) return events;
	const facts = await check({ content, events, groups: GROUPS, keepMessages: true, asker: { person: userId } });
	const appended = await appendDecision({
		id: input.id,
		userId: null,
		present: false,
		decide: ({ events: now }) => {
			const last = now.at(-1);
			if (!last || now.some((event) => event.type === "run" && event.final)) return [];
			return [{ type: "run", actor: "runner", ...facts, final: true, atMs: last.atMs, at: last.at }];
		},
	});
	return appended.events;
}

/**
 * One check as the log keeps it. What hidden tests are called and expected, and in which way they failed, is left out while
 * the round runs: the log can be exported.
 */
export async function check(input: {
	content: RoundContent;
	events: readonly InterviewEvent[];
	groups: readonly Group[];
	keepMessages: boolean;
	asker?: Asker;
	onPlace?: (before: number) => void;
}): Promise<RunFacts> {
	const { content, events, groups, keepMessages, asker, onPlace } = input;
	const { code } = taskOf(content);
	const files = readFiles({ events, starter: code.starter });
	const { run, marks, kit } = await checkTask({
		code,
		solution: files["solution.py"].text,
		ownTests: files["my_tests.py"].text,
		groups,
		// Whoever waits for a grade is not in front of an editor.
		patient: keepMessages,
		asker,
		onPlace,
	});
	const problem = whyNothingCounts(run);
	return {
		results: problem ? {} : countRun(run.tests),
		by: "server",
		kit,
		...(marks.length > 0 ? { tampered: true, marks } : {}),
		...(problem ? { problem: problem.slice(0, 1_400) } : {}),
		tests: keptTests(
			run.tests.map(({ suite, name, title, status, message }) => ({
				suite,
				name: keepMessages || suite !== "hidden" ? name : `test_${groupOf(name)}_hidden`,
				title,
				// More words for "not passed" would let code say bit by bit what it was handed.
				status: keepMessages || suite !== "hidden" || status === "pass" ? status : ("fail" as const),
				...(message && (keepMessages || suite !== "hidden") ? { message } : {}),
			})),
		),
	};
}

function whyNothingCounts({ loadError, tests }: CodeRun): string | null {
	if (loadError) return `${loadError.file}, line ${loadError.line}: ${loadError.type}: ${loadError.message}`;
	const suite = tests.find((test) => test.name === "load" && test.suite !== "mine");
	if (!suite) return null;
	// The rest of such a message may be the code's own words about what the tests asked it for.
	const missing = /^(?:ImportError: cannot import name|AttributeError:.* has no attribute) '(\w{1,80})'/.exec(
		suite.message,
	);
	const what = missing ? `solution.py has no “${missing[1]}”.` : "Keep the names that the task gives.";
	return `The tests do not find what they call. ${what}`;
}
