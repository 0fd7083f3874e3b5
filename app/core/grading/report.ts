/** Builds the report from stored grades, the pinned rubrics and the log. Pure; used by the page and the terminal. */

import { TIME_LINES } from "../interview/clock";
import { settledCode } from "../interview/code/code-log";
import { describeRun } from "../interview/code/describe-run";
import { kitsOf, runHistory } from "../interview/code/run-history";
import type { EventOf, InterviewEvent } from "../interview/events";
import type { RoundContent } from "../interview/round-content";
import { settledBoards } from "../interview/whiteboard/board-log";
import { lowerFirst } from "../lower-first";
import type { GradeResult, ScoredCriterion } from "./grade";
import { answeredQuestions } from "./question-spans";
import { reportBoard } from "./report-board";
import { describeKits, reportSuspicions, reportTests, shortKit } from "./report-code";
import { reportCriteria, weakestFirst } from "./report-criteria";
import { verdict } from "./report-verdict";
import type { ReportCriterion, ReportTurn, ReportView } from "./report-view";

export interface ReportInput {
	interviewId: string;
	origin: ReportView["origin"];
	/** False for somebody who reads another person's round: they do not rate themselves. */
	ownRound?: boolean;
	startedAt: number;
	events: readonly InterviewEvent[];
	content: RoundContent;
	/** Null while grading has not finished. */
	result: GradeResult | null;
	/** Criteria that are stored already while others are still running. */
	partial: readonly ScoredCriterion[];
	gradeState: "queued" | "running" | "done" | "failed";
	/** Hash of what this server judges tests with now; null where it runs none. */
	kit?: string | null;
}

export function buildReport(input: ReportInput): ReportView {
	const { content, result } = input;
	const events = settledCode(input.events, content.questions[0]?.code?.starter ?? "");
	const { plan, guide } = content;
	const transcript = numberTurns(events);
	const selfRating = events.findLast((event): event is EventOf<"self-rating"> => event.type === "self-rating");
	const criteria = reportCriteria({ ...input, transcript, selfRating: selfRating ?? null });
	return {
		interviewId: input.interviewId,
		round: plan.round,
		roundTitle: guide.title,
		questionTitles: answeredQuestions({ content, events }).map((question) => question.title),
		level: plan.level,
		mode: plan.mode,
		startedAt: input.startedAt,
		elapsedMs: events.at(-1)?.atMs ?? 0,
		absences: readAbsences(events),
		extraTime: describeExtraTime(plan.extraTime),
		origin: input.origin,
		state: reportState(input, selfRating !== undefined),
		result: result ? verdict({ result, content, criteria }) : null,
		criteria: weakestFirst(criteria),
		transcript,
		provenance: provenance({ content, result, kits: kitsOf(events) }),
		modelAnswers: answeredQuestions({ content, events }).map((question) => ({
			title: question.title,
			strongAnswer: question.sections.strongAnswer,
			commonMisses: question.sections.commonMisses,
			solution: question.code?.solution ?? null,
		})),
		practiseNext: practiseNext({ content, criteria }),
		tests: reportTests(events),
		runs: runHistory({ events, over: true }),
		kitNotes: describeKits({ used: kitsOf(events), now: input.kit ?? null }),
		board: reportBoard({ events, content }),
		suspicions: reportSuspicions(events),
		engines: readEngines(events),
	};
}

function reportState(input: ReportInput, rated: boolean): ReportView["state"] {
	if (!rated && input.origin === "practised" && input.ownRound !== false) return "self-rating";
	if (input.gradeState === "failed") return "failed";
	return input.gradeState === "done" && input.result ? "graded" : "grading";
}

/** Gives every spoken turn a number, as evidence chips show it ("turn 14"). System lines have none of their own. */
export function numberTurns(events: readonly InterviewEvent[]): ReportTurn[] {
	let turn = 0;
	return settledBoards(events).flatMap((event): ReportTurn[] => {
		if (event.type === "message" && event.text.trim() !== "") {
			turn += 1;
			const who = event.actor === "interviewer" || event.actor === "candidate" ? event.actor : "system";
			const unclear = event.unclear ? { unclear: event.unclear } : {};
			return [{ seq: event.seq, turn, who, text: event.text, ...unclear, atMs: event.atMs }];
		}
		if (event.type === "code" && event.text !== undefined)
			return [{ seq: event.seq, turn, who: "candidate", text: event.text, atMs: event.atMs, file: event.path }];
		const text = systemText(event);
		return text ? [{ seq: event.seq, turn, who: "system", text, atMs: event.atMs }] : [];
	});
}

function systemText(event: InterviewEvent): string | null {
	if (event.type === "time-check") return TIME_LINES[event.key];
	if (event.type === "hint") return `Hint ${event.rung} of 4 on ${event.criterion.replaceAll("-", " ")}`;
	if (event.type === "pass") return "Passed on this question";
	if (event.type === "case-card") return "A card was opened";
	if (event.type === "pause") return event.reason === "candidate" ? "Paused" : "Nobody was here; the clock was stopped";
	if (event.type === "run") return describeRun(event);
	if (event.type === "board") return event.outline ? `Board: ${event.outline}` : "The board changed";
	return null;
}

