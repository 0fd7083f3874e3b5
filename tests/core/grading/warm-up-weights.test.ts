import { describe, expect, it } from "vitest";
import { loadSamples } from "~/adapters/samples.server";
import { estimateLevel } from "~/core/grading/estimate";
import { gradeFile } from "~/core/grading/grade-file";
import { gradeWithRules } from "~/core/grading/grade-interview";
import { gradeFromAnswer } from "~/core/grading/judge-grade";
import { judgeRequest } from "~/core/grading/judge-prompt";
import { drive } from "../../support/drive";
import { content, gradeAnswers, TERSE, terse, warmUp } from "../../support/warm-up";

const samples = await loadSamples({ root: process.cwd() });
const sample = (name: string) => {
	const file = samples.get(`ml-warmup-${name}`);
	if (!file) throw new Error(`there is a sample ml-warmup-${name}`);
	return gradeFile({ file, content }).result;
};
const meanOf = (answerTo: (asked: string) => string | null) => gradeAnswers(answerTo).result.mean ?? 0;

const MIDDLING: Record<string, string> = {
	"ml-01-confusion-matrix/brief":
		"Precision is 600 of 1,000 so 60 percent. Recall is 600 of 800, 75 percent. 94 percent is the accuracy, that is good I think, but there are many negatives.",
	"ml-01-confusion-matrix/p-pair":
		"Precision is for the flagged ones and recall for the found ones. You need both because there is a trade-off.",
	"ml-01-confusion-matrix/p-cost": "Misses are more expensive so I would lower the threshold to get more recall.",
	"ml-01-confusion-matrix/p-set": "The validation set.",
	"ml-01-confusion-matrix/p-where": "In spam filtering or content moderation for example.",
	"ml-08-softmax-temperature/brief":
		"I would compute e to the power of each and divide by the sum. So about 0.67, 0.24 and 0.09. With low temperature the first one becomes almost one, so the answers are more deterministic and more reliable.",
	"ml-08-softmax-temperature/p-top-p": "The ones up to 90 percent, so probably the first two.",
	"ml-08-softmax-temperature/p-zero": "Maybe the provider has some randomness.",
	"ml-08-softmax-temperature/p-dates": "Temperature 0.",
	"ml-08-softmax-temperature/p-compare": "Try both on some examples and see which one is better.",
	"ml-12-how-sure/brief":
		"50 is a small sample. The confidence interval would be something like plus minus 8 percent. I would want a few hundred.",
	"ml-12-how-sure/p-more": "A smaller interval, it is more reliable.",
	"ml-12-how-sure/p-compare": "92 against 90, I would test if it is significant.",
	"ml-12-how-sure/p-questions": "They could be biased.",
	"ml-12-how-sure/p-judge": "The judge can be wrong, so check some by hand.",
	"ml-12-how-sure/p-plain": "Around 90 percent of the answers were correct in our test.",
};

const itemOf = (asked: string) => content.questions.get(asked.split("/")[0] ?? "");
/** The key points that something asks for. */
function pointsFor(asked: string) {
	const item = itemOf(asked);
	const what = asked.split("/")[1];
	const wanted = what === "brief" ? item?.asks : item?.probes.find((probe) => probe.id === what)?.covers;
	return item?.key_points.filter((point) => wanted?.includes(point.id)) ?? [];
}
const phrasesFor = (asked: string) => pointsFor(asked).flatMap((point) => point.listen_for);

describe("the weights for exercises", () => {
	it("give a short right round the recommendation of a long one, and hardly less", () => {
		const [short, long] = [gradeAnswers(terse).result, sample("strong")];
		expect(short.recommendation).toBe("yes");
		expect(long.recommendation).toBe("yes");
		expect(short.mean).toBeGreaterThanOrEqual(2.8);
		expect(long.mean).toBeGreaterThanOrEqual(short.mean ?? 4);
	});

	it("give about 2 to a middling round, and not much less where its answers are short", () => {
		expect(sample("middling").mean).toBeGreaterThanOrEqual(1.8);
		expect(sample("middling").mean).toBeLessThanOrEqual(2.25);
		const short = meanOf((asked) => MIDDLING[asked] ?? "I would look at it on some more data.");
		expect(short).toBeGreaterThanOrEqual(1.6);
		expect(short).toBeLessThanOrEqual(2);
	});

	it("give about 1 to a weak round", () => {
		expect(sample("weak").mean).toBeLessThanOrEqual(1.2);
	});

	it("give about 2 to somebody who answers each Brief and knows nothing beyond", () => {
		const mean = meanOf((asked) => (asked.endsWith("/brief") ? (TERSE[asked] ?? "") : "I don't know."));
		expect(mean).toBeGreaterThanOrEqual(1.7);
		expect(mean).toBeLessThanOrEqual(2.3);
	});

	it("give about 2 when the round ends after one Brief answered well and two questions that were not", () => {
		const held = warmUp();
		const driver = drive(held);
		driver.speak();
		for (const text of [TERSE["ml-01-confusion-matrix/brief"] ?? "", "I don't know.", "I don't know."]) {
			driver.input({ kind: "message", text, handsOver: true });
			driver.speak();
		}
		driver.input({ kind: "end" });
		const { mean } = gradeWithRules({ content: held, events: driver.events() });
		expect(mean).toBeGreaterThanOrEqual(1.7);
		expect(mean).toBeLessThanOrEqual(2.3);
	});

	it.each([
		["every question is passed", null],
		["nothing is known", "I don't know."],
	])("give no recommendation where %s", (_what, answer) => {
		expect(gradeAnswers(() => answer).result).toMatchObject({ overall: null, recommendation: null });
	});

	it("count what was met in proportion, and substance little", () => {
		const none = { expected: 0, all: 0, own: 0, round: 0, heard: null, asked: 0, examples: 0, figures: 0 };
		const at = (parts: Partial<typeof none>) => estimateLevel({ parts: { ...none, ...parts }, level: "mid" });
		const [half, whole] = [at({ asked: 0.5, round: 0.3 }), at({ asked: 1, round: 0.3 })];
		expect(half - 1).toBeCloseTo(whole - 2, 1);
		expect(at({ asked: 1, round: 0.3 }) - at({ asked: 1, round: 0.15 })).toBeLessThan(0.2);
		expect(at({ round: 1, own: 1 })).toBeLessThan(1.5);
	});
});

