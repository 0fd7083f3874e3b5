/** What an attempt cost, by the effective-dated price table beside this file (decisions 15). */
import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { ModelUsage } from "~/core/ports";

/** YAML reads a bare day as a date. */
const Day = z.union([z.iso.date(), z.date().transform((date) => date.toISOString().slice(0, 10))]);

const Price = z.strictObject({
	from: Day,
	input: z.number().nonnegative(),
	cache_read: z.number().nonnegative(),
	cache_write: z.number().nonnegative(),
	output: z.number().nonnegative(),
});
const MinutePrice = z.strictObject({ from: Day, minute: z.number().nonnegative() });
const Prices = z.strictObject({
	version: z.string(),
	models: z.record(z.string(), z.array(Price).min(1)),
	minutes: z.record(z.string(), z.array(MinutePrice).min(1)),
});

const FILE = "app/adapters/llm/prices.yaml";
let read: z.infer<typeof Prices> | null = null;

function table(): z.infer<typeof Prices> {
	read ??= Prices.parse(parse(readFileSync(path.join(process.cwd(), FILE), "utf8")));
	return read;
}

export interface Cost {
	/** Millionths of a dollar; null when the model has no price. */
	micros: number | null;
	version: string | null;
}

/**
 * The cost of one attempt at a time (Unix ms). Prices are dollars per million tokens, so a token at 3 dollars is three
 * micros. Reasoning counts as output, as providers bill it.
 */
export function costOf(input: { model: string; usage: ModelUsage; at: number }): Cost {
	const { model, usage, at } = input;
	const day = new Date(at).toISOString().slice(0, 10);
	const prices = table();
	const price = prices.models[model]?.filter((row) => row.from <= day).at(-1);
	if (!price) return { micros: null, version: null };
	const fresh = Math.max(0, usage.input - usage.cacheRead - usage.cacheWrite);
	const micros =
		fresh * price.input +
		usage.cacheRead * price.cache_read +
		usage.cacheWrite * price.cache_write +
		usage.output * price.output;
	return { micros: Math.round(micros), version: prices.version };
}

/** The cost of hearing a recording of so many seconds. Unknown when the model has no price or the length was not told. */
export function costOfSpeech(input: { model: string; seconds: number | null; at: number }): Cost {
	const { model, seconds, at } = input;
	const day = new Date(at).toISOString().slice(0, 10);
	const prices = table();
	const price = prices.minutes[model]?.filter((row) => row.from <= day).at(-1);
	if (!price || seconds === null) return { micros: null, version: null };
	return { micros: Math.round((seconds / 60) * price.minute * 1e6), version: prices.version };
}
