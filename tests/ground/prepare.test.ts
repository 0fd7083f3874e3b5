import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
	checkNode,
	countPackages,
	needsBuild,
	needsGenerate,
	needsInstall,
	wantedPackages,
} from "../../scripts/prepare.js";

let root = "";
beforeEach(async () => {
	root = await mkdtemp(path.join(os.tmpdir(), "mockingbird-prepare-"));
	await put("package-lock.json", 10);
	await put("prisma/schema.prisma", 10);
	await put("app/services/room.server.ts", 10);
	await put("app/services/old.server.ts", 10);
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** A file, and the folder it is in, dated to a minute of an imagined hour. */
async function put(file: string, minute: number): Promise<void> {
	const target = path.join(root, file);
	const date = new Date(2026, 0, 1, 12, minute);
	await mkdir(path.dirname(target), { recursive: true });
	await writeFile(target, "");
	await utimes(target, date, date);
	for (let folder = path.dirname(target); folder !== root; folder = path.dirname(folder))
		await utimes(folder, date, date);
}

describe("a clone", () => {
	it("is too much for an old Node, which is told so", () => {
		expect(() => checkNode("18.20.8")).toThrow("needs Node 20.19 or later");
		expect(() => checkNode("20.18.3")).toThrow("20.18.3");
		for (const version of ["20.19.0", "20.20.2", "22.0.0", "24.3.1"]) expect(() => checkNode(version)).not.toThrow();
	});

	it("needs packages when there are none, when an install was cut off, and when the lock file is newer", async () => {
		expect(needsInstall(root)).toBe(true);
		await put("node_modules/some-package/index.js", 20);
		expect(needsInstall(root)).toBe(true);
		await put("node_modules/.package-lock.json", 20);
		expect(needsInstall(root)).toBe(false);
		await put("package-lock.json", 30);
		expect(needsInstall(root)).toBe(true);
	});

	it("counts the same packages as it has in total: nested ones too, optional and empty folders not", async () => {
		const wanted = wantedPackages({
			packages: {
				"": {},
				"node_modules/a": {},
				"node_modules/a/node_modules/b": {},
				"node_modules/@c/d": {},
				"node_modules/for-another-machine": { optional: true },
			},
		});
		expect(wanted).toHaveLength(3);
		expect(countPackages(root, wanted)).toBe(0);
		await put("node_modules/a/package.json", 20);
		await put("node_modules/a/node_modules/b/package.json", 20);
		await put("node_modules/@c/d/README.md", 20);
		await put("node_modules/for-another-machine/package.json", 20);
		expect(countPackages(root, wanted)).toBe(2);
	});

	it("needs a database client when there is none, and when the schema or the packages are newer", async () => {
		expect(needsGenerate(root)).toBe(true);
		await put("app/generated/prisma/client.ts", 20);
		expect(needsGenerate(root)).toBe(false);
		await put("prisma/schema.prisma", 30);
		expect(needsGenerate(root)).toBe(true);
		await put("app/generated/prisma/client.ts", 40);
		await put("package-lock.json", 50);
		expect(needsGenerate(root)).toBe(true);
	});

	it("needs pages when there are none, and when a source was changed, added or removed since", async () => {
		expect(needsBuild(root)).toBe(true);
		await put("build/built", 20);
		expect(needsBuild(root)).toBe(false);
		await put("app/services/room.server.ts", 30);
		expect(needsBuild(root)).toBe(true);
		await put("build/built", 40);
		await put("app/ui/new.tsx", 50);
		expect(needsBuild(root)).toBe(true);
		await put("build/built", 55);
		expect(needsBuild(root)).toBe(false);
		// Removing a file dates its folder to now.
		await rm(path.join(root, "app/services/old.server.ts"));
		expect(needsBuild(root)).toBe(true);
	});
});
