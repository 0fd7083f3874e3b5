import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { testBrowser } from "../support/browser";
import { check, editor, results, SOON, saved, solution, startCoding, writeCode } from "../support/coding";
import { FAKES } from "../support/runner";
import { startServer } from "../support/server";
import { accessibilityProblems, answer, endRound, myTurn, openReport, said } from "../support/visitor";

const server = await startServer({ PRACTICE_PACE_MS: "20" });
const browser = testBrowser();
const TASKS = "prompts/questions/coding";

describe("a coding round", () => {
	it("goes from a red run to a report that quotes the code and shows every test", async () => {
		const page = await browser.open();
		await startCoding(page, server.url);
		await answer(
			page,
			"It returns the first 2xx response, raises RequestRejected at once for permanent errors and GiveUp after the last attempt.",
		);
		await page.getByRole("button", { name: /^Run Ctrl/ }).click();
		await results(page).getByText("0 of 4").waitFor();
		await writeCode(page, solution.replace("RETRYABLE = {408, 429, 500", "RETRYABLE = {429, 500"));
		await page.keyboard.press("Control+Enter");
		await results(page).getByText("4 of 4").waitFor();
		const before = await said(page).count();
		await check(page);
		await results(page).getByText("7 of 8").waitFor();
		await expect.poll(() => said(page).count(), { timeout: 10_000 }).toBeGreaterThan(before);
		await myTurn(page);
		expect(await accessibilityProblems(page)).toEqual([]);
		expect(await results(page).textContent()).not.toContain("test_");
		await writeCode(page, solution);
		await check(page);
		await results(page).getByText("8 of 8").waitFor();
		await myTurn(page);
		await check(page);
		await expect.poll(async () => (await saved(page)).groups, { timeout: 10_000 }).toEqual(["core", "edge"]);
		await page.getByText("Stage 2: wait well").first().waitFor();
		await check(page);
		await page.getByRole("tab", { name: "my_tests.py" }).click();
		await writeCode(page, "def test_mine():\n    T.eq(solution.retry_after_seconds({'retry-after': '3'}), 3.0)\n");
		await page.keyboard.press("Control+Enter");
		await results(page).getByText("1 of 1").waitFor();
		const exported = await (await page.request.get(`${page.url()}/export`)).text();
		expect(exported).toContain("test_edge_hidden");
		expect(exported).not.toMatch(/test_edge_(growth|cap|spread)/);
		// The last keystrokes are not saved yet when the round is ended.
		await page.keyboard.press("Control+End");
		await page.keyboard.insertText("\n# typed at the last moment\n");
		await endRound(page);
		await openReport(page);
		await page.locator("details[open] pre", { hasText: "# typed at the last moment" }).waitFor();
		const report = (await page.locator("main").textContent()) ?? "";
		expect(report).toContain("core 8 of 8, edge 8 of 8, extension 5 of 5");
		expect(report).toContain("1 criterion decided");
		await page.getByRole("heading", { name: "Tests", exact: true }).waitFor();
		await page.getByText("a wait past the deadline is not begun").waitFor();
		expect(report).toMatch(/on the server, harness [0-9a-f]{8}/);
		expect(report).toContain("weights set by hand");
		await page.locator("details[open] pre", { hasText: "def call_with_retry" }).waitFor();
		expect(await accessibilityProblems(page)).toEqual([]);
	}, 120_000);

	it("stops code that never ends, goes on after it, and marks a file that does not load", async () => {
		const page = await browser.open();
		await startCoding(page, server.url);
		await writeCode(page, "while True:\n    pass\n");
		await page.keyboard.press("Control+Enter");
		await results(page).getByText("did not finish in 2 s").waitFor({ timeout: 20_000 });
		await page.getByText("Python 3.14 in this browser").waitFor({ timeout: 40_000 });
		await writeCode(page, "import os\nos._exit(3)\n");
		await page.keyboard.press("Control+Enter");
		await results(page)
			.getByText(/crash|stopped|ended/i)
			.first()
			.waitFor({ timeout: 20_000 });
		await page.getByText("Python 3.14 in this browser").waitFor({ timeout: 40_000 });
		await writeCode(page, "def broken(:\n    pass\n");
		await page.keyboard.press("Control+Enter");
		await results(page).getByText("does not load: SyntaxError").waitFor({ timeout: 20_000 });
		await page.locator(".cm-lint-marker-error").waitFor();
		await check(page);
		await results(page)
			.getByText(/line 1: SyntaxError/)
			.waitFor();
		await writeCode(page, "import os\nprint('hello from', __name__)\n");
		await page.getByRole("button", { name: "Run the file" }).click();
		await results(page).getByText("hello from __main__").waitFor({ timeout: 20_000 });
	}, 120_000);

	it("keeps what was typed over a reload, and lets nobody overwrite another window by accident", async () => {
		browser.expectTrouble(/409 \(Conflict\).*\/code/);
		const page = await browser.open();
		const url = await startCoding(page, server.url);
		await writeCode(page, "# first window\n");
		await expect.poll(async () => (await saved(page)).files["solution.py"]?.text, SOON).toContain("first window");
		await page.reload();
		await editor(page).getByText("# first window").waitFor();
		const second = await page.context().newPage();
		await second.goto(url);
		await editor(second).getByText("# first window").waitFor();
		await writeCode(second, "# second window\n");
		await expect.poll(async () => (await saved(second)).files["solution.py"]?.text, SOON).toContain("second window");
		await writeCode(page, "# first window again\n");
		await page.getByText("was changed in another window").waitFor();
		expect((await saved(page)).files["solution.py"]?.text).toContain("second window");
		await page.getByRole("button", { name: "Keep this one" }).click();
		await expect.poll(async () => (await saved(page)).files["solution.py"]?.text, SOON).toContain("first window again");
	}, 120_000);

	it("keeps what was typed while the server was away", async () => {
		browser.expectTrouble(/ERR_FAILED.*\/code/);
		const page = await browser.open();
		await startCoding(page, server.url);
		await page.route("**/code", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
		await writeCode(page, "# typed without a network\n");
		await page.waitForTimeout(1_500);
		await page.reload();
		await editor(page).getByText("# typed without a network").waitFor();
		await page.unroute("**/code");
		await expect
			.poll(async () => (await saved(page)).files["solution.py"]?.text, { timeout: 15_000 })
			.toContain("without a network");
	}, 120_000);

	it("can be held with the keyboard alone", async () => {
		const page = await browser.open();
		await startCoding(page, server.url);
		await editor(page).focus();
		await page.keyboard.press("Tab");
		expect(await editor(page).evaluate((element) => element === document.activeElement)).toBe(true);
		await page.keyboard.press("Escape");
		await page.keyboard.press("Tab");
		expect(await editor(page).evaluate((element) => element === document.activeElement)).toBe(false);
		await editor(page).focus();
		await page.keyboard.press("Control+z");
		await page.keyboard.press("Control+Enter");
		await results(page).getByText("0 of 4").waitFor();
		await page.getByRole("button", { name: "Check" }).focus();
		await page.keyboard.press("Enter");
		await page.getByText("On the server, hidden tests included").waitFor({ timeout: 30_000 });
	}, 120_000);

	it("asks no other host, and gives Python in the browser no way out", async () => {
		const page = await browser.open();
		const foreign: string[] = [];
		page.on("request", (request) => {
			if (!request.url().startsWith(server.url) && !/^(data|blob):/.test(request.url())) foreign.push(request.url());
		});
		await startCoding(page, server.url);
		await writeCode(
			page,
			"import js\nfor name in ('fetch', 'XMLHttpRequest', 'WebSocket', 'indexedDB', 'caches', 'Worker', 'importScripts'):\n    print(name, getattr(js, name, None))\n",
		);
		await page.getByRole("button", { name: "Run the file" }).click();
		await results(page).getByText("fetch None").waitFor({ timeout: 20_000 });
		expect(await results(page).textContent()).not.toMatch(/(Socket|DB|caches|Worker|Scripts) (?!None)/);
		expect(foreign).toEqual([]);
	}, 120_000);

	it("is usable at 390 pixels", async () => {
		const page = await browser.open({ viewport: { width: 390, height: 844 } });
		await startCoding(page, server.url);
		const width = await page.evaluate(() => document.documentElement.scrollWidth);
		expect(width).toBeLessThanOrEqual(390);
		expect(await accessibilityProblems(page)).toEqual([]);
		await page.getByRole("button", { name: "Code", exact: true }).click();
		await page.getByRole("button", { name: /^Run$|^Run Ctrl/ }).click();
		await results(page).getByText("0 of 4").waitFor();
		await page.getByRole("button", { name: "Tests 0/4" }).waitFor();
		expect(await accessibilityProblems(page)).toEqual([]);
		// What the interviewer has said to the red check may stand in the button's name.
		await page.getByRole("button", { name: /^Talk/ }).click();
		await page.getByRole("textbox", { name: "Your answer" }).waitFor();
	}, 120_000);
});

describe("Python in the browser", () => {
	it("agrees with every solution and starter of the shipped tasks", async () => {
		const page = await browser.open();
		await page.goto(server.url);
		const worker = readdirSync("build/client/assets").find((name) => name.startsWith("python-worker-"));
		const jobs = readdirSync(TASKS).map((folder) => {
			const read = (name: string) => readFileSync(`${TASKS}/${folder}/${name}`, "utf8");
			const suites = [
				{ name: "visible", file: "tests_visible.py", source: read("tests_visible.py") },
				{ name: "hidden", file: "tests_hidden.py", source: read("tests_hidden.py") },
			];
			return { folder, suites, solution: read("solution.py"), starter: read("starter.py") };
		});
		const failed = await page.evaluate(
			async ({ source, all, fakes }) => {
				const python = new Worker(source, { type: "module" });
				const events: {
					type: string;
					run?: number;
					event?: { event: string; result?: { status: string; id: string } };
				}[] = [];
				const until = (fits: (event: (typeof events)[number]) => boolean) =>
					new Promise<void>((resolve) => {
						python.onmessage = ({ data }) => {
							events.push(data);
							if (fits(data)) resolve();
						};
					});
				await until((event) => event.type === "ready");
				const out: Record<string, string[]> = {};
				let run = 0;
				for (const { folder, suites, solution: right, starter } of all) {
					for (const [kind, code] of [
						["solution", right],
						["starter", starter],
					] as const) {
						run += 1;
						events.length = 0;
						const done = until((event) => event.event?.event === "done" || event.event?.event === "crash");
						python.postMessage({ run, only: null, job: { files: { "fakes.py": fakes, "solution.py": code }, suites } });
						await done;
						out[`${folder} ${kind}`] = events.flatMap((event) =>
							event.event?.result && event.event.result.status !== "pass" ? [event.event.result.id] : [],
						);
					}
				}
				return out;
			},
			{ source: `/assets/${worker}`, all: jobs, fakes: FAKES },
		);
		for (const { folder } of jobs) {
			expect(failed[`${folder} solution`]).toEqual([]);
			expect(failed[`${folder} starter`]?.length).toBeGreaterThan(0);
		}
	}, 120_000);
});
