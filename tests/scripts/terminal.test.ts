/** What commands print reaches somebody's terminal: text of a candidate or a file must not be orders to it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { jsonText, printable, quoted } from "../../scripts/terminal";
import { runCommand } from "../support/command";

/** Clears the screen, sets the window's title, begins an order with one byte, turns the direction of writing. */
const ORDERS = "\u001b[2J\u001b]0;owned\u0007\u009b31m\u202e\u007f\r";
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must not reach a terminal
const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

describe("text for a terminal", () => {
	const nasty = fc
		.array(fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom(...ORDERS)))
		.map((all) => all.join(""));

	it("shows what a terminal would obey, and leaves everything else as it is", () => {
		expect(printable(`a${ORDERS}b`)).toBe("a\\x1b[2J\\x1b]0;owned\\x07\\x9b31m\\u202e\\x7f\\x0db");
		expect(printable("Voilà – “quoted”\tand 北京\r\nnext 🙂\n")).toBe("Voilà – “quoted”\tand 北京\nnext 🙂\n");
		fc.assert(fc.property(nasty, (text) => !OBEYED.test(printable(text))));
	});

	it("shows what is there and cannot be seen", () => {
		expect(printable("a\u061cb\u200bc\ufeffd\u{e0041}e")).toBe("a\\u061cb\\u200bc\\ufeffd\\u{e0041}e");
	});

	it("has no line of somebody else's where a command's own begin, also where the terminal would break it", () => {
		const lines = (text: string, columns: number) => `      ${quoted(text, columns)}`.split("\n");
		expect(lines("one\ntwo", 0)).toEqual(["      one", "      two"]);
		expect(lines("abcdefghij", 10)).toEqual(["      abcd", "      efgh", "      ij"]);
		fc.assert(
			fc.property(nasty, (text) => {
				for (const line of lines(text, 20)) {
					expect(line).toMatch(/^ {6}/);
					expect(line.length).toBeLessThanOrEqual(20);
				}
			}),
		);
	});

	it("loses nothing as JSON: read back, it is the same", () => {
		fc.assert(
			fc.property(nasty, (text) => {
				const written = jsonText({ [text]: [text] });
				expect(OBEYED.test(written)).toBe(false);
				expect(JSON.parse(written)).toEqual({ [text]: [text] });
			}),
		);
	});

	it("is printed by commands in one way only", () => {
		const commands = readdirSync("scripts").filter((file) => file.endsWith(".ts") && file !== "terminal.ts");
		expect(commands.length).toBeGreaterThan(8);
		for (const file of commands)
			expect(readFileSync(path.join("scripts", file), "utf8"), file).not.toMatch(/process\.std(?:out|err)|console\./);
	});
});

describe("a command given what somebody else wrote", { timeout: 60_000 }, () => {
	const folder = mkdtempSync(path.join(os.tmpdir(), "mockingbird-terminal-"));
	afterAll(() => rmSync(folder, { recursive: true, force: true }));
	const fileOf = (name: string, text: string) => {
		const file = path.join(folder, name);
		writeFileSync(file, text);
		return file;
	};
	const event = { seq: 1, atMs: 0, actor: "candidate", type: `dance${ORDERS}` };
	const interview = {
		format: "mockingbird.interview/v1",
		round: "system-design",
		question: "sd-01-support-chatbot",
		level: "mid",
		rubric: { id: "system-design", version: 1 },
		events: [event],
	};
	const answer = { id: `a${ORDERS}`, question: "What is a stack?", reference: "Last in, first out.", score: 4, max: 5 };

	const said = [
		`I would put a small model in front ${ORDERS} to route, retrieve twenty passages with keyword and vector search, and rerank them to five. Anything without a source goes to a person.`,
		`Three thousand input tokens and four hundred output tokens ${ORDERS} per request at a hundred thousand requests a day is nine billion input tokens a month, so I would compute both tiers.`,
		`I would keep a golden set of three hundred questions ${ORDERS} labelled by support agents, measure retrieval recall apart from faithfulness, and alert when either falls by two points.`,
	].map((text) => text.replaceAll("\r", ""));
	const talk = [...said, ...said, ...said];

	it.each<[string, () => ReturnType<typeof runCommand>]>([
		["a sentence about it", () => runCommand("grade", [fileOf("odd.json", JSON.stringify(interview))])],
		[
			"a result that names it",
			() => runCommand("calibrate", [fileOf("answers.jsonl", JSON.stringify({ ...answer, answer: "Last in." }))]),
		],
		["a word that is not known", () => runCommand("code", [`cd${ORDERS}`])],
		[
			"a report that quotes it",
			() => runCommand("interview", ["--question", "sd-01-support-chatbot"], `${talk.join("\n\n")}\n\n/end\n`),
		],
	])("prints no order to the terminal in %s", (_what, run) => {
		const { stdout, stderr } = run();
		const printed = stdout + stderr;
		expect(printed).toMatch(/\\(?:x|u00)9b31m/);
		expect(OBEYED.exec(printed)).toBeNull();
	});
});

describe("a command whose reader stops reading", { timeout: 60_000 }, () => {
	it.each([
		["a check of the content", ["scripts/content.ts"]],
		["a benchmark", ["bench/run.ts", "samples"]],
	])("ends quietly: %s", async (_what, words) => {
		const child = spawn(process.execPath, ["scripts/run.js", ...words], { stdio: ["ignore", "pipe", "pipe"] });
		// As `head` does, only sooner: nobody is there for the first line.
		child.stdout.destroy();
		let said = "";
		child.stderr.on("data", (chunk) => {
			said += chunk;
		});
		const [status] = (await once(child, "close")) as [number];
		expect([said, status]).toEqual(["", 0]);
	});
});
