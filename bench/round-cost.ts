/**
 * What a round worded by a model costs, by the published prices and the real prompts: 25 turns played against the
 * controller, tokens estimated at four letters each. "Cached" reads everything that stands unchanged at the front from
 * the provider's cache and pays for writing what is new; "uncached" pays full price for all of it. Reference: uncached.
 */
import { loadContent } from "~/adapters/content.server";
import { costOf } from "~/adapters/llm/prices.server";
import { decide, finishTurn, place, startInterview } from "~/core/interview/controller";
import type { InterviewEvent } from "~/core/interview/events";
import { interviewerRequest } from "~/core/interview/interviewer-prompt";
import { makePlan } from "~/core/interview/make-plan";
import { wordMove } from "~/core/interview/practice-engine";
import { roundContentFrom } from "~/core/interview/round-content";
import { projectInterview } from "~/core/interview/state";
import type { ModelRequest } from "~/core/ports";
import { estimateTokens } from "~/services/model-call.server";

const TURNS = 25;
const MODELS = ["claude-haiku-5-5", "claude-sonnet-5-5", "gpt-6-luna", "gpt-6.1-terra"];
const ANSWER =
	"I would retrieve twenty passages with keyword and vector search, rerank them to five, and let the model write with " +
	"citations; what has no source goes to a person. I measure recall of passages apart from faithfulness, on three hundred " +
	"questions that support agents have labelled, and I block a release that loses two points on either.";

const { content } = await loadContent({ root: process.cwd() });
const requests = play();
process.stdout.write("| Turn | Tokens in | At the front, unchanged |\n|---:|---:|---:|\n");
for (const turn of [1, 5, 10, 15, 20, 25].filter((turn) => turn <= requests.length)) {
	const { all, kept } = sizes(turn);
	process.stdout.write(`| ${turn} | ${all} | ${((kept / all) * 100).toFixed(1)} % |\n`);
}
process.stdout.write(`\n| ${requests.length} turns with | Uncached | Cached | Ratio |\n|---|---:|---:|---:|\n`);
for (const model of MODELS) {
	const uncached = total(model, false);
	const cached = total(model, true);
	process.stdout.write(
		`| ${model} | $${uncached.toFixed(3)} | $${cached.toFixed(3)} | ${(cached / uncached).toFixed(2)} |\n`,
	);
}

function play(): ModelRequest[] {
	const { plan } = makePlan({
		content,
		request: {
			round: "system-design",
			level: "senior",
			mode: "real",
			persona: "probing",
			extraTime: "untimed",
			choice: "specific",
			question: "sd-01-support-chatbot",
		},
		seen: [],
		seed: "bench",
	});
	const round = roundContentFrom({ plan, content });
	const template = content.prompts.get("turn");
	if (!template) throw new Error("the turn template is missing");
	let now = 1_700_000_000_000;
	let turn = 0;
	const newId = () => `turn-${turn++}`;
	let log: InterviewEvent[] = place([], startInterview({ content: round, now, newId }));
	const made: ModelRequest[] = [];
	while (made.length < TURNS) {
		const state = projectInterview({ events: log, plan });
		if (state.status === "ended") break;
		const { openTurn } = state;
		if (openTurn) {
			const events = log.filter((event) => event.seq < openTurn.seq);
			const before = projectInterview({ events, plan });
			const { move } = openTurn;
			const moveText = wordMove({ move, state: before, content: round, seed: openTurn.turnId });
			made.push(
				interviewerRequest({
					content: round,
					guardrails: content.guardrails,
					template,
					events,
					state: before,
					move,
					moveText,
					interviewId: "bench",
				}),
			);
			log = place(log, finishTurn({ state, turnId: openTurn.turnId, text: moveText, now }));
		} else {
			now += 110_000;
			const input = { kind: "message" as const, text: `${ANSWER} That was point ${made.length}.`, handsOver: true };
			log = place(log, decide({ events: log, content: round, now, newId, input }));
		}
	}
	return made;
}

/** Tokens of a request, and of what the request before it had at its front already. */
function sizes(turn: number): { all: number; kept: number } {
	const request = requests[turn - 1];
	const before = requests[turn - 2];
	const texts = (of: ModelRequest | undefined) => [
		...(of?.system.map((part) => part.text) ?? []),
		...(of?.messages.map((message) => message.text) ?? []),
	];
	const own = texts(request);
	const old = texts(before);
	let same = 0;
	while (same < own.length && own[same] === old[same]) same += 1;
	const count = (parts: string[]) => parts.reduce((sum, text) => sum + estimateTokens(text), 0);
	return { all: count(own), kept: count(own.slice(0, same)) };
}

function total(model: string, cached: boolean): number {
	let micros = 0;
	for (let turn = 1; turn <= requests.length; turn += 1) {
		const { all, kept } = sizes(turn);
		const usage = {
			input: all,
			cacheRead: cached ? kept : 0,
			cacheWrite: cached ? all - kept : 0,
			output: 60,
			reasoning: 0,
			estimated: true,
		};
		micros += costOf({ model, usage, at: Date.now() }).micros ?? 0;
	}
	return micros / 1e6;
}
