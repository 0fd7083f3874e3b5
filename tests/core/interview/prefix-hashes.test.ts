/**
 * The text a model reads before the talk, pinned by its hash. A pin is added for a new version and never changed for an
 * old one: `UPDATE_PREFIX_HASHES=1 npm run test:unit -- tests/core/interview/prefix-hashes.test.ts`.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { loadContent } from "~/adapters/content.server";
import type { Question } from "~/core/content/schemas";
import { systemParts } from "~/core/interview/interviewer-prompt";
import { makePlan } from "~/core/interview/make-plan";
import { roundContentFrom } from "~/core/interview/round-content";

const { content } = await loadContent({ root: process.cwd() });
const { guardrails } = content;
const leaders = [...content.questions.values()].filter((question) => question.kind !== "situational");

const PINS = "tests/core/interview/prefix-hashes.json";
const pinned = JSON.parse(readFileSync(PINS, "utf8")) as Record<string, string>;
const found: Record<string, string> = {};

/** The question alone, at one level, by one persona: everything that is in the prefix has its version in the name. */
function pinOf(question: Question, seed: string): { name: string; hash: string } {
	// A role-play is never asked for by name: it stands in the round of its story.
	const leader = question.kind === "situational" ? leaders.find((entry) => entry.round === question.round) : question;
	const { plan: planned } = makePlan({
		content,
		request: {
			round: question.round,
			level: (leader ?? question).levels.includes("senior") ? "senior" : "mid",
			mode: "real",
			persona: "probing",
			extraTime: "none",
			choice: "specific",
			question: (leader ?? question).id,
		},
		seen: [],
		seed,
	});
	const round = roundContentFrom({ plan: planned, content });
	const { persona, guide, levelNote, priceBook, plan } = round;
	const alone = { ...round, questions: [question], plan: { ...plan, spare: null } };
	const text = systemParts({ content: alone, guardrails })
		.map((part) => part.text)
		.join("\n\n");
	const versions = [
		`${question.id} v${question.version}`,
		`guardrails v${guardrails.version}`,
		`${persona.id} v${persona.version}`,
		`${guide.id} v${guide.version}`,
		`${levelNote.id} v${levelNote.version}`,
		...(priceBook ? [`${priceBook.id} of ${priceBook.as_of}`] : []),
	];
	return { name: versions.join(", "), hash: createHash("sha256").update(text).digest("hex") };
}

describe("the text a model reads before the talk", () => {
	afterAll(() => {
		if (!process.env.UPDATE_PREFIX_HASHES) return;
		const kept = Object.entries({ ...found, ...pinned }).filter(([name]) => name in found);
		writeFileSync(
			PINS,
			`${JSON.stringify(Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1))), null, "\t")}\n`,
		);
	});

	it.each([...content.questions.values()].map((question) => [question.id, question] as const))(
		"of %s is the one that was pinned for its version, whoever practises",
		(_id, question) => {
			const { name, hash } = pinOf(question, "one person");
			expect(pinOf(question, "another person"), "the prefix depends on more than what is asked").toEqual({
				name,
				hash,
			});
			found[name] = hash;
			if (process.env.UPDATE_PREFIX_HASHES && !(name in pinned)) return;
			expect(pinned[name], `${name} has no pin yet: run this file with UPDATE_PREFIX_HASHES=1`).toBeDefined();
			expect(
				hash,
				`The text before the talk changed under the same versions (${name}). Running interviews would lose their cache and their meaning: raise the question's or the prompt's version`,
			).toBe(pinned[name]);
		},
	);
});