function provenance(input: {
	content: RoundContent;
	result: GradeResult | null;
	kits: readonly string[];
}): ReportView["provenance"] {
	const { content, result, kits } = input;
	const rubric = content.rubrics[0];
	const pin = content.plan.segments[0]?.rubric;
	const lines: ReportView["provenance"] = [];
	if (result) {
		const graded = result.criteria.filter((criterion) => criterion.status === "graded");
		const byTests = graded.filter((criterion) => criterion.grader.kind === "tests").length;
		const byPerson = graded.filter((criterion) => criterion.grader.kind === "person").length;
		const count = graded.length - byTests - byPerson;
		const kind = result.grader.kind;
		if (byTests > 0)
			lines.push({
				title: byTests === 1 ? "1 criterion decided" : `${byTests} criteria decided`,
				detail: `by the tests, on the server${kits.length > 0 ? `, harness ${shortKit(kits.at(-1) ?? "")}` : ""}`,
				icon: "tests",
			});
		lines.push({
			title: kind === "rules" ? `${count} criteria estimated` : `${count} criteria graded`,
			detail: kind === "rules" ? `rules, version ${result.grader.version}, weights set by hand` : result.grader.version,
			icon: kind,
		});
	}
	const set = result?.criteria.filter((criterion) => criterion.grader.kind === "person") ?? [];
	const who = [...new Set(set.map((criterion) => criterion.grader.version))].join(", ");
	lines.push({
		title: "Person",
		detail: set.length > 0 ? `${set.length} set by ${who}` : "nobody yet",
		icon: "person",
	});
	lines.push({
		title: "Rubric",
		detail: `${rubric?.title ?? ""} v${rubric?.version ?? 1}, ${pin?.hash.slice(0, 8) ?? ""}`,
		icon: "rubric",
	});
	return lines;
}

const NEXT_WORDS = {
	question: {
		different: "A different question, same round",
		again: "The same question again",
		study: "The same question in Study mode",
	},
	exercises: {
		different: "Three other items",
		again: "The first item again, then two others",
		study: "The first item again in Study mode, then two others",
	},
};

/** What to do next: the weakest criteria first, each as a link that exists. */
function practiseNext(input: {
	content: RoundContent;
	criteria: readonly ReportCriterion[];
}): ReportView["practiseNext"] {
	const { content, criteria } = input;
	const { plan } = content;
	const main = plan.segments[0]?.question.slug ?? "";
	const minutes = Math.round(plan.phases.reduce((sum, phase) => sum + phase.minutes, 0));
	const weak = criteria.filter((criterion) => criterion.score !== null && criterion.score <= 2);
	const open = weak.length > 0 ? weak : criteria.filter((criterion) => criterion.status === "not-observed");
	const focus = open
		.slice(0, 2)
		.map((criterion) => lowerFirst(criterion.title))
		.join(" and ");
	const words = NEXT_WORDS[content.questions[0]?.kind === "exercise" ? "exercises" : "question"];
	const base = `/setup?round=${plan.round}&level=${plan.level}&mode=${plan.mode}`;
	return [
		{
			title: words.different,
			detail: focus ? `Look for ${focus}` : "To see whether it holds",
			href: `${base}&choice=different&question=${main}`,
			minutes,
		},
		{
			title: words.again,
			detail: "After reading the model answer",
			href: `${base}&choice=again&question=${main}`,
			minutes,
		},
		...(plan.mode === "real" && weak.length > 0
			? [
					{
						title: words.study,
						detail: "Feedback after each answer",
						href: `/setup?round=${plan.round}&level=${plan.level}&mode=study&choice=again&question=${main}`,
						minutes,
					},
				]
			: []),
	];
}

/** Who worded the round, and from when. */
function readEngines(events: readonly InterviewEvent[]): ReportView["engines"] {
	return events.flatMap((event) =>
		event.type === "engine"
			? [{ atMs: event.atMs, name: event.kind === "model" ? (event.model ?? "a model") : null }]
			: [],
	);
}

function readAbsences(events: readonly InterviewEvent[]): ReportView["absences"] {
	return events.flatMap((event, index) => {
		if (event.type !== "pause" || ["candidate", "engine-failed"].includes(event.reason)) return [];
		const back = events.slice(index + 1).find((later) => later.type === "resume");
		const minutes = back?.at && event.at ? Math.round((back.at - event.at) / 60_000) : 0;
		return [{ atMs: event.atMs, minutes }];
	});
}

function describeExtraTime(extra: RoundContent["plan"]["extraTime"]): string | null {
	if (extra === "quarter") return "25 % extra time";
	if (extra === "half") return "50 % extra time";
	return extra === "untimed" ? "Untimed" : null;
}
