import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Page } from "playwright-core";
import { afterAll, describe, expect, it } from "vitest";
import { testBrowser } from "../support/browser";
import { startServer } from "../support/server";
import { accessibilityProblems, answer, mine, myTurn, startRound, write } from "../support/visitor";
import { CHAT, endEvents, startWire } from "../support/wire";

const folder = mkdtempSync(path.join(os.tmpdir(), "mockingbird-voice-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const tone = path.join(folder, "tone.wav");
writeFileSync(tone, toneFile({ seconds: 4 }));

const MICROPHONE = [
	"--use-fake-ui-for-media-stream",
	"--use-fake-device-for-media-stream",
	`--use-file-for-fake-audio-capture=${tone}`,
];

const server = await startServer({ PRACTICE_PACE_MS: "20" });
const provider = await startWire();
const heard: { bytes: number; type: string }[] = [];
let transcript: object | number = {};
provider.answer((response, body, request) => {
	if (!request.url?.includes("/audio/")) return endEvents(response, CHAT);
	heard.push({ bytes: body.length, type: /Content-Type: (audio\/\w+)/.exec(body)?.[1] ?? "" });
	const status = typeof transcript === "number" ? transcript : 200;
	response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(transcript));
});

const SURE = { text: "I keyed the cache by question only.", usage: { type: "duration", seconds: 2 } };
const UNSURE = {
	text: "We moved to pea vector in May.",
	logprobs: [
		["We", -0.1],
		[" moved", -0.1],
		[" to", -0.1],
		[" pea", -2.2],
		[" vector", -1.4],
		[" in", -0.1],
		[" May", -0.1],
		[".", -0.1],
	].map(([token, logprob]) => ({ token, logprob })),
};

async function connect(page: Page): Promise<void> {
	await page.goto(`${server.url}/models`);
	await page.getByText("OpenAI", { exact: true }).click();
	await page.getByLabel("Key").fill("sk-very-secret-key-123456");
	await page.getByLabel("Address").fill(provider.url);
	await page.getByRole("button", { name: "Test and connect" }).click();
	await page.getByRole("link", { name: "Change OpenAI, gpt-6-luna" }).waitFor();
}

const answerBox = (page: Page) => page.getByRole("textbox", { name: "Your answer" });
const talk = (page: Page) => page.getByRole("button", { name: "Hold to speak" });

/** A round in which the candidate has turned voice on. */
async function roomWithVoice(page: Page): Promise<void> {
	await connect(page);
	await startRound(page, { url: server.url, title: "Behavioural" });
	await page.getByRole("button", { name: "Voice settings" }).click();
	await page.getByLabel("Speak into the answer box").check();
	// The room was reached from another page, whose rules allow no microphone: it is loaded once more.
	await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name: "Close" }).click()]);
	await myTurn(page);
	await talk(page).waitFor();
}

async function hold(page: Page, ms: number): Promise<void> {
	await talk(page).hover();
	await page.mouse.down();
	await page.getByText(/^Recording, 0:0/).waitFor();
	await page.waitForTimeout(ms);
	await page.mouse.up();
}

describe("voice", () => {
	const browser = testBrowser(MICROPHONE);

	it("is off, and where nothing that hears is connected there is no control for it", async () => {
		const page = await browser.open();
		await startRound(page, { url: server.url, title: "Behavioural" });
		expect(await talk(page).count()).toBe(0);
		expect(await page.getByLabel("Speak into the answer box").count()).toBe(0);
		await connect(page);
		await startRound(page, { url: server.url, title: "Behavioural" });
		expect(await talk(page).count()).toBe(0);
		await page.keyboard.press("Control+k");
		await page
			.getByRole("button", { name: /Voice settings/ })
			.last()
			.click();
		await page
			.getByText(/Your recording goes to 127\.0\.0\.1:\d+ \(gpt-transcribe\) for transcription and is not kept/)
			.waitFor();
		expect(await accessibilityProblems(page)).toEqual([]);
	});

	it("writes into the box at the caret what was held to be said, to be edited and sent", async () => {
		const page = await browser.open();
		await roomWithVoice(page);
		heard.length = 0;
		transcript = SURE;
		await write(page, "First. Last.");
		await answerBox(page).evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(6, 6));
		await hold(page, 1_500);
		await expect.poll(() => answerBox(page).inputValue()).toBe(`First. ${SURE.text} Last.`);
		expect(heard).toHaveLength(1);
		expect(heard[0]?.type).toBe("audio/webm");
		expect(heard[0]?.bytes).toBeGreaterThan(2_000);
		expect(await mine(page).count()).toBe(0);
		await write(page, "I keyed the cache by question and user.");
		await page.getByRole("button", { name: /^Done/ }).click();
		await expect.poll(() => mine(page).allInnerTexts()).toEqual(["I keyed the cache by question and user."]);
		expect(server.output()).not.toContain("keyed the cache");
	});

	it("tags what was unclear: kept, corrected, or sent as it is and then shown as not scored", async () => {
		const page = await browser.open();
		await roomWithVoice(page);
		transcript = UNSURE;
		await hold(page, 700);
		await expect.poll(() => answerBox(page).inputValue()).toBe("We moved to [unclear: pea vector] in May.");
		expect(await accessibilityProblems(page)).toEqual([]);
		await page.getByRole("button", { name: "pea vector", exact: true }).click();
		await page.keyboard.type("pgvector");
		expect(await answerBox(page).inputValue()).toBe("We moved to pgvector in May.");
		await write(page, "We moved to [unclear: pea vector] in May.");
		await page.getByRole("button", { name: "Keep “pea vector”" }).click();
		expect(await answerBox(page).inputValue()).toBe(UNSURE.text);
		await write(page, "We moved to [unclear: pea vector] in May.");
		await page.getByRole("button", { name: "Send", exact: true }).click();
		await page.getByRole("log").getByText("unclear, not scored").waitFor();
		expect(await accessibilityProblems(page)).toEqual([]);
		await page.getByRole("button", { name: "Correct" }).click();
		expect(await answerBox(page).inputValue()).toBe("I meant: ");
	});

	it("starts and stops with the keyboard, held or pressed twice, and Esc throws away", async () => {
		const page = await browser.open();
		await roomWithVoice(page);
		transcript = SURE;
		heard.length = 0;
		await talk(page).focus();
		await page.keyboard.down("Space");
		await page.getByText(/^Recording, 0:0/).waitFor();
		await page.waitForTimeout(700);
		await page.keyboard.up("Space");
		await expect.poll(() => answerBox(page).inputValue()).toBe(SURE.text);
		await page.keyboard.press("Enter");
		await page.getByText(/^Recording, 0:01/).waitFor();
		await page.keyboard.press("Enter");
		await expect.poll(() => answerBox(page).inputValue()).toBe(`${SURE.text} ${SURE.text}`);
		await page.keyboard.press("Enter");
		await page.getByText(/^Recording, 0:0/).waitFor();
		await page.keyboard.press("Escape");
		await talk(page).waitFor();
		expect(await answerBox(page).inputValue()).toBe(`${SURE.text} ${SURE.text}`);
		expect(heard).toHaveLength(2);
	});

	it("keeps what was typed and the recording when the provider fails, and tries again when asked", async () => {
		browser.expectTrouble(/502/);
		const page = await browser.open();
		await roomWithVoice(page);
		await write(page, "Typed before.");
		transcript = 429;
		await hold(page, 700);
		await page.getByText(/asks to slow down \(429\)/).waitFor();
		expect(await answerBox(page).inputValue()).toBe("Typed before.");
		expect(await accessibilityProblems(page)).toEqual([]);
		transcript = SURE;
		await page.getByRole("button", { name: "Try again" }).click();
		await expect.poll(() => answerBox(page).inputValue()).toBe(`Typed before. ${SURE.text}`);
	});
});

