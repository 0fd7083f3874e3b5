/** Every figure the warm-up items state is worked out here again, and stands in the item as it is written there. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const item = (slug: string) => {
	const text = readFileSync(`prompts/questions/ml-warmup/${slug}.md`, "utf8").replace(/\s+/g, " ");
	return { text, brief: text.split("## Brief")[1]?.split("##")[0] ?? "" };
};
const rounded = (value: number, digits: number) => value.toFixed(digits);
const grouped = (value: number) => value.toLocaleString("en-US", { maximumFractionDigits: 0 });
const range = (share: number, count: number) => 1.96 * Math.sqrt((share * (1 - share)) / count);
const binary = (value: number) => 1 / Math.log2(value + 1);

function wilson(hits: number, count: number): [number, number] {
	const [z, share] = [1.96, hits / count];
	const middle = (share + z ** 2 / (2 * count)) / (1 + z ** 2 / count);
	const half = (z * Math.sqrt((share * (1 - share)) / count + z ** 2 / (4 * count ** 2))) / (1 + z ** 2 / count);
	return [middle - half, middle + half];
}

function softmax(logits: readonly number[], temperature: number): number[] {
	const powers = logits.map((logit) => Math.exp(logit / temperature));
	const sum = powers.reduce((total, power) => total + power, 0);
	return powers.map((power) => power / sum);
}

/** Two-sided: how often so uneven a split of `a + b` comes by chance. */
function signTest(a: number, b: number): number {
	const count = a + b;
	let [sum, ways] = [0, 1];
	for (let hits = 0; hits <= Math.min(a, b); hits += 1) {
		sum += ways;
		ways = (ways * (count - hits)) / (hits + 1);
	}
	return Math.min(1, (2 * sum) / 2 ** count);
}

/** 5 percent error two-sided, 80 percent power, the variances of both rates. */
const armSize = (from: number, to: number, z = 1.95996 + 0.84162) =>
	(z ** 2 * (from * (1 - from) + to * (1 - to))) / (to - from) ** 2;

function holds(slug: string, figures: readonly string[]) {
	const { text } = item(slug);
	for (const figure of figures) expect(text, `${slug} says ${figure}`).toContain(figure);
}

