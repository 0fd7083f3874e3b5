/** Grades a whole interview with the rules: questions asked, hints taken and the rubric of its plan. */
import type { Scale } from "../content/round-schemas";
import { settledCode } from "../interview/code/code-log";
import type { InterviewEvent } from "../interview/events";
import type { RoundContent } from "../interview/round-content";
import type { GradeResult } from "./grade";
import { answeredQuestions, answeredSpans } from "./question-spans";
import { gradeByRules, RULES_VERSION, type RulesInput } from "./rules-grader";
import { highestRungs, scoreInterview } from "./scoring";

/** The rules grade of a stored interview. Pure: the same log and content always give the same result. */
export function gradeWithRules(input: { content: RoundContent; events: readonly InterviewEvent[] }): GradeResult {
	const { content } = input;
	const { plan } = content;
	const events = settledCode(input.events, content.questions[0]?.code?.starter ?? "");
	const rubric = content.rubrics[0];
	if (!rubric) throw new RangeError("a plan without a rubric");
	const segments = answeredSpans(events);
	return scoreByRules({
		rubric,
		scale: content.scale,
		questions: answeredQuestions({ content, events }),
		level: plan.level,
		events,
		segments,
		priceBook: content.priceBook ?? undefined,
	});
}

/** Grades by the rules and scores what they found. One span says nothing more than none. */
export function scoreByRules(input: RulesInput & { scale: Scale }): GradeResult {
	const { rubric, scale, events, segments = [] } = input;
	const graded = gradeByRules({ ...input, segments: segments.length > 1 ? segments : undefined });
	return scoreInterview({
		rubric,
		scale,
		grades: graded.criteria,
		redFlags: graded.redFlags,
		hints: highestRungs(events),
		flags: graded.flags,
		grader: { kind: "rules", version: RULES_VERSION },
	});
}
