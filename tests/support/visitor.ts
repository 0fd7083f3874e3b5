/** What a candidate does in the browser, in the words of the pages. */
import axe from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";

/** Starts a round from the home page and waits until the interviewer has opened it. */
export async function startRound(page: Page, input: { url: string; title: string; level?: string }): Promise<string> {
	await page.goto(input.url);
	if (input.level) await page.getByText(input.level, { exact: true }).click();
	await page.getByRole("button", { name: `Start ${input.title}` }).click();
	await page.waitForURL(/\/interviews\/[^/]+$/);
	await myTurn(page);
	return page.url();
}

/** Waits until the room says that it is the candidate's turn. */
export async function myTurn(page: Page): Promise<void> {
	await page.getByText("Your turn", { exact: true }).waitFor();
}

export async function write(page: Page, text: string): Promise<void> {
	await page.getByRole("textbox", { name: "Your answer" }).fill(text);
}

/** Hands an answer over; comes back when the interviewer has replied, with what it said. */
export async function answer(page: Page, text: string): Promise<string> {
	const before = await said(page).count();
	await write(page, text);
	await page.getByRole("button", { name: /^Done/ }).click();
	await expect.poll(() => said(page).count(), { timeout: 15_000 }).toBeGreaterThan(before);
	await myTurn(page);
	return (await said(page).last().textContent()) ?? "";
}

/** Everything the interviewer has said, oldest first. */
export function said(page: Page) {
	return page.getByRole("log").locator("article.iv:not([aria-busy]) .said");
}

/** Everything the candidate has handed over or sent, oldest first. */
export function mine(page: Page) {
	return page.getByRole("log").locator("article.me .said");
}

export async function endRound(page: Page): Promise<void> {
	await page.getByRole("button", { name: /^End/ }).first().click();
	await page.getByRole("dialog").getByRole("button", { name: "End round" }).click();
	await page.waitForURL(/\/grading$/);
}

/** Skips the self-rating and waits for the report. */
export async function openReport(page: Page): Promise<void> {
	await page.getByRole("button", { name: "Skip" }).click();
	await page.waitForURL(/\/(report|grading)$/);
	await page.waitForURL(/\/report$/, { timeout: 20_000 });
	await page.getByRole("heading", { name: "What was seen" }).waitFor();
}

/** What axe-core holds against the page as it is shown: one line a rule, with the elements. `without` is not ours to mend. */
export async function accessibilityProblems(page: Page, without?: string): Promise<string[]> {
	// The page's own policy forbids foreign scripts; evaluating through the debugger is not one.
	await page.evaluate(axe.source);
	return page.evaluate(async (exclude) => {
		const { axe } = window as unknown as { axe: typeof import("axe-core") };
		const { violations } = await axe.run(exclude ? { exclude: [[exclude]] } : document, {
			resultTypes: ["violations"],
		});
		return violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.target.join(" ")).join(", ")}`);
	}, without);
}
