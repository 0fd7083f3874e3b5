import { beforeEach, describe, expect, it } from "vitest";
import { database } from "~/adapters/db/client.server";
import { listConnections } from "~/adapters/db/model-connections.server";
import { env } from "~/env.server";
import { ConnectInput, connect, disconnect, keepEntered, lookUpModels } from "~/services/connect.server";
import { accessTo, openConnections, routesFor, viewConnections } from "~/services/connections.server";
import { EditInput, editConnection, moveConnection, viewConnection } from "~/services/edit-connection.server";
import type { Person } from "~/services/guest.server";
import { createPerson, testDatabase } from "../support/database";
import { refusal } from "../support/people";
import { CHAT, endEvents, startWire } from "../support/wire";

testDatabase();
openConnections({ secret: "a secret of the test, long enough" });
const wire = await startWire();
const KEY = "sk-very-secret-key-123456";

async function newPerson(): Promise<Person> {
	return { ...(await createPerson()), name: "Guest", email: null, isGuest: true, isOperator: false };
}

let person: Person;
/** Names of models the server was asked for, in order. */
let asked: string[];
beforeEach(async () => {
	person = await newPerson();
	asked = [];
	serve({});
});

/** A server that has some models, knows a list of them, and refuses what it does not have. */
function serve(server: { has?: string[]; list?: unknown; refuses?: string }) {
	const { has = ["small", "large"], refuses } = server;
	const list = "list" in server ? server.list : { data: has.map((id) => ({ id, owned_by: "vllm" })) };
	wire.answer((response, body, request) => {
		if (request.url === "/v1/models") {
			if (list === null) return void response.writeHead(404).end("{}");
			return void response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(list));
		}
		const { model } = JSON.parse(body) as { model: string };
		asked.push(model);
		if (refuses && body.includes(refuses)) {
			const error = { message: `Unknown parameter: '${refuses}' near ${KEY}`, type: "invalid_request_error" };
			return void response.writeHead(400, { "content-type": "application/json" }).end(JSON.stringify({ error }));
		}
		if (!has.includes(model)) return void response.writeHead(404).end("{}");
		endEvents(response, CHAT);
	});
}

const input = (given: Partial<Record<keyof ConnectInput, string>> = {}) =>
	ConnectInput.parse({ kind: "compatible", baseUrl: `${wire.url}/v1`, apiKey: KEY, model: "small", ...given });
const connected = async (given: Partial<Record<keyof ConnectInput, string>> = {}) =>
	(await connect({ person, input: input(given) })).id;
const sentence = (work: Promise<unknown>) =>
	work.then(
		() => "accepted",
		(error: Error) => error.message,
	);
const stored = () => listConnections({ userId: person.id });
const edit = async (id: string, change: Record<string, string>) => {
	const { tasks, limits, capabilities } = await viewConnection({ person, id });
	const flags = Object.entries(capabilities).flatMap(([name, value]) =>
		value === true ? [[name, "on"]] : value === false ? [] : [[name, value]],
	);
	const fields = { ...tasks, ...limits, ...Object.fromEntries(flags), ...change };
	return editConnection({ person, id, input: EditInput.parse(fields) });
};

describe("connecting", () => {
	it("tries each model once and stores nothing while one of them fails, which it names", async () => {
		const refused = await sentence(connect({ person, input: input({ judge: "gone", coach: "gone" }) }));
		expect(refused).toMatch(/^gone: The provider does not have this model \(404\).*Nothing was stored\.$/);
		expect(asked).toEqual(["small", "gone"]);
		expect(await stored()).toEqual([]);
	});

	it("keeps a model for each task, the patience of the preset, and what is known of the server", async () => {
		await connected({ judge: "large", preset: "local", attempts: "3" });
		const [connection] = await stored();
		expect(connection?.tasks).toMatchObject({ interviewer: "small", judge: "large", transcriber: "" });
		expect(connection?.limits).toMatchObject({ firstSeconds: 300, attempts: 3, concurrency: 1 });
		expect(connection?.capabilities?.schema).toBe("enforced");
		expect(connection?.label).toBe("vLLM");
	});

	it("works for a server without a list, and takes nothing for granted about it", async () => {
		serve({ list: null });
		await connected();
		expect((await stored())[0]).toMatchObject({ capabilities: null, label: "OpenAI-compatible server" });
	});

	it("stores no key that can be read", async () => {
		await connected();
		expect(JSON.stringify(await database().modelConnection.findMany())).not.toContain(KEY);
		expect(JSON.stringify(await viewConnections(person))).not.toContain("ncrypted");
	});
});

