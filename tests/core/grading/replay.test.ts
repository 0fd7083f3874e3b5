import { describe, expect, it } from "vitest";
import { loadContent } from "~/adapters/content.server";
import { loadSamples } from "~/adapters/samples.server";
import { buildReplay } from "~/core/grading/replay";
import { codeReader, stepsUntil } from "~/core/interview/code/code-replay";
import type { InterviewEvent } from "~/core/interview/events";
import { planForFile } from "~/core/interview/exchange";
import { roundContentFrom } from "~/core/interview/round-content";

const { content } = await loadContent({ root: process.cwd() });
const samples = await loadSamples({ root: process.cwd() });

function replayOf(name: string, more: InterviewEvent[] = []) {
	const file = samples.get(name);
	if (!file) throw new Error(`there is a sample ${name}`);
	const { plan } = planForFile({ file, content, now: 0 });
	const round = roundContentFrom({ plan, content });
	const events = [...file.events, ...more];
	return { events, replay: buildReplay({ interviewId: "i", startedAt: 0, events, content: round, criteria: [] }) };
}

describe("the replay of a coding round", () => {
	const { replay, events } = replayOf("coding-middling");

	it("tells talk, edits, runs, hints and phases in the order in which they happened", () => {
		const times = replay.moments.map(({ fromMs }) => fromMs);
		expect(times).toEqual([...times].sort((a, b) => a - b));
		const kinds = new Set(replay.moments.map(({ kind }) => kind));
		expect([...kinds].sort()).toEqual(["answer", "edit", "hint", "question", "run", "turn"]);
		expect(replay.moments.filter(({ kind }) => kind === "run")).toHaveLength(
			events.filter(({ type }) => type === "run").length,
		);
		expect(replay.phases.map(({ title }) => title)).toEqual(["Contract", "Stage 1", "Stage 2", "Review", "Close"]);
		expect(replay.phases.at(-1)?.toMs).toBe(replay.lengthMs);
	});

	it("says of an edit which lines it left behind, and of a run what passed", () => {
		const edits = replay.moments.filter(({ kind }) => kind === "edit").map(({ detail }) => detail);
		expect(edits.every((detail) => /^(lines? \d+|\d+ lines taken out|back to what it was)/.test(detail))).toBe(true);
		expect(edits.some((detail) => detail.endsWith("my_tests.py"))).toBe(true);
		const runs = replay.moments.filter(({ kind }) => kind === "run");
		expect(runs[1]).toMatchObject({ title: "Run 2", detail: "core 7 of 8", passed: false });
	});

	it("tells editing apart where a run lies in between, however short the pause", () => {
		const change = { at: 0, removed: 0, inserted: "# x\n" };
		const base = { actor: "candidate", path: "solution.py", change } as const;
		const at = 10_000_000;
		const { moments } = replayOf("coding-weak", [
			{ ...base, seq: 900, atMs: at, type: "code" },
			{ seq: 901, atMs: at + 1_000, type: "run", actor: "runner", by: "browser", results: {} },
			{ ...base, seq: 902, atMs: at + 2_000, type: "code" },
		]).replay;
		expect(moments.slice(-3).map(({ kind, fromMs }) => [kind, fromMs - at])).toEqual([
			["edit", 0],
			["run", 1_000],
			["edit", 2_000],
		]);
	});

	it("shows the file as it was at every run", () => {
		if (!replay.code) throw new Error("there is code");
		const read = codeReader(replay.code);
		const at = (ms: number) => read(stepsUntil(replay.code?.steps ?? [], ms))["solution.py"] ?? "";
		const [, first, second] = replay.moments.filter(({ kind }) => kind === "run");
		expect(at(0)).toContain("raise NotImplementedError");
		expect(at(first?.fromMs ?? 0)).toContain("RETRYABLE = {429, 500, 502, 503, 504}");
		expect(at(second?.fromMs ?? 0)).toContain("RETRYABLE = {408, 429, 500, 502, 503, 504, 529}");
	});
});

describe("the replay of other rounds", () => {
	it("has the talk alone where nothing was written, and the board where something was drawn", () => {
		const { replay } = replayOf("behavioral-strong");
		expect([replay.code, replay.board]).toEqual([null, null]);
		expect(replay.turns.length).toBeGreaterThan(10);
		const stroke = (seq: number, atMs: number) =>
			({ seq, atMs, type: "board", actor: "candidate", elements: [{ id: `e${seq}` }] }) as InterviewEvent;
		const late = 10_000_000;
		const drawn = replayOf("system-design-weak", [
			stroke(900, late),
			stroke(901, late + 5_000),
			stroke(902, late + 60_000),
		]).replay;
		expect(drawn.board).toEqual([late, late + 5_000, late + 60_000]);
		expect(drawn.moments.filter(({ kind }) => kind === "board").map(({ detail }) => detail)).toEqual([
			"2 changes",
			"1 change",
		]);
	});
});
