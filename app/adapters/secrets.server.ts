/** Secrets this server made for itself, in a file that only its owner can read. */
import { randomBytes } from "node:crypto";
import { chmod, link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { AppError } from "~/core/errors";

const Secrets = z.object({
	/** Signs session cookies. */
	auth: z.string().min(32),
});
export type Secrets = z.infer<typeof Secrets>;

export const SECRETS_FILE = "secrets.json";

/**
 * The secrets in a data folder, made at the first call. Throws an `AppError` when the file cannot be read as one: a new
 * file in its place would sign out everybody, so that is for a person to decide.
 */
export async function readSecrets(input: { dataDirectory: string }): Promise<Secrets> {
	const { dataDirectory } = input;
	const file = path.join(dataDirectory, SECRETS_FILE);
	await mkdir(dataDirectory, { recursive: true });
	const text = await readFile(file, "utf8").catch(async (error: NodeJS.ErrnoException) => {
		if (error.code !== "ENOENT") throw error;
		await create(file);
		return readFile(file, "utf8");
	});
	await chmod(file, 0o600);
	return parse({ file, text });
}

/** Written aside and linked into place, so that a cut-off write leaves nothing and of two processes the first wins. */
async function create(file: string): Promise<void> {
	const secrets: Secrets = { auth: randomBytes(32).toString("base64url") };
	const aside = `${file}.${process.pid}`;
	await writeFile(aside, `${JSON.stringify(secrets, null, "\t")}\n`, { mode: 0o600 });
	try {
		await link(aside, file);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
	} finally {
		await rm(aside, { force: true });
	}
}

function parse(input: { file: string; text: string }): Secrets {
	try {
		return Secrets.parse(JSON.parse(input.text));
	} catch {
		throw new AppError(
			"unprocessable-file",
			`${input.file} is damaged. Put it back from a copy, or remove it: then everybody is signed out, and guests lose their rounds.`,
		);
	}
}
