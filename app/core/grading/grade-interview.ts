/** Grades a whole interview with the rules: questions asked, hints taken and the rubric of its plan. */
import type { InterviewEvent } from "../interview/events";
import type { RoundContent } from "../interview/round-content";
import type { GradeResult } from "./grade";
import { answeredSpans, questionSpans } from "./question-spans";
import { gradeByRules, RULES_VERSION } from "./rules-grader";
import { highestRungs, scoreInterview } from "./scoring";

/** The rules grade of a stored interview. Pure: the same log and content always give the same result. */
export function gradeWithRules(input: { content: RoundContent; events: readonly InterviewEvent[] }): GradeResult {
	const { content, events } = input;
	const { plan } = content;
	const rubric = content.rubrics[0];
	if (!rubric) throw new RangeError("a plan without a rubric");
	const spans = questionSpans(events);
	const segments = answeredSpans(events);
	const used = new Set(segments.map((span) => span.question));
	// A file from elsewhere may not say where its questions begin: then all of them were asked.
	const questions = content.questions.filter((question) => spans.length === 0 || used.has(question.id));
	const graded = gradeByRules({
		rubric,
		questions: questions.length > 0 ? questions : content.questions.slice(0, 1),
		level: plan.level,
		events,
		segments: segments.length > 1 ? segments : undefined,
		priceBook: content.priceBook ?? undefined,
	});
	return scoreInterview({
		rubric,
		scale: content.scale,
		grades: graded.criteria,
		redFlags: graded.redFlags,
		hints: highestRungs(events),
		flags: graded.flags,
		grader: { kind: "rules", version: RULES_VERSION },
	});
}
