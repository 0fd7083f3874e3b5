/** The built server as a process of its own, on a free port and with its own data folder. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll } from "vitest";

const START_MS = 30_000;

export interface TestServer {
	url: string;
	port: number;
	dataDirectory: string;
	/** Everything it has printed, over all its starts. */
	output: () => string;
	/** The operator's link it printed last. */
	operatorLink: () => string | null;
	/** Dies at once, as in a power cut. */
	kill: () => Promise<void>;
	/** Is asked to stop; resolves with its exit code. */
	stop: () => Promise<number | null>;
	/** Starts again on the same port and data. */
	start: (variables?: Record<string, string>) => Promise<void>;
}

/**
 * Starts a server and waits until it answers. It is stopped, and its data removed, after the tests of the file.
 * `variables` are added to its environment, for this start and the next.
 */
export async function startServer(variables: Record<string, string> = {}): Promise<TestServer> {
	const dataDirectory = await mkdtemp(path.join(os.tmpdir(), "mockingbird-server-"));
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	let output = "";
	let child: ChildProcess | null = null;
	const keep = (chunk: Buffer) => {
		output += chunk;
	};
	const start = async (more: Record<string, string> = {}) => {
		child = run({ ...variables, PORT: String(port), DATA_DIR: dataDirectory, ...more });
		child.stdout?.on("data", keep);
		child.stderr?.on("data", keep);
		await untilItAnswers({ child, url, output: () => output });
	};
	const end = async (signal: NodeJS.Signals) => {
		if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
		const closed = once(child, "close");
		child.kill(signal);
		const [code] = await closed;
		return code as number | null;
	};
	afterAll(async () => {
		await end("SIGKILL");
		await rm(dataDirectory, { recursive: true, force: true });
	});
	await start();
	return {
		url,
		port,
		dataDirectory,
		output: () => output,
		operatorLink: () => output.match(/http\S+\/operator\?token=\S+/g)?.at(-1) ?? null,
		kill: async () => void (await end("SIGKILL")),
		stop: () => end("SIGTERM"),
		start,
	};
}

/** Runs the server with some variables until it ends by itself: for starts that are refused. */
export async function startInVain(variables: Record<string, string>): Promise<{ code: number | null; output: string }> {
	const dataDirectory = await mkdtemp(path.join(os.tmpdir(), "mockingbird-server-"));
	const child = run({ DATA_DIR: dataDirectory, ...variables });
	let output = "";
	for (const stream of [child.stdout, child.stderr]) {
		stream?.on("data", (chunk: Buffer) => {
			output += chunk;
		});
	}
	const late = setTimeout(() => child.kill("SIGKILL"), START_MS);
	const [code] = await once(child, "close");
	clearTimeout(late);
	await rm(dataDirectory, { recursive: true, force: true });
	return { code: code as number | null, output };
}

export async function freePort(): Promise<number> {
	const probe = createServer().listen(0, "127.0.0.1");
	await once(probe, "listening");
	const address = probe.address();
	probe.close();
	await once(probe, "close");
	if (address === null || typeof address === "string") throw new Error("no free port was given");
	return address.port;
}

function run(variables: Record<string, string>): ChildProcess {
	const { PATH, HOME, SystemRoot } = process.env;
	return spawn(process.execPath, ["server.js"], {
		// Nothing of the developer's own settings reaches the server.
		env: { PATH, HOME, SystemRoot, NODE_ENV: "production", HOST: "127.0.0.1", LOG_LEVEL: "info", ...variables },
		stdio: ["ignore", "pipe", "pipe"],
	});
}

async function untilItAnswers(input: { child: ChildProcess; url: string; output: () => string }): Promise<void> {
	const { child, url, output } = input;
	const deadline = Date.now() + START_MS;
	while (Date.now() < deadline) {
		if (child.exitCode !== null) break;
		const health = await fetch(`${url}/healthz`).catch(() => null);
		if (health?.ok && (await fetch(url).catch(() => null))?.status !== 503) return;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	child.kill("SIGKILL");
	throw new Error(`the server did not answer:\n${output()}`);
}
