import type { InterviewPlan } from "~/core/interview/plan";

/** The row of a run that waits for the worker. */
export function queuedRun(input: { interviewId: string; plan: InterviewPlan }) {
	const rubrics = new Set(input.plan.segments.map((segment) => segment.rubric.hash));
	return { interviewId: input.interviewId, status: "queued", graderKind: "rules", rubricHash: [...rubrics].join(",") };
}
