/** Figures the candidate names, compared with what the question's token budget costs on the price book. */
import type { PriceBook, Question } from "../content/schemas";

export interface ExpectedAmount {
	model: string;
	label: string;
	/** US dollars a month for the whole load. */
	monthly: number;
	/** US dollars for one query. */
	perQuery: number;
}

/** What one model costs for the question's load. Computed, never typed, so an edited price changes the answer too. */
export function expectedAmounts(input: { question: Question; priceBook: PriceBook }): ExpectedAmount[] {
	const { calculation } = input.question;
	if (!calculation) return [];
	const { per, models } = input.priceBook;
	return Object.entries(models)
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([model, price]) => {
			const perQuery = (calculation.tokens_in * price.input + calculation.tokens_out * price.output) / per;
			return {
				model,
				label: price.label,
				perQuery,
				monthly: perQuery * calculation.queries_per_day * calculation.days,
			};
		});
}

export interface CheckedFigure<S> {
	sentence: S;
	value: number;
	/** The model whose amount it fits, when it fits one. */
	model: string | null;
}

const MONEY_SENTENCE = /\$|\b(?:dollars?|usd|cost|costs|month|monthly|bill)\b/i;
const MONTH = /\b(?:month|monthly)\b|\/\s?mo\b/i;

/**
 * Money figures of the sentences: those within the question's tolerance of a model's monthly or per-query amount, and
 * monthly totals that fit none. A candidate may state another token budget, so a figure that fits none is no error by
 * itself; only one that is off by more than ten times from every model is reported as `far off`.
 */
export function checkFigures<S extends { text: string }>(input: {
	sentences: readonly S[];
	expected: readonly ExpectedAmount[];
	tolerancePercent: number;
}): { fitting: CheckedFigure<S>[]; farOff: CheckedFigure<S>[] } {
	const { sentences, expected, tolerancePercent } = input;
	const fitting: CheckedFigure<S>[] = [];
	const farOff: CheckedFigure<S>[] = [];
	if (expected.length === 0) return { fitting, farOff };
	const cheapest = Math.min(...expected.map((amount) => amount.monthly));
	const dearest = Math.max(...expected.map((amount) => amount.monthly));
	for (const sentence of sentences) {
		if (!MONEY_SENTENCE.test(sentence.text)) continue;
		for (const value of readAmounts(sentence.text)) {
			const near = (amount: number) => Math.abs(value - amount) <= (tolerancePercent / 100) * amount;
			const found = expected.find((amount) => near(amount.monthly) || near(amount.perQuery));
			if (found) fitting.push({ sentence, value, model: found.model });
			else if (MONTH.test(sentence.text) && value > 0 && (value < cheapest / 10 || value > dearest * 10)) {
				farOff.push({ sentence, value, model: null });
			}
		}
	}
	return { fitting, farOff };
}

/** Amounts marked as money: "$4,050", "4,050 dollars", "0.0135 dollars", "1.6K a month". */
function readAmounts(text: string): number[] {
	const amounts: number[] = [];
	for (const match of text.matchAll(
		/(\$|USD\s?)?(\d[\d,]{0,14}(?:\.\d{1,8})?)\s?(k\b)?\s?(dollars?|usd|a month|per month|monthly)?/gi,
	)) {
		if (!match[1] && !match[4]) continue;
		const value = Number((match[2] ?? "").replace(/,/g, "")) * (match[3] ? 1_000 : 1);
		if (Number.isFinite(value)) amounts.push(value);
	}
	return amounts;
}
