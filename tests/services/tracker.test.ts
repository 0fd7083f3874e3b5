import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { loadInterview } from "~/adapters/db/interviews.server";
import { listModelCalls } from "~/adapters/db/model-calls.server";
import { scriptedModel } from "~/adapters/llm/scripted.server";
import { AppError } from "~/core/errors";
import type { EventOf, InterviewEvent } from "~/core/interview/events";
import type { Handover } from "~/core/interview/tracker-prompt";
import { type LanguageModel, ModelError, type ModelEvent } from "~/core/ports";
import { getContent } from "~/services/content.server";
import type { Person } from "~/services/guest.server";
import { type Attempt, DEFAULT_LIMITS } from "~/services/model-call.server";
import { applyInput } from "~/services/room.server";
import { StartInput, startInterview } from "~/services/setup.server";
import { trackAnswer, trackingFinished } from "~/services/tracker.server";
import { turnFinished } from "~/services/turns.server";
import { testDatabase } from "../support/database";
import { newGuest } from "../support/people";
import { connectFor, isTracking, startProvider, textOf } from "../support/provider";
import { smallQuestion } from "../support/round";
import { shippedContent } from "../support/studio";
import { startWire } from "../support/wire";

testDatabase();
shippedContent();
const provider = await startProvider();
// why: a provider that takes the call and never answers.
const tracker = await startWire();

const SAID = "Exact terms go one way and meaning goes the other, then both lists are merged.";
const handover: Handover = {
	question: smallQuestion(),
	openProbe: "small-question/p-hybrid",
	asked: "How do you find it?",
	messages: [{ seq: 4, text: SAID }],
};
const NOTES = JSON.stringify({
	points: [{ id: "hybrid", quote: "Exact terms go one way", verdict: "met" }],
	hint_wanted: false,
	declined: false,
});

const attempts: Attempt[] = [];
const track = (model: LanguageModel, changes: Partial<Parameters<typeof trackAnswer>[0]> = {}) =>
	trackAnswer({
		interviewId: "i",
		handover,
		routes: [{ id: "route", model, limits: DEFAULT_LIMITS }],
		onAttempt: (attempt) => void attempts.push(attempt),
		...changes,
	});
const saying = (text: string) => scriptedModel({ script: () => text });
const ending = (finish: Extract<ModelEvent, { type: "end" }>["finish"]): LanguageModel => ({
	provider: "test",
	model: "test",
	async *stream(): AsyncGenerator<ModelEvent> {
		yield { type: "delta", text: NOTES };
		yield { type: "end", finish, usage: null, requestId: null, model: "test" };
	},
});
const silent: LanguageModel = {
	provider: "test",
	model: "silent",
	stream: (_request, { signal }) => ({
		[Symbol.asyncIterator]: () => ({
			next: () => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
		}),
	}),
};

describe("one reading of an answer", () => {
	it("gives what was found, in one call", async () => {
		attempts.length = 0;
		expect(await track(saying(NOTES))).toMatchObject({ read: [4], points: [{ id: "hybrid", verdict: "met" }] });
		expect(attempts).toHaveLength(1);
	});

	it.each([
		["answers in prose", saying("It covers hybrid search.")],
		["invents a point", saying(NOTES.replace("hybrid", "everything"))],
		["quotes what nobody said", saying(NOTES.replace("Exact terms go one way", "I use a cross-encoder here"))],
		["refuses", ending("refusal")],
		["is cut short", ending("length")],
		["is filtered", ending("filter")],
		["is refused its key", scriptedModel({ script: () => new ModelError("auth", "no") })],
		["breaks off", scriptedModel({ script: () => new ModelError("stream_broken", "no") })],
	])("is left to the matcher when the model %s, without a second call", async (_what, model) => {
		attempts.length = 0;
		expect(await track(model)).toBeNull();
		expect(attempts).toHaveLength(1);
	});

	it("is left to the matcher when the model is silent", async () => {
		expect(await track(silent, { limits: { firstMs: 20 } })).toBeNull();
	});

	it("costs no call when nothing is connected or the budget is spent", async () => {
		attempts.length = 0;
		expect(await track(saying(NOTES), { routes: [] })).toBeNull();
		const spent = async () => {
			throw new AppError("not-available", "The budget is spent.");
		};
		expect(await track(saying(NOTES), { mayCall: spent })).toBeNull();
		expect(attempts).toEqual([]);
	});
});

