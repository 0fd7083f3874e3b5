/**
 * The shape a tracker must answer in, made for one question, and what of the answer counts: ids that exist, and words
 * that stand letter by letter in the candidate's own answer.
 */
import { z } from "zod";
import type { Question } from "../content/schemas";
import { findQuote } from "../grading/find-quote";
import { isOrder } from "../grading/judge-evidence";
import { jsonSchemaOf, readModelAnswer } from "../model-answer";
import type { Tracked } from "./tracked";
import type { Handover } from "./tracker-prompt";

const MOST_CLAIMS = 100;

/** Points first in words, then as a verdict: a model writes the fields in this order. */
const shapeFor = (question: Question) =>
	z.strictObject({
		points: z.array(
			z.strictObject({
				id: z.enum(question.key_points.map((point) => point.id)),
				quote: z.string(),
				verdict: z.enum(["met", "partial", "missing"]),
			}),
		),
		hint_wanted: z.boolean(),
		declined: z.boolean(),
	});

export function trackerSchema(question: Question): Record<string, unknown> {
	return jsonSchemaOf(shapeFor(question));
}

/**
 * What was found, or null when the answer cannot be used: another shape, or nothing but claims whose words the candidate
 * never said. A single claim of that kind is left out. Who declines covers nothing; where both are claimed the words win.
 */
export function readTrackerAnswer(input: { raw: string; handover: Handover; model: string }): Tracked | null {
	const { raw, handover, model } = input;
	const reading = readModelAnswer({ raw, schema: shapeFor(handover.question) });
	if (!reading.ok) return null;
	const { answer } = reading;
	const claims = answer.points.filter((point) => point.verdict !== "missing").slice(0, MOST_CLAIMS);
	const points = claims.flatMap(({ id, quote, verdict }) => {
		const place = verdict === "missing" ? null : anchor({ quote, handover });
		return place && verdict !== "missing" ? [{ id, verdict, ...place }] : [];
	});
	if (claims.length > 0 && points.length === 0) return null;
	return {
		model: model.slice(0, 200),
		question: handover.question.id,
		read: handover.messages.map((message) => message.seq),
		points,
		hintWanted: answer.hint_wanted,
		declined: answer.declined && points.length === 0 ? handover.openProbe : null,
	};
}

function anchor(input: { quote: string; handover: Handover }): { seq: number; quote: string } | null {
	for (const { seq, text } of input.handover.messages) {
		const slice = findQuote({ text, quote: input.quote });
		if (slice && !isOrder(text, slice)) return { seq, quote: text.slice(slice.from, slice.to).slice(0, 2_000) };
	}
	return null;
}
