/** One locked-down process: it boots, takes one job, tells what happens, and is gone. */
import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { StringDecoder } from "node:string_decoder";
import { readPythonEvent } from "~/core/interview/code/python-event";
import type { JobEnd, JobOutcome, PythonProcess } from "~/core/ports";
import { killTree, processorTime, residentMegabytes } from "./process-tree.server";

const MAX_OUTPUT_BYTES = 2_000_000;
/** The longest line: one test with all it printed, as JSON. */
const MAX_LINE_BYTES = 400_000;
const MAX_MEGABYTES = 700;
const MEMORY_TICK_MS = 50;
/** On a busy machine a step may take so many times its limit, as long as it was kept from working. */
const MOST_PATIENCE = 4;
/** Far beyond the slowest start that was seen; a process that takes longer will not come up. */
const BOOT_MS = 30_000;

/** A process may end while it waits for its job. */
export type RunnerProcess = PythonProcess & { alive: () => boolean };

/** Takes over a started child. */
export function runnerProcess(child: ChildProcess): RunnerProcess {
	let over = false;
	let onLine: (line: string) => void = () => {};
	let onEnd: (reason: string) => void = () => {};
	let received = 0;
	let pending = "";
	const ready = new Promise<boolean>((resolve) => {
		const settle = (up: boolean) => {
			clearTimeout(boot);
			resolve(up);
		};
		const boot = setTimeout(() => {
			kill();
			settle(false);
		}, BOOT_MS);
		boot.unref();
		onLine = (line) => line === "ready" && settle(true);
		onEnd = () => settle(false);
	});
	child.stdin?.on("error", () => {});
	const decoder = new StringDecoder("utf8");
	child.stdout?.on("data", (chunk: Buffer) => {
		received += chunk.length;
		if (received > MAX_OUTPUT_BYTES || pending.length > MAX_LINE_BYTES) {
			// Nothing more is read, so that nothing more is held.
			pending = "";
			child.stdout?.destroy();
			return onEnd("output");
		}
		pending += decoder.write(chunk);
		if (!chunk.includes(10)) return;
		const lines = pending.split("\n");
		pending = lines.pop() ?? "";
		for (const line of lines) onLine(line);
	});
	const end = (reason: string) => {
		if (over) return;
		over = true;
		onEnd(reason);
	};
	const kill = () => {
		if (child.pid && !over) killTree(child.pid);
		// What a process that is gone could still hold open must not hold this one.
		child.stdin?.destroy();
		child.stdout?.destroy();
		child.unref();
	};
	child.on("error", (error) => end(error.message));
	child.on("close", (code, signal) => end(`exit ${code ?? signal}`));

	return {
		ready,
		kill,
		alive: () => !over,
		run: ({ job, only, stepMs, signal, on }) =>
			new Promise<JobOutcome>((resolve) => {
				const nonce = randomBytes(18).toString("base64url");
				let timer: NodeJS.Timeout | undefined;
				let done = false;
				const finish = (ended: JobEnd | null, detail = "") => {
					if (done) return;
					done = true;
					clearTimeout(timer);
					clearInterval(watch);
					signal.removeEventListener("abort", abort);
					kill();
					resolve({ ended, detail });
				};
				const abort = () => finish("aborted");
				const used = () => (child.pid ? processorTime(child.pid) : null);
				const arm = (patience = MOST_PATIENCE, since = used()?.usedMs ?? 0) => {
					clearTimeout(timer);
					timer = setTimeout(() => {
						const now = used();
						// Others had the processor: that says nothing about the code.
						const starved = now?.wantsMore && now.usedMs - since < stepMs / 2;
						if (starved && patience > 0) arm(patience - 1, since);
						else finish("timeout");
					}, stepMs);
				};
				const watch = setInterval(() => {
					if (child.pid && residentMegabytes(child.pid) > MAX_MEGABYTES) finish("memory");
				}, MEMORY_TICK_MS);
				signal.addEventListener("abort", abort);
				onEnd = (reason) => finish(reason === "output" ? "output" : "crash", reason);
				onLine = (line) => {
					if (!line.startsWith(nonce)) return;
					const event = readPythonEvent(line.slice(nonce.length));
					if (done) return;
					if (!event) return on({ event: "malformed" });
					arm();
					if (event.event === "done") return finish(null);
					if (event.event === "crash") return finish("crash", event.message);
					on(event);
				};
				if (over || signal.aborted) return finish(signal.aborted ? "aborted" : "crash", "not running");
				arm();
				child.stdin?.end(JSON.stringify({ nonce, job, only, twist: job.twist === true }));
			}),
	};
}
