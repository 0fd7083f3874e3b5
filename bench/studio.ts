/**
 * The test bench of the rubric studio at full size: 500 stored interviews of seven criteria, each graded by the published
 * rubric and by a draft, results kept one by one. The reference is the same grading with nothing around it: what the bench
 * adds. The interviews are the shipped system-design samples over and over; nothing of one is remembered for the next.
 */
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { loadContent } from "~/adapters/content.server";
import { closeDatabase, database, openDatabase } from "~/adapters/db/client.server";
import { storeVersions } from "~/adapters/db/content-versions.server";
import { createInterview } from "~/adapters/db/interviews.server";
import { migrate } from "~/adapters/db/migrate.server";
import { loadSamples } from "~/adapters/samples.server";
import { gradeWithRules } from "~/core/grading/grade-interview";
import type { InterviewEvent, NewEvent } from "~/core/interview/events";
import { planForFile } from "~/core/interview/exchange";
import { startBench, viewBench } from "~/services/bench.server";
import { loadRoundContent, setContent } from "~/services/content.server";
import type { Person } from "~/services/guest.server";
import { forkRubric } from "~/services/rubrics.server";
import { describeMachine } from "./serve";

const INTERVIEWS = 500;
const MB = 1_000_000;

const folder = await mkdtemp(path.join(os.tmpdir(), "mockingbird-bench-"));
try {
	const url = `file:${path.join(folder, "bench.db")}`;
	await migrate({ url });
	openDatabase({ url });
	const { content } = await loadContent({ root: process.cwd() });
	await storeVersions({ items: content.items });
	setContent({ content, disabled: [] });
	const person = await newPerson();
	const files = [...(await loadSamples({ root: process.cwd() })).values()].filter(
		(file) => file.round === "system-design",
	);
	const plans = files.map((file) => planForFile({ file, content, now: Date.now() }));
	for (let index = 0; index < INTERVIEWS; index += 1) {
		const made = plans[index % plans.length];
		if (!made) throw new Error("there are samples of system design");
		const { plan, title, events } = made;
		await createInterview({
			userId: person.id,
			plan,
			title,
			origin: "imported",
			events: events as NewEvent[],
			ended: true,
		});
	}
	const { id } = await forkRubric({ person, from: "system-design" });
	const rounds = await Promise.all(plans.map(async ({ plan }) => loadRoundContent(plan)));

	const reference = await seconds(async () => {
		for (let index = 0; index < INTERVIEWS * 2; index += 1) {
			const place = index % plans.length;
			const [made, round] = [plans[place], rounds[place]];
			if (made && round) gradeWithRules({ content: round, events: numbered(made.events) });
		}
	});
	const before = heap();
	let most = 0;
	const run = await seconds(async () => {
		await startBench({ id, person, set: "mine" });
		for (;;) {
			await new Promise((resolve) => setTimeout(resolve, 200));
			most = Math.max(most, heap());
			const { status } = await database().benchRun.findFirstOrThrow({ where: { rubricId: id } });
			if (status !== "running") break;
		}
	});
	const page = await seconds(async () => {
		const { run: seen } = await viewBench({ id, person });
		if (seen?.comparison?.cases !== INTERVIEWS)
			throw new Error(`only ${seen?.comparison?.cases} interviews were graded`);
	});
	process.stdout.write(`${INTERVIEWS} interviews of 7 criteria, two rubrics each. ${describeMachine()}.\n\n`);
	process.stdout.write("| What | Seconds | ÷ grading alone |\n|---|---:|---:|\n");
	for (const [what, value] of [
		["grading alone", reference],
		["a run of the bench", run],
		["its page, with 500 bootstrap draws for each interval", page],
	] as const)
		process.stdout.write(`| ${what} | ${value.toFixed(1)} | ${(value / reference).toFixed(2)} |\n`);
	process.stdout.write(
		`\nHeap ${(before / MB).toFixed(0)} MB before, ${(most / MB).toFixed(0)} MB at most while it ran.\n`,
	);
} finally {
	await closeDatabase();
	await rm(folder, { recursive: true, force: true });
}

async function newPerson(): Promise<Person> {
	const id = randomUUID();
	await database().user.create({ data: { id, name: "Guest", email: `${id}@guest.invalid`, isAnonymous: true } });
	return { id, name: "Guest", email: null, isGuest: true, isOperator: false };
}

function numbered(events: readonly NewEvent[]): InterviewEvent[] {
	return events.map((event, index) => ({ ...event, seq: index + 1 }) as InterviewEvent);
}

async function seconds(work: () => Promise<void>): Promise<number> {
	const start = performance.now();
	await work();
	return (performance.now() - start) / 1_000;
}

function heap(): number {
	return process.memoryUsage().heapUsed;
}
