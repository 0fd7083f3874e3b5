/** Between the stored log and the interview file: export, and the plan of a file that was practised elsewhere. */
import type { Content } from "../content/content";
import { AppError } from "../errors";
import type { InterviewEvent, NewEvent } from "./events";
import { INTERVIEW_FORMAT, type InterviewFile } from "./file";
import { planQuestions } from "./make-plan";
import type { InterviewPlan } from "./plan";
import { projectInterview, segmentOf } from "./state";

/**
 * The file of a stored interview. Wall times stay in, private fields of the server do not. A segment's minutes are the
 * planned ones of the phases that worked on its question: a story taken instead of a declined one takes over its minutes.
 */
export function exportFile(input: { plan: InterviewPlan; events: readonly InterviewEvent[] }): InterviewFile {
	const { plan, events } = input;
	const main = plan.segments[0];
	if (!main) throw new RangeError("a plan without segments");
	const begun = new Map<string, number>();
	const workedOn = new Map<string, string>();
	for (const event of events) {
		if (event.type !== "phase" || !event.question) continue;
		if (!begun.has(event.question)) begun.set(event.question, event.seq);
		workedOn.set(event.phase, event.question);
	}
	const state = projectInterview({ events, plan });
	const minutes = new Map<string, number>();
	for (const [phaseIndex, phase] of plan.phases.entries()) {
		const planned = plan.segments[segmentOf({ state, plan, phaseIndex })]?.question.slug;
		const question = workedOn.get(phase.id) ?? planned ?? main.question.slug;
		minutes.set(question, (minutes.get(question) ?? 0) + phase.minutes);
	}
	const segments = plan.segments
		.map((segment) => ({
			question: segment.question.slug,
			rubric: { id: segment.rubric.slug, version: segment.rubric.version },
			minutes: minutes.get(segment.question.slug) ?? 0,
			fromSeq: begun.get(segment.question.slug) ?? -1,
		}))
		.filter((segment) => segment.fromSeq >= 0);
	return {
		format: INTERVIEW_FORMAT,
		round: plan.round,
		question: main.question.slug,
		level: plan.level,
		rubric: { id: main.rubric.slug, version: main.rubric.version },
		mode: plan.mode,
		extraTime: plan.extraTime,
		...(segments.length > 1 ? { segments } : {}),
		events: [...events],
	};
}

/**
 * The plan and events under which a file is stored. A question this server does not have is refused with a sentence:
 * the command line grades such files by rubric alone, but a report needs the question it shows.
 */
export function planForFile(input: { file: InterviewFile; content: Content; now: number }): {
	plan: InterviewPlan;
	title: string;
	events: NewEvent[];
} {
	const { file, content, now } = input;
	const question = content.questions.get(file.question);
	if (!question || question.round !== file.round) {
		throw new AppError(
			"unprocessable-file",
			`This server has no question "${file.question}" for the round ${file.round}. The grade command can grade the file by rubric alone.`,
		);
	}
	const asked = [file.question, ...(file.segments ?? []).map((segment) => segment.question)];
	const plan = planQuestions({
		content,
		request: {
			round: file.round,
			level: file.level,
			mode: file.mode === "study" ? "study" : "real",
			persona: "probing",
			extraTime: "none",
		},
		questions: [...new Set(asked)].flatMap((slug) => content.questions.get(slug) ?? []),
		byPhase: {},
		spare: null,
	});
	const last = file.events.at(-1);
	const start = now - (last?.atMs ?? 0);
	const events: NewEvent[] = file.events.map(
		({ seq: _seq, ...event }) => ({ at: start + event.atMs, ...event }) as NewEvent,
	);
	if (!file.events.some((event) => event.type === "end")) {
		events.push({ type: "end", actor: "system", by: "controller", atMs: last?.atMs ?? 0, at: now });
	}
	return { plan, title: question.title, events };
}
