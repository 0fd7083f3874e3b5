/** Whether this process can do its work, for whoever watches it. */
import { database } from "~/adapters/db/client.server";
import { disabledContent, getContent } from "./content.server";
import { type RunnerHealth, runnerHealth } from "./runner.server";

/** The worker looks every second; a run that waits this long is not going to be graded without help. */
const MAX_WAIT_MS = 2 * 60_000;
const MAX_ANSWER_MS = 3_000;

export interface Health {
	status: "well" | "unwell";
	/** What is wrong and what to look at; empty when well. */
	problems: string[];
	database: "answers" | "silent";
	content: { questions: number; rubrics: number; overlayFilesLeftOut: number } | null;
	grading: { waitingMs: number };
	/** Python on this server: how far it is kept from the machine, and how busy it is; null before the start. */
	runner: RunnerHealth | null;
	uptimeSeconds: number;
}

/** Asks the database, the content and the grading queue. Never throws. */
export async function checkHealth(input: { now?: number } = {}): Promise<Health> {
	const { now = Date.now() } = input;
	const problems: string[] = [];
	const waitingMs = await withLimit(oldestWait({ now })).catch(() => null);
	if (waitingMs === null) problems.push("The database does not answer. Look at the disk and at the log.");
	if (waitingMs !== null && waitingMs > MAX_WAIT_MS) {
		problems.push(
			"A round has been waiting to be graded for over two minutes. Look at the log and restart the server.",
		);
	}
	const content = describeContent();
	if (!content) problems.push("The content is not loaded. The server is starting, or did not start.");
	return {
		status: problems.length === 0 ? "well" : "unwell",
		problems,
		database: waitingMs === null ? "silent" : "answers",
		content,
		grading: { waitingMs: waitingMs ?? 0 },
		runner: runnerHealth(),
		uptimeSeconds: Math.round(process.uptime()),
	};
}

/** How long the oldest run has waited that the worker could take: a new one, or one whose lease has lapsed. */
async function oldestWait(input: { now: number }): Promise<number> {
	const now = new Date(input.now);
	const [queued, lapsed] = await Promise.all([
		database().gradeRun.findFirst({
			where: { status: "queued" },
			orderBy: { createdAt: "asc" },
			select: { createdAt: true },
		}),
		database().gradeRun.findFirst({
			where: { status: "running", leaseUntil: { lt: now } },
			orderBy: { leaseUntil: "asc" },
			select: { leaseUntil: true },
		}),
	]);
	const since = [queued?.createdAt, lapsed?.leaseUntil].flatMap((date) => (date ? [date.getTime()] : []));
	return since.length === 0 ? 0 : Math.max(0, input.now - Math.min(...since));
}

function describeContent(): Health["content"] {
	try {
		const { questions, rubrics } = getContent();
		return { questions: questions.size, rubrics: rubrics.size, overlayFilesLeftOut: leftOut() };
	} catch {
		return null;
	}
}

function leftOut(): number {
	return new Set(disabledContent().map((problem) => problem.file)).size;
}

async function withLimit<T>(work: Promise<T>): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const limit = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error("no answer in time")), MAX_ANSWER_MS);
	});
	return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}
