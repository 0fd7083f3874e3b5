import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { testBrowser } from "../support/browser";
import { startServer } from "../support/server";
import { accessibilityProblems, answer, endRound, myTurn, openReport, startRound } from "../support/visitor";

const server = await startServer({ PRACTICE_PACE_MS: "20" });
const browser = testBrowser();

async function openBoard(page: Page): Promise<void> {
	await page.getByRole("tab", { name: "Board" }).click();
	await page.locator(".excalidraw canvas.interactive").waitFor();
}

/** Draws a labelled rectangle with the keyboard shortcuts and the mouse, as a person would. */
async function drawBox(page: Page, at: { x: number; y: number; label: string }): Promise<void> {
	const box = await page.locator(".excalidraw canvas.interactive").boundingBox();
	if (!box) throw new Error("the board has a canvas");
	const [left, top] = [box.x + at.x, box.y + at.y];
	await page.keyboard.press("r");
	await page.mouse.move(left, top);
	await page.mouse.down();
	await page.mouse.move(left + 140, top + 70, { steps: 6 });
	await page.mouse.up();
	await page.keyboard.press("Enter");
	await page.locator("textarea.excalidraw-wysiwyg").waitFor();
	await page.keyboard.type(at.label);
	await page.keyboard.press("Escape");
	await page.keyboard.press("Escape");
}

const outline = async (page: Page) => {
	const answered = await page.request.get(`${page.url()}/board`);
	return ((await answered.json()) as { outline: string | null }).outline ?? "";
};

describe("the whiteboard of a system-design round", () => {
	it("is read as it is drawn, survives a reload, and stands in the report", async () => {
		const page = await browser.open();
		await startRound(page, { url: server.url, title: "LLM system design" });
		await openBoard(page);
		await page.locator(".excalidraw canvas.interactive").click({ position: { x: 500, y: 430 } });
		await drawBox(page, { x: 320, y: 160, label: "Gateway" });
		await drawBox(page, { x: 660, y: 160, label: "Retriever" });
		await expect.poll(() => outline(page), { timeout: 10_000 }).toContain('rectangle "Retriever"');
		await page.keyboard.press("a");
		const box = await page.locator(".excalidraw canvas.interactive").boundingBox();
		await page.mouse.move((box?.x ?? 0) + 465, (box?.y ?? 0) + 195);
		await page.mouse.down();
		await page.mouse.move((box?.x ?? 0) + 655, (box?.y ?? 0) + 195, { steps: 8 });
		await page.mouse.up();
		await expect.poll(() => outline(page), { timeout: 10_000 }).toMatch(/"Gateway" -> n\d "Retriever"/);
		await page.reload();
		await myTurn(page);
		await openBoard(page);
		await page.getByText("What the interviewer sees").click();
		await page.locator("details pre", { hasText: '"Gateway"' }).waitFor();
		expect(await accessibilityProblems(page, ".excalidraw")).toEqual([]);
		const file = await (await page.request.get(`${page.url()}/board/export`)).json();
		expect(file).toMatchObject({ type: "excalidraw", version: 2 });
		expect(file.elements.length).toBeGreaterThanOrEqual(5);
		await answer(page, "Every request goes through the gateway to the retriever.");
		await endRound(page);
		await openReport(page);
		await page
			.getByText(/"Gateway" -> n\d "Retriever"/)
			.first()
			.waitFor();
	});

	it("can be written in words by somebody who does not draw", async () => {
		const page = await browser.open();
		await startRound(page, { url: server.url, title: "LLM system design" });
		await page.getByRole("tab", { name: "Board" }).click();
		await page.getByText("What the interviewer sees").click();
		await page
			.getByLabel("The board in words")
			.fill("User -> Gateway -> Retriever -> Model, with a person as fallback");
		await page.getByRole("button", { name: "Show these words" }).click();
		await expect.poll(() => outline(page)).toContain("a person as fallback");
	});

	it("that is malformed or too large is refused with a sentence, and nothing of it is stored", async () => {
		const page = await browser.open();
		await startRound(page, { url: server.url, title: "LLM system design" });
		const post = (data: unknown) => page.request.post(`${page.url()}/board`, { data, headers: { origin: server.url } });
		const wrong = await post({ elements: [{ id: "a", type: "rectangle", x: "left" }] });
		expect(wrong.status()).toBe(400);
		const many = Array.from({ length: 1_001 }, (_, index) => ({ id: `e${index}`, type: "rectangle", x: 0, y: 0 }));
		expect((await post({ elements: many })).status()).toBe(400);
		expect(
			((await (await page.request.get(`${page.url()}/board`)).json()) as { elements: unknown[] }).elements,
		).toEqual([]);
	});
});
