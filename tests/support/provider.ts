/** A simulated provider that speaks the real wire format: an interviewer that asks, and a judge that quotes. */
import { type ChatCompletionRequest, type FixtureResponse, LLMock } from "@copilotkit/aimock";
import { afterAll } from "vitest";
import { createConnection } from "~/adapters/db/model-connections.server";
import { ConnectionLimits, everyTask } from "~/core/connection";

export interface TestProvider {
	/** Base address for an OpenAI-compatible connection. */
	url: string;
	requests: ChatCompletionRequest[];
	/** Put in front of the ordinary answers; null lets the ordinary one through. */
	interfere: (answer: (request: ChatCompletionRequest) => FixtureResponse | null) => void;
}

export async function startProvider(): Promise<TestProvider> {
	const mock = new LLMock({ port: 0 });
	const requests: ChatCompletionRequest[] = [];
	let interfering: (request: ChatCompletionRequest) => FixtureResponse | null = () => null;
	mock.on({ predicate: () => true }, (request) => {
		requests.push(request);
		return interfering(request) ?? { content: answer(request) };
	});
	await mock.start();
	afterAll(() => mock.stop());
	return { url: `${mock.url}/v1`, requests, interfere: (next) => (interfering = next) };
}

export function textOf(request: ChatCompletionRequest): string {
	return request.messages
		.map((message) => (typeof message.content === "string" ? message.content : JSON.stringify(message.content)))
		.join("\n");
}

export function isJudging(request: ChatCompletionRequest): boolean {
	return textOf(request).includes("You grade one criterion");
}

let turn = 0;

function answer(request: ChatCompletionRequest): string {
	const text = textOf(request);
	if (text.includes("You are being tested")) return "ready";
	if (isJudging(request)) return JSON.stringify(judgement(text));
	if (text.includes("You grade one short answer")) return JSON.stringify(answerGrade(text));
	turn += 1;
	return `Thank you, noted as item ${turn}. What would you do about part ${turn} of it?`;
}

/** Half of all there is, resting on the first words. */
function answerGrade(text: string) {
	const [, line = '""'] = /^(".*")$/m.exec(text) ?? [];
	return {
		evidence: [(JSON.parse(line) as string).split(" ").slice(0, 5).join(" ")],
		reasoning: "The simulated judge gives half.",
		tenths: "5",
	};
}

/** Quotes the first words of the first answer in the record. */
function judgement(text: string) {
	const [, line = "{}"] = /^(\{"turn":"t\d+","who":"candidate","said".*\})$/m.exec(text) ?? [];
	const { turn: id = "t0", said = "" } = JSON.parse(line) as { turn?: string; said?: string };
	return {
		evidence: [{ turn: id, quote: said.split(" ").slice(0, 8).join(" "), supports: "positive" }],
		key_points: [],
		reasoning: "The simulated judge quotes the first answer.",
		counter_evidence: "It says little more.",
		status: said ? "assessed" : "insufficient_evidence",
		level: said ? "2" : "none",
		confidence: "4",
		injection_suspected: false,
		improvement: "Say what you measured.",
	};
}

/** Stores a connection as the page would after its test call; nothing here can be asked. */
export async function connectFor(input: { person: { id: string }; model: string }): Promise<void> {
	await createConnection({
		userId: input.person.id,
		kind: "compatible",
		label: "Test",
		baseUrl: "http://127.0.0.1:9/v1",
		encryptedKey: "not a key",
		tasks: everyTask(input.model),
		limits: ConnectionLimits.parse({}),
	});
}
