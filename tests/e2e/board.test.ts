import { readFileSync } from "node:fs";
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

const ANSWERS = [
	"There are ten thousand questions a day, so about one in eight seconds and perhaps ten times that at noon; wrong answers about money are the ones that hurt.",
	"A request goes through the gateway to the retriever, which reads the vector store; the model writes the answer from at most six passages and cites them.",
	"I would measure recall on two hundred labelled questions and look at a sample of real answers every week with the support team.",
];

const outline = async (page: Page) => {
	const answered = await page.request.get(`${page.url()}/board`);
	return ((await answered.json()) as { outline: string | null }).outline ?? "";
};

describe("the whiteboard of a system-design round", () => {
	it("is read as it is drawn, survives a reload, and stands in the report", async () => {
		const page = await browser.open();
		await startRound(page, { url: server.url, title: "LLM system design" });
		await openBoard(page);
		await page.locator(".excalidraw canvas.interactive").click({ position: { x: 400, y: 430 } });
		await drawBox(page, { x: 320, y: 160, label: "Gateway" });
		await drawBox(page, { x: 560, y: 160, label: "Retriever" });
		await expect.poll(() => outline(page), { timeout: 10_000 }).toContain('rectangle "Retriever"');
		await page.keyboard.press("a");
		const box = await page.locator(".excalidraw canvas.interactive").boundingBox();
		await page.mouse.move((box?.x ?? 0) + 465, (box?.y ?? 0) + 195);
		await page.mouse.down();
		await page.mouse.move((box?.x ?? 0) + 555, (box?.y ?? 0) + 195, { steps: 8 });
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
		await page.getByRole("heading", { name: "The board", exact: true }).waitFor();
		await page.getByText("0 of 1 arrows say what travels along them.").waitFor();
		await page.getByRole("button", { name: "Show" }).first().click();
		await page.locator(".excalidraw canvas").first().waitFor();
		await page.getByLabel("Moment of the round").fill("0");
		expect(await accessibilityProblems(page, ".excalidraw")).toEqual([]);
		await page.getByRole("link", { name: "With the talk" }).click();
		await page.locator(".excalidraw canvas").first().waitFor();
		await page.getByText(/change 0 of \d/).waitFor();
		await page
			.getByRole("button", { name: /Board \d+ changes?$/ })
			.first()
			.click();
		await page.getByText(/change [1-9]\d* of \d/).waitFor();
		expect(await accessibilityProblems(page, ".excalidraw")).toEqual([]);
	}, 60_000);

	it("asks what it is not sure of, and takes right or wrong for an answer", async () => {
		const page = await browser.open();
		await startRound(page, { url: server.url, title: "LLM system design" });
		await openBoard(page);
		const canvas = page.locator(".excalidraw canvas.interactive");
		await canvas.click({ position: { x: 400, y: 430 } });
		await drawBox(page, { x: 320, y: 160, label: "Gateway" });
		await drawBox(page, { x: 560, y: 160, label: "Retriever" });
		const box = await canvas.boundingBox();
		await page.keyboard.press("a");
		await page.keyboard.down("Control");
		await page.mouse.move((box?.x ?? 0) + 470, (box?.y ?? 0) + 195);
		await page.mouse.down();
		await page.mouse.move((box?.x ?? 0) + 515, (box?.y ?? 0) + 195, { steps: 8 });
		await page.mouse.up();
		await page.keyboard.up("Control");
		await page.getByText("1 not sure").waitFor();
		await page.getByText("What the interviewer sees").click();
		await page.getByRole("button", { name: "Right: An arrow leads from “Gateway” to “Retriever”." }).click();
		await page.getByText("No reading is in doubt.").waitFor();
		await expect.poll(() => outline(page), { timeout: 10_000 }).toMatch(/"Gateway" -> n\d "Retriever"$/);
	}, 60_000);

	it("is the same in two tabs, and what was drawn without a network is there after a reload", async () => {
		browser.expectTrouble(/ERR_INTERNET_DISCONNECTED|Failed to load resource|Failed to fetch/);
		const page = await browser.open();
		await startRound(page, { url: server.url, title: "LLM system design" });
		await openBoard(page);
		const second = await page.context().newPage();
		await second.goto(page.url());
		await openBoard(second);
		await page.bringToFront();
		await page.locator(".excalidraw canvas.interactive").click({ position: { x: 400, y: 430 } });
		await drawBox(page, { x: 320, y: 160, label: "First tab" });
		await expect.poll(() => outline(page), { timeout: 10_000 }).toContain("First tab");
		await second.bringToFront();
		await second.locator(".excalidraw canvas.interactive").click({ position: { x: 400, y: 430 } });
		await drawBox(second, { x: 560, y: 160, label: "Second tab" });
		await expect.poll(() => outline(page), { timeout: 10_000 }).toMatch(/First tab[\s\S]*Second tab/);
		await second.context().setOffline(true);
		await drawBox(second, { x: 420, y: 300, label: "Drawn offline" });
		await second.waitForTimeout(1_200);
		await second.close();
		await page.close();
		const context = second.context();
		await context.setOffline(false);
		const again = await context.newPage();
		await again.goto(page.url());
		await openBoard(again);
		await expect.poll(() => outline(again), { timeout: 10_000 }).toContain("Drawn offline");
	}, 60_000);

	it("goes out as a file and as pictures, comes in as a file, and takes a sum from the calculator", async () => {
		const page = await browser.open();
		await startRound(page, { url: server.url, title: "LLM system design" });
		await page.getByRole("tab", { name: "Prices" }).click();
		await page.getByLabel("Sum").fill("10,000 * 30 * (1,500 * 3 + 300 * 15) / 1M");
		await page.getByRole("button", { name: "Put on the board" }).click();
		await page.locator(".excalidraw canvas.interactive").waitFor();
		await expect.poll(() => outline(page), { timeout: 10_000 }).toContain("= 2,700");
		await page.getByText("What the interviewer sees").click();
		for (const kind of ["PNG", "SVG"]) {
			const downloading = page.waitForEvent("download");
			await page.getByRole("button", { name: kind }).click();
			const path = await (await downloading).path();
			expect(readFileSync(path).subarray(0, 4).toString("latin1")).toBe(kind === "PNG" ? "\u0089PNG" : "<svg");
		}
		const file = page.locator('input[type="file"]');
		await file.setInputFiles({
			name: "no.excalidraw",
			mimeType: "application/json",
			buffer: Buffer.from("no drawing"),
		});
		await page.getByText("This is not a drawing of Excalidraw").waitFor();
		const scene = await (await page.request.get(`${page.url()}/board/export`)).json();
		const [note] = scene.elements;
		const more = { ...note, id: "from-a-file", x: note.x + 300, text: "From a file", originalText: "From a file" };
		const buffer = Buffer.from(JSON.stringify({ ...scene, elements: [more] }));
		await file.setInputFiles({ name: "board.excalidraw", mimeType: "application/json", buffer });
		await expect
			.poll(() => outline(page), { timeout: 10_000 })
			.toMatch(/= 2,700[\s\S]*From a file|From a file[\s\S]*= 2,700/);
	}, 60_000);

	it("can be taken in words alone: the interviewer asks about them and the report counts them", async () => {
		const page = await browser.open();
		await startRound(page, { url: server.url, title: "LLM system design" });
		await page.getByRole("tab", { name: "Board" }).click();
		await page.getByText("What the interviewer sees").click();
		await page
			.getByLabel("The board in words")
			.fill(
				"User -> Gateway: question\nGateway -> Retriever -> Vector store\nRetriever -> LLM: passages\nLLM -> User: answer",
			);
		await page.getByRole("button", { name: "Show these words" }).click();
		await expect.poll(() => outline(page)).toContain("Retriever -> LLM: passages");
		for (const said of ANSWERS) await answer(page, said);
		await page
			.getByText(/board|arrow|drawing|“User”/i)
			.first()
			.waitFor();
		await endRound(page);
		await openReport(page);
		await page.getByText("A request's way is drawn: “User” → “Gateway” → “Retriever” → “LLM”, and back").waitFor();
	}, 90_000);

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
