/** A simulated provider that speaks the real wire format: an interviewer that asks, a tracker and a judge that quote, a coach. */
import { type ChatCompletionRequest, type FixtureResponse, LLMock } from "@copilotkit/aimock";
import { afterAll } from "vitest";
import { createConnection } from "~/adapters/db/model-connections.server";
import { encrypt } from "~/adapters/encryption.server";
import { ConnectionLimits, everyTask, type TaskModels } from "~/core/connection";
import { openConnections } from "~/services/connections.server";

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

export function isTracking(request: ChatCompletionRequest): boolean {
	return textOf(request).includes("You follow one practice interview");
}

export function isCoaching(request: ChatCompletionRequest): boolean {
	return textOf(request).includes("You show a candidate how their own answer");
}

/** Asked to word a turn of a round, and not to read or write about one. */
export function isInterviewing(request: ChatCompletionRequest): boolean {
	return !isJudging(request) && !isTracking(request) && !isCoaching(request);
}

let turn = 0;

function answer(request: ChatCompletionRequest): string {
	const text = textOf(request);
	if (text.includes("You are being tested")) return "ready";
	if (isJudging(request)) return JSON.stringify(judgement(text));
	if (isTracking(request)) return JSON.stringify(tracking(text));
	if (isCoaching(request)) return JSON.stringify(coaching(text));
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

/** Finds the first key point of the list in the first words of the answer. */
function tracking(text: string) {
	const [, id = ""] = /^Key points\. Use these ids:\n- ([a-z0-9-]+):/m.exec(text) ?? [];
	const [, line = "{}"] = /^(\{"who":"candidate","said".*\})$/m.exec(text) ?? [];
	const { said = "" } = JSON.parse(line) as { said?: string };
	const quote = said.split(" ").slice(0, 8).join(" ");
	return { points: said ? [{ id, quote, verdict: "met" }] : [], hint_wanted: false, declined: false };
}

/** Says the candidate's first answer again, with a gap for what is missing. */
function coaching(text: string) {
	const [, line = "{}"] = /^(\{"who":"candidate","said".*\})$/m.exec(text) ?? [];
	const { said = "" } = JSON.parse(line) as { said?: string };
	const [, drill = ""] = /^Exercises\. Use one of these ids:\n- (\S+):/m.exec(text) ?? [];
	return { stronger: `${said} [what changed after that]`, why: "It says first what was decided.", drill };
}

/** Stores a connection as the page would after its test call; without a `url` nothing there can be asked. */
export async function connectFor(input: {
	person: { id: string };
	model: string;
	url?: string;
	tasks?: Partial<TaskModels>;
}): Promise<void> {
	const { person, model, url = "http://127.0.0.1:9/v1", tasks = {} } = input;
	openConnections({ secret: SECRET });
	await createConnection({
		userId: person.id,
		kind: "compatible",
		label: "Test",
		baseUrl: url,
		encryptedKey: encrypt({ secret: SECRET, text: "not a key" }),
		tasks: { ...everyTask(model), ...tasks },
		limits: ConnectionLimits.parse({ attempts: 1 }),
	});
}

const SECRET = "a secret for tests that is long enough";
