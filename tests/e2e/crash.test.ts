import { describe, expect, it } from "vitest";
import { testBrowser } from "../support/browser";
import { startServer } from "../support/server";
import { answer, endRound, mine, myTurn, openReport, said, startRound, write } from "../support/visitor";

/** Slow enough to die between two sentences of a reply. */
const server = await startServer({ PRACTICE_PACE_MS: "1500" });
const browser = testBrowser();

const ANSWER =
	"I keyed the answer cache by question only, and after the price update it served stale answers to 38 customers for three days.";

describe("a server that is killed", () => {
	it("in the middle of a streamed turn has the answer, and finishes the turn when it is back", async () => {
		browser.expectTrouble(/ERR_|Failed to fetch|503/);
		const page = await browser.open();
		await startRound(page, { url: server.url, title: "Behavioural" });
		await write(page, ANSWER);
		await page.getByRole("button", { name: /^Done/ }).click();
		await page.getByText("is writing. You can already type.").waitFor();
		await expect.poll(() => mine(page).allInnerTexts()).toEqual([ANSWER]);
		await server.kill();
		await page.getByText(/Connection lost/).waitFor({ timeout: 20_000 });
		await write(page, "Written while it was down.");
		await server.start();
		await page.getByText(/Connection lost/).waitFor({ state: "detached", timeout: 30_000 });
		await page.reload();
		await page.getByRole("button", { name: "Ask again" }).click();
		await myTurn(page);
		expect(await mine(page).allInnerTexts()).toEqual([ANSWER]);
		expect(await page.getByRole("textbox", { name: "Your answer" }).inputValue()).toBe("Written while it was down.");
		const spoken = await said(page).allInnerTexts();
		expect(spoken.length).toBe(2);
		expect(new Set(spoken).size).toBe(2);
		await answer(page, "We noticed it because an agent asked about a price that no longer exists.");
	});

	it.each([0, 60, 250])("%d ms after the end was asked for loses nothing of the round or of its grade", async (ms) => {
		// Asked for while the reply is still being stored, the end is refused once (409), and the page asks again.
		browser.expectTrouble(/ERR_|Failed to fetch|503|409/);
		await server.stop();
		await server.start({ PRACTICE_PACE_MS: "10" });
		const page = await browser.open();
		const url = await startRound(page, { url: server.url, title: "Behavioural" });
		await answer(page, ANSWER);
		await page.getByRole("button", { name: /^End/ }).first().click();
		await page.getByRole("dialog").getByRole("button", { name: "End round" }).click();
		await page.waitForTimeout(ms);
		await server.kill();
		await server.start({ PRACTICE_PACE_MS: "10" });
		await page.goto(url);
		// Killed before the request arrived, the round is still open, with every word in it.
		if (!/\/grading$/.test(page.url()) && (await page.getByText("Your turn", { exact: true }).isVisible())) {
			expect(await mine(page).allInnerTexts()).toEqual([ANSWER]);
			await endRound(page);
		}
		await page.waitForURL(/\/grading$/);
		await openReport(page);
		expect(await page.locator("[id^=c-]").count()).toBe(6);
		expect(await page.locator(".turn.me .said").allInnerTexts()).toEqual([ANSWER]);
	});
});
