import path from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { testBrowser } from "../support/browser";
import { startServer } from "../support/server";
import { accessibilityProblems, endRound, myTurn, openReport } from "../support/visitor";

const server = await startServer({ PRACTICE_PACE_MS: "20" });
const browser = testBrowser();
const SAMPLE = path.resolve("prompts/samples/rag-deep-dive-middling.json");

async function copyRag(page: Page): Promise<string> {
	await page.goto(`${server.url}/rubrics`);
	await page.getByRole("button", { name: "Make a copy of RAG deep dive" }).click();
	await page.getByRole("heading", { name: "My RAG deep dive" }).waitFor();
	return page.url();
}

async function importSample(page: Page): Promise<string> {
	await page.goto(`${server.url}/sessions`);
	await page.setInputFiles('input[type="file"]', SAMPLE);
	await page.getByRole("button", { name: "Import", exact: true }).click();
	await page.waitForURL(/\/(grading|report)$/);
	await page.waitForURL(/\/report$/, { timeout: 20_000 });
	return page.url();
}

const saved = (page: Page) => page.getByText("Saved", { exact: true }).waitFor();
const weigh = async (page: Page, title: string, weight: number) => {
	await page.getByLabel(`Weight of ${title}`).fill(String(weight));
};

describe("the rubric studio", () => {
	it("goes from a copy to a published version that new rounds use, while old reports stay and can be graded again", async () => {
		const page = await browser.open();
		const studio = await copyRag(page);
		const report = await importSample(page);
		const before = await page.getByRole("region", { name: "What was seen" }).textContent();

		await page.goto(studio);
		await page.getByRole("button", { name: "Evaluation and debugging", exact: false }).last().waitFor();
		await weigh(page, "Evaluation and debugging", 35);
		await page.getByText("15 too many").waitFor();
		await page.getByText("The weights add up to 115: 15 are too many.").waitFor();
		expect(await page.getByRole("button", { name: "Publish v2" }).count()).toBe(0);
		await weigh(page, "Retrieval quality", 5);
		await page.getByLabel("Anchor 3").fill("Names the size, the overlap and the test that chose them.");
		await page.getByText("3 changes. Published versions never change.").waitFor();
		await saved(page);
		expect(await accessibilityProblems(page)).toEqual([]);

		await page.getByRole("link", { name: "Test bench" }).click();
		await page.getByRole("button", { name: "Run, free" }).click();
		await page.getByText("Recommendation flips").waitFor({ timeout: 20_000 });
		await page.getByText(/4 interviews, 3 with a person's grade/).waitFor();
		await page.getByRole("button", { name: "Evaluation and debugging" }).click();
		await page.getByText("Person by row, rules by column").waitFor();
		expect(await accessibilityProblems(page)).toEqual([]);

		await page.getByRole("link", { name: "Criteria" }).click();
		await page.getByLabel("Why this version").fill("Evaluation decides");
		await page.getByRole("button", { name: "Publish v2" }).click();
		await page.getByRole("link", { name: "Practise with v2" }).click();
		await page.getByRole("combobox", { name: "Rubric" }).waitFor();
		await page.getByRole("button", { name: "Start the round" }).click();
		await page.waitForURL(/\/interviews\/[^/]+$/);
		await myTurn(page);
		await endRound(page);
		await openReport(page);
		await page.getByText(/My RAG deep dive v2/).waitFor();

		await page.goto(report);
		expect(await page.getByRole("region", { name: "What was seen" }).textContent()).toBe(before);
		await page.getByText("Grade again").click();
		await page.getByLabel("Rubric").selectOption({ label: "My RAG deep dive, version 2" });
		await page.getByRole("button", { name: "Add a grade" }).click();
		await page.getByRole("heading", { name: "2 grades" }).waitFor({ timeout: 20_000 });
		await page.getByRole("link", { name: "Show", exact: true }).click();
		await expect.poll(() => page.getByRole("region", { name: "What was seen" }).textContent()).toBe(before);
		expect(await accessibilityProblems(page)).toEqual([]);
	}, 120_000);

	it("keeps what two windows change at once, and asks where both changed the same", async () => {
		browser.expectTrouble(/409 \(Conflict\).*\/draft/);
		const page = await browser.open();
		const studio = await copyRag(page);
		const second = await page.context().newPage();
		await second.goto(studio);
		await second.getByLabel("Why these weights").fill("Because the second window says so.");
		await weigh(second, "Retrieval quality", 21);
		await saved(second);
		await weigh(page, "Retrieval quality", 25);
		await page.getByRole("button", { name: "Keep theirs" }).waitFor();
		expect(await page.getByLabel("Why these weights").inputValue()).toBe("Because the second window says so.");
		await page.getByRole("button", { name: "Keep theirs" }).click();
		await expect.poll(() => page.getByLabel("Weight of Retrieval quality").inputValue()).toBe("21");
		await weigh(page, "Loading and chunking", 14);
		await saved(page);
		await second.reload();
		expect(await second.getByLabel("Weight of Loading and chunking").inputValue()).toBe("14");
	}, 60_000);

	it("keeps a draft through a network that goes away and a reload", async () => {
		browser.expectTrouble(/ERR_FAILED.*\/draft/);
		const page = await browser.open();
		await copyRag(page);
		await page.route("**/draft", (route) => route.abort());
		await page.getByLabel("Why these weights").fill("Written without a network.");
		await page.getByText(/kept in this browser/).waitFor();
		await page.reload();
		await page.unroute("**/draft");
		await expect
			.poll(() => page.getByLabel("Why these weights").inputValue(), { timeout: 10_000 })
			.toBe("Written without a network.");
		await saved(page);
	}, 60_000);

	it("moves criteria with the keyboard and by drag", async () => {
		const page = await browser.open();
		await copyRag(page);
		const order = () => page.getByRole("list").first().getByRole("listitem").allTextContents();
		const first = (await order())[0] ?? "";
		await page.getByRole("button", { name: /^Move Loading and chunking/ }).focus();
		await page.keyboard.press("ArrowDown");
		await expect.poll(async () => (await order())[1]).toBe(first);
		await page.getByText("Loading and chunking is now number 2 of 6.").waitFor({ state: "attached" });
		await page
			.getByRole("list")
			.first()
			.getByRole("listitem")
			.nth(1)
			.dragTo(page.getByRole("list").first().getByRole("listitem").nth(0));
		await expect.poll(async () => (await order())[0]).toBe(first);
	}, 60_000);

	it("is usable at 390 pixels and in the dark", async () => {
		const page = await browser.open({ viewport: { width: 390, height: 844 }, colorScheme: "dark" });
		for (const url of [
			`${server.url}/rubrics`,
			await copyRag(page),
			`${page.url()}/bench`,
			`${page.url()}/links`,
			`${server.url}/questions`,
			`${server.url}/organization`,
		]) {
			await page.goto(url);
			expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
			expect(await accessibilityProblems(page)).toEqual([]);
		}
	}, 60_000);
});

describe("a question of one's own", () => {
	it("goes from a file with a mistake to a round that asks it", async () => {
		browser.expectTrouble(/400 \(Bad Request\)/);
		const page = await browser.open();
		await page.goto(`${server.url}/questions`);
		await page.getByLabel("Title").fill("Our own deep dive");
		await page.getByLabel("Round").selectOption("rag-deep-dive");
		await page.setInputFiles('input[type="file"]', "prompts/questions/rag-deep-dive/rag-02-confident-and-wrong.md");
		await page.getByRole("button", { name: "Begin" }).click();
		await page.getByRole("heading", { name: "Nothing stands in the way" }).waitFor();
		expect(await accessibilityProblems(page)).toEqual([]);
		const text = page.getByLabel(/The whole question/);
		const good = await text.inputValue();
		await text.fill(good.replace("title: Confident and wrong", "titel: Our deep dive"));
		await page.getByLabel("Why this version").fill("For the new team");
		await page.getByRole("button", { name: "Publish v1" }).click();
		await page.getByText(/Not published/).waitFor();
		await text.fill(good.replace("title: Confident and wrong", "title: Our deep dive"));
		await page.getByRole("button", { name: "Publish v1" }).click();
		await page.getByRole("tab", { name: "As a model is told" }).click();
		await page.getByRole("link", { name: "Practise with v1" }).click();
		await page.getByRole("button", { name: "Start the round" }).click();
		await page.waitForURL(/\/interviews\/[^/]+$/);
		await myTurn(page);
		await page.getByText("Our deep dive").first().waitFor();
	}, 60_000);

	it("edited in two windows keeps both, and shows both where they touch the same lines", async () => {
		const page = await browser.open();
		await page.goto(`${server.url}/questions`);
		await page.getByLabel("Title").fill("Written by two");
		await page.getByLabel("Round").selectOption("rag-deep-dive");
		await page.setInputFiles('input[type="file"]', "prompts/questions/rag-deep-dive/rag-02-confident-and-wrong.md");
		await page.getByRole("button", { name: "Begin" }).click();
		await page.getByRole("heading", { name: "Nothing stands in the way" }).waitFor();
		const second = await page.context().newPage();
		await second.goto(page.url());
		const [mine, theirs] = [page, second].map((window) => window.getByLabel(/The whole question/));
		if (!mine || !theirs) throw new Error("two windows are open");
		const good = await mine.inputValue();
		await theirs.fill(good.replace("title: Confident and wrong", "title: From the second window"));
		await second.getByRole("button", { name: "Save and check" }).click();
		await second.getByRole("heading", { level: 1, name: "From the second window" }).waitFor();
		await mine.fill(good.replace(/^minutes: .*$/m, "minutes: 17"));
		await page.getByRole("button", { name: "Save and check" }).click();
		await page.getByText("both are in the text now").waitFor();
		expect(await mine.inputValue()).toContain("title: From the second window");
		expect(await mine.inputValue()).toContain("minutes: 17");
		await theirs.fill((await theirs.inputValue()).replace(/^minutes: .*$/m, "minutes: 25"));
		await second.getByRole("button", { name: "Save and check" }).click();
		const choice = second.getByRole("alert", { name: "Edited twice" });
		await choice.waitFor();
		expect(await accessibilityProblems(second)).toEqual([]);
		await choice.getByRole("button", { name: "Keep yours" }).click();
		await second.getByText("All lines are chosen").waitFor();
		await second.getByLabel("Why this version").fill("Two hands");
		await second.getByRole("button", { name: "Publish v1" }).click();
		await second.getByText("Two hands").waitFor();
		expect(await theirs.inputValue()).toContain("minutes: 25");
	}, 60_000);
});

describe("grading by hand", () => {
	it("is blind until it is submitted, and quotes what is selected in the record", async () => {
		const page = await browser.open();
		await page.goto(`${server.url}/sessions`);
		await page.setInputFiles('input[type="file"]', SAMPLE);
		await page.getByRole("button", { name: "Import and grade it blind" }).click();
		await page.getByText(/^Blind: no other score is shown/).waitFor();
		await page.goto(`${server.url}/sessions`);
		await expect
			.poll(async () => {
				await page.reload();
				return page.getByText("Graded, not opened yet").count();
			})
			.toBe(1);
		expect(await accessibilityProblems(page)).toEqual([]);
		await page.getByRole("link", { name: /^Grade it blind/ }).click();
		await page.getByText(/^Blind: no other score is shown/).waitFor();
		expect(await page.getByText("Rules 1").count()).toBe(0);
		expect(await accessibilityProblems(page)).toEqual([]);
		const sheets = page.locator("form fieldset");
		await sheets.first().getByText("Knows several strategies by name").click();
		await sheets.first().getByLabel("Why").fill("Numbers without a test");
		await page.locator("article.me .said").first().selectText();
		await page.getByRole("button", { name: /^Quote the selected words/ }).click();
		await page.getByRole("button", { name: "Submit" }).click();
		await page.getByRole("heading", { name: "Side by side" }).waitFor();
		await page.getByText("Numbers without a test").waitFor();
		expect(await page.getByText(/^Rules 1/).count()).toBe(1);
		expect(await page.locator("mark").first().textContent()).toContain("With the documents");
		expect(await accessibilityProblems(page)).toEqual([]);
	}, 60_000);
});

describe("a practice link", () => {
	it("is taken by a stranger who is told who will see it, and brings the record to whoever made it", async () => {
		const manager = await browser.open();
		await copyRag(manager);
		await manager.getByRole("link", { name: "Practice links" }).click();
		await manager.getByRole("button", { name: "Make a link for v1" }).click();
		const address = await manager.getByRole("link", { name: /\/practise\// }).textContent();
		const taker = await browser.open();
		await taker.goto(address ?? "");
		await taker.getByText("will see the whole record").waitFor();
		expect(await accessibilityProblems(taker)).toEqual([]);
		await taker.getByLabel("Your name").fill("Gita");
		await taker.getByLabel(/I agree/).check();
		await taker.getByRole("button", { name: "Start the round" }).click();
		await taker.waitForURL(/\/interviews\/[^/]+$/);
		await myTurn(taker);
		await endRound(taker);
		await openReport(taker);
		await taker.getByText(/can read this record and grade it/).waitFor();
		await manager.reload();
		await manager.getByText("Gita").waitFor();
		expect(await accessibilityProblems(manager)).toEqual([]);
		await manager.getByRole("link", { name: "Grade" }).click();
		await manager.getByRole("heading", { name: "Grade this interview" }).waitFor();
	}, 60_000);
});
