import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codeForInterviewer } from "~/core/interview/code/code-excerpt";
import { applyChange, changeBetween, readFiles, settledCode } from "~/core/interview/code/code-log";
import { describeRun } from "~/core/interview/code/describe-run";
import { findRemarks } from "~/core/interview/code/remarks";
import { findSuspicions } from "~/core/interview/code/tampering";
import type { InterviewEvent } from "~/core/interview/events";

const text = fc.string({ maxLength: 60, unit: fc.constantFrom("a", "b", "\n", "é", "🐦", " ") });

function logOf(texts: readonly string[], starter: string): InterviewEvent[] {
	let before = starter;
	return texts.flatMap((after, index) => {
		const change = changeBetween(before, after);
		before = after;
		return change
			? [
					{
						seq: index + 1,
						atMs: index,
						actor: "candidate",
						type: "code",
						path: "solution.py",
						change,
					} as InterviewEvent,
				]
			: [];
	});
}

describe("a change of a file", () => {
	it("turns the text before it into the text after it, whatever they are", () => {
		fc.assert(
			fc.property(text, text, (before, after) => {
				const change = changeBetween(before, after);
				expect(change === null).toBe(before === after);
				if (change) expect(applyChange(before, change)).toBe(after);
			}),
		);
	});

	it("is as small as one stretch can be", () => {
		expect(changeBetween("def f(): pass", "def f(x): pass")).toEqual({ at: 6, removed: 0, inserted: "x" });
	});

	it("that does not fit the text is drawn to its end instead of failing", () => {
		expect(applyChange("abc", { at: 99, removed: 7, inserted: "!" })).toBe("abc!");
	});
});

describe("the files of a log", () => {
	it("are what was written last, after any number of changes", () => {
		fc.assert(
			fc.property(text, fc.array(text, { maxLength: 8 }), (starter, texts) => {
				const events = logOf(texts, starter);
				expect(readFiles({ events, starter })["solution.py"].text).toBe(texts.at(-1) ?? starter);
			}),
		);
	});

	it("are the same at every moment, however often and in whichever order they are asked for", () => {
		const texts = Array.from({ length: 300 }, (_, index) => `line ${index % 7}\n`.repeat(index % 11));
		const events = logOf(texts, "start");
		const plain = (count: number) =>
			events
				.slice(0, count)
				.reduce(
					(text, event) => (event.type === "code" && event.change ? applyChange(text, event.change) : text),
					"start",
				);
		for (const count of [300, 64, 63, 65, 1, 0, 200, 128, 290, 299].map((wanted) => Math.min(wanted, events.length)))
			expect(readFiles({ events: events.slice(0, count), starter: "start" })["solution.py"].text).toBe(plain(count));
		expect(readFiles({ events: events.slice(0, 150), starter: "other" })["solution.py"].text).not.toBe("start");
	});

	it("stand whole in a settled log, once, where they last changed", () => {
		const events = logOf(["one", "one two", "one two three"], "");
		expect(settledCode(events, "").map((event) => [event.seq, event.type === "code" && event.text])).toEqual([
			[3, "one two three"],
		]);
	});

	it("start with the starter and an empty file of own tests", () => {
		expect(readFiles({ events: [], starter: "x = 1" })).toEqual({
			"solution.py": { text: "x = 1", seq: 0 },
			"my_tests.py": { text: "", seq: 0 },
		});
	});
});

describe("what an interviewer sees of the code", () => {
	it("is a window with the editor's line numbers, and which lines are new", () => {
		const starter = Array.from({ length: 300 }, (_, line) => `line_${line + 1} = 0`).join("\n");
		const events = logOf([starter.replace("line_200 = 0", "line_200 = 0\nnew_line = 1")], starter);
		const { excerpt, changes } = codeForInterviewer({ events, starter, since: 0 });
		expect(excerpt).toContain("201  new_line = 1");
		expect(excerpt).not.toContain("line_1 = 0\n");
		expect(excerpt).toContain("(301 lines in all)");
		expect(changes).toMatch(/20[01]/);
		expect(codeForInterviewer({ events, starter, since: 99 }).changes).toBe("nothing");
	});

	it("counts runs and names no test", () => {
		const run = {
			seq: 1,
			atMs: 0,
			actor: "runner",
			type: "run",
			by: "server",
			results: { edge: [3, 7], core: [5, 5] },
		};
		expect(describeRun(run as never)).toBe("Check: core 5 of 5, edge 3 of 7");
	});
});

describe("a remark", () => {
	const remarks = (code: string, starter = "") =>
		findRemarks({ text: code, starter }).map(({ ask, line }) => [ask, line]);

	it("is made where a colleague would stop", () => {
		expect(remarks("try:\n    f()\nexcept Exception:\n    pass\n")).toEqual([["swallowed-error", 3]]);
		expect(remarks("try:\n    f()\nexcept:\n    log()\n")).toEqual([["broad-except", 3]]);
		expect(remarks("while True:\n    poll()\n")).toEqual([["endless-loop", 1]]);
		expect(remarks("def f(x, seen=[]):\n    return x\n")).toEqual([["mutable-default", 1]]);
		expect(remarks("value = eval(reply)\n")).toEqual([["eval-call", 1]]);
		expect(remarks("random.seed(7)\n")).toEqual([["global-seed", 1]]);
		expect(remarks("def f(x, y):\n    return x\n")).toEqual([["untyped-signature", 1]]);
	});

	it("is not made about what is fine", () => {
		expect(remarks("while True:\n    if done():\n        break\n    poll()\n")).toEqual([]);
		expect(remarks("try:\n    f()\nexcept TransportError as error:\n    cause = error\n")).toEqual([]);
		expect(remarks("def f(x: int) -> int:\n    return x\n")).toEqual([]);
		expect(remarks("# except Exception: would hide it\nname = 'eval(x)'.lower\n".replace("eval(x)", "x"))).toEqual([]);
		expect(remarks("model.eval()\n")).toEqual([]);
		expect(remarks("source = random.Random(7)\n")).toEqual([]);
	});

	it("is not made about lines of the starter", () => {
		expect(remarks("def f(x, y):\n    return 1\n", "def f(x, y):\n    ...\n")).toEqual([]);
	});

	it("takes no longer on text that was made to be slow", () => {
		const long = `${"while True:\n".repeat(5_000)}${"(".repeat(50_000)}\n${"except ".repeat(8_000)}`;
		expect(remarks(long).length).toBeLessThan(3);
	});
});

describe("a suspicion", () => {
	it("names the line that reaches for what judges it", () => {
		const hidden = [
			"import _pyodide_core as c",
			"from judge import side",
			"g = x.__globals__",
			"fd = os.open('/dev/peer', os.O_RDWR)",
			"fakes.Scripted.count = 1",
		];
		expect(findSuspicions(hidden.join("\n"))).toHaveLength(hidden.length);
		expect(findSuspicions('h = getattr(self, "on_" + name)\nkey = "p_" + "q"\n')).toEqual([]);
		expect(findSuspicions("import json\nimport harness\nx = sys._getframe()\n").map((found) => found.line)).toEqual([
			2, 3,
		]);
	});

	it("is not raised by ordinary code", () => {
		expect(
			findSuspicions(
				"import asyncio, inspect, random\nfrom dataclasses import dataclass\nfrom fakes import Response\ndef __eq__(self, other): return e.__traceback__\n",
			),
		).toEqual([]);
	});
});