describe("the models a server offers", () => {
	it("are names that look like names, each once, in order", async () => {
		const long = "x".repeat(200);
		const entries = ["b", "a", "b", "<script>", "a b", long, "", 7, null].map((id) => ({ id }));
		serve({ list: { data: [...entries, "c", null] } });
		expect(await lookUpModels({ person, input: input() })).toEqual(["a", "b"]);
	});

	it.each([
		["no list", "a string"],
		["no list", { models: ["a"] }],
		["too long", { data: [{ id: "a" }], filler: "x".repeat(2_500_000) }],
	])("are refused when they are %s", async (_, list) => {
		serve({ list });
		expect(await sentence(lookUpModels({ person, input: input() }))).toMatch(/no list of models.*by hand/);
	});

	it("are none where the server has no list", async () => {
		serve({ list: null });
		expect(await lookUpModels({ person, input: input() })).toEqual([]);
	});

	it("can be looked up first and connected then, without the key going to the page and back", async () => {
		const { draft, ...entered } = keepEntered({ person, input: input() });
		expect(JSON.stringify({ draft, ...entered })).not.toContain(KEY);
		await connect({ person, input: input({ apiKey: "", draft }) });
		const [connection] = await stored();
		expect(connection && accessTo(connection).apiKey).toBe(KEY);
	});

	it("do not make a kept key usable for another person or another address", async () => {
		const { draft } = keepEntered({ person, input: input() });
		const other = await newPerson();
		expect(await sentence(connect({ person: other, input: input({ apiKey: "", draft }) }))).toMatch(/key again/);
		const elsewhere = input({ apiKey: "", draft, baseUrl: `${wire.url}/v2` });
		expect(await sentence(connect({ person, input: elsewhere }))).toMatch(/key again/);
		expect(asked).toEqual([]);
	});
});

describe("changing a connection", () => {
	it("needs no key and tries only what is new", async () => {
		const id = await connected();
		asked = [];
		await edit(id, { judge: "large", coach: "", firstSeconds: "30" });
		expect(asked).toEqual(["large"]);
		expect((await stored())[0]).toMatchObject({
			tasks: { interviewer: "small", judge: "large", coach: "" },
			limits: { firstSeconds: 30 },
		});
	});

	it("stores nothing when a new model fails", async () => {
		const id = await connected();
		const before = await stored();
		expect(await sentence(edit(id, { judge: "gone" }))).toMatch(/does not have this model/);
		expect(await stored()).toEqual(before);
	});

	it("leaves out what the server is said not to understand, and names what it does not", async () => {
		const id = await connected();
		serve({ refuses: "prompt_cache_key" });
		expect(await sentence(edit(id, { cache: "on", effort: "on" }))).toBe("accepted");
		serve({ refuses: "reasoning_effort" });
		const refused = await sentence(edit(id, { effort: "on", images: "on" }));
		expect(refused).toMatch(/does not understand reasoning_effort \(400\)/);
		expect(refused).not.toContain(KEY);
	});

	it("refuses a transcriber that the server does not offer, which no question in text could show", async () => {
		const id = await connected();
		expect(await sentence(edit(id, { transcriber: "ear" }))).toMatch(/does not offer a model called ear/);
		serve({ list: null });
		expect(await sentence(edit(id, { transcriber: "ear" }))).toBe("accepted");
	});

	it("is for its owner, and for the operator where it is the server's", async () => {
		const id = await connected();
		const operator = { ...(await newPerson()), isOperator: true };
		const { id: ofServer } = await connect({ person: operator, input: input({ scope: "server" }) });
		const other = await newPerson();
		for (const [who, which] of [
			[other, id],
			[operator, id],
			[person, ofServer],
		] as const) {
			expect(await refusal(viewConnection({ person: who, id: which }))).toBe("not-found");
			expect(await refusal(moveConnection({ person: who, id: which, by: 1 }))).toBe("not-found");
			expect(await refusal(disconnect({ person: who, id: which }))).toBe("not-found");
		}
		expect((await viewConnection({ person: operator, id: ofServer })).ofServer).toBe(true);
		await disconnect({ person: operator, id: ofServer });
	});
});

