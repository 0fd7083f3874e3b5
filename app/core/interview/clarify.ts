/** Answers from the private "If asked" list of a question, and only from there (content design §6.2). */
import { contentStems } from "../grading/text";

export interface Clarification {
	/** The words before the colon: how a candidate would ask for it. */
	label: string;
	answer: string;
}

/** Share of a question's content words that must be found before an item counts as its answer. */
const ENOUGH = 0.34;

/** Splits the "If asked" section into its bullets. A bullet without a label answers under its own words. */
export function readClarifications(ifAsked: string): Clarification[] {
	return ifAsked
		.split(/\n(?=\s*[-*] )/)
		.map((bullet) =>
			bullet
				.replace(/^\s*[-*] /, "")
				.replace(/\s+/g, " ")
				.trim(),
		)
		.filter((bullet) => bullet !== "")
		.map((bullet) => {
			const colon = bullet.indexOf(": ");
			if (colon < 0 || colon > 90) return { label: "", answer: bullet };
			return { label: bullet.slice(0, colon), answer: bullet.slice(colon + 2) };
		});
}

/**
 * The clarifications that answer `questions`, best first, without repeats and at most two. A word in the label counts
 * double; words that occur in many bullets or in the Brief count less, because they tell nothing apart.
 */
export function findAnswers(input: {
	questions: readonly string[];
	clarifications: readonly Clarification[];
	brief: string;
}): string[] {
	const briefStems = new Set(contentStems(input.brief));
	const bullets = input.clarifications.map((item) => ({
		item,
		label: new Set(contentStems(item.label)),
		answer: new Set(contentStems(item.answer)),
	}));
	const spread = (stem: string) => bullets.filter((bullet) => bullet.label.has(stem) || bullet.answer.has(stem)).length;
	const found: { answer: string; value: number }[] = [];
	for (const question of input.questions) {
		const stems = [...new Set(contentStems(question))];
		const best = bullets
			.map(({ item, label, answer }) => {
				let value = 0;
				let total = 0;
				let telling = false;
				for (const stem of stems) {
					const weight = (briefStems.has(stem) ? 0.4 : 1) / Math.max(1, spread(stem)) ** 0.5;
					total += weight;
					if (label.has(stem)) value += weight * 1.6;
					else if (answer.has(stem)) value += weight * 0.8;
					else continue;
					telling ||= !briefStems.has(stem);
				}
				return { answer: item.answer, value: telling ? value / total : 0 };
			})
			.sort((a, b) => b.value - a.value)[0];
		if (best && best.value >= ENOUGH) found.push(best);
	}
	const unique = new Map(found.map((entry) => [entry.answer, entry.value]));
	return [...unique]
		.sort((a, b) => b[1] - a[1])
		.map(([answer]) => answer)
		.slice(0, 2);
}
