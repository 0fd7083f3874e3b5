/// <reference lib="webworker" />
/**
 * Python in the browser: boots Pyodide from this server's own files, gives up every way out of the worker, then runs jobs.
 * What it says is for the candidate's eyes; nothing here is ever graded.
 */
import checks from "../../../adapters/runner/python/checks.py?raw";
import harness from "../../../adapters/runner/python/harness.py?raw";
import virtualTime from "../../../adapters/runner/python/virtual_time.py?raw";

declare const __PYODIDE_VERSION__: string;

const MAX_PAGES = 4_096;
const WAYS_OUT = [
	...["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "WebTransport", "importScripts"],
	...["indexedDB", "caches", "BroadcastChannel", "Worker", "SharedWorker", "Notification"],
];

interface Harness {
	begin: (job: string) => string;
	run_test: (id: string) => string;
}

const worker = self as unknown as DedicatedWorkerGlobalScope;
const say = worker.postMessage.bind(worker);
const booted = boot();
booted.then(
	() => say({ type: "ready" }),
	(error: Error) => say({ type: "broken", message: error.message.slice(0, 300) }),
);

worker.onmessage = async ({ data }: MessageEvent<{ run: number; job: object; only: string[] | null }>) => {
	const python = await booted.catch(() => null);
	if (!python) return;
	const tell = (event: object) => say({ type: "event", run: data.run, event });
	tell({ event: "taken" });
	try {
		const plan = JSON.parse(python.begin(JSON.stringify(data.job))) as { tests: { id: string }[] };
		tell({ event: "plan", plan });
		for (const { id } of plan.tests) {
			if (data.only && !data.only.includes(id)) continue;
			tell({ event: "start", id });
			tell({ event: "test", result: JSON.parse(python.run_test(id)) });
		}
		tell({ event: "done" });
	} catch (error) {
		tell({ event: "crash", message: String((error as Error)?.message ?? error).slice(-300) });
	}
};

async function boot(): Promise<Harness> {
	const grow = WebAssembly.Memory.prototype.grow;
	WebAssembly.Memory.prototype.grow = function (delta: number) {
		if (this.buffer.byteLength / 65_536 + delta > MAX_PAGES) throw new RangeError("memory limit");
		return grow.call(this, delta);
	};
	const base = new URL(`/vendor/pyodide/${__PYODIDE_VERSION__}/`, worker.location.origin).href;
	const { loadPyodide } = await import(/* @vite-ignore */ `${base}pyodide.mjs`);
	const python = await loadPyodide({ indexURL: base, stdout() {}, stderr() {} });
	const files = Object.entries({ virtual_time: virtualTime, checks, harness });
	for (const [name, source] of files) python.FS.writeFile(`/tmp/${name}.py`, source);
	python.runPython("import sys; sys.path.insert(0, '/tmp'); import harness; sys.path.remove('/tmp')");
	for (const [name] of files) python.FS.unlink(`/tmp/${name}.py`);
	for (const name of WAYS_OUT) {
		try {
			Object.defineProperty(worker, name, { value: undefined, configurable: false, writable: false });
		} catch {
			// Not every browser has every one of them.
		}
	}
	return python.pyimport("harness") as Harness;
}