describe("answers to exercises that only look right", () => {
	const words = (asked: string) => phrasesFor(asked).filter((phrase) => !/\d/.test(phrase));
	it.each([
		["all words that are listened for", (asked: string) => phrasesFor(asked).join(", ")],
		[
			"three for each point",
			(asked: string) =>
				pointsFor(asked)
					.flatMap((point) => point.listen_for.slice(0, 3))
					.join(". "),
		],
		["the words without the figures", (asked: string) => words(asked).join(", ")],
		[
			"the words in sentences that say nothing",
			(asked: string) => `I would think about ${words(asked).join(" and ")}.`,
		],
		[
			"every word of the whole item",
			(asked: string) =>
				itemOf(asked)
					?.key_points.flatMap((point) => point.listen_for)
					.join(", ") ?? "",
		],
	])("stay low and are called a list: %s", (_what, answer) => {
		const { result } = gradeAnswers((asked) => answer(asked) || "Accuracy, precision.");
		expect(result.mean).toBeLessThanOrEqual(1.2);
		expect(result.flags).toContain("keyword-list");
		expect(result.criteria.map((criterion) => criterion.reason).join(" ")).toContain("lists of terms");
	});

	it("stay low when the Brief or the question is repeated", () => {
		const brief = (asked: string) => itemOf(asked)?.sections.brief ?? "Yes.";
		const question = (asked: string) =>
			itemOf(asked)?.probes.find((probe) => probe.id === asked.split("/")[1])?.ask ?? brief(asked);
		for (const answer of [brief, question]) expect(meanOf(answer)).toBeLessThanOrEqual(1.2);
	});

	it("are flagged as copied where they read the rubric aloud", () => {
		const anchors = content.rubrics
			.get("ml-warmup")
			?.criteria.map((criterion) => `${criterion.looks_at} ${criterion.anchors[4]} ${criterion.bar.staff}`);
		const { result } = gradeAnswers(() => `${anchors?.join(" ")}`);
		expect(result.flags).toContain("rubric-copy");
		expect(result.mean ?? 1).toBeLessThanOrEqual(1.2);
	});

	it("does not take the tersest right answers for a list", () => {
		expect(gradeAnswers(terse).result.flags).toEqual([]);
	});
});

describe("a judge of exercises", () => {
	const { result, events, held } = gradeAnswers(terse);
	const criterion = held.rubrics[0]?.criteria.find((entry) => entry.id === "measurement");
	const rules = result.criteria.find((entry) => entry.id === "measurement");
	if (!criterion || !rules) throw new Error("the rubric has the criterion measurement");
	const judged = (given: { id: string; verdict: "met" }[]) =>
		gradeFromAnswer({
			answer: {
				evidence: [{ turn: "t0", quote: "report on untouched test set", supports: "positive" }],
				key_points: given,
				reasoning: "Right.",
				counter_evidence: "",
				status: "assessed",
				level: "3",
				confidence: "4",
				injection_suspected: false,
				improvement: "",
			},
			criterion,
			questions: held.questions,
			level: "mid",
			events,
			rules,
			model: "m",
		}).points.map((point) => `${point.question}/${point.id} ${point.verdict}`);

	it("lists as missing only what was asked for", () => {
		expect(judged([]).sort()).toEqual(rules.points.map((point) => `${point.question}/${point.id} missing`).sort());
		expect(judged([]).join()).not.toContain("groups");
	});

	it("may find a point that nobody asked for", () => {
		expect(judged([{ id: "ml-12-how-sure/groups", verdict: "met" }])).toContain("ml-12-how-sure/groups met");
	});

	it("is told which points were not asked for, and does not expect them", () => {
		const request = judgeRequest({
			content: held,
			prompt: { id: "judge", version: 1, kind: "system", body: "Grade." },
			events,
			questions: held.questions,
			criterion,
			rules,
			boundary: "b0und",
			interviewId: "i",
		});
		const text = request.messages.at(-1)?.text ?? "";
		expect(text).toContain("ml-12-how-sure/groups (not asked for, no lack when missing):");
		expect(text).toContain("ml-01-confusion-matrix/held-out (expected):");
	});
});
