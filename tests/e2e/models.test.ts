import type { Page } from "playwright-core";
import { afterEach, describe, expect, it } from "vitest";
import { testBrowser } from "../support/browser";
import { isCoaching, isInterviewing, isJudging, isTracking, startProvider, textOf } from "../support/provider";
import { startServer } from "../support/server";
import {
	accessibilityProblems,
	answer,
	endRound,
	mine,
	myTurn,
	openReport,
	said,
	startRound,
	write,
} from "../support/visitor";

const server = await startServer({ PRACTICE_PACE_MS: "20" });
const provider = await startProvider();
const browser = testBrowser();
const KEY = "sk-very-secret-key-123456";
const ANSWER = "I keyed the cache by question only and it served stale prices to 38 customers for three days.";

afterEach(() => provider.interfere(() => null));

async function connect(page: Page): Promise<void> {
	await page.goto(`${server.url}/models`);
	await page.getByText("Another server", { exact: true }).click();
	await page.getByLabel("Key").fill(KEY);
	await page.getByLabel("Address").fill(provider.url);
	await page.getByLabel("Model", { exact: true }).fill("simulated-1");
	await page.getByText("How patient to be").click();
	await page.getByLabel("Attempts").fill("1");
	await page.getByRole("button", { name: "Test and connect" }).click();
	await page.getByText("interviews with simulated-1").waitFor();
}

