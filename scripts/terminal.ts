/**
 * The one way in which commands print. Text of candidates, models and files passes through here: what a terminal would
 * take for orders is shown instead, so that nobody's answer clears a screen, renames a window or hides a line.
 */

/** Control characters but tab and line feed, the two other ends of a line, and the marks that turn the direction of writing. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must not reach a terminal
const ORDERS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Prints a result, and a line's end after it. */
export function print(text: string): void {
	process.stdout.write(`${printable(text)}\n`);
}

/** Prints a result as JSON that reads back as it was: what JSON leaves as it is and a terminal would obey is escaped. */
export function printJson(value: unknown): void {
	process.stdout.write(`${jsonText(value)}\n`);
}

/** Says something that is not the result: it goes to stderr, so that what a script reads stays clean. */
export function tell(text: string, end: "\n" | "" = "\n"): void {
	process.stderr.write(`${printable(text)}${end}`);
}

/** Ends a command that cannot go on with a sentence instead of a stack. */
export function fail(error: unknown): void {
	tell(error instanceof Error ? error.message : String(error));
	process.exitCode = 1;
}

export function printable(text: string): string {
	return text.replace(/\r\n/g, "\n").replace(ORDERS, (sign) => {
		const code = sign.charCodeAt(0);
		return code < 0x100 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`;
	});
}

export function jsonText(value: unknown): string {
	return JSON.stringify(value, null, 2).replace(ORDERS, (sign) => `\\u${hex(sign.charCodeAt(0), 4)}`);
}

const hex = (code: number, digits: number) => code.toString(16).padStart(digits, "0");
