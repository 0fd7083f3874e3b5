/** Faults of a judge, over the wire: grading design §D.6, cases 38 to 42. Cases 33 to 36 and 46 are in judge.test.ts. */
import type { ServerResponse } from "node:http";
import { beforeEach, describe, expect, it } from "vitest";
import { CAPABILITIES } from "~/adapters/llm/capabilities";
import { openaiModel } from "~/adapters/llm/openai.server";
import type { RoundContent } from "~/core/interview/round-content";
import { answerOf } from "../support/faults";
import { judgeAnswer, judgeWith } from "../support/judging";
import { smallRound } from "../support/round";
import { loadShipped } from "../support/shipped";
import { CHAT, endEvents, startWire, type WireEvent } from "../support/wire";

const wire = await startWire();
loadShipped();
const content = smallRound();
const GOOD = judgeAnswer();

const good = (response: ServerResponse) => endEvents(response, answerOf("compatible", GOOD));
let aboutCost: (response: ServerResponse, call: number) => void = good;
let costCalls = 0;
beforeEach(() => {
	costCalls = 0;
	aboutCost = good;
	wire.answer((response, body) => {
		if (body.includes("Criterion: Criterion cost.")) aboutCost(response, costCalls++);
		else good(response);
	});
});

async function judge(round: RoundContent = content) {
	const model = openaiModel({ apiKey: "x", model: "m", baseUrl: wire.url, capabilities: CAPABILITIES.compatible });
	const limits = { firstMs: 600, idleMs: 600, attempts: 1 };
	const { result, attempts } = await judgeWith({ model, limits, content: round });
	const cost = result.criteria.find((criterion) => criterion.id === "cost");
	const others = result.criteria.filter((criterion) => criterion.id !== "cost");
	return { result, cost, others, attempts };
}

const ends = (all: WireEvent[]) => (response: ServerResponse) => endEvents(response, all);
const delta = (fields: object): WireEvent => ({ ...CHAT[0], choices: [{ index: 0, delta: fields }] });
const stop = (reason = "stop"): WireEvent => ({
	...CHAT[2],
	choices: [{ index: 0, delta: {}, finish_reason: reason }],
});

describe("one criterion whose judge", () => {
	it.each<[string, (response: ServerResponse) => void, RegExp]>([
		["refuses", ends([delta({ refusal: "I cannot grade people." }), stop()]), /The model refused to grade it/],
		["is stopped by a filter", ends(answerOf("compatible", GOOD.slice(0, 80), "refusal")), /filter stopped the answer/],
		["says nothing", ends(answerOf("compatible", "")), /Two tries gave no answer/],
		[
			"runs into the length limit twice",
			ends(answerOf("compatible", GOOD.slice(0, 200), "length")),
			/Two tries gave no answer/,
		],
		[
			"thinks aloud and answers nothing",
			ends([delta({ reasoning_content: GOOD }), stop()]),
			/Two tries gave no answer/,
		],
		[
			"calls a tool instead",
			ends([
				delta({ tool_calls: [{ index: 0, id: "1", type: "function", function: { name: "grade", arguments: GOOD } }] }),
				stop("tool_calls"),
			]),
			/Two tries gave no answer/,
		],
		[
			"is cut off in the middle of its JSON",
			(response) => {
				response.writeHead(200, { "content-type": "text/event-stream" });
				response.end(`data: ${JSON.stringify(delta({ content: GOOD.slice(0, 100) }))}\n\n`);
			},
			/broke off/,
		],
		[
			"only keeps the connection alive",
			(response) => {
				response.writeHead(200, { "content-type": "text/event-stream" });
				const timer = setInterval(() => response.write(": still here\n\n"), 50);
				response.on("close", () => clearInterval(timer));
			},
			/did not begin to answer in time/,
		],
		["loses its key", (response) => void response.writeHead(401).end("{}"), /refused this key \(401\)/],
	])("%s has no number and a reason, and the others keep theirs", async (_what, fault, reason) => {
		aboutCost = fault;
		const { cost, others, result } = await judge();
		expect(cost).toMatchObject({ score: null, status: "failed", flags: ["not-graded"] });
		expect(cost?.reason).toMatch(reason);
		expect(others.map((criterion) => criterion.score)).toEqual([2, 2, 2, 2]);
		expect(result.grader.kind).toBe("model");
	});

	it("was cut at the length limit gets one more try with the word to be brief", async () => {
		aboutCost = (response, call) =>
			call === 0 ? endEvents(response, answerOf("compatible", GOOD.slice(0, 200), "length")) : good(response);
		expect((await judge()).cost).toMatchObject({ score: 2, status: "graded" });
		expect(wire.bodies.some((body) => body.includes("The answer was too long. Be brief."))).toBe(true);
	});
});

describe("the same record", () => {
	it("gets the same levels when the criteria stand in another order", async () => {
		const turned = {
			...content,
			rubrics: content.rubrics.map((rubric) => ({ ...rubric, criteria: [...rubric.criteria].reverse() })),
		};
		const levels = (result: Awaited<ReturnType<typeof judge>>) =>
			Object.fromEntries(result.result.criteria.map((criterion) => [criterion.id, criterion.score]));
		expect(levels(await judge(turned))).toEqual(levels(await judge()));
	});
});
