import { describe, expect, it } from "vitest";
import { loadContent } from "~/adapters/content.server";
import { closeDatabase, openDatabase } from "~/adapters/db/client.server";
import { setContent } from "~/services/content.server";
import { checkHealth } from "~/services/health.server";
import { testDatabase } from "../support/database";

const test = testDatabase();

describe("health", () => {
	it("says that content is missing until it is loaded, and is well after that", async () => {
		const starting = await checkHealth();
		expect(starting).toMatchObject({ status: "unwell", database: "answers", content: null });
		expect(starting.problems).toHaveLength(1);
		const { content } = await loadContent({ root: process.cwd() });
		setContent({ content, disabled: [{ file: "a.md", line: 1, sentence: "is broken", severity: "error" }] });
		expect(await checkHealth()).toMatchObject({ status: "well", problems: [], content: { overlayFilesLeftOut: 1 } });
	});

	it("says that the database is silent, instead of failing", async () => {
		await closeDatabase();
		expect(await checkHealth()).toMatchObject({ status: "unwell", database: "silent" });
		openDatabase({ url: test.url });
	});
});