describe("the figures of the warm-up items", () => {
	it("of the confusion matrix follow from its counts and costs", () => {
		const [right, flagged, needed, all] = [600, 1_000, 800, 10_000];
		const [precision, recall] = [right / flagged, right / needed];
		const accuracy = (right + (all - flagged - (needed - right))) / all;
		holds("ml-01-confusion-matrix", [
			`0.60`,
			rounded(recall, 2),
			`= ${rounded((2 * precision * recall) / (precision + recall), 2)}`,
			`9,400/10,000 = ${rounded(accuracy, 2)}`,
			`${rounded((100 * (all - needed)) / all, 0)} percent`,
			`${grouped((flagged - right) * 2 + (needed - right) * 40)} dollars`,
			`2/42 = ${rounded((100 * 2) / 42, 1)} percent`,
		]);
		expect(precision).toBe(0.6);
	});

	it("of the rare attacks follow from rate, catch and false flags", () => {
		const caught = 10 * 0.95;
		const precision = (wrong: number, hits = caught) => rounded((100 * hits) / (hits + wrong), 1);
		const [low, high] = wilson(38, 40);
		holds("ml-02-rare-attacks", [
			`precision 9.5/109.4 = ${precision(99.9)} percent`,
			`10/109.9 = ${precision(99.9, 10)} percent`,
			`9.5/19.49 = ${rounded((100 * caught) / (caught + 9.99), 0)} percent`,
			`950/(950 + 90) = ${rounded((100 * 950) / 1_040, 0)} percent`,
			`0.95/0.96 = ${rounded((100 * 0.95) / 0.96, 0)} percent`,
			`38 of 40 is ${rounded(100 * low, 0)} to ${rounded(100 * high, 0)} percent`,
			`109 flags are ${rounded((109 * 3) / 60, 1)} hours`,
			`1 to ${rounded(999 / 95, 1)}`,
		]);
	});

	it("of leakage, rare positives and similarity are right", () => {
		holds("ml-04-leakage", [`fall of ${rounded(0.96 - 0.71, 2)}`]);
		holds("ml-05-one-percent", [
			"500 of 50,000 are 1 percent",
			`4/124, about ${rounded((100 * 4) / 124, 0)} percent`,
			`${grouped(49_500 / 500)} to 1`,
			`0.80 ± ${rounded(range(0.8, 100), 2)}`,
		]);
		const cosine = (3 * 4 + 4 * 3) / 25;
		holds("ml-06-cosine-dot-euclid", [
			`24/25 = ${rounded(cosine, 2)}`,
			`√2 = ${rounded(Math.hypot(3 - 4, 4 - 3), 2)}`,
			`B at ${rounded(Math.sqrt(2 - 2 * cosine), 2)}`,
			`${3 * 6 + 4 * 8} and 24`,
		]);
	});

	it("of reranking follow from 4 ms a pair", () => {
		holds("ml-07-bi-or-cross-encoder", [
			`= ${grouped((2_000_000 * 4) / 1_000)} s = ${rounded(8_000 / 3_600, 1)} hours`,
			`50 × 4 = ${50 * 4} ms`,
			`${300 / 4} pairs`,
			"at 40 ms, seven pairs fit",
		]);
		expect(Math.floor(300 / 40)).toBe(7);
	});

	it("of softmax are those of logits 2, 1 and 0", () => {
		const of = (temperature: number) => softmax([2, 1, 0], temperature).map((share) => rounded(share, 3));
		const [first = 0, second = 0] = softmax([2, 1, 0], 1);
		holds("ml-08-softmax-temperature", [
			of(1).join(", "),
			of(0.7).join(", "),
			of(0.2).join(", "),
			of(2).join(", "),
			`= ${rounded(first + second, 3)}`,
			`${rounded(first / (first + second), 2)} and ${rounded(second / (first + second), 2)}`,
		]);
	});

	it("of the A/B test follow from 70 and 73 percent", () => {
		const size = armSize(0.7, 0.73);
		const uneven = (7.849 * (0.73 * 0.27 + (0.7 * 0.3) / 19)) / 0.03 ** 2;
		holds("ml-09-size-an-ab-test", [
			`${grouped(Math.round(size / 10) * 10)} an arm`,
			`= ${grouped(Math.round((16 * 0.715 * 0.285) / 0.03 ** 2 / 10) * 10)}`,
			`${grouped(Math.round(armSize(0.7, 0.715) / 100) * 100)} an arm`,
			`${grouped(Math.round(armSize(0.7, 0.76) / 10) * 10)}`,
			`${grouped(Math.round(armSize(0.7, 0.73, 2.2414 + 0.84162) / 100) * 100)} an arm`,
			`± ${rounded(196 * Math.sqrt((0.7 * 0.3 + 0.73 * 0.27) / 3_550), 1)}`,
			`${grouped(Math.round(uneven / 10) * 10)} are enough`,
		]);
		expect(Math.round(3_550 / 500)).toBe(7);
		expect(Math.ceil(uneven / 500)).toBe(4);
	});

	it("of drift, churn and context are right", () => {
		holds("ml-10-drift", [`15 percent ± ${rounded(100 * range(0.15, 300), 0)} points`]);
		holds("ml-11-trees-or-llm", [
			`300 M × 3 + 10 M × 15 = 900 + 150 = ${grouped((200_000 * (1_500 * 3 + 50 * 15)) / 1e6)} dollars`,
			`${grouped(0.02 * 200_000)} cancel a month`,
			`At random ${0.02 * 2_000} of 2,000`,
		]);
		const gigabytes = (tokens: number) => (128 * 1_024 * tokens) / 1e9;
		holds("ml-15-why-long-context-costs", [
			`${(100_000 / 5_000) ** 2} times the pairs`,
			`${rounded(gigabytes(100_000), 0)} GB a request`,
			`${rounded(gigabytes(5_000), 2)} GB for 5,000`,
			`three such requests fit instead of ${Math.floor(45 / gigabytes(5_000))}`,
		]);
		expect(Math.floor(45 / gigabytes(100_000))).toBe(3);
	});

	it("of the interval follow from 45 of 50", () => {
		const points = (count: number) => rounded(100 * range(0.9, count), 1);
		const [low, high] = wilson(45, 50);
		holds("ml-12-how-sure", [
			`= ${rounded(range(0.9, 50), 3)}`,
			`Wilson: ${rounded(100 * low, 0)} to ${rounded(100 * high, 0)}`,
			`100: ± ${points(100)}, 200: ± ${points(200)}, 500: ± ${points(500)}, 1,000: ± ${points(1_000)}`,
			`± 3 about ${Math.ceil((1.96 / 0.03) ** 2 * 0.09)}, for ± 2 about ${Math.ceil((1.96 / 0.02) ** 2 * 0.09)}`,
			`p = ${rounded(signTest(10, 6), 2)}`,
			`± ${rounded(100 * range(0.9, 10), 0)} points`,
			`385 at four minutes are ${rounded((385 * 4) / 60, 0)} hours`,
		]);
		expect(rounded(100 * (1 - 0.05 ** (1 / 100)), 0)).toBe("3");
	});

	it("of the ranking follow from hits at ranks 2 and 4", () => {
		const ideal = binary(1) + binary(2) + binary(3);
		const gain = binary(2) + binary(4);
		holds("ml-13-ranking-by-hand", [
			"2/5 = 0.40",
			`2/3 = ${rounded(2 / 3, 2)}`,
			`= ${rounded(gain, 2)}`,
			`= ${rounded(ideal, 2)}`,
			`nDCG = ${rounded(gain / ideal, 3)}`,
			`it would be ${rounded(gain / (binary(1) + binary(2)), 2)}`,
			`DCG ${rounded(binary(1) + binary(3), 2)}, nDCG ${rounded((binary(1) + binary(3)) / ideal, 2)}`,
		]);
	});

	it("of agreement follow from 170 of 200 and 150 good each", () => {
		const kappa = (agree: number, chance: number) => (agree - chance) / (1 - chance);
		const chance = 0.75 ** 2 + 0.25 ** 2;
		const rare = 0.95 ** 2 + 0.05 ** 2;
		const error = Math.sqrt((0.85 * 0.15) / 200) / (1 - chance);
		// Both good: 150 - disputed on each side.
		const disputed = (200 - 170) / 2;
		holds("ml-16-agreement", [
			`= ${rounded(chance, 3)}`,
			`= ${rounded(kappa(0.85, chance), 2)}`,
			`± ${rounded(1.96 * error, 2)}`,
			`Table ${150 - disputed}, ${disputed}, ${disputed}, ${50 - disputed}`,
			`chance is ${rounded(rare, 3)}`,
			`184 of 200 leave kappa ${rounded(kappa(184 / 200, rare), 2)}`,
			`Of the ${50 - disputed + 2 * disputed} answers`,
		]);
	});
});
