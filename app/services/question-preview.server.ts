/** A question as those who meet it see it: the candidate, the practice engine, and a model that words the interview. */
import type { Content } from "~/core/content/content";
import type { Question } from "~/core/content/schemas";
import { startInterview } from "~/core/interview/controller";
import type { InterviewEvent } from "~/core/interview/events";
import { systemParts } from "~/core/interview/interviewer-prompt";
import { planQuestions } from "~/core/interview/make-plan";
import { wordMove } from "~/core/interview/practice-engine";
import { roundContentFrom } from "~/core/interview/round-content";
import { projectInterview } from "~/core/interview/state";

export interface QuestionPreview {
	brief: string;
	/** What the practice engine says first. */
	opening: string;
	/** What it may ask when a point is open, in the order of the file. */
	probes: string[];
	/** What a model that words the interview is given about the question, as it stands in its prompt; empty on mistakes. */
	context: string;
}

/** Built from the text as it is, before anything is published. Never throws: a question that cannot start shows its brief. */
export function previewQuestion(input: { question: Question; content: Content }): QuestionPreview {
	const { question } = input;
	const plain = { brief: question.sections.brief, probes: question.probes.map((probe) => probe.ask) };
	try {
		return { ...plain, ...asItStarts(input) };
	} catch {
		return { ...plain, opening: "", context: "" };
	}
}

function asItStarts({ question, content }: { question: Question; content: Content }): {
	opening: string;
	context: string;
} {
	const item = {
		kind: "question",
		slug: question.id,
		version: 1,
		owner: "server",
		file: "",
		hash: "",
		body: "",
	} as const;
	const own: Content = {
		...content,
		questions: new Map([...content.questions, [question.id, question]]),
		items: [...content.items, item],
	};
	const level = question.levels.includes("mid") ? "mid" : (question.levels[0] ?? "mid");
	const request = { round: question.round, level, mode: "real", persona: "probing", extraTime: "none" } as const;
	const plan = planQuestions({ content: own, request, questions: [question], byPhase: {}, spare: null });
	const round = roundContentFrom({ plan, content: own });
	let turn = 0;
	const started = startInterview({ content: round, now: 0, newId: () => `preview-${++turn}`, model: null });
	const events = started.map((event, index) => ({ ...event, seq: index + 1 }) as InterviewEvent);
	const open = events.findLast((event) => event.type === "turn-started");
	if (open?.type !== "turn-started") return { opening: "", context: "" };
	const before = events.filter((event) => event.seq < open.seq);
	const state = projectInterview({ events: before, plan });
	const opening = wordMove({ move: open.move, state, content: round, seed: "preview" });
	// The first part is the same for every question.
	const [, ...about] = systemParts({ content: round, guardrails: content.guardrails });
	const context = about.map((part) => part.text).join("\n\n");
	return { opening, context };
}
