/** Finds a Chromium for the browser tests, or installs one. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"];
const PLACES = [
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
	"/Applications/Chromium.app/Contents/MacOS/Chromium",
	"/usr/lib/chromium/chromium",
	"/snap/bin/chromium",
	`${process.env.PROGRAMFILES}\\Google\\Chrome\\Application\\chrome.exe`,
	`${process.env["PROGRAMFILES(X86)"]}\\Google\\Chrome\\Application\\chrome.exe`,
	`${process.env.LOCALAPPDATA}\\Google\\Chrome\\Application\\chrome.exe`,
];
const INSTALL_MS = 5 * 60_000;

export const NO_BROWSER = `The browser tests need Chrome or Chromium, and none was found or could be installed.
Install one, or name yours: CHROME_PATH=/path/to/chrome npm test
The other tests need none: npm run test:unit`;

/**
 * Path of a browser that runs: CHROME_PATH, an installed Chrome or Chromium, Playwright's own, or one that is installed
 * now, by Playwright or, as root on Debian, as a package. Throws with advice when there is none.
 */
export function findBrowser(say: (line: string) => void = (line) => process.stderr.write(`${line}\n`)): string {
	const given = process.env.CHROME_PATH;
	if (given) {
		if (runs(given)) return given;
		throw new Error(
			`CHROME_PATH is ${given}, which does not run. Correct it, or leave it out to have a browser looked for.`,
		);
	}
	const installed = findInstalled();
	if (installed) return installed;
	say("No Chrome or Chromium found. Installing Playwright's (about 170 MB) …");
	install("node", ["node_modules/playwright-core/cli.js", "install", "chromium"]);
	const own = findInstalled();
	if (own) return own;
	if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
		say("That did not give a browser that runs. Installing the Debian package chromium …");
		install("apt-get", ["update"]);
		install("apt-get", ["install", "-y", "--no-install-recommends", "chromium"]);
	}
	const last = findInstalled();
	if (last) return last;
	throw new Error(NO_BROWSER);
}

function findInstalled(): string | null {
	const folders = (process.env.PATH ?? "").split(path.delimiter);
	const endings = process.platform === "win32" ? [".exe"] : [""];
	const onPath = NAMES.flatMap((name) =>
		folders.flatMap((folder) => endings.map((ending) => path.join(folder, name + ending))),
	);
	return [...onPath, ...PLACES, chromium.executablePath()].find((file) => existsSync(file) && runs(file)) ?? null;
}

/** A file may be there and not run: a stub of the package manager, or a browser without its libraries. */
function runs(file: string): boolean {
	// On Windows asking for the version opens a window instead.
	if (process.platform === "win32") return existsSync(file);
	const { status, stdout } = spawnSync(file, ["--version"], { encoding: "utf8", timeout: 20_000 });
	return status === 0 && /chrom/i.test(stdout);
}

function install(program: string, args: readonly string[]): void {
	const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "15000" };
	spawnSync(program === "node" ? process.execPath : program, args, {
		stdio: ["ignore", 2, 2],
		timeout: INSTALL_MS,
		env,
	});
}
