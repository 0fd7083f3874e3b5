import { describe, expect, it } from "vitest";
import { testBrowser } from "../support/browser";
import { check, results, SOON, saved, solution, startCoding, writeCode } from "../support/coding";
import { startServer } from "../support/server";
import { accessibilityProblems, answer, endRound, openReport } from "../support/visitor";

const server = await startServer({ PRACTICE_PACE_MS: "20" });
const browser = testBrowser();

describe("the coding room", () => {
	it("keeps every run and check with what failed then, and shows the file at each of them afterwards", async () => {
		const page = await browser.open();
		await startCoding(page, server.url);
		await answer(page, "It returns the first 2xx response and raises GiveUp after the last attempt.");
		await page.getByRole("button", { name: /^Run Ctrl/ }).click();
		await results(page).getByText("0 of 4").waitFor();
		await writeCode(page, solution.replace("RETRYABLE = {408, 429, 500", "RETRYABLE = {429, 500"));
		await check(page);
		await page.getByRole("tab", { name: "Run history 2" }).click();
		const runs = results(page).getByRole("list", { name: "Run history" });
		await runs.getByText("not counted").waitFor();
		await runs.getByText("core 7 of 8").click();
		await runs.getByText("every temporary failure is worth another attempt").waitFor();
		await runs.getByText("core 0 of 4").click();
		await runs.getByText("NotImplementedError").first().waitFor();
		expect(await runs.textContent()).not.toContain("test_");
		expect(await accessibilityProblems(page)).toEqual([]);
		await page.reload();
		await results(page).getByText("7 of 8").waitFor();
		await writeCode(page, `${solution}# the last line\n`);
		await expect.poll(async () => (await saved(page)).files["solution.py"]?.text, SOON).toContain("the last line");
		await endRound(page);
		await openReport(page);
		const history = page.getByRole("list", { name: "Run history" });
		await history.getByText("core 7 of 8").click();
		await history.getByRole("link", { name: "The code at this run" }).last().scrollIntoViewIfNeeded();
		await history.locator("details[open]").getByRole("link", { name: "The code at this run" }).click();
		const file = page.getByRole("region", { name: "File" });
		await file.getByText("RETRYABLE = {429, 500").waitFor();
		expect(await file.textContent()).not.toContain("the last line");
		expect(await accessibilityProblems(page)).toEqual([]);
		const press = async (key: string) => {
			for (let times = 0; times < 12; times += 1) await page.locator("body").press(key);
		};
		await press("]");
		await expect.poll(() => file.textContent()).toContain("the last line");
		await press("[");
		await file.getByText("raise NotImplementedError").waitFor();
		const clock = page.locator("output").first();
		const before = await clock.textContent();
		await page.locator("body").press(" ");
		await expect.poll(() => clock.textContent()).not.toBe(before);
		await page.goBack();
		await page.locator("#c-design summary, #c-design h3").first().click();
		await page
			.getByRole("link", { name: /^written at/ })
			.first()
			.click();
		await page.locator(".replay-line.wanted").waitFor();
	}, 120_000);

	it("has panels whose edges move by hand and by keyboard, and stay where they were put", async () => {
		const page = await browser.open();
		await startCoding(page, server.url);
		const talk = page.getByRole("separator", { name: "Width of the talk" });
		const tests = page.getByRole("separator", { name: "Height of the results" });
		const at = async (edge: typeof talk) => Number(await edge.getAttribute("aria-valuenow"));
		await expect.poll(() => at(talk)).toBe(400);
		const box = await talk.boundingBox();
		await page.mouse.move((box?.x ?? 0) + 6, 400);
		await page.mouse.down();
		await page.mouse.move((box?.x ?? 0) + 106, 400, { steps: 4 });
		await page.mouse.up();
		await expect.poll(() => at(talk)).toBe(500);
		await talk.press("ArrowLeft");
		await expect.poll(() => at(talk)).toBe(484);
		await talk.press("Home");
		await expect.poll(() => at(talk)).toBe(300);
		await talk.press("End");
		expect((await page.locator(".editor").boundingBox())?.width).toBeGreaterThanOrEqual(419);
		await tests.press("Home");
		await expect.poll(() => at(tests)).toBe(160);
		await page.reload();
		await expect.poll(() => at(tests)).toBe(160);
		await talk.dblclick();
		await expect.poll(() => at(talk)).toBe(400);
		expect(await accessibilityProblems(page)).toEqual([]);
	}, 60_000);
});
