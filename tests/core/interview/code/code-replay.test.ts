import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changeBetween, readFiles } from "~/core/interview/code/code-log";
import { changedLines, codeReader, codeSteps, lineMoments, stepsUntil } from "~/core/interview/code/code-replay";
import type { InterviewEvent } from "~/core/interview/events";

const STARTER = "def f():\n    raise NotImplementedError\n";

/** A log in which solution.py becomes each of the texts in turn, a second apart. */
function logOf(texts: readonly string[]): InterviewEvent[] {
	let before = STARTER;
	return texts.flatMap((text, index) => {
		const change = changeBetween(before, text);
		before = text;
		const stamp = { seq: index + 1, atMs: (index + 1) * 1_000, actor: "candidate" } as const;
		return change ? [{ ...stamp, type: "code", path: "solution.py", change } as InterviewEvent] : [];
	});
}

describe("the file at a moment", () => {
	it("is what the log says, wherever one jumps and in whatever order", () => {
		const texts = fc.array(fc.stringMatching(/^[ab\n]{0,12}$/), { minLength: 1, maxLength: 300 });
		const jumps = fc.array(fc.nat(400), { minLength: 1, maxLength: 12 });
		fc.assert(
			fc.property(texts, jumps, (written, places) => {
				const events = logOf(written);
				const steps = codeSteps(events);
				const read = codeReader({ steps, starter: STARTER });
				return places.every((place) => {
					const expected = readFiles({ events: events.slice(0, place), starter: STARTER })["solution.py"].text;
					return read(place)["solution.py"] === expected;
				});
			}),
			{ numRuns: 60 },
		);
	});

	it("counts the steps up to and with a moment", () => {
		const steps = [{ atMs: 0 }, { atMs: 5 }, { atMs: 5 }, { atMs: 9 }];
		expect([-1, 0, 4, 5, 8, 9, 99].map((atMs) => stepsUntil(steps, atMs))).toEqual([0, 1, 1, 3, 3, 4, 4]);
	});
});

describe("changed lines", () => {
	it("are one stretch, with what came and what went", () => {
		expect(changedLines("a\nb\nc", "a\nx\ny\nc")).toEqual({ from: 2, to: 3, added: 2, removed: 1 });
		expect(changedLines("a\nb\nc", "a\nc")).toEqual({ from: 2, to: 1, added: 0, removed: 1 });
		expect(changedLines("a", "a")).toBeNull();
	});
});

describe("the moment a line came to be", () => {
	it("is that of the last change that touched it, though lines above it moved since", () => {
		const events = logOf([
			"def f():\n    return 1\n",
			"import time\n\ndef f():\n    return 1\n",
			"import time\n\ndef f():\n    return 2\n",
		]);
		const at = lineMoments({ events, starter: STARTER });
		expect([1, 2, 3, 4].map((line) => at("solution.py", line))).toEqual([2_000, 2_000, null, 3_000]);
		expect(at("my_tests.py", 1)).toBeNull();
		expect(at("solution.py", 99)).toBeNull();
	});
});
