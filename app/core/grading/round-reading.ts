/** Everything the rules grader reads from a log once, before it looks at single criteria. */
import type { KeyPoint, Question, Rubric } from "../content/schemas";
import type { InterviewEvent } from "../interview/events";
import { A_LIST, worthOfTerms } from "./bare-terms";
import { matchKeyPoints, type PointMatch } from "./coverage";
import { askedCriteria, askedProbe, type CriterionMap, mapCriteria, relevance } from "./criterion-map";
import { echoesQuestion, indexRuns } from "./integrity";
import { type Exchange, type InterviewText, readInterview, type Sentence } from "./interview-text";
import type { QuestionSpan } from "./question-spans";
import { readSubstance, substanceOf } from "./substance";
import { contentStems } from "./text";

export interface ReadSentence extends Sentence {
	/** 0–1. */
	substance: number;
	/** How much the sentence belongs to each criterion, 0–1: by what was asked and by its own words. */
	belongs: Map<string, number>;
}

export interface ReadExchange {
	exchange: Exchange;
	/** Criteria the interviewer's turn asked about, 0–1. */
	asked: Map<string, number>;
	/** Substance of the reply, 0–1. */
	substance: number;
}

export interface RoundReading {
	text: InterviewText;
	map: CriterionMap;
	exchanges: ReadExchange[];
	sentences: ReadSentence[];
	/** Matches of each question's key points that count, in the order of the questions. */
	matches: { question: Question; points: KeyPoint[]; found: Map<string, PointMatch> }[];
	/** Substance of the round: mean of the better three quarters of its replies, 0–1. */
	substance: number;
	/** Criteria the brief itself asks for. */
	askedByBrief: Set<string>;
	/** What a met point of an exercise is worth, 0–1: less in a list of terms. Always 1 in other rounds. */
	worthOfTerms: number;
}

/** What the interviewer asked counts as much as what the words are about. */
const BY_ASKING = 0.5;
/** A reply is as good as its best sentences; further ones add less and never take away. */
const BEST_SENTENCES = [0.5, 0.3, 0.2];
const BETTER_REPLIES = 0.75;
/** A sentence of the brief asks for a criterion when it is mostly about it. */
const ABOUT = 0.99;

export function readRound(input: {
	rubric: Rubric;
	questions: readonly Question[];
	events: readonly InterviewEvent[];
	segments?: readonly QuestionSpan[];
}): RoundReading {
	const { rubric, questions, events, segments } = input;
	const text = readInterview({ events, copiedRuns: indexRuns(rubricTexts(rubric)) });
	const map = mapCriteria({ rubric, questions });
	const brief = new Set(questions.flatMap((question) => contentStems(question.sections.brief)));
	const trade = tradeStems({ rubric, questions, brief });
	const exchanges: ReadExchange[] = [];
	const sentences: ReadSentence[] = [];
	const exercises = questions.some((question) => question.asks);
	const put = new Set<string>();
	// The answer may come after a hint or a word in between.
	let open: string | null = null;
	let before = new Map<string, number>();
	for (const exchange of text.exchanges) {
		const asked =
			exchange.ask === ""
				? new Map<string, number>()
				: askedCriteria({ map, ask: exchange.ask, move: exchange.move, before });
		before = asked;
		if (exercises) {
			open = putBy({ map, exchange }) ?? open;
			if (open && exchange.answerSeq !== null) put.add(open);
		}
		const given = new Set([...brief, ...contentStems(exchange.ask)]);
		const stretches = stretchesOf(exchange.sentences).map((stretch) => ({
			stretch,
			substance: substanceOf(
				readSubstance({
					text: stretch.map((sentence) => sentence.text).join(" "),
					tokens: stretch.flatMap((sentence) => sentence.tokens),
					context: { given, trade },
				}),
			),
		}));
		const read = stretches.flatMap(({ stretch, substance }) =>
			stretch.map((sentence) => ({ ...sentence, substance, belongs: belonging({ map, asked, sentence }) })),
		);
		sentences.push(...read);
		if (exchange.sentences.length > 0 || exchange.answerSeq !== null) {
			exchanges.push({ exchange, asked, substance: bestOf(stretches.map((entry) => entry.substance)) });
		}
	}
	const worth = exercises ? worthOfTerms({ questions, sentences }) : 1;
	return {
		text: worth < A_LIST ? { ...text, flags: [...new Set([...text.flags, "keyword-list" as const])] } : text,
		map,
		exchanges,
		sentences,
		matches: questions.map((question) => matchQuestion({ question, text, segments, put })),
		substance: roundSubstance(exchanges),
		askedByBrief: briefCriteria({ map, questions }),
		worthOfTerms: worth,
	};
}

const STRETCH_WORDS = 20;
/** Shorter than this is a fragment: a heading, a number, a name. After a full stop it lifts nothing it stands beside. */
const FRAGMENT_WORDS = 3;
const GOES_ON = /[;:,–-]\s*$/;

/** Sentences of one event in stretches of some length: who speaks in short sentences says as much in three as others in one. */
function stretchesOf(sentences: readonly Sentence[]): Sentence[][] {
	const stretches: Sentence[][] = [];
	let words = 0;
	for (const sentence of sentences) {
		const last = stretches.at(-1);
		const isPart = sentence.tokens.length >= FRAGMENT_WORDS || GOES_ON.test(last?.at(-1)?.text ?? "");
		if (last && last[0]?.seq === sentence.seq && words < STRETCH_WORDS && isPart) {
			last.push(sentence);
			words += sentence.tokens.length;
		} else {
			stretches.push([sentence]);
			words = sentence.tokens.length;
		}
	}
	return stretches;
}

