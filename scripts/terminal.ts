/**
 * The one way in which commands print. Text of candidates, models and files passes through here: what a terminal would
 * take for orders is shown instead, so that nobody's answer clears a screen, renames a window or hides a line.
 */

/**
 * Control characters but tab and line feed, the two other ends of a line, the marks that turn the direction of writing, and
 * signs that are there and cannot be seen. Those that join letters or emoji stay.
 */
const ORDERS =
	// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must not reach a terminal
	/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u180e\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

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
		const code = sign.codePointAt(0) ?? 0;
		if (code < 0x100) return `\\x${hex(code, 2)}`;
		return code < 0x1_0000 ? `\\u${hex(code, 4)}` : `\\u{${hex(code, 5)}}`;
	});
}

/**
 * Lines of somebody else's, to go below one of a command: each begins further in than the command's own, so that none can
 * pass for one, also where the terminal (`columns` wide; 0 where there is none) would break it.
 */
export function quoted(text: string, columns = process.stdout.columns ?? 0): string {
	const room = columns > MARGIN.length ? columns - MARGIN.length : Number.POSITIVE_INFINITY;
	return printable(text)
		.replaceAll("\t", "    ")
		.split("\n")
		.flatMap((line) => inPieces(line, room))
		.join(`\n${MARGIN}`);
}

const MARGIN = " ".repeat(6);

/** A sign beyond ASCII may take two places. */
function inPieces(line: string, room: number): string[] {
	const pieces = [""];
	let used = 0;
	for (const sign of line) {
		const wide = sign > "\u007e" ? 2 : 1;
		if (used + wide > room) {
			pieces.push("");
			used = 0;
		}
		pieces[pieces.length - 1] += sign;
		used += wide;
	}
	return pieces;
}

export function jsonText(value: unknown): string {
	const escaped = (unit: string) => `\\u${hex(unit.charCodeAt(0), 4)}`;
	return JSON.stringify(value, null, 2).replace(ORDERS, (sign) => sign.split("").map(escaped).join(""));
}

const hex = (code: number, digits: number) => code.toString(16).padStart(digits, "0");
