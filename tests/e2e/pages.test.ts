import { describe, expect, it } from "vitest";
import { testBrowser } from "../support/browser";
import { startServer } from "../support/server";
import { accessibilityProblems, answer, endRound, openReport, startRound } from "../support/visitor";

const EMPTY = ["/sessions", "/account", "/sign-in", "/recover", "/no-such-page"];
const server = await startServer({ PRACTICE_PACE_MS: "20" });
const browser = testBrowser();

describe.each(["light", "dark"] as const)("in the %s theme", (colorScheme) => {
	it("every page is clean by axe-core", async () => {
		const page = await browser.open({ colorScheme });
		const found: Record<string, string[]> = {};
		const check = async (name: string) => {
			found[name] = await accessibilityProblems(page);
		};
		for (const path of ["/", "/setup", "/samples", "/samples/rag-deep-dive-weak", ...EMPTY]) {
			if (path === "/no-such-page" || path === "/account") browser.expectTrouble(/40[14]/);
			await page.goto(server.url + path);
			await check(path);
		}
		await startRound(page, { url: server.url, title: "Behavioural" });
		await answer(page, "I keyed the cache by question only and it served stale prices to 38 customers for three days.");
		await check("behavioural room");
		await page.getByRole("button", { name: /^End/ }).first().click();
		await check("end dialog");
		await page.getByRole("dialog").getByRole("button", { name: "Go on" }).click();
		await page.keyboard.press("Control+k");
		await check("actions");
		await page.keyboard.press("Escape");
		await endRound(page);
		await check("grading");
		await openReport(page);
		await page.evaluate(() => {
			for (const card of document.querySelectorAll("details")) card.open = true;
		});
		await check("report");
		await startRound(page, { url: server.url, title: "LLM system design" });
		await check("design room");
		await startRound(page, { url: server.url, title: "RAG deep dive" });
		await check("case room");
		for (const path of ["/", "/sessions", "/account"]) {
			await page.goto(server.url + path);
			await check(`${path} of a guest with rounds`);
		}
		expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, []])));
	});
});

describe("without JavaScript", () => {
	it("a round is set up, answered, ended and rated with plain forms", async () => {
		const page = await browser.open({ javaScriptEnabled: false });
		await page.goto(`${server.url}/setup`);
		await page.getByText("Behavioural", { exact: true }).click();
		await page.getByRole("button", { name: "Start the round" }).click();
		await page.waitForURL(/\/interviews\/[^/]+$/);
		const text = "I keyed the cache by question only and it served stale prices to 38 customers for three days.";
		await page.getByRole("textbox", { name: "Your answer" }).fill(text);
		await page.getByRole("button", { name: /^Done/ }).click();
		await page.getByText(text).waitFor();
		expect(await page.locator("article.iv").count()).toBe(2);
		await page.getByRole("textbox", { name: "Your answer" }).fill("One last thought about the cache.");
		await page.getByRole("button", { name: /^End/ }).first().click();
		await page.getByRole("heading", { name: /^End the round with \d+:\d\d left\?$/ }).waitFor();
		expect(page.url()).not.toContain("grading");
		expect(await page.getByRole("textbox", { name: "Your answer" }).inputValue()).toBe(
			"One last thought about the cache.",
		);
		await page.getByRole("dialog").getByRole("button", { name: "Go on" }).click();
		await page.getByRole("button", { name: /^Done/ }).waitFor();
		await page.getByRole("textbox", { name: "Your answer" }).fill("One last thought about the cache.");
		await page.getByRole("button", { name: /^End/ }).first().click();
		await page.getByRole("dialog").getByRole("button", { name: "End round" }).click();
		await page.waitForURL(/\/grading$/);
		await page.getByRole("button", { name: "Skip" }).click();
		await expect
			.poll(async () => {
				if (!page.url().endsWith("/report")) await page.goto(page.url().replace(/grading$/, "report"));
				return page.url();
			})
			.toMatch(/\/report$/);
		await page.getByRole("heading", { name: "What was seen" }).waitFor();
	});

	it("an answer that is too long comes back whole, with what to do about it", async () => {
		const page = await browser.open({ javaScriptEnabled: false });
		await page.goto(server.url);
		await page.getByRole("button", { name: "Start Behavioural" }).click();
		await page.waitForURL(/\/interviews\/[^/]+$/);
		const text = "I measured it again. ".repeat(1_250).trim();
		browser.expectTrouble(/400/);
		await page.getByRole("textbox", { name: "Your answer" }).fill(text);
		await page.getByRole("button", { name: /^Done/ }).click();
		await page.getByText("a message holds 20,000").waitFor();
		expect(await page.getByRole("textbox", { name: "Your answer" }).inputValue()).toBe(text);
	});

	it("a guest keeps their rounds with an address, signs out and signs in again", async () => {
		const page = await browser.open({ javaScriptEnabled: false });
		await page.goto(server.url);
		await page.getByRole("button", { name: "Start Behavioural" }).click();
		await page.waitForURL(/\/interviews\/[^/]+$/);
		await page.goto(`${server.url}/account`);
		await page.getByLabel("E-mail address").fill("ada@example.org");
		await page.getByLabel("Password").fill("correct horse battery");
		await page.locator("button[value=claim]").click();
		await page
			.getByText(/recovery code/i)
			.first()
			.waitFor();
		await page.goto(`${server.url}/account`);
		await page.getByRole("button", { name: "Sign out" }).click();
		await page.goto(`${server.url}/sign-in`);
		await page.getByLabel("E-mail address").fill("ada@example.org");
		await page.getByLabel("Password").fill("correct horse battery");
		await page.getByRole("button", { name: "Sign in" }).click();
		await page.waitForURL(`${server.url}/`);
		await page.getByRole("link", { name: "Go on" }).waitFor();
	});
});

describe("someone else's round", () => {
	it("is not there", async () => {
		const page = await browser.open();
		const url = await startRound(page, { url: server.url, title: "Behavioural" });
		const stranger = await browser.open();
		await stranger.goto(server.url);
		browser.expectTrouble(/40[14]/);
		for (const path of ["", "/grading", "/report", "/export", "/state", "/attach", "/board", "/board/export"]) {
			const answered = await stranger.request.get(url + path);
			expect([401, 404]).toContain(answered.status());
			expect(await answered.text()).not.toContain("Interviewer");
		}
	});
});
