/** What tests are judged with: the harness, the checks and the fakes. Known by a hash, so that a change of it can be seen later. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { ContentItem } from "~/core/content/content";

export interface TestKit {
	/** SHA-256 (hex) of the files. */
	hash: string;
	/** The support file that tasks share. */
	fakes: string;
	/** The files as a content version: whoever has the hash finds the text. */
	item: ContentItem;
}

/** Reads the kit in `runner`, the folder of the runner. Throws when a file is missing: nothing can be tested then. */
export async function readTestKit(input: { runner: string }): Promise<TestKit> {
	const folder = path.join(input.runner, "python");
	const files = (await readdir(folder)).filter((file) => file.endsWith(".py")).sort();
	const read = async (file: string) => [file, await readFile(path.join(folder, file), "utf8")] as const;
	const texts = Object.fromEntries(await Promise.all(files.map(read)));
	if (!texts["fakes.py"]) throw new Error(`${folder} has no fakes.py`);
	const body = JSON.stringify(texts);
	const hash = createHash("sha256").update(body).digest("hex");
	// Nobody raises a version of it by hand: it takes the next number by itself, as files of a server's own do.
	const line = { kind: "test-kit", slug: "python", version: 1, owner: "server" } as const;
	return { hash, fakes: texts["fakes.py"], item: { ...line, file: "app/adapters/runner/python", hash, body } };
}