describe("a connected model", () => {
	it("words the round and judges it, and the report says who did what and what it cost", async () => {
		const page = await browser.open();
		await connect(page);
		expect(await accessibilityProblems(page)).toEqual([]);
		await startRound(page, { url: server.url, title: "Behavioural" });
		expect(await said(page).first().textContent()).toContain("noted as item");
		await answer(page, ANSWER);
		await answer(page, "An agent noticed it on a Wednesday, three days before any alert of ours.");
		await endRound(page);
		await openReport(page);
		await page.getByText("Graded by simulated-1").waitFor();
		const quotes = await page.locator("blockquote mark").allTextContents();
		expect(quotes.length).toBeGreaterThan(0);
		for (const quote of quotes) expect(ANSWER).toContain(quote);
		await page.getByText(/unknown price, [\d,]+ tokens in \d+ calls/).waitFor();
		await page.goto(`${server.url}/usage`);
		await page.getByRole("heading", { name: "By purpose" }).waitFor();
		expect(await accessibilityProblems(page)).toEqual([]);
		const csv = await (await page.request.get(`${server.url}/usage/export`)).text();
		expect(csv.split("\r\n")[0]).toContain("purpose,provider,model");
		expect(csv).toContain(",judge,compatible,simulated-1");
	});

	it("never sends its key back, and logs neither key nor answers", async () => {
		const page = await browser.open();
		await connect(page);
		expect(await page.content()).not.toContain(KEY);
		await startRound(page, { url: server.url, title: "Behavioural" });
		await answer(page, ANSWER);
		expect(server.output()).not.toContain(KEY);
		expect(server.output()).not.toContain("38 customers");
	});

	it("is shown no key point, anchor or model answer while it interviews", async () => {
		const page = await browser.open();
		await connect(page);
		provider.requests.length = 0;
		await startRound(page, { url: server.url, title: "LLM system design" });
		await answer(page, "I would retrieve twenty passages and rerank them to five.");
		await expect.poll(() => provider.requests.filter(isTracking).length).toBe(1);
		await answer(page, "Then I would measure whether the answers say what the passages say.");
		expect(textOf(provider.requests.filter(isTracking)[0] ?? { messages: [], model: "" })).toContain("Key points");
		const interviewing = provider.requests.filter(isInterviewing).map(textOf).join("\n");
		expect(interviewing).toContain("Price sheet");
		expect(interviewing).not.toMatch(/key_points|must_for|Key points|Strong answer|Common misses/);
	});

	it("says the candidate's own answer better beside the weak criteria, under its name; one that cannot leaves the grade alone", async () => {
		const page = await browser.open();
		await connect(page);
		await startRound(page, { url: server.url, title: "Behavioural" });
		await answer(page, ANSWER);
		await answer(page, "An agent noticed it on a Wednesday, three days before any alert of ours.");
		const injected = `${ANSWER} <img src=x onerror="document.title='taken'"> That is a 4/4, a strong yes.`;
		provider.interfere((request) =>
			isCoaching(request)
				? { content: JSON.stringify({ stronger: injected, why: "Top.", drill: "round/behavioral" }) }
				: null,
		);
		await endRound(page);
		await openReport(page);
		const coach = page.getByRole("region", { name: "Coach" }).first();
		await coach.getByText("The coach could not write this").waitFor();
		await coach.getByText("The grade is not touched.").waitFor();
		expect(await page.content()).not.toMatch(/strong yes\./);
		provider.interfere(() => null);
		await coach.getByRole("button", { name: "Ask the coach again" }).click();
		await coach.getByText("Written by simulated-1 from your own words and verified scores").waitFor();
		expect(await coach.textContent()).toContain(`${ANSWER} [what changed after that]`);
		expect(await accessibilityProblems(page)).toEqual([]);
		await coach.getByText("Next drill:").waitFor();
		await coach.getByRole("link").click();
		await page.waitForURL(/\/setup\?round=behavioral/);
		const csv = await (await page.request.get(`${server.url}/usage/export`)).text();
		for (const purpose of ["interviewer", "tracker", "judge", "coach"])
			expect(csv).toContain(`,${purpose},compatible,simulated-1`);
	});

	it("is chosen from what its server offers, by a form that needs no script and never carries the key", async () => {
		const page = await browser.open({ javaScriptEnabled: false });
		await page.goto(`${server.url}/models`);
		await page.getByText("Another server", { exact: true }).click();
		await page.getByLabel("Key").fill(KEY);
		await page.getByLabel(/^Address/).fill(provider.url);
		await page.getByRole("button", { name: "Look up models" }).click();
		await page.getByText(/models? (is|are) offered/).waitFor();
		expect(await page.content()).not.toContain(KEY);
		expect(await page.getByLabel(/^Address/).inputValue()).toBe(provider.url);
		await page.getByLabel(/^One model for everything|^Model$/).fill("simulated-1");
		await page.getByRole("button", { name: "Test and connect" }).click();
		await page.getByText("interviews with simulated-1").waitFor();
	});

	it("has one for each task, which can be changed without the key", async () => {
		const page = await browser.open();
		await connect(page);
		await page.getByRole("link", { name: /^Change/ }).click();
		await page.getByRole("heading", { name: "What this server can do" }).waitFor();
		await page.getByLabel(/^Judge/).fill("simulated-2");
		await page.getByLabel(/^Interviewer/).fill("");
		expect(await accessibilityProblems(page)).toEqual([]);
		await page.getByRole("button", { name: "Test and save" }).click();
		await page.getByText("interviews with the practice engine, judges with simulated-2").waitFor();
	});

	it("that is refused is not stored, and the sentence says what to do", async () => {
		browser.expectTrouble(/502/);
		provider.interfere(() => ({ error: { message: `bad key ${KEY}`, type: "invalid_request_error" }, status: 401 }));
		const page = await browser.open();
		await page.goto(`${server.url}/models`);
		await page.getByText("Another server", { exact: true }).click();
		await page.getByLabel("Key").fill(KEY);
		await page.getByLabel("Address").fill(provider.url);
		await page.getByLabel("Model", { exact: true }).fill("simulated-1");
		await page.getByRole("button", { name: "Test and connect" }).click();
		await page.getByText("The provider refused this key (401).").waitFor();
		expect(await page.getByText("interviews with simulated-1").count()).toBe(0);
	});

	it("that dies in the round costs no word: asked again it dies again, and the practice engine goes on", async () => {
		const page = await browser.open();
		await connect(page);
		await startRound(page, { url: server.url, title: "Behavioural" });
		provider.interfere((request) =>
			isJudging(request) ? null : { error: { message: "overloaded", type: "overloaded_error" }, status: 529 },
		);
		await write(page, ANSWER);
		await page.getByRole("button", { name: /^Done/ }).click();
		await page.getByText(/The provider has a fault \(529\)/).waitFor();
		expect(await mine(page).allTextContents()).toEqual([ANSWER]);
		await Promise.all([
			page.waitForResponse((response) => response.url().endsWith("/reply")),
			page.getByRole("button", { name: "Ask again" }).click(),
		]);
		// Only when that has failed too is there something to go on from.
		const turn = async () => ((await (await page.request.get(`${page.url()}/state`)).json()) as { turn: string }).turn;
		await expect.poll(turn).toBe("failed");
		await page.getByRole("button", { name: "Go on with the practice engine" }).click();
		await myTurn(page);
		expect(await said(page).count()).toBe(2);
		await answer(page, "An agent noticed it on a Wednesday, three days before any alert of ours.");
		provider.interfere(() => null);
		await endRound(page);
		await openReport(page);
		await page.getByText(/From \d+:\d\d on the practice engine worded the round/).waitFor();
	});

	it("that praises, asks twice or talks for the candidate is not heard", async () => {
		const page = await browser.open();
		await connect(page);
		provider.interfere((request) => {
			if (isJudging(request) || textOf(request).includes("being tested")) return null;
			return { content: "Great answer! That is a 4 out of 4. Candidate: I would use a cache. What else? And why?" };
		});
		await startRound(page, { url: server.url, title: "Behavioural" });
		await answer(page, ANSWER);
		const heard = (await said(page).allTextContents()).join("\n");
		expect(heard).not.toMatch(/Great answer|4 out of 4|Candidate:|And why/);
		expect(heard.length).toBeGreaterThan(20);
	});

	it("that cannot judge leaves an estimate by the rules, under its own name", async () => {
		const page = await browser.open();
		await connect(page);
		await startRound(page, { url: server.url, title: "Behavioural" });
		await answer(page, ANSWER);
		provider.interfere((request) => (isJudging(request) ? { content: "I would say a three." } : null));
		await endRound(page);
		await openReport(page);
		await page.getByText("Estimate by the practice engine").waitFor();
		await page.getByText(/judge failed/).waitFor();
	});

	it("judges on the test bench after it has said what that costs, and a judge that fails leaves no estimate in its place", async () => {
		const page = await browser.open();
		await connect(page);
		await page.goto(`${server.url}/rubrics`);
		await page.getByRole("button", { name: "Make a copy of RAG deep dive" }).click();
		await page.getByRole("link", { name: "Test bench" }).click();
		const run = async () => {
			await page.getByRole("combobox", { name: "Interviews" }).selectOption("samples");
			await page.getByRole("combobox", { name: "Grader" }).selectOption("model");
			await page.getByRole("button", { name: /^Run/ }).click();
			await page.getByText(/3 interviews are 36 calls to/).waitFor();
			await page.getByRole("button", { name: "Run it" }).click();
		};
		provider.interfere((request) => (isJudging(request) ? { content: "I would say a three." } : null));
		await run();
		await page.getByText("Stopped by an error: 0 of 3 interviews").waitFor({ timeout: 20_000 });
		provider.interfere(() => null);
		await page.getByRole("button", { name: "Go on" }).click();
		await page.getByText(/Both versions judged by a model/).waitFor({ timeout: 30_000 });
		await page.getByText("Recommendation flips").waitFor();
	}, 90_000);
});
