import { describe, expect, it } from "vitest";
import { testBrowser } from "../support/browser";
import { startServer } from "../support/server";
import { answer, endRound, myTurn, openReport, said, startRound } from "../support/visitor";

const server = await startServer({ PRACTICE_PACE_MS: "20" });
const browser = testBrowser();

const DESIGN = [
	"How many users are there, and how fast must an answer be?",
	"I would put a small model in front to route, retrieve twenty passages with keyword and vector search, rerank them to five, and let the large model write with citations. Anything without a source goes to a person.",
	"Three thousand input tokens and four hundred output tokens per request at a hundred thousand requests a day is about nine billion input tokens a month, so I would compute both tiers and send the easy seventy percent to the small one.",
	"I would keep a golden set of three hundred questions labelled by support agents, measure retrieval recall apart from faithfulness of the answer, and alert when either falls by two points.",
];

describe("a guest in a system-design round", () => {
	it("is interviewed in writing, ends and reads a report with the model answer", async () => {
		const page = await browser.open();
		await startRound(page, { url: server.url, title: "LLM system design", level: "Senior" });
		for (const text of DESIGN) await answer(page, text);
		const spoken = await said(page).allInnerTexts();
		expect(new Set(spoken).size).toBe(spoken.length);
		await endRound(page);
		await openReport(page);
		await page.locator("details.card summary").first().waitFor();
		expect(await page.locator("[id^=c-]").count()).toBeGreaterThan(4);
		await page.getByRole("heading", { name: "Model answer" }).waitFor();
	});

	it("does all of it on a phone, where nothing is wider than the screen", async () => {
		const page = await browser.open({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
		const fits = async () =>
			expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
		await page.goto(server.url);
		await fits();
		await startRound(page, { url: server.url, title: "RAG deep dive" });
		await fits();
		await answer(page, DESIGN[1] ?? "");
		await fits();
		await endRound(page);
		await fits();
		await openReport(page);
		await fits();
		for (const path of ["/setup", "/sessions", "/account", "/sign-in"]) {
			await page.goto(server.url + path);
			await fits();
		}
	});
});

describe("a Study round", () => {
	it("can be paused, gives feedback, and can take a hint", async () => {
		const page = await browser.open();
		await page.goto(server.url);
		await page.getByText("Study", { exact: true }).click();
		await page.getByRole("button", { name: "Start Agent design" }).click();
		await page.waitForURL(/\/interviews\/[^/]+$/);
		await myTurn(page);
		await answer(page, DESIGN[1] ?? "");
		await page.keyboard.press("Control+k");
		await page
			.getByRole("dialog")
			.getByRole("button", { name: /^Pause/ })
			.click();
		await page.getByText("Paused. The clock is stopped.").last().waitFor();
		await page.getByRole("button", { name: "Go on" }).first().click();
		await myTurn(page);
		await page.getByRole("button", { name: /hint/i }).first().click();
		await expect.poll(() => page.getByText(/Hint 1/).count(), { timeout: 10_000 }).toBeGreaterThan(0);
	});
});
