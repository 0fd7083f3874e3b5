/**
 * One line of JSON per event on stdout. Never what a candidate typed, a token, a cookie or a query string: fields are
 * chosen one by one, and errors are cut down to what names the defect.
 */
import pino, { type Logger } from "pino";
import { env } from "~/env.server";

const MAX_MESSAGE = 300;

export type { Logger };

export const logger: Logger = pino({
	level: env.logLevel,
	base: null,
	serializers: { err: describeError },
});

interface LoggedError {
	type: string;
	code?: string;
	message: string;
	at: string[];
	cause?: LoggedError;
}

/** Name, code, where it was thrown, and a message without the values a database call was made with. */
export function describeError(error: unknown, depth = 0): LoggedError {
	if (!(error instanceof Error))
		return { type: typeof error, message: "something that is not an error was thrown", at: [] };
	const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
	return {
		type: error.name,
		...(code ? { code } : {}),
		message: withoutValues(error),
		at: (error.stack ?? "")
			.split("\n")
			.filter((line) => /^\s+at /.test(line))
			.slice(0, 12)
			.map((line) => line.trim()),
		...(error.cause instanceof Error && depth < 3 ? { cause: describeError(error.cause, depth + 1) } : {}),
	};
}

/**
 * Prisma quotes the call with its arguments before its last paragraph, and zod and JSON.parse quote their input: from
 * the first only the last line is kept, from the others nothing.
 */
function withoutValues(error: Error): string {
	if (error.name === "ZodError") return "a value does not have the expected form";
	if (error.name === "SyntaxError") return "a text could not be parsed";
	const message = error.name.startsWith("Prisma") ? (error.message.trim().split("\n").at(-1) ?? "") : error.message;
	return message.slice(0, MAX_MESSAGE);
}
