/** A server of its own for a benchmark: the built pages, a fresh data folder, a free port. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";

export async function serve(variables: Record<string, string>): Promise<{ url: string; stop: () => Promise<void> }> {
	const data = mkdtempSync(path.join(os.tmpdir(), "mockingbird-bench-"));
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	const child = spawn(process.execPath, ["server.js"], {
		env: {
			...process.env,
			NODE_ENV: "production",
			PORT: String(port),
			DATA_DIR: data,
			LOG_LEVEL: "error",
			...variables,
		},
		stdio: ["ignore", "ignore", "inherit"],
	});
	while (child.exitCode === null && !(await fetch(`${url}/healthz`).catch(() => null))?.ok)
		await new Promise((resolve) => setTimeout(resolve, 100));
	if (child.exitCode !== null) throw new Error("The server did not start. Run `npm run build` first.");
	return {
		url,
		stop: async () => {
			const closed = once(child, "close");
			child.kill("SIGTERM");
			await closed;
			rmSync(data, { recursive: true, force: true });
		},
	};
}

export async function freePort(): Promise<number> {
	const probe = createServer().listen(0, "127.0.0.1");
	await once(probe, "listening");
	const address = probe.address();
	probe.close();
	if (address === null || typeof address === "string") throw new Error("no free port was given");
	return address.port;
}

/** Node and processor, to be printed above every table. */
export function describeMachine(): string {
	const [cpu] = os.cpus();
	return `Node ${process.version}, ${os.cpus().length} × ${cpu?.model.trim() ?? "unknown processor"}`;
}