/** Texts that describe answers and are none: reading them aloud is no evidence. */
function rubricTexts(rubric: Rubric): string[] {
	return rubric.criteria.flatMap((criterion) => [
		criterion.looks_at,
		...Object.values(criterion.anchors),
		...Object.values(criterion.bar),
	]);
}

function tradeStems(input: {
	rubric: Rubric;
	questions: readonly Question[];
	brief: ReadonlySet<string>;
}): Set<string> {
	const { rubric, questions, brief } = input;
	const texts = [
		...rubric.criteria.flatMap((criterion) => [
			criterion.looks_at,
			criterion.anchors[3],
			criterion.anchors[4],
			...Object.values(criterion.bar),
		]),
		...questions.flatMap((question) => [
			...question.key_points.map((point) => point.text),
			question.sections.strongAnswer,
		]),
	];
	return new Set(texts.flatMap(contentStems).filter((stem) => !brief.has(stem)));
}

function belonging(input: {
	map: CriterionMap;
	asked: ReadonlyMap<string, number>;
	sentence: Sentence;
}): Map<string, number> {
	const { map, asked, sentence } = input;
	const about = relevance({ map, stems: sentence.stems });
	return new Map(
		[...map.profiles.keys()].flatMap((id) => {
			const share = BY_ASKING * (asked.get(id) ?? 0) + (1 - BY_ASKING) * (about.get(id) ?? 0);
			return share > 0 ? [[id, share] as const] : [];
		}),
	);
}

/** Weighted sum of the best values; missing ones count nothing. */
export function bestOf(values: readonly number[]): number {
	const best = [...values].sort((a, b) => b - a);
	return BEST_SENTENCES.reduce((sum, weight, place) => sum + weight * (best[place] ?? 0), 0);
}

/** The weakest quarter is left out: greetings, clarifying questions and closing words say little about anybody. */
function roundSubstance(exchanges: readonly ReadExchange[]): number {
	const replies = exchanges.map((entry) => entry.substance).sort((a, b) => b - a);
	const counted = replies.slice(0, Math.ceil(replies.length * BETTER_REPLIES));
	return counted.length > 0 ? counted.reduce((sum, value) => sum + value, 0) / counted.length : 0;
}

function matchQuestion(input: {
	question: Question;
	text: InterviewText;
	segments?: readonly QuestionSpan[];
	put: ReadonlySet<string>;
}): RoundReading["matches"][number] {
	const { question, text, segments = [], put } = input;
	const order = [...segments].sort((a, b) => a.fromSeq - b.fromSeq);
	const place = order.findIndex((segment) => segment.question === question.id);
	const from = place < 0 ? 0 : (order[place]?.fromSeq ?? 0);
	const to = place < 0 ? Number.POSITIVE_INFINITY : (order[place + 1]?.fromSeq ?? Number.POSITIVE_INFINITY);
	const messages = text.sources.filter((source) => source.seq >= from && source.seq < to);
	const found = matchKeyPoints({ keyPoints: question.key_points, briefText: question.sections.brief, messages });
	// In an exercise a point that the Brief comes near to would be met by reading it aloud.
	const isOwn = (match: PointMatch) =>
		!question.asks || !echoesQuestion({ text: match.quote, question: question.sections.brief });
	const matches = new Map(found.filter(isOwn).map((match) => [match.point, match]));
	return { question, points: countedPoints({ question, found: matches, put }), found: matches };
}

/** What an interviewer's turn put to the candidate, as `question/probe` or `question/curveball`; null for neither. */
function putBy({ map, exchange }: { map: CriterionMap; exchange: Exchange }): string | null {
	const { ask, move } = exchange;
	if (move?.kind === "curveball") return `${move.question}/${move.curveball}`;
	const probe = askedProbe({ map, ask, move });
	return probe ? `${probe.question}/${probe.id}` : null;
}

/** The few minutes of an exercise hold a part of its probes: what was neither put nor answered says nothing about anybody. */
function countedPoints(input: {
	question: Question;
	found: ReadonlyMap<string, PointMatch>;
	put: ReadonlySet<string>;
}): KeyPoint[] {
	const { question, found, put } = input;
	const { key_points, asks, probes, curveballs, id } = question;
	if (!asks) return key_points;
	const wasPut = [...probes, ...curveballs].filter((entry) => put.has(`${id}/${entry.id}`));
	const wanted = new Set([...asks, ...wasPut.flatMap((entry) => entry.covers)]);
	return key_points.filter((point) => wanted.has(point.id) || found.get(point.id)?.verdict === "met");
}

function briefCriteria(input: { map: CriterionMap; questions: readonly Question[] }): Set<string> {
	const asked = new Set<string>();
	for (const question of input.questions) {
		if (question.asks) continue;
		for (const part of question.sections.brief.split(/[.,;?!]\s/)) {
			const about = relevance({ map: input.map, stems: new Set(contentStems(part)) });
			for (const [id, share] of about) if (share >= ABOUT) asked.add(id);
		}
	}
	return asked;
}
