import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { closeDatabase } from "~/adapters/db/client.server";

let folder = "";
const said: string[] = [];
const say = (line: string) => said.push(line);

beforeEach(async () => {
	folder = await mkdtemp(path.join(os.tmpdir(), "mockingbird-boot-"));
	for (const name of ["prompts", "rubrics"]) await cp(name, path.join(folder, name), { recursive: true });
	said.length = 0;
});
afterEach(async () => {
	await closeDatabase();
	vi.unstubAllEnvs();
	await rm(folder, { recursive: true, force: true });
});

/** The settings are read when a module is first imported, so each test imports it again. */
async function importBoot(variables: Record<string, string> = {}) {
	for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
	vi.stubEnv("DATA_DIR", path.join(folder, "data"));
	vi.resetModules();
	return import("~/services/boot.server");
}

async function edit(file: string, change: (text: string) => string): Promise<void> {
	const target = path.join(folder, file);
	await writeFile(target, change(await readFile(target, "utf8")));
}

describe("the start", () => {
	it("is stopped by mistakes in the content, and lists every one of them", async () => {
		await edit("rubrics/behavioral.yaml", (text) => text.replace(/^version: .*/m, "version: none"));
		await edit("prompts/personas/quiet.md", () => "no front matter");
		const { boot } = await importBoot();
		const error = await boot({ say, root: folder }).catch((thrown: Error) => thrown);
		expect(error).toMatchObject({ name: "StartError" });
		expect(String(error)).toMatch(/rubrics\/behavioral\.yaml:\d+ – /);
		expect(String(error)).toMatch(/prompts\/personas\/quiet\.md:\d+ – /);
	});

	it("is stopped by a shipped file that changed without a new version", async () => {
		const { boot } = await importBoot();
		await (await boot({ say, root: folder })).stop();
		await edit("prompts/personas/quiet.md", (text) => `${text}\nOne more sentence.\n`);
		await expect(boot({ say, root: folder })).rejects.toThrow(/quiet\.md: .*Raise version/);
	});

	it("gives a link for the operator that carries a token, and says what it migrated", async () => {
		const { boot } = await importBoot();
		const running = await boot({ say, root: folder });
		expect(running.operatorLink).toMatch(/^http:\/\/127\.0\.0\.1:4310\/operator\?token=[\w-]{20,}$/);
		expect(said.join("\n")).toContain("Database migrated");
		await running.stop();
	});

	it("names every setting that is wrong at once", async () => {
		const { readSettings } = await importBoot({ PORT: "none", PUBLIC_URL: "http://practice.example.org" });
		expect(() => readSettings()).toThrow(/PORT[\s\S]*https:\/\/[\s\S]*AUTH_SECRET/);
	});
});
