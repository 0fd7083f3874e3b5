import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readSecrets } from "~/adapters/secrets.server";

let dataDirectory = "";
let file = "";
beforeEach(async () => {
	const folder = await mkdtemp(path.join(os.tmpdir(), "mockingbird-secrets-"));
	dataDirectory = path.join(folder, "data");
	file = path.join(dataDirectory, "secrets.json");
});
afterEach(() => rm(path.dirname(dataDirectory), { recursive: true, force: true }));

describe("the server's own secrets", () => {
	it("are made once, and only their owner can read them", async () => {
		const first = await readSecrets({ dataDirectory });
		expect(first.auth.length).toBeGreaterThanOrEqual(43);
		expect((await stat(file)).mode & 0o777).toBe(0o600);
		expect(await readSecrets({ dataDirectory })).toEqual(first);
	});

	it("are the same for two processes that start at once", async () => {
		const all = await Promise.all(Array.from({ length: 8 }, () => readSecrets({ dataDirectory })));
		expect(new Set(all.map((secrets) => secrets.auth)).size).toBe(1);
	});

	it("become private again when their file was opened up", async () => {
		await readSecrets({ dataDirectory });
		await chmod(file, 0o644);
		await readSecrets({ dataDirectory });
		expect((await stat(file)).mode & 0o777).toBe(0o600);
	});

	it("are not replaced when their file is damaged: that would sign everybody out", async () => {
		await readSecrets({ dataDirectory });
		await writeFile(file, '{"auth": "cut o');
		await expect(readSecrets({ dataDirectory })).rejects.toThrow("damaged");
		expect(await readFile(file, "utf8")).toBe('{"auth": "cut o');
	});
});
