/** A browser for the tests of one file, and a watch on everything its pages complain about. */
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject } from "vitest";

const FLAGS = [
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
];

/** Remix throws this when a page moves on before the last byte of an answer it has used is read; nobody sees it. */
const LEFT_UNREAD = "signal is aborted without reason";

export interface TestBrowser {
	/** A page of a new visitor: no cookies, nothing stored. A second page of the same visitor: `page.context().newPage()`. */
	open: (options?: BrowserContextOptions) => Promise<Page>;
	/** What the test brings about on purpose, such as the refused request of a server that is down. */
	expectTrouble: (pattern: RegExp) => void;
}

/**
 * Opens a browser for a test file. A test fails when one of its pages wrote an error to the console, threw, or asked
 * another host for anything, unless the test has announced it. `flags` are added to the browser's own.
 */
export function testBrowser(flags: readonly string[] = []): TestBrowser {
	let browser: Browser | null = null;
	let trouble: string[] = [];
	let expected: RegExp[] = [];
	beforeAll(async () => {
		browser = await chromium.launch({ executablePath: inject("browserPath"), args: [...FLAGS, ...flags] });
	});
	afterAll(async () => {
		await browser?.close();
	});
	afterEach(async () => {
		await Promise.all((browser?.contexts() ?? []).map((context) => context.close()));
		const unexpected = trouble.filter((line) => !expected.some((pattern) => pattern.test(line)));
		trouble = [];
		expected = [];
		expect(unexpected, "what pages complained about").toEqual([]);
	});
	return {
		open: async (options = {}) => {
			if (!browser) throw new Error("pages are opened inside a test");
			const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB", ...options });
			await context.route(isForeign, (route) => {
				trouble.push(`asked another host: ${route.request().url()}`);
				return route.abort();
			});
			context.on("console", (message) => {
				if (message.type() === "error") trouble.push(`console: ${message.text()} (${message.location().url})`);
			});
			context.on("weberror", (error) => {
				if (error.error().message !== LEFT_UNREAD) trouble.push(`thrown: ${error.error().message}`);
			});
			return context.newPage();
		},
		expectTrouble: (pattern) => expected.push(pattern),
	};
}

function isForeign(url: URL): boolean {
	return /^(https?|wss?):$/.test(url.protocol) && url.hostname !== "127.0.0.1" && url.hostname !== "localhost";
}
