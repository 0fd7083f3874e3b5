import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { runCommand } from "../support/command";

// Without a snapshot, as on a clone that was never built, a process takes seconds to boot.
vi.setConfig({ testTimeout: 60_000 });

const folder = mkdtempSync(path.join(os.tmpdir(), "mockingbird-code-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const code = (...args: string[]) => runCommand("code", args);

describe("code", () => {
	it("runs a task's own solution and ends well", () => {
		const { status, stdout } = code("cd-02-read-a-reply");
		expect(status).toBe(0);
		expect(stdout).toContain("core");
	});

	it("ends with 1 when a test fails, and prints each result as JSON when asked", () => {
		const file = path.join(folder, "solution.py");
		writeFileSync(file, "def nothing():\n    pass\n");
		const { status, stdout } = code("cd-02", file, "--json");
		expect(status).toBe(1);
		const printed: { tests?: unknown[]; loadError?: unknown } = JSON.parse(stdout);
		expect(printed).toHaveProperty("tests");
	});

	it("lists the tasks when it is given none it knows, and says which file it cannot read", () => {
		const unknown = code("cd-99");
		expect(unknown.status).toBe(2);
		expect(unknown.stderr).toContain('There is no task "cd-99"');
		expect(unknown.stderr).toContain("cd-01-resilient-llm-client");
		const missing = code("cd-02", path.join(folder, "no-such.py"));
		expect(missing.status).toBe(2);
		expect(missing.stderr).toContain("cannot be read");
	});
});
