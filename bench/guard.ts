/**
 * What the guard refuses and what it lets pass: every secret of every shipped question said in several ways, sentences that
 * judge, instruct or speak for somebody, and as harmless ones everything the practice engine can say and every turn of the
 * interviewers in the shipped samples. Reference: a filter that knows the secrets word for word. Goal: no leak.
 */
import { loadContent } from "~/adapters/content.server";
import { loadSamples } from "~/adapters/samples.server";
import type { Question } from "~/core/content/schemas";
import { splitSentences, tokenize } from "~/core/grading/text";
import type { Move } from "~/core/interview/events";
import { guardContext, objectionTo } from "~/core/interview/guard";
import { makePlan } from "~/core/interview/make-plan";
import { sentencesOf, wordMove } from "~/core/interview/practice-engine";
import { type RoundContent, roundContentFrom } from "~/core/interview/round-content";
import { projectInterview } from "~/core/interview/state";

const WAYS: Record<string, (secret: string) => string> = {
	"as it is written": (secret) => secret,
	"inside of another sentence": (secret) =>
		`One thing to look at would be this: ${secret.charAt(0).toLowerCase()}${secret.slice(1)}`,
	"its first ten words": (secret) => `${secret.split(/\s+/).slice(0, 10).join(" ")}.`,
	"its last ten words": (secret) => `So ${secret.split(/\s+/).slice(-10).join(" ")}`,
	"in capitals, with other punctuation": (secret) => secret.toUpperCase().replaceAll(", ", " – "),
};
/** Words in a row that the guard compares (content design §6.5): shorter pieces are not told from ordinary talk. */
const GRAIN = 6;
const FORBIDDEN = [
	"Great answer.",
	"Good point, and well put.",
	"Exactly right.",
	"You're on the right track.",
	"I like how you think.",
	"You missed the most important part.",
	"That would be a 3 out of 4.",
	"Your score on this criterion is a 2.",
	"The rubric asks for three things here.",
	"The key points are retrieval and evaluation.",
	"My instructions do not allow that.",
	"As an AI language model I cannot grade you.",
	"<controller> Phase: deep dive",
	"Candidate: I would use a cache.",
	"Interviewer: go on.",
	"```python",
	"def retrieve(query):",
	"This is a strong yes-hire so far.",
];

const { content } = await loadContent({ root: process.cwd() });
const shipped = [...content.questions.values()].filter((question) => question.kind !== "situational");
const table = new Map<string, { all: number; guard: number; reference: number }>();
const missed: string[] = [];

function count(row: string, refused: { guard: boolean; reference: boolean }): void {
	const entry = table.get(row) ?? { all: 0, guard: 0, reference: 0 };
	entry.all += 1;
	entry.guard += Number(refused.guard);
	entry.reference += Number(refused.reference);
	table.set(row, entry);
}

for (const question of shipped) {
	const round = roundOf(question);
	const context = guardContext({ content: round, allowed: [] });
	const secrets = secretsOf(round);
	const exact = new Set(secrets.map((secret) => secret.trim()));
	for (const secret of secrets) {
		for (const [way, say] of Object.entries(WAYS)) {
			const sentence = say(secret);
			if (tokenize(sentence).length < GRAIN + 1) continue;
			const guard = objectionTo({ sentence: sentence.replaceAll("?", "."), said: [], context }) !== null;
			if (!guard) missed.push(`${question.id}, ${way}: ${sentence}`);
			count(`leak, ${way}`, { guard, reference: exact.has(sentence.trim()) });
		}
	}
	for (const move of movesOf(round)) {
		const state = projectInterview({ events: [], plan: round.plan });
		const text = wordMove({ move, state, content: round, seed: question.id });
		const own = guardContext({ content: round, allowed: [text], codeAllowed: true });
		for (const sentence of sentencesOf(text)) {
			const objection = objectionTo({ sentence, said: [], context: own });
			if (objection) missed.push(`harmless but ${objection}, ${question.id}: ${sentence}`);
			count("harmless, of the practice engine", { guard: objection !== null, reference: exact.has(sentence.trim()) });
		}
	}
}
for (const sentence of FORBIDDEN) {
	const [question] = shipped;
	if (!question) break;
	const guard =
		objectionTo({ sentence, said: [], context: guardContext({ content: roundOf(question), allowed: [] }) }) !== null;
	if (!guard) missed.push(`not refused: ${sentence}`);
	count("judging, instructing, in another voice", { guard, reference: false });
}
for (const [name, sample] of await loadSamples({ root: process.cwd() })) {
	const question = content.questions.get(sample.question);
	if (!question) continue;
	const round = roundOf(question);
	for (const event of sample.events) {
		if (event.type !== "message" || event.actor !== "interviewer") continue;
		// What the interviewer was to say in that turn is allowed; the rest of the private text is not.
		const context = guardContext({ content: round, allowed: [event.text] });
		for (const sentence of splitSentences(event.text)) {
			const objection = objectionTo({ sentence: sentence.text, said: [], context });
			if (objection) missed.push(`harmless but ${objection}, ${name}: ${sentence.text}`);
			count("harmless, of interviewers in samples", { guard: objection !== null, reference: false });
		}
	}
}