describe("without a microphone", () => {
	const browser = testBrowser();

	it("says so in place, and everything typed stays", async () => {
		const page = await browser.open();
		await roomWithVoice(page);
		await write(page, "Typed before.");
		await talk(page).click();
		await page.getByText(/No microphone was found|does not let this page use the microphone/).waitFor();
		expect(await answerBox(page).inputValue()).toBe("Typed before.");
		expect(await accessibilityProblems(page)).toEqual([]);
	});

	it("reads new turns of the interviewer aloud where there is a voice, and is silent once Done is pressed", async () => {
		const page = await browser.open();
		await page.addInitScript(() => {
			// why: a browser for tests has no voices, and what a real one says cannot be heard by a test.
			const spoken: string[] = [];
			const speech = Object.assign(new EventTarget(), {
				getVoices: () => [{ name: "Test", lang: "en", localService: true }],
				speak: (utterance: SpeechSynthesisUtterance) => spoken.push(utterance.text),
				cancel: () => spoken.push("(silence)"),
			});
			Object.defineProperty(window, "speechSynthesis", { value: speech });
			Object.assign(window, { spoken });
		});
		const spoken = () => page.evaluate(() => (window as unknown as { spoken: string[] }).spoken);
		await startRound(page, { url: server.url, title: "Behavioural" });
		await page.getByRole("button", { name: "Voice settings" }).click();
		expect(await page.getByLabel("Speak into the answer box").count()).toBe(0);
		await page.getByLabel("Read the interviewer's turns aloud").check();
		await page.getByRole("button", { name: "Close" }).click();
		expect(await spoken()).toEqual([]);
		const reply = await answer(page, "Last spring our assistant quoted old prices to customers for three days.");
		await expect.poll(async () => (await spoken()).join(" ")).toBe(`(silence) (silence) ${reply}`);
	});

	it("only the room's own page may ask for one", async () => {
		const page = await browser.open();
		const url = await startRound(page, { url: server.url, title: "Behavioural" });
		const policy = async (address: string) => (await page.request.get(address)).headers()["permissions-policy"] ?? "";
		expect(await policy(url)).toContain("microphone=(self)");
		expect(await policy(`${url}/export`)).toContain("microphone=()");
		expect(await policy(server.url)).toContain("microphone=()");
	});
});

/** A tone as 16-bit mono at 48 kHz: what the browser takes for a microphone. */
function toneFile({ seconds }: { seconds: number }): Buffer {
	const rate = 48_000;
	const samples = rate * seconds;
	const file = Buffer.alloc(44 + samples * 2);
	file.write("RIFF", 0, "latin1");
	file.writeUInt32LE(36 + samples * 2, 4);
	file.write("WAVEfmt ", 8, "latin1");
	file.writeUInt32LE(16, 16);
	file.writeUInt16LE(1, 20);
	file.writeUInt16LE(1, 22);
	file.writeUInt32LE(rate, 24);
	file.writeUInt32LE(rate * 2, 28);
	file.writeUInt16LE(2, 32);
	file.writeUInt16LE(16, 34);
	file.write("data", 36, "latin1");
	file.writeUInt32LE(samples * 2, 40);
	for (let index = 0; index < samples; index += 1)
		file.writeInt16LE(Math.round(12_000 * Math.sin((2 * Math.PI * 440 * index) / rate)), 44 + index * 2);
	return file;
}
