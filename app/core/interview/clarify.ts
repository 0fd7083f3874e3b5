/** Answers from the private "If asked" list of a question and from its Brief, and only from there (content design §6.2). */
import { contentStems } from "../grading/text";
import { topicsOf } from "./clarify-topics";

export interface Clarification {
	/** The words before the colon: how a candidate would ask for it. */
	label: string;
	answer: string;
}

/** Share of a question's content words that must be found before an item counts as its answer. */
const ENOUGH = 0.34;
/** The same for a sentence of the Brief: most of the question must be in it. */
const BRIEF_ENOUGH = 0.5;

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

/** Words that nearly every question holds, whatever it asks for. */
const COMMON = new Set(
	contentStems(
		"answer question system assistant must per many number give tell work expect today currently roughly typical first one each every is there any would like kind information detail",
	),
);
const QUANTITY =
	/\bhow (?:many|much|large|big|often|long|frequent)\b|\b(?:number|amount|volume|size|share) of\b|\bvolume\b|\btraffic\b/i;
/** Words that ask how much there is of something without naming it. */
const BULK = new Set(contentStems("volume traffic load throughput daily day hour week month second"));
const FIGURE = /\d|\b(?:daily|weekly|monthly|hourly)\b/i;

interface Found {
	answer: string;
	value: number;
}

/**
 * The answers to `questions` that are on file, best first, without repeats and at most two: from the "If asked" list,
 * or the sentence of the Brief that already says it. Words and topics of a label count double; words that occur in many
 * bullets or in the Brief count less, because they tell nothing apart.
 */
export function findAnswers(input: {
	questions: readonly string[];
	clarifications: readonly Clarification[];
	brief: string;
}): string[] {
	const found = input.questions.flatMap((question) => {
		const listed = fromList({ question, clarifications: input.clarifications, brief: input.brief });
		const told = fromBrief({ question, brief: input.brief });
		const inList = listed && listed.value >= ENOUGH ? listed : null;
		const inBrief = told && told.value >= BRIEF_ENOUGH ? told : null;
		if (inBrief && (!inList || (asksForFigure(question) && inBrief.value > inList.value))) return [inBrief];
		return inList ? [inList] : [];
	});
	const unique = new Map(found.map((entry) => [entry.answer, entry.value]));
	return [...unique]
		.sort((a, b) => b[1] - a[1])
		.map(([answer]) => answer)
		.slice(0, 2);
}

function fromList(input: {
	question: string;
	clarifications: readonly Clarification[];
	brief: string;
}): Found | undefined {
	const { question, clarifications, brief } = input;
	const briefStems = new Set(contentStems(brief));
	const bullets = clarifications.map((item) => ({
		item,
		label: new Set(contentStems(item.label)),
		answer: new Set(contentStems(item.answer)),
		labelTopics: topicsOf(item.label),
		answerTopics: topicsOf(item.answer),
	}));
	const spread = (stem: string) => bullets.filter((bullet) => bullet.label.has(stem) || bullet.answer.has(stem)).length;
	const stems = [...new Set(contentStems(question))];
	const topics = [...topicsOf(question)];
	return bullets
		.map(({ item, label, answer, labelTopics, answerTopics }) => {
			let value = 0;
			let total = 0;
			let telling = false;
			let plainHits = 0;
			for (const stem of stems) {
				const plain = briefStems.has(stem) || COMMON.has(stem);
				const weight = (COMMON.has(stem) ? 0.15 : plain ? 0.4 : 1) / Math.max(1, spread(stem)) ** 0.5;
				total += weight;
				if (label.has(stem)) value += weight * 1.6;
				else if (answer.has(stem)) value += weight * 0.8;
				else continue;
				if (plain && !COMMON.has(stem) && !BULK.has(stem)) plainHits += 1;
				telling ||= !plain;
			}
			const named = topics.filter((topic) => labelTopics.has(topic)).length;
			const touched = topics.filter((topic) => answerTopics.has(topic)).length;
			const wanted = telling || named > 0 || (plainHits >= 2 && stems.some((stem) => label.has(stem)));
			const words = wanted ? value / Math.max(total, 0.4) : 0;
			return { answer: item.answer, value: words + named * 0.6 + (words > 0 ? touched * 0.1 : 0) };
		})
		.sort((a, b) => b.value - a.value)[0];
}

function sentencesOfBrief(brief: string): string[] {
	return brief
		.replace(/\s+/g, " ")
		.split(/(?<=[.!?]) /)
		.map((sentence) => sentence.trim());
}

function asksForFigure(question: string): boolean {
	return QUANTITY.test(question);
}

/** The sentence of the Brief that shares most of the question's words; where a figure is asked for, one that has one. */
function fromBrief({ question, brief }: { question: string; brief: string }): Found | undefined {
	const stems = [...new Set(contentStems(question))].filter((stem) => !COMMON.has(stem));
	const topics = topicsOf(question);
	const quantity = asksForFigure(question);
	const things = stems.filter((stem) => !BULK.has(stem));
	if (stems.length === 0) return undefined;
	return sentencesOfBrief(brief)
		.map((text) => {
			const words = new Set(contentStems(text));
			const shared = stems.filter((stem) => words.has(stem)).length;
			if (!quantity) return { answer: text, value: shared >= 2 ? shared / stems.length : 0 };
			const said = topicsOf(text);
			const fitting = things.length === 0 || things.some((stem) => words.has(stem));
			const bulk = topics.has("volume") && !topics.has("peak") && said.has("volume") && fitting;
			const people = topics.has("audience") && said.has("audience");
			const value = shared / stems.length + (bulk ? 3 : 0) + (people ? 0.5 : 0);
			const enough = FIGURE.test(text) && (bulk || people || shared > 0);
			return { answer: text, value: enough ? value : 0 };
		})
		.sort((a, b) => b.value - a.value)[0];
}