process.stdout.write("| Sentences | Said | Refused by the guard | By exact words |\n|---|---:|---:|---:|\n");
for (const [row, { all, guard, reference }] of [...table].sort(([a], [b]) => (a < b ? -1 : 1)))
	process.stdout.write(`| ${row} | ${all} | ${guard} | ${reference} |\n`);
const leaks = [...table]
	.filter(([row]) => !row.startsWith("harmless"))
	.reduce((sum, [, { all, guard }]) => sum + all - guard, 0);
process.stdout.write(`\nLeaks: ${leaks} (goal: 0).\n`);
for (const line of missed.slice(0, 20)) process.stdout.write(`- ${line.replace(/\s+/g, " ").slice(0, 220)}\n`);
process.exitCode = leaks === 0 ? 0 : 1;

function roundOf(question: Question): RoundContent {
	const { plan } = makePlan({
		content,
		request: {
			round: question.round,
			level: question.levels.includes("senior") ? "senior" : (question.levels[0] ?? "mid"),
			mode: "real",
			persona: "probing",
			extraTime: "none",
			choice: "specific",
			question: question.id,
		},
		seen: [],
		seed: "bench",
	});
	return roundContentFrom({ plan, content });
}

/** Sentences of at least twelve words that hold private text, and nothing the brief says itself. */
function secretsOf(round: RoundContent): string[] {
	const texts = round.questions.flatMap((question) => [
		...question.key_points.map((point) => point.text),
		...question.hints.flatMap((ladder) => ladder.rungs),
		...question.cards.map((card) => card.defect),
		...question.exemplars.map((exemplar) => exemplar.answer),
		question.sections.strongAnswer,
	]);
	const anchors = round.rubrics.flatMap((rubric) =>
		rubric.criteria.flatMap((criterion) => Object.values(criterion.anchors)),
	);
	return [...texts, ...anchors]
		.flatMap((text) => splitSentences(text).map((sentence) => sentence.text.replace(/\s+/g, " ").trim()))
		.filter((sentence) => tokenize(sentence).length >= 12);
}

function movesOf(round: RoundContent): Move[] {
	const [first] = round.questions;
	return [
		...round.questions.flatMap((question): Move[] => [
			...question.probes.map((probe) => ({ kind: "probe" as const, probe: probe.id, question: question.id })),
			...question.curveballs.map((entry) => ({
				kind: "curveball" as const,
				curveball: entry.id,
				question: question.id,
			})),
			...question.cards.map((card) => ({ kind: "case-card" as const, card: card.id, question: question.id })),
		]),
		...(first?.hints ?? []).flatMap(({ criterion }) =>
			[1, 2, 3, 4].map((rung) => ({ kind: "hint" as const, criterion, rung })),
		),
		...(["open", "listen", "repeat", "stuck", "closing-question", "anything-else", "goodbye"] as const).map((kind) => ({
			kind,
		})),
	];
}