describe("the order of connections", () => {
	it("is the one they were made in, until one is moved", async () => {
		const [first, second, third] = [await connected(), await connected({ model: "large" }), await connected()];
		const order = async () =>
			(await routesFor({ userId: person.id, task: "judge" })).map((route) => route.connectionId);
		expect(await order()).toEqual([first, second, third]);
		await moveConnection({ person, id: third, by: -1 });
		expect(await order()).toEqual([first, third, second]);
		await moveConnection({ person, id: first, by: -1 });
		expect(await order()).toEqual([first, third, second]);
		await moveConnection({ person, id: first, by: 1 });
		expect(await order()).toEqual([third, first, second]);
		const views = await viewConnections(person);
		expect(views.map(({ first, last }) => [first, last])).toEqual([
			[true, false],
			[false, false],
			[false, true],
		]);
	});

	it("leaves out a connection that has no model for the task", async () => {
		const id = await connected({ model: "", judge: "large" });
		expect(await routesFor({ userId: person.id, task: "interviewer" })).toEqual([]);
		expect((await routesFor({ userId: person.id, task: "second-opinion" }))[0]?.connectionId).toBe(id);
	});
});

describe("an address on a public server", () => {
	const beforePublic = env.isPublic;
	const asPublic = async <T>(work: () => Promise<T>): Promise<T> => {
		env.isPublic = true;
		return work().finally(() => (env.isPublic = beforePublic));
	};

	it.each([
		["http://127.0.0.1:11434/v1", /https/],
		["https://127.0.0.1/v1", /public/],
		["https://2130706433/v1", /public/],
		["https://[::ffff:10.0.0.1]/v1", /public/],
		["https://ollama.internal/v1", /public/],
		["https://user:pw@api.example.org/v1", /user name/],
		["https://api.example.org:25/v1", /port/],
	])("of somebody who is not the operator cannot be %s", async (baseUrl, why) => {
		const refused = await asPublic(() => sentence(connect({ person, input: input({ baseUrl }) })));
		expect(refused).toMatch(why);
	});

	it("is called by a fetch that cannot enter the network, also where it was connected before", async () => {
		await connected();
		const [connection] = await stored();
		if (!connection) throw new Error("nothing was stored");
		expect(accessTo(connection).fetch).toBeUndefined();
		await asPublic(async () => {
			expect(accessTo(connection).fetch).toBeDefined();
			expect(accessTo({ ...connection, ofOperator: true }).fetch).toBeUndefined();
			expect(accessTo({ ...connection, userId: null }).fetch).toBeUndefined();
			asked = [];
			expect(await sentence(edit(connection.id, { judge: "large" }))).toMatch(/did not answer as a server of models/);
			expect(asked).toEqual([]);
		});
	});

	it("says the same whatever keeps it from answering", async () => {
		const tried = ["https://does-not-exist.example/v1", "https://192.0.2.1.sslip.example/v1"];
		const sentences = await asPublic(() =>
			Promise.all(tried.map((baseUrl) => sentence(connect({ person, input: input({ baseUrl }) })))),
		);
		expect(new Set(sentences).size).toBe(1);
		expect(sentences[0]).toMatch(/did not answer as a server of models/);
	});
});
