/** The file format `mockingbird.interview/v1`: what the product exports, imports and grades from the command line. */
import { z } from "zod";
import { Level, Round, Slug } from "../content/schemas";
import { EVENT_TYPES, InterviewEvent } from "./events";
import { unclearProblem } from "./unclear";

export const INTERVIEW_FORMAT = "mockingbird.interview/v1";
export const MAX_FILE_EVENTS = 20_000;

const rubricReference = z.looseObject({ id: Slug, version: z.int().positive() });

export const InterviewFile = z.looseObject({
	format: z.literal(INTERVIEW_FORMAT),
	round: Round,
	question: Slug,
	level: Level,
	rubric: rubricReference,
	segments: z
		.array(
			z.looseObject({
				question: Slug,
				rubric: rubricReference,
				minutes: z.number().nonnegative().optional(),
				fromSeq: z.int().nonnegative(),
			}),
		)
		.optional(),
	events: z.array(InterviewEvent).max(MAX_FILE_EVENTS),
});
export type InterviewFile = z.infer<typeof InterviewFile>;

export type FileReading = { ok: true; file: InterviewFile } | { ok: false; problems: string[] };

/**
 * Reads an already parsed JSON value as an interview file.
 * Unknown fields are kept; unknown event types, wrong shapes and an order that does not rise are problems, each a
 * sentence that names the event.
 */
export function readInterviewFile(value: unknown): FileReading {
	const unknownTypes = nameUnknownEventTypes(value);
	if (unknownTypes.length > 0) return { ok: false, problems: unknownTypes };
	const parsed = InterviewFile.safeParse(value);
	if (!parsed.success) {
		return { ok: false, problems: parsed.error.issues.slice(0, 20).map(describeIssue) };
	}
	const problems = [...checkOrder(parsed.data.events), ...checkUnclear(parsed.data.events)];
	return problems.length > 0 ? { ok: false, problems } : { ok: true, file: parsed.data };
}

function nameUnknownEventTypes(value: unknown): string[] {
	if (typeof value !== "object" || value === null || !("events" in value) || !Array.isArray(value.events)) return [];
	const known = new Set<string>(EVENT_TYPES);
	return value.events.slice(0, MAX_FILE_EVENTS).flatMap((event: unknown, index) => {
		const type = typeof event === "object" && event !== null && "type" in event ? event.type : undefined;
		if (typeof type === "string" && known.has(type)) return [];
		return [`Event ${index + 1} has the unknown type ${JSON.stringify(type)}. Known types: ${EVENT_TYPES.join(", ")}.`];
	});
}

function checkOrder(events: readonly InterviewEvent[]): string[] {
	const problems: string[] = [];
	for (const [index, event] of events.entries()) {
		const previous = events[index - 1];
		if (!previous) continue;
		if (event.seq <= previous.seq)
			problems.push(`Event ${index + 1}: seq ${event.seq} does not rise above ${previous.seq}.`);
		if (event.atMs < previous.atMs) problems.push(`Event ${index + 1}: atMs ${event.atMs} is before ${previous.atMs}.`);
	}
	return problems;
}

function checkUnclear(events: readonly InterviewEvent[]): string[] {
	return events.flatMap((event, index) => {
		if (event.type !== "message" || !event.unclear) return [];
		const problem = unclearProblem({ text: event.text, unclear: event.unclear });
		return problem ? [`Event ${index + 1}: ${problem}`] : [];
	});
}

function describeIssue(issue: z.core.$ZodIssue): string {
	const where = issue.path.length > 0 ? issue.path.join(".") : "file";
	return `${where}: ${issue.message}`;
}
