/**
 * Checks across files: references exist, nothing private leaks into what a candidate reads, every level finds enough
 * questions. Source: content design §6.5, decisions 12–13.
 */
import type { ContentProblem } from "./content";
import type { RoundGuide } from "./round-schemas";
import { LEVELS, type PriceBook, type Question, type Round, type Rubric } from "./schemas";

export const LEAK_WORDS = 6;
export const QUESTIONS_PER_LEVEL = 3;

/** Words too common to show that a point was covered; alone they may not be a `listen_for` entry. */
const EVERYDAY = new Set(
	(
		"i my me we our us you they it in on at to of for and or so but because then when what how why who users user " +
		"data time percent customers customer people team work working good bad better more less number numbers model " +
		"system week month year day hours hour last next told said used use make made get got need want thing things " +
		"noticed reported test tests result results change changed problem problems always never also"
	).split(" "),
);

const ASKING = "(?:what|how|who|whom|whose|why|which|where|when)";
const PREPOSITION = "(?:about|at|by|for|from|in|of|on|to|under|until|with)";
/** "…, and what …": a second question. "who decided, and when, what …" runs on to the only one and is none. */
const JOINED = new RegExp(`[,;]\\s+(?:and|or|but)\\s+(?:${PREPOSITION}\\s+)?${ASKING}\\b(?!,)`, "gi");
/** "…, what …, what …": a chain needs no "and", but a question that begins with its question word. */
const CHAINED = new RegExp(`(?:,|;|\\band\\b|\\bor\\b)\\s+(?:(?:and|or)\\s+)?${ASKING}\\b`, "gi");
const BEGINS_ASKING = new RegExp(`^\\W*(?!(?:and|or|but) )(?:\\w+ )?${ASKING}\\b`, "i");

/**
 * How many things words of the interviewer ask for: one for each question mark, and one more for each question word
 * joined on in the same sentence. What somebody in quotation marks asks does not count. More than one is too many: an
 * answer takes one, and which other was meant to be graded nobody can tell. Source: content design §2, one question a turn.
 */
export function countAsks(ask: string): number {
	const asking = ownWords(ask)
		.split(/(?<=[.:?!])\s+/)
		.filter((sentence) => sentence.includes("?"));
	return asking.reduce((asks, sentence) => {
		const chained = BEGINS_ASKING.test(sentence) ? (sentence.match(CHAINED)?.length ?? 0) : 0;
		const joined = chained >= 2 ? chained : (sentence.match(JOINED)?.length ?? 0);
		return asks + questionMarks(sentence) + joined;
	}, 0);
}

export interface QuestionContext {
	rubrics: ReadonlyMap<string, Rubric>;
	guides: ReadonlyMap<Round, RoundGuide>;
	priceBooks: ReadonlyMap<string, PriceBook>;
}

/**
 * Problems of one question against the files it refers to. `locate` gives the line of a path in the front matter.
 */
export function checkQuestion(input: {
	question: Question;
	file: string;
	context: QuestionContext;
	locate: (path: readonly (string | number)[]) => number;
}): ContentProblem[] {
	const { question, file, context, locate } = input;
	const problems: ContentProblem[] = [];
	const error = (path: readonly (string | number)[], sentence: string) =>
		problems.push({ file, line: locate(path), sentence, severity: "error" });
	const note = (path: readonly (string | number)[], sentence: string) =>
		problems.push({ file, line: locate(path), sentence, severity: "note" });

	const rubric = context.rubrics.get(question.rubric);
	if (!rubric) {
		error(["rubric"], `there is no rubric "${question.rubric}"`);
		return problems;
	}
	if (rubric.round !== question.round) error(["rubric"], `rubric "${rubric.id}" belongs to the round ${rubric.round}`);
	if (question.price_book && !context.priceBooks.has(question.price_book)) {
		error(["price_book"], `there is no price book "${question.price_book}"`);
	}
	if ((question.round === "coding") !== (question.code !== undefined)) {
		const sentence = question.code
			? "only coding questions have Python files beside them"
			: "a coding question needs starter.py, solution.py, tests_visible.py and tests_hidden.py beside it";
		error(["round"], sentence);
	}
	if ((question.round === "ml-warmup") !== (question.kind === "exercise")) {
		error(["kind"], "the round ml-warmup has questions of the kind exercise, and no other round has");
	}
	if ((question.kind === "exercise") !== (question.asks !== undefined)) {
		error(["asks"], "an exercise says under asks which key points its Brief asks for, and no other question does");
	}
	if (question.calculation && !question.price_book) error(["calculation"], "a calculation needs a price_book");

	const criteria = new Set(rubric.criteria.map((criterion) => criterion.id));
	const points = new Set(question.key_points.map((point) => point.id));
	question.key_points.forEach((point, index) => {
		if (!criteria.has(point.criterion)) {
			error(
				["key_points", index, "criterion"],
				`key point "${point.id}" names the unknown criterion "${point.criterion}"`,
			);
		}
		point.listen_for.forEach((phrase, at) => {
			if (!isEveryday(phrase)) return;
			error(["key_points", index, "listen_for", at], `"${phrase}" is an everyday word and would match anything`);
		});
	});
	for (const id of question.asks ?? []) {
		if (!points.has(id)) error(["asks"], `the Brief asks for the unknown key point "${id}"`);
	}
	for (const list of ["probes", "curveballs"] as const) {
		question[list].forEach((entry, index) => {
			for (const id of entry.covers) {
				if (!points.has(id)) error([list, index, "covers"], `"${entry.id}" covers the unknown key point "${id}"`);
			}
			if (questionMarks(ownWords(entry.ask)) > 1) {
				error([list, index, "ask"], `"${entry.id}" asks more than one question`);
			} else if (countAsks(entry.ask) > 1) {
				const sentence = `"${entry.id}" asks for several things in one sentence, and an answer takes only one: give each a probe of its own`;
				note([list, index, "ask"], sentence);
			}
		});
	}
	question.hints.forEach((ladder, index) => {
		if (!criteria.has(ladder.criterion)) error(["hints", index], `there is no criterion "${ladder.criterion}"`);
	});
	question.exemplars.forEach((exemplar, index) => {
		if (!criteria.has(exemplar.criterion)) error(["exemplars", index], `there is no criterion "${exemplar.criterion}"`);
	});
	question.red_flags.forEach((flag, index) => {
		if (!rubric.red_flags.some((known) => known.id === flag))
			error(["red_flags", index], `there is no red flag "${flag}"`);
	});
	checkPhases({ question, guide: context.guides.get(question.round), error });
	for (const leak of findLeaks(question)) error(leak.path, leak.sentence);
	for (const level of question.levels) {
		const unreached = unreachedPoints(question, level);
		if (unreached.length > 0) note(["probes"], `at ${level} no probe reaches ${unreached.join(", ")}`);
	}
	return problems;
}

