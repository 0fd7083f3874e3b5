import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { loadContent } from "~/adapters/content.server";
import { readQuestionFile } from "~/adapters/question-file.server";
import { countAsks } from "~/core/content/check";

interface Asks {
	probes?: { id: string; ask: string }[];
	curveballs?: { id: string; ask: string }[];
	hints?: { rungs: string[] }[];
	lines?: Record<string, string[]>;
}

const files = readdirSync("prompts", { recursive: true, encoding: "utf8" }).filter((file) =>
	/^(?:questions|rounds)\/.*\.md$/.test(file),
);
const questions = files.filter((file) => file.startsWith("questions/"));
const guides = files.filter((file) => file.startsWith("rounds/"));

function read(file: string): Asks {
	return parse(readFileSync(`prompts/${file}`, "utf8").split(/^---$/m)[1] ?? "") ?? {};
}

const several = (asks: readonly string[]) => asks.filter((ask) => countAsks(ask) > 1);

describe("one question at a time", () => {
	it.each([
		["How large does the index become, and where would you keep it?", 2],
		["Who can read that, and for how long?", 2],
		["What may it do tomorrow morning without anybody looking, and what never?", 2],
		["A storm comes. What do you switch on; and what stays off?", 2],
		["Why that store? And when would you move?", 2],
		["What did you see? What did you do?", 2],
		["What goes in, what comes back, and what does it say when the call goes wrong?", 3],
		["Pick one occasion. When was it, what was the system there for, and what were you responsible for?", 3],
	])("%j asks for several things", (ask, asks) => expect(countAsks(ask)).toBe(asks));

	it.each([
		"Pick one occasion. What was your part in it?",
		"If a customer asks who decided, and when, what can you show?",
		"A regulator asks what it told a buyer, and on which version of which document. What can you hand over?",
		"And when that did not help, what then?",
		"How do you get from 85 to 95?",
		"How do you find out whether the search or the writing is at fault?",
		"Which model would you give to which part of a session?",
		"What stands between a sentence in an e-mail and a credit in the books?",
		'A customer writes "where is my parcel? And when does it come?" What happens until the reply is there?',
	])("%j asks for one", (ask) => expect(countAsks(ask)).toBe(1));

	it("is what the content check asks of an author, by the name of the probe and its line", async () => {
		const { content } = await loadContent({ root: process.cwd() });
		const shipped = readFileSync("prompts/questions/rag-deep-dive/rag-01-legal-documents.md", "utf8");
		const advice = (source: string) =>
			readQuestionFile({ source, context: content }).problems.filter(({ sentence }) => sentence.includes("several"));
		expect(advice(shipped)).toEqual([]);

		const [ask, two] = ["What does one entry in your index hold?", "What does one entry hold, and who decides that?"];
		const changed = shipped.replace(ask, two);
		const [found, ...others] = advice(changed);
		expect(others).toEqual([]);
		expect(found).toMatchObject({ severity: "note", sentence: expect.stringContaining('"p-size"') });
		const lines = changed.split("\n").slice((found?.line ?? 0) - 1);
		expect(lines.slice(0, 2).join()).toContain(two);
	});

	it.each(questions)("%s asks one thing with each probe and each turn of the case", (file) => {
		const { probes = [], curveballs = [] } = read(file);
		expect(probes.length).toBeGreaterThan(0);
		expect(several([...probes, ...curveballs].map(({ ask }) => ask))).toEqual([]);
	});

	it.each(questions)("%s asks one thing with each hint", (file) => {
		const rungs = (read(file).hints ?? []).flatMap((ladder) => ladder.rungs);
		expect(rungs.length).toBeGreaterThan(0);
		expect(several(rungs)).toEqual([]);
	});

	it.each(guides)("%s asks one thing with each sentence the practice engine may say", (file) => {
		const lines = Object.values(read(file).lines ?? {}).flat();
		expect(lines.length).toBeGreaterThan(0);
		expect(several(lines)).toEqual([]);
	});

	it("no guide asks for a total: what is asked for a figure holds none", () => {
		const lines = guides.flatMap((file) => read(file).lines?.["ask-number"] ?? []);
		expect(lines.filter((line) => /out of how many/i.test(line))).toEqual([]);
	});
});
