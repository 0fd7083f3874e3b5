/**
 * Grades ended rounds, and lets the coach write when nothing waits for a grade. A run is claimed with a lease, so a crash gives it back; every criterion is stored
 * as soon as it exists, so a retry resumes (architecture, flow B).
 */
import { claimGradeRun, failGradeRun, renewGradeLease } from "~/adapters/db/grade-queue.server";
import type { StoredGradeRun } from "~/adapters/db/grade-rows.server";
import { finishGradeRun, storeCriterionResult, storedCriteria } from "~/adapters/db/grades.server";
import { loadInterviewForWorker } from "~/adapters/db/interviews.server";
import type { GradeResult, ScoredCriterion } from "~/core/grading/grade";
import { gradeWithRules } from "~/core/grading/grade-interview";
import { calibrationOf } from "./calibration.server";
import { coachNext, planCoach } from "./coach.server";
import { withFinalRun } from "./code.server";
import { contentForRun, getContent } from "./content.server";
import { judgeInterview, wasWordedByModel } from "./judge.server";
import { logger } from "./logger.server";
import { processId } from "./process.server";

const IDLE_MS = 1_000;
const ATTEMPTS = 3;
const AT_ONCE = 3;
const RENEW_MS = 20_000;

const holder = globalThis as typeof globalThis & { mockingbirdIdle?: Set<() => void> };
holder.mockingbirdIdle ??= new Set();
const idling = holder.mockingbirdIdle;

/** Asks the worker to look for work now. */
export function wakeGradingWorker(): void {
	for (const wake of idling) wake();
}

/** Starts the worker; the returned function stops it after the runs in hand. A judge mostly waits, so a few go at once. */
export function startGradingWorker(): () => void {
	let stopped = false;
	const loop = async () => {
		while (!stopped) {
			const worked = await workNext().catch((error: unknown) => {
				logger.error({ err: error }, "the grading worker failed");
				return false;
			});
			if (!worked) await idle();
		}
	};
	for (let count = 0; count < AT_ONCE; count += 1) void loop();
	return () => {
		stopped = true;
		wakeGradingWorker();
	};
}

function idle(): Promise<void> {
	return new Promise((resolve) => {
		const wake = () => {
			clearTimeout(timer);
			idling.delete(wake);
			resolve();
		};
		const timer = setTimeout(wake, IDLE_MS);
		timer.unref();
		idling.add(wake);
	});
}

async function workNext(): Promise<boolean> {
	return (await gradeNext()) || (await coachNext());
}

/** Grades one queued run. Returns false when there was none. */
export async function gradeNext(): Promise<boolean> {
	const run = await claimGradeRun({ owner: processId });
	if (!run) return false;
	const renewing = setInterval(
		() => void renewGradeLease({ id: run.id, owner: processId }).catch(() => undefined),
		RENEW_MS,
	);
	try {
		const interview = await loadInterviewForWorker({ id: run.interviewId });
		const content = await contentForRun({ plan: interview.plan, rubricHash: run.rubricHash });
		const { userId } = interview;
		const events = await withFinalRun({ id: run.interviewId });
		const have = await storedCriteria({ gradeRunId: run.id });
		const onCriterion = (criterion: ScoredCriterion) => storeCriterionResult({ gradeRunId: run.id, criterion });
		if (run.graderKind === "model" || (run.note === "" && wasWordedByModel(events))) {
			const result = await judgeInterview({ interviewId: interview.id, userId, content, events, have, onCriterion });
			await finish({ run, result, userId });
		} else {
			const result = gradeWithRules({ content, events });
			const stored = new Set(have.map((criterion) => criterion.id));
			for (const criterion of result.criteria) if (!stored.has(criterion.id)) await onCriterion(criterion);
			await finish({ run, result, userId });
		}
	} catch (error) {
		logger.error({ err: error, interviewId: run.interviewId }, "grading failed");
		await failGradeRun({
			id: run.id,
			message: "Grading stopped with an error. Nothing was scored.",
			final: run.attempts >= ATTEMPTS,
		});
	} finally {
		clearInterval(renewing);
	}
	return true;
}

/** A calibration that cannot be made, or a coach that cannot be asked, must not cost the grade. */
async function finish(input: { run: StoredGradeRun; result: GradeResult; userId: string }): Promise<void> {
	const { run, result, userId } = input;
	const calibration = await calibrationOf({ rubricHash: run.rubricHash, result }).catch((error: unknown) => {
		logger.error({ err: error }, "calibration failed");
		return null;
	});
	const prompt = getContent().items.find((item) => item.kind === "prompt" && item.slug === "judge");
	const promptHash = result.grader.kind === "model" ? (prompt?.hash ?? null) : null;
	const coached = await planCoach({ userId, result }).catch((error: unknown) => {
		logger.error({ err: error }, "the coach could not be asked");
		return [];
	});
	await finishGradeRun({ id: run.id, result, calibration, promptHash, coached });
}
