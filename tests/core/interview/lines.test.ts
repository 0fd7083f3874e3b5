import { describe, expect, it } from "vitest";
import type { RoundGuide } from "~/core/content/round-schemas";
import { wordMove } from "~/core/interview/practice-engine";
import { projectInterview } from "~/core/interview/state";
import { smallRound, startedLog } from "../../support/round";

function withLines(lines: Partial<RoundGuide["lines"]>, round: "coding" | "rag-deep-dive" = "rag-deep-dive") {
	const content = smallRound({ round });
	return { ...content, guide: { ...content.guide, lines: { ...content.guide.lines, ...lines } } };
}

describe("what the practice engine says", () => {
	it.each(["ok", "Yes, done."])("after %j nothing is called clear: the floor goes back", (text) => {
		const content = withLines({ acknowledge: ["That is clear."], "hand-back": ["Go on with {{title}}."] }, "coding");
		const state = projectInterview({ events: startedLog(content), plan: content.plan });
		state.candidateTurn = [{ seq: 9, text }];
		expect(wordMove({ move: { kind: "listen" }, state, content, seed: "a" })).toBe("Go on with Phase first.");
	});

	it("a guide without sentences for it still hands the floor back", () => {
		const content = withLines({ "hand-back": undefined });
		const state = projectInterview({ events: startedLog(content), plan: content.plan });
		expect(wordMove({ move: { kind: "listen" }, state, content, seed: "a" })).toBe("You have the floor.");
	});

	it.each([
		["numbers work better than arguing", "“numbers work better than arguing” – how much?"],
		["we lost 40 orders", "“we lost 40 orders” – out of how many in total?"],
	])("a total is asked for only where a count was said: %j", (quote, said) => {
		const total = "“{{quote}}” – out of how many in total?";
		const lines = /\d/.test(quote) ? [total] : [total, "“{{quote}}” – how much?"];
		const content = withLines({ "ask-number": lines });
		const state = projectInterview({ events: startedLog(content), plan: content.plan });
		for (const seed of ["a", "b", "c", "d"])
			expect(wordMove({ move: { kind: "follow-up", ask: "ask-number", quote }, state, content, seed })).toBe(said);
	});
});
