import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { asksSeveral } from "~/core/content/check";

interface Asks {
	probes?: { id: string; ask: string }[];
	curveballs?: { id: string; ask: string }[];
	lines?: Record<string, string[]>;
}

const files = readdirSync("prompts", { recursive: true, encoding: "utf8" }).filter((file) =>
	/^(?:questions|rounds)\/.*\.md$/.test(file),
);

function read(file: string): Asks {
	return parse(readFileSync(`prompts/${file}`, "utf8").split(/^---$/m)[1] ?? "") ?? {};
}

describe("one question at a time", () => {
	it.each([
		"Pick one occasion. When was it, what was the system there for, and what were you responsible for?",
		"What goes in, what comes back, and what does it say when the call goes wrong?",
		"What did you see? What did you do?",
	])("%j is several", (ask) => expect(asksSeveral(ask)).toBe(true));

	it.each([
		"Pick one occasion. What was your part in it?",
		"If a customer asks who decided, and when, what can you show?",
		"How do you get from 85 to 95?",
	])("%j is one", (ask) => expect(asksSeveral(ask)).toBe(false));

	it.each(files)("%s asks no chains of questions", (file) => {
		const { probes = [], curveballs = [], lines = {} } = read(file);
		const asks = [...probes.map(({ ask }) => ask), ...curveballs.map(({ ask }) => ask), ...Object.values(lines).flat()];
		expect(asks.filter(asksSeveral)).toEqual([]);
	});

	it("a question of the behavioural round does not ask for two things with one breath", () => {
		const asks = files
			.filter((file) => file.startsWith("questions/behavioral"))
			.flatMap((file) => read(file).probes ?? [])
			.map(({ ask }) => ask);
		expect(asks.length).toBeGreaterThan(0);
		const two = asks.filter((ask) => /, and (?:what|how|who|whom|why|which|where|when)\b/i.test(ask));
		expect(two).toEqual([]);
	});

	it("no guide asks for a total: what is asked for a figure holds none", () => {
		const lines = files
			.filter((file) => file.startsWith("rounds"))
			.flatMap((file) => read(file).lines?.["ask-number"] ?? []);
		expect(lines.filter((line) => /out of how many/i.test(line))).toEqual([]);
	});
});
