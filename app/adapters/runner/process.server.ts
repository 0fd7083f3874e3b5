/** One locked-down pair of processes: they boot, take one job, the judge tells what happens, and both are gone. */
import { StringDecoder } from "node:string_decoder";
import { readPythonEvent } from "~/core/interview/code/python-event";
import type { JobEnd, JobOutcome, PythonProcess } from "~/core/ports";
import type { Pair } from "./isolation.server";
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

/** What child.js ends with when the code called itself too deeply. */
const TOO_DEEP = 70;
/** A process that has lost its other half says so; what became of that half is known a moment later. */
const AFTERMATH_MS = 500;

/** A process may end while it waits for its job. */
export type RunnerProcess = PythonProcess & { alive: () => boolean };

/** Takes over a started pair. */
export function runnerProcess({ judge, candidate }: Pair): RunnerProcess {
	const pids = () => [judge.pid, candidate.pid].filter((pid) => pid !== undefined);
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
	judge.stdin?.on("error", () => {});
	const decoder = new StringDecoder("utf8");
	judge.stdout?.on("data", (chunk: Buffer) => {
		received += chunk.length;
		if (received > MAX_OUTPUT_BYTES || pending.length > MAX_LINE_BYTES) {
			// Nothing more is read, so that nothing more is held.
			pending = "";
			judge.stdout?.destroy();
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
		for (const pid of pids()) killTree(pid);
		// What a process that is gone could still hold open must not hold this one.
		judge.stdin?.destroy();
		judge.stdout?.destroy();
		judge.unref();
		candidate.unref();
	};
	judge.on("error", (error) => end(error.message));
	judge.on("close", (code, signal) => end(`exit ${code ?? signal}`));
	candidate.on("error", (error) => end(error.message));
	// The code under test may end its own process; the judge finds that out and says what it was doing.
	const fate = new Promise<string>((resolve) => {
		candidate.on("exit", (code) => resolve(code === TOO_DEEP ? "call stack" : ""));
	});

	return {
		ready,
		kill,
		alive: () => !over,
		run: ({ job, only, stepMs, signal, on }) =>
			new Promise<JobOutcome>((resolve) => {
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
				const crashed = async (message: string) => {
					const patience = new Promise<string>((end) => setTimeout(() => end(""), AFTERMATH_MS).unref());
					finish("crash", `${message} ${await Promise.race([fate, patience])}`);
				};
				const used = () => processorTime(...pids());
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
					if (pids().some((pid) => residentMegabytes(pid) > MAX_MEGABYTES)) finish("memory");
				}, MEMORY_TICK_MS);
				signal.addEventListener("abort", abort);
				onEnd = (reason) => finish(reason === "output" ? "output" : "crash", reason);
				onLine = (line) => {
					if (done) return;
					const event = readPythonEvent(line);
					if (!event) return on({ event: "malformed" });
					arm();
					if (event.event === "done") return finish(null);
					if (event.event === "crash") return void crashed(event.message);
					on(event);
				};
				if (over || signal.aborted) return finish(signal.aborted ? "aborted" : "crash", "not running");
				arm();
				judge.stdin?.end(JSON.stringify({ job, only }));
			}),
	};
}
