/** Python in a worker of this page, behind the same port as the server's. The worker stays for the next run. */
import { PythonEvent } from "~/core/interview/code/python-event";
import type { JobOutcome, PythonProcess } from "~/core/ports";

export type PythonStatus = "starting" | "ready" | "broken";

export interface BrowserPython {
	take: () => Promise<PythonProcess | null>;
	close: () => void;
}

type Message = { type: "ready" } | { type: "broken"; message: string } | { type: "event"; run: number; event: unknown };

/** Starts to load Python at once; `onStatus` follows every start, also the one after a kill. */
export function openBrowserPython(onStatus: (status: PythonStatus) => void): BrowserPython {
	let current = start(onStatus);
	return {
		take: async () => {
			if (current.dead()) current = start(onStatus);
			return (await current.ready) ? current : null;
		},
		close: () => current.kill(),
	};
}

function start(onStatus: (status: PythonStatus) => void): PythonProcess & { dead: () => boolean } {
	onStatus("starting");
	const worker = new Worker(new URL("./python-worker.ts", import.meta.url), { type: "module" });
	let dead = false;
	let runs = 0;
	let onMessage: (message: Message) => void = () => {};
	const kill = () => {
		dead = true;
		worker.terminate();
	};
	const ready = new Promise<boolean>((resolve) => {
		const settle = (up: boolean) => {
			if (!up) kill();
			onStatus(up ? "ready" : "broken");
			resolve(up);
		};
		onMessage = (message) => message.type !== "event" && settle(message.type === "ready");
		worker.onerror = () => settle(false);
	});
	worker.onmessage = ({ data }: MessageEvent<Message>) => onMessage(data);
	return {
		ready,
		kill,
		dead: () => dead,
		run: ({ job, only, stepMs, signal, on }) =>
			new Promise<JobOutcome>((resolve) => {
				runs += 1;
				const run = runs;
				let timer: ReturnType<typeof setTimeout> | undefined;
				const finish = (outcome: JobOutcome) => {
					clearTimeout(timer);
					signal.removeEventListener("abort", abort);
					onMessage = () => {};
					if (outcome.ended) kill();
					resolve(outcome);
				};
				const abort = () => finish({ ended: "aborted", detail: "" });
				const arm = () => {
					clearTimeout(timer);
					timer = setTimeout(() => finish({ ended: "timeout", detail: "" }), stepMs);
				};
				signal.addEventListener("abort", abort);
				worker.onerror = (event) => finish({ ended: "crash", detail: event.message });
				onMessage = (message) => {
					if (message.type !== "event" || message.run !== run) return;
					const parsed = PythonEvent.safeParse(message.event);
					if (!parsed.success) return;
					arm();
					if (parsed.data.event === "done") finish({ ended: null, detail: "" });
					else if (parsed.data.event === "crash") finish({ ended: "crash", detail: parsed.data.message });
					else on(parsed.data);
				};
				arm();
				worker.postMessage({ run, job, only });
			}),
	};
}