describe("a round that a model words", { timeout: 40_000 }, () => {
	const begin = async (person: Person, engine: "model" | "practice" = "model") => {
		const { id } = await startInterview({
			person,
			input: StartInput.parse({
				round: "system-design",
				choice: "specific",
				question: "sd-01-support-chatbot",
				engine,
			}),
		});
		await turnFinished(id);
		return id;
	};
	const hand = async (id: string, person: Person, text: string) => {
		await applyInput({ id, person, input: { kind: "message", text, handsOver: true } });
		await turnFinished(id);
		const { events } = await loadInterview({ id, userId: person.id });
		return {
			events,
			started: events.findLast((event): event is EventOf<"turn-started"> => event.type === "turn-started"),
			replied: events.at(-1)?.type === "message" && events.at(-1)?.actor === "interviewer",
		};
	};
	const FIRST = "Requests go to a small router first, and only hard ones reach the large model behind it.";
	const SECOND = "A ticket that nobody could answer is handed to a person with everything said so far.";
	const wordsOf = (events: readonly InterviewEvent[]) =>
		events.flatMap((event) => (event.type === "message" && event.actor === "candidate" ? [event.text] : []));

	it("is followed: what was found in an answer is in the log with the next turn, and in the ledger", async () => {
		const { person } = await newGuest();
		await connectFor({ person, model: "simulated-1", url: provider.url });
		const id = await begin(person);
		expect((await hand(id, person, FIRST)).started).not.toHaveProperty("tracked");
		await trackingFinished(id);
		const { started } = await hand(id, person, SECOND);
		expect(started?.tracked).toMatchObject([
			{ question: "sd-01-support-chatbot", points: [{ quote: FIRST.split(" ").slice(0, 8).join(" ") }] },
		]);
		await trackingFinished(id);
		await expect
			.poll(async () => (await listModelCalls({ userId: person.id, limit: 50 })).map((call) => call.purpose))
			.toContain("tracker");
	});

	it("shows the tracker the points and the interviewer none", async () => {
		const { person } = await newGuest();
		await connectFor({ person, model: "simulated-1", url: provider.url });
		provider.requests.length = 0;
		const id = await begin(person);
		await hand(id, person, FIRST);
		await trackingFinished(id);
		await hand(id, person, SECOND);
		await trackingFinished(id);
		const points =
			getContent()
				.questions.get("sd-01-support-chatbot")
				?.key_points.map((point) => point.text.trim()) ?? [];
		const tracking = provider.requests.filter(isTracking).map(textOf);
		const others = provider.requests.filter((request) => !isTracking(request)).map(textOf);
		expect(tracking).toHaveLength(2);
		expect(others).toHaveLength(3);
		for (const point of points) {
			expect(tracking[0]).toContain(point);
			for (const text of others) expect(text).not.toContain(point);
		}
	});

	it("goes on word by word when the tracker hangs or breaks, and nothing of it is in the log", async () => {
		const { person } = await newGuest();
		await connectFor({ person, model: "simulated-1", url: provider.url, tasks: { tracker: "" } });
		const none = { interviewer: "", judge: "", "second-opinion": "", coach: "", transcriber: "" };
		await connectFor({ person, model: "slow-1", url: `${tracker.url}/v1`, tasks: none });
		let asked = 0;
		const held: ServerResponse[] = [];
		tracker.answer((response) => {
			asked += 1;
			if (asked === 2) response.writeHead(500).end();
			else held.push(response);
		});
		const id = await begin(person);
		await hand(id, person, FIRST);
		await expect.poll(() => asked).toBe(1);
		// The first answer is still being read: the next one does not wait for it.
		const second = await hand(id, person, SECOND);
		expect(second.replied).toBe(true);
		expect(wordsOf(second.events)).toEqual([FIRST, SECOND]);
		await expect.poll(() => asked).toBe(2);
		const third = await hand(id, person, "And then I would look at what all of this costs in a month.");
		expect(third.replied).toBe(true);
		expect(third.events.some((event) => "tracked" in event)).toBe(false);
		await expect.poll(() => asked).toBe(3);
		for (const response of held) response.destroy();
		await trackingFinished(id);
	});

	it("is not followed by a model in the practice engine's rounds, or where none is connected for it", async () => {
		const { person } = await newGuest();
		await connectFor({ person, model: "simulated-1", url: provider.url, tasks: { tracker: "" } });
		const unread = "This sentence about routers and queues is for the interviewer and the matcher alone.";
		for (const engine of ["model", "practice"] as const) {
			const id = await begin(person, engine);
			await hand(id, person, unread);
			await trackingFinished(id);
		}
		const tracking = provider.requests.filter(isTracking).map(textOf);
		expect(tracking.filter((text) => text.includes(unread))).toEqual([]);
	});
});
