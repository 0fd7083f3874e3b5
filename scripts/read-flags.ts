/** The words after a command, read by Node's own parser; what is wrong with them is a sentence, not a stack. */
import { type ParseArgsConfig, parseArgs } from "node:util";

/** Throws an Error with a sentence that names the flag and the flags there are. */
export function readFlags<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
	try {
		return parseArgs(config);
	} catch (error) {
		const said = error instanceof Error ? error.message : String(error);
		const flag = /'(-[^' ]*)/.exec(said)?.[1];
		const known = Object.keys(config.options ?? {}).map((name) => `--${name}`);
		if (/^Unknown option/.test(said)) throw new Error(`There is no ${flag}: use ${orList(known)}.`);
		if (/argument missing|ambiguous/.test(said)) throw new Error(`${flag} needs a value after it.`);
		if (/does not take an argument/.test(said)) throw new Error(`${flag} takes no value.`);
		const word = /'([^']*)'/.exec(said)?.[1] ?? "";
		throw new Error(`"${word}" cannot be used here: use ${orList(known)}.`);
	}
}

/** The value of a flag when it is one of those there are; else throws a sentence that names them. */
export function oneOf<T extends string>(input: { flag: string; value: string; of: readonly T[] }): T {
	const { flag, value, of } = input;
	const found = of.find((known) => known === value);
	if (found === undefined) throw new Error(`There is no ${flag} "${value}": use ${orList(of)}.`);
	return found;
}

function orList(words: readonly string[]): string {
	return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
