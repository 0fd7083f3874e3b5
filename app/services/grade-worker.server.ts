/**
 * Grades ended rounds one at a time. A run is claimed with a lease, so a crash gives it back; every criterion is stored
 * as soon as it exists, so a retry resumes (architecture, flow B).
 */
import {
	claimGradeRun,
	failGradeRun,
	finishGradeRun,
	storeCriterionResult,
	storedCriteria,
} from "~/adapters/db/grades.server";
import { loadInterviewForWorker } from "~/adapters/db/interviews.server";
import { gradeWithRules } from "~/core/grading/grade-interview";
import { loadRoundContent } from "./content.server";
import { logger } from "./logger.server";
import { processId } from "./process.server";

const IDLE_MS = 1_000;
const ATTEMPTS = 3;

const holder = globalThis as typeof globalThis & { mockingbirdWake?: () => void };

/** Asks the worker to look for work now. */
export function wakeGradingWorker(): void {
	holder.mockingbirdWake?.();
}

/** Starts the worker; the returned function stops it after the run in hand. */
export function startGradingWorker(): () => void {
	let stopped = false;
	const loop = async () => {
		while (!stopped) {
			const worked = await gradeNext().catch((error: unknown) => {
				logger.error({ err: error }, "the grading worker failed");
				return false;
			});
			if (!worked) await idle();
		}
	};
	void loop();
	return () => {
		stopped = true;
		wakeGradingWorker();
	};
}

function idle(): Promise<void> {
	return new Promise((resolve) => {
		const timer = setTimeout(resolve, IDLE_MS);
		timer.unref();
		holder.mockingbirdWake = () => {
			clearTimeout(timer);
			resolve();
		};
	});
}

/** Grades one queued run. Returns false when there was none. */
export async function gradeNext(): Promise<boolean> {
	const run = await claimGradeRun({ owner: processId });
	if (!run) return false;
	try {
		const interview = await loadInterviewForWorker({ id: run.interviewId });
		const content = await loadRoundContent(interview.plan);
		const graded = gradeWithRules({ content, events: interview.events });
		const have = new Set((await storedCriteria({ gradeRunId: run.id })).map((criterion) => criterion.id));
		for (const criterion of graded.criteria) {
			if (!have.has(criterion.id)) await storeCriterionResult({ gradeRunId: run.id, criterion });
		}
		await finishGradeRun({ id: run.id, result: graded });
	} catch (error) {
		logger.error({ err: error, interviewId: run.interviewId }, "grading failed");
		await failGradeRun({
			id: run.id,
			message: "Grading stopped with an error. Nothing was scored.",
			final: run.attempts >= ATTEMPTS,
		});
	}
	return true;
}
