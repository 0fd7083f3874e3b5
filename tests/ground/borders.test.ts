import { spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const BIOME = path.resolve("node_modules/@biomejs/biome/bin/biome");

let folder = "";
beforeAll(async () => {
	folder = await mkdtemp(path.join(os.tmpdir(), "mockingbird-borders-"));
	for (const file of ["biome.json", ".gitignore"]) await cp(file, path.join(folder, file));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What the linter says about one file of the given text; empty when it accepts it. */
async function lint(input: { file: string; text: string }): Promise<string> {
	const file = path.join(folder, input.file);
	await mkdir(path.dirname(file), { recursive: true });
	await writeFile(file, input.text);
	const { status, stdout, stderr } = spawnSync(process.execPath, [BIOME, "lint", input.file], {
		cwd: folder,
		encoding: "utf8",
	});
	await rm(file);
	return status === 0 ? "" : stdout + stderr;
}

const lintImport = (file: string, statement: string) =>
	lint({ file, text: `${statement}\nexport const used = thing;\n` });

describe("core", () => {
	it.each([
		["a package", 'import thing from "react";'],
		["a type of a package", 'import type thing from "@prisma/client";'],
		["Node", 'import thing from "node:fs";'],
		["a service by alias", 'import { thing } from "~/services/room.server";'],
		["a service by path", 'import { thing } from "../../services/room.server";'],
		["an adapter's type", 'import type { thing } from "../../adapters/db/client.server";'],
		["the environment", 'import { thing } from "../../env.server";'],
		["a component", 'import { thing } from "../../ui/button";'],
		["a package at run time", 'const thing = await import("openai");'],
	])("may not import %s", async (_what, statement) => {
		expect(await lintImport("app/core/grading/probe.ts", statement)).toContain("noRestrictedImports");
	});

	it.each([
		["zod", 'import { z as thing } from "zod";'],
		["itself", 'import { thing } from "../content/schemas";'],
		["its neighbour", 'import { thing } from "./grade";'],
	])("may import %s", async (_what, statement) => {
		expect(await lintImport("app/core/grading/probe.ts", statement)).toBe("");
	});
});

describe("a model's SDK", () => {
	it.each(['import thing from "openai";', 'import thing from "@anthropic-ai/sdk";'])(
		"is imported by app/adapters/llm only: %s",
		async (statement) => {
			expect(await lintImport("app/services/probe.server.ts", statement)).toContain("noRestrictedImports");
			expect(await lintImport("app/adapters/llm/probe.server.ts", statement)).toBe("");
		},
	);
});

describe("the linter", () => {
	it("keeps process.env to env.server.ts", async () => {
		const text = "export const port = process.env.PORT;\n";
		expect(await lint({ file: "app/services/probe.server.ts", text })).toContain("noProcessEnv");
		expect(await lint({ file: "app/env.server.ts", text })).toBe("");
	});

	it("stops a file of more than 300 lines", async () => {
		const lines = (count: number) =>
			Array.from({ length: count }, (_, index) => `export const n${index} = 1;\n`).join("");
		expect(await lint({ file: "app/core/probe.ts", text: lines(301) })).toContain("noExcessiveLinesPerFile");
		expect(await lint({ file: "app/core/probe.ts", text: lines(300) })).toBe("");
	});

	it("sees a promise that nobody waits for", async () => {
		const text = "async function work(): Promise<void> {}\nexport function start(): void {\n\twork();\n}\n";
		expect(await lint({ file: "app/services/probe.server.ts", text })).toContain("noFloatingPromises");
	});
});
