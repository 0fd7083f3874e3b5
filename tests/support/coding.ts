/** A coding round as a visitor has it: writing, running, checking. */
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { startRound } from "./visitor";

/** Files are saved a moment after they were typed. */
export const SOON = { timeout: 10_000 };
/** Of the task a new visitor meets first. */
export const solution = readFileSync("prompts/questions/coding/cd-01-resilient-llm-client/solution.py", "utf8");

export const editor = (page: Page) => page.locator(".cm-content");
export const results = (page: Page) => page.getByRole("region", { name: "Results" });

export async function startCoding(page: Page, server: string): Promise<string> {
	const url = await startRound(page, { url: server, title: "Practical Python" });
	await editor(page).waitFor({ state: "attached" });
	// On a narrow page the line is there for nobody to see.
	await page.getByText("Python 3.14 in this browser").waitFor({ state: "attached", timeout: 40_000 });
	return url;
}

export async function writeCode(page: Page, text: string): Promise<void> {
	await editor(page).click();
	await page.keyboard.press("Control+a");
	await page.keyboard.insertText(text);
}

export async function check(page: Page): Promise<void> {
	await page.getByRole("button", { name: "Check" }).click();
	await page.getByText("On the server, hidden tests included").waitFor({ timeout: 30_000 });
	await expect.poll(() => page.getByRole("button", { name: "Check" }).isEnabled(), { timeout: 30_000 }).toBe(true);
}

export const saved = async (page: Page) => {
	const answered = await page.request.get(`${page.url()}/code`);
	return (await answered.json()) as { files: Record<string, { text: string }>; groups: string[] };
};
