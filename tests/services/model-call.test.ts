import { describe, expect, it } from "vitest";
import { scriptedModel } from "~/adapters/llm/scripted.server";
import { type LanguageModel, ModelError, type ModelErrorKind, type ModelEvent, type ModelRequest } from "~/core/ports";
import { type Attempt, askModel, callModel, DEFAULT_LIMITS, type Route } from "~/services/model-call.server";

const request: ModelRequest = {
	system: [{ text: "You interview." }],
	messages: [{ role: "user", text: "Now." }],
	maxTokens: 100,
	effort: "none",
};

let made = 0;
const routeOf = (model: LanguageModel, limits: Partial<Route["limits"]> = {}): Route => ({
	id: `route-${made++}`,
	model,
	limits: { ...DEFAULT_LIMITS, ...limits },
});
/** Fails with the given kinds one after the other, then answers. */
const failing = (...kinds: ModelErrorKind[]) => {
	const left = [...kinds];
	return scriptedModel({
		script: () => {
			const kind = left.shift();
			return kind ? new ModelError(kind, kind, { retryAfterMs: kind === "rate_limit" ? 5 : null }) : "All is well.";
		},
	});
};
/** Says something, then stays silent until it is aborted. */
const stalling = (said: string): LanguageModel => ({
	provider: "test",
	model: "stalling",
	async *stream(_request, { signal }): AsyncGenerator<ModelEvent> {
		if (said) yield { type: "delta", text: said };
		await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
	},
});

async function call(routes: Route[], signal?: AbortSignal) {
	const attempts: Attempt[] = [];
	let text = "";
	const error = await (async () => {
		for await (const event of callModel({ routes, request, signal, onAttempt: (attempt) => attempts.push(attempt) }))
			if (event.type === "delta") text += event.text;
		return null;
	})().catch((caught: unknown) => caught as ModelError);
	return { text, error, attempts, outcomes: attempts.map((attempt) => attempt.outcome) };
}

describe("a call", () => {
	it.each(["server", "network", "stream_broken", "rate_limit"] as const)("is tried again after %s", async (kind) => {
		const { text, outcomes } = await call([routeOf(failing(kind))]);
		expect(text).toBe("All is well.");
		expect(outcomes).toEqual([kind, "ok"]);
	});

	it.each(["auth", "quota", "model_gone"] as const)("goes to the next route at once after %s", async (kind) => {
		const { text, outcomes } = await call([routeOf(failing(kind, kind)), routeOf(failing())]);
		expect(text).toBe("All is well.");
		expect(outcomes).toEqual([kind, "ok"]);
	});

	it.each(["bad_request", "context_overflow"] as const)("is not tried anywhere again after %s", async (kind) => {
		const { error, outcomes } = await call([routeOf(failing(kind)), routeOf(failing())]);
		expect(error?.kind).toBe(kind);
		expect(outcomes).toEqual([kind]);
	});

	it("goes to the next route when the provider asks for a long wait", async () => {
		const busy = scriptedModel({ script: () => new ModelError("rate_limit", "later", { retryAfterMs: 90_000 }) });
		expect((await call([routeOf(busy), routeOf(failing())])).outcomes).toEqual(["rate_limit", "ok"]);
	});

	it("is never repeated once something was said, and what was said stays", async () => {
		const { text, error, outcomes } = await call([routeOf(stalling("Half a"), { idleMs: 40 }), routeOf(failing())]);
		expect(text).toBe("Half a");
		expect(error?.kind).toBe("timeout_idle");
		expect(outcomes).toEqual(["timeout_idle"]);
	});

	it("tells silence before the first token from silence after it, and from taking too long", async () => {
		expect((await call([routeOf(stalling(""), { firstMs: 30, attempts: 1 })])).error?.kind).toBe("timeout_first");
		expect((await call([routeOf(stalling("a"), { idleMs: 5_000, totalMs: 40 })])).error?.kind).toBe("timeout_total");
	});

	it("that the caller leaves is reported as aborted, with what it cost by estimate", async () => {
		const abort = new AbortController();
		setTimeout(() => abort.abort(), 30);
		const { attempts } = await call([routeOf(stalling("Half"))], abort.signal);
		expect(attempts).toMatchObject([{ outcome: "aborted", usage: { estimated: true, output: 1 } }]);
	});

	it("that the reader stops reading is reported once", async () => {
		const attempts: Attempt[] = [];
		const route = routeOf(scriptedModel({ script: () => "one two three" }));
		for await (const _ of callModel({ routes: [route], request, onAttempt: (attempt) => attempts.push(attempt) }))
			break;
		expect(attempts.map((attempt) => attempt.outcome)).toEqual(["aborted"]);
	});

	it("leaves a route alone that failed three times in a row, while there is another", async () => {
		const dead = routeOf(failing("server", "server", "server", "server"));
		const alive = () => routeOf(failing());
		await call([dead, alive()]);
		await call([dead, alive()]);
		expect((await call([dead, alive()])).outcomes).toEqual(["ok"]);
	});

	it("does not leave a route alone that answered in between", async () => {
		const shaky = routeOf(failing("auth"));
		const ask = () => askModel({ routes: [shaky, routeOf(failing())], request, onAttempt: () => undefined });
		for (const kind of ["auth", "auth", null, "auth", null] as const) {
			shaky.model = kind ? failing(kind) : failing();
			await ask();
		}
		let by = "";
		await askModel({ routes: [shaky, routeOf(failing())], request, onAttempt: ({ route }) => (by = route.id) });
		expect(by).toBe(shaky.id);
	});

	it("of an interview stays with the route that answered, until that one fails", async () => {
		const [first, second] = [routeOf(failing("auth")), routeOf(failing())];
		const ask = async (cacheKey: string) => {
			let by = "";
			const onAttempt = (attempt: Attempt) => {
				if (attempt.outcome === "ok") by = attempt.route.id;
			};
			await askModel({ routes: [first, second], request: { ...request, cacheKey }, onAttempt });
			return by;
		};
		expect(await ask("interview-1")).toBe(second.id);
		// The first works again, but only a new interview begins with it.
		expect(await ask("interview-1")).toBe(second.id);
		expect(await ask("interview-2")).toBe(first.id);
		second.model = failing("auth", "auth");
		expect(await ask("interview-1")).toBe(first.id);
		second.model = failing();
		expect(await ask("interview-1")).toBe(first.id);
	});

	it("gives the last reason when no route answers, and never runs without one", async () => {
		expect((await call([routeOf(failing("auth")), routeOf(failing("quota"))])).error?.kind).toBe("quota");
		expect((await call([])).error?.kind).toBe("server");
	});
});

describe("an answer nobody reads along", () => {
	it("comes whole, with its end", async () => {
		const { text, end } = await askModel({ routes: [routeOf(failing())], request, onAttempt: () => undefined });
		expect(text).toBe("All is well.");
		expect(end.finish).toBe("stop");
	});
});
