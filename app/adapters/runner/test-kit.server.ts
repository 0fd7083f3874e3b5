/** What tests are judged with: the harness, its guard and the fakes. Known by a hash, so that a change of it can be seen later. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
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
	const read = (file: string) => readFile(path.join(input.runner, "python", file), "utf8");
	const [fakes, harness, guard] = await Promise.all([read("fakes.py"), read("harness.py"), read("guard.py")]);
	const body = JSON.stringify({ "fakes.py": fakes, "harness.py": harness, "guard.py": guard });
	const hash = createHash("sha256").update(body).digest("hex");
	// Nobody raises a version of it by hand: it takes the next number by itself, as files of a server's own do.
	const line = { kind: "test-kit", slug: "python", version: 1, owner: "server" } as const;
	return { hash, fakes, item: { ...line, file: "app/adapters/runner/python", hash, body } };
}