/** Rounds that can be practised need a guide and, at every level, enough questions (and a role-play for stories). */
export function checkCoverage(input: {
	questions: readonly Question[];
	guides: ReadonlyMap<Round, RoundGuide>;
	rubrics: ReadonlyMap<string, Rubric>;
}): ContentProblem[] {
	const problems: ContentProblem[] = [];
	for (const guide of input.guides.values()) {
		const file = `prompts/rounds/${guide.id}.md`;
		for (const level of LEVELS) {
			const own = input.questions.filter(
				(question) => question.round === guide.round && question.levels.includes(level),
			);
			if (own.length >= QUESTIONS_PER_LEVEL) continue;
			const sentence = `${guide.round} has ${own.length} questions for ${level}, needs ${QUESTIONS_PER_LEVEL}`;
			problems.push({ file, line: 0, sentence, severity: "error" });
		}
		const known = new Set(
			[...input.rubrics.values()]
				.filter((rubric) => rubric.round === guide.round)
				.flatMap((rubric) => rubric.criteria.map((c) => c.id)),
		);
		for (const phase of guide.phases) {
			for (const criterion of phase.criteria) {
				if (known.has(criterion)) continue;
				const sentence = `phase "${phase.id}" names the unknown criterion "${criterion}"`;
				problems.push({ file, line: 0, sentence, severity: "error" });
			}
		}
	}
	return problems;
}

function checkPhases(input: {
	question: Question;
	guide: RoundGuide | undefined;
	error: (path: readonly (string | number)[], sentence: string) => void;
}) {
	const { question, guide, error } = input;
	if (!guide) return;
	const phases = new Set(guide.phases.map((phase) => phase.id));
	question.probes.forEach((probe, index) => {
		if (probe.phase && !phases.has(probe.phase))
			error(["probes", index, "phase"], `there is no phase "${probe.phase}"`);
	});
	question.curveballs.forEach((curveball, index) => {
		if (!phases.has(curveball.after_phase)) {
			error(["curveballs", index, "after_phase"], `there is no phase "${curveball.after_phase}"`);
		}
	});
	question.cards.forEach((card, index) => {
		if (!phases.has(card.phase)) error(["cards", index, "phase"], `there is no phase "${card.phase}"`);
	});
}

function findLeaks(question: Question): { path: (string | number)[]; sentence: string }[] {
	const open: { path: (string | number)[]; where: string; words: Set<string> }[] = [
		{ path: [], where: "the Brief", words: wordRuns(question.sections.brief) },
		...question.probes.map((probe, index) => ({
			path: ["probes", index],
			where: `probe "${probe.id}"`,
			words: wordRuns(probe.ask),
		})),
		...question.curveballs.map((curveball, index) => ({
			path: ["curveballs", index],
			where: `curveball "${curveball.id}"`,
			words: wordRuns(curveball.ask),
		})),
		...question.cards.map((card, index) => ({
			path: ["cards", index],
			where: `card "${card.id}"`,
			words: wordRuns(`${card.title}\n${card.body}`),
		})),
	];
	return question.key_points.flatMap((point) =>
		open.flatMap(({ path, where, words }) => {
			const shared = [...wordRuns(point.text)].find((run) => words.has(run));
			return shared ? [{ path, sentence: `${where} gives away key point "${point.id}": "${shared}"` }] : [];
		}),
	);
}

/** All runs of six words of a text, lower case: the unit of the leak check. */
export function wordRuns(text: string, length = LEAK_WORDS): Set<string> {
	const words = text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
	const runs = new Set<string>();
	for (let start = 0; start + length <= words.length; start += 1)
		runs.add(words.slice(start, start + length).join(" "));
	return runs;
}

function unreachedPoints(question: Question, level: Question["levels"][number]): string[] {
	const asking = [
		...question.probes.filter((probe) => !probe.levels || probe.levels.includes(level)),
		...question.curveballs.filter((curveball) => curveball.levels.includes(level)),
	];
	const reached = new Set([...(question.asks ?? []), ...asking.flatMap((entry) => entry.covers)]);
	return question.key_points
		.filter((point) => point.must_for.includes(level) && !reached.has(point.id))
		.map((point) => point.id);
}

function isEveryday(phrase: string): boolean {
	const words = phrase.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
	return words.length > 0 && words.every((word) => EVERYDAY.has(word));
}

function ownWords(ask: string): string {
	return ask.replace(/"[^"]*"|“[^”]*”/g, "…");
}

function questionMarks(text: string): number {
	return text.split("?").length - 1;
}
