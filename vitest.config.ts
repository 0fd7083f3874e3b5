import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const BROWSER_TESTS = "tests/e2e/**/*.test.ts";

export default defineConfig({
	resolve: { alias: { "~": fileURLToPath(new URL("./app", import.meta.url)) } },
	test: {
		// Polls wait for what must happen, not for how fast: machines are busy.
		expect: { poll: { timeout: 15_000 } },
		projects: [
			{
				extends: true,
				// Rules, files and real SQLite databases; needs neither a browser nor a build.
				test: {
					name: "unit",
					include: ["tests/**/*.test.{ts,tsx}"],
					exclude: [BROWSER_TESTS],
					env: { LOG_LEVEL: "silent" },
					// Passwords are hashed slowly on purpose, and machines are busy.
					testTimeout: 20_000,
				},
			},
			{
				extends: true,
				// The built server, over HTTP and in a browser.
				test: {
					name: "browser",
					include: [BROWSER_TESTS],
					globalSetup: "tests/support/browser-setup.ts",
					testTimeout: 60_000,
					hookTimeout: 60_000,
					maxWorkers: 2,
				},
			},
		],
	},
});
