import path from "node:path";
import { fileURLToPath } from "node:url";

/** Address of the database in a data folder. */
export function databaseUrlIn(input: { dataDirectory: string }): string {
	return `file:${path.resolve(input.dataDirectory, "mockingbird.db")}`;
}

/** The path a "file:" address points at; a relative one counts from the working directory, as the driver has it. */
export function fileOf(url: string): string {
	if (!url.startsWith("file:")) throw new Error("the database address must start with file:");
	return url.startsWith("file://") ? fileURLToPath(url) : path.resolve(url.slice("file:".length));
}
