import { describe, expect, it } from "vitest";
import { testBrowser } from "../support/browser";
import { startServer } from "../support/server";
import { answer, endRound, mine, myTurn, openReport, said, startRound, write } from "../support/visitor";

const server = await startServer({ PRACTICE_PACE_MS: "20" });
const browser = testBrowser();

const ANSWERS = [
	"Last spring we ran a support assistant for forty agents, about two thousand questions a week. It had been live for a month when it started quoting old prices after an update.",
	"An agent noticed it on a Wednesday. We looked into it and it turned out the answer cache was serving stale answers.",
	"I switched the cache off for anything tagged pricing and told the support lead in writing what customers might have seen. Then I pulled the traces for the three days and listed the chats: 38 customers.",
	"I had keyed the cache by question only, that was my decision. I did not think about document versions.",
];

describe("a guest in a behavioural round", () => {
	it("is interviewed, ends, rates and reads a report in which every quote is their own words", async () => {
		const page = await browser.open();
		await startRound(page, { url: server.url, title: "Behavioural" });
		const replies: string[] = [];
		for (const text of ANSWERS) replies.push(await answer(page, text));
		const spoken = await said(page).allInnerTexts();
		expect(new Set(spoken).size).toBe(spoken.length);
		await endRound(page);
		await page.getByRole("group", { name: "Own part and responsibility" }).getByText("3", { exact: true }).click();
		await page.getByRole("button", { name: "Show my report" }).click();
		await page.waitForURL(/\/report$/, { timeout: 20_000 });
		await page.getByRole("heading", { name: "What was seen" }).waitFor();
		const quotes = await page.locator("blockquote mark").allTextContents();
		expect(quotes.length).toBeGreaterThan(0);
		for (const quote of quotes) expect(ANSWERS.some((text) => text.includes(quote.trim()))).toBe(true);
		expect(await page.getByText(/estimate/i).count()).toBeGreaterThan(0);
	});

	it("finds everything again after a reload in the middle, the unsent draft too", async () => {
		const page = await browser.open();
		await startRound(page, { url: server.url, title: "Behavioural" });
		await answer(page, ANSWERS[0] ?? "");
		await write(page, "A sentence I have not handed over");
		await page.getByText(/draft saved/).waitFor();
		const before = await said(page).allInnerTexts();
		await page.reload();
		await myTurn(page);
		expect(await said(page).allInnerTexts()).toEqual(before);
		expect(await mine(page).allInnerTexts()).toEqual([ANSWERS[0]]);
		expect(await page.getByRole("textbox", { name: "Your answer" }).inputValue()).toBe(
			"A sentence I have not handed over",
		);
	});

	it("who ends at once is told what was not assessed, and gets no score for it", async () => {
		const page = await browser.open();
		await startRound(page, { url: server.url, title: "Behavioural" });
		await endRound(page);
		await openReport(page);
		await page.getByRole("heading", { name: "Not enough evidence" }).waitFor();
		expect(await page.locator(".score:not(.na)").count()).toBe(0);
		expect(await page.locator(".score.na").count()).toBeGreaterThan(0);
	});

	it("sees the same round in a second tab, which follows what the first one does", async () => {
		const first = await browser.open();
		const url = await startRound(first, { url: server.url, title: "Behavioural" });
		const second = await first.context().newPage();
		await second.goto(url);
		await myTurn(second);
		await answer(first, ANSWERS[0] ?? "");
		await second.bringToFront();
		await expect.poll(() => mine(second).allInnerTexts(), { timeout: 15_000 }).toEqual([ANSWERS[0]]);
		await expect
			.poll(() => said(second).allInnerTexts(), { timeout: 15_000 })
			.toEqual(await said(first).allInnerTexts());
	});

	it("goes back to it from the home page", async () => {
		const page = await browser.open();
		const url = await startRound(page, { url: server.url, title: "Behavioural" });
		await page.goto(server.url);
		await page.getByRole("link", { name: "Go on" }).click();
		await page.waitForURL(url);
	});
});
