// @ts-check
/**
 * One job in one locked-down process: boots Python, throws away everything this realm could do to the machine, then runs
 * the candidate's code. Started by the supervisor with Node's permission model on and code generation off; both, and what
 * is deleted here, are needed (sandbox design §1, "what each layer stops").
 *
 * Reads one line of JSON from standard input, `{nonce, job, only}`, and writes lines of nonce + JSON. Anything
 * else on standard output is the candidate's and is ignored.
 */
import fs from "node:fs";
import process from "node:process";

const [pyodideFolder = "", harnessFile = "", snapshotFile = ""] = process.argv.slice(2);
const MAX_PAGES = 4_096;
const MAX_FILE_BYTES = 16 * 1024 * 1024;

// Pyodide asks for two constants this way; the permission model refuses the call, whatever it asks for.
/** @type {any} */ (process).binding = (/** @type {string} */ name) => {
	if (name === "constants") return { fs: fs.constants };
	throw new Error("not available");
};
const grow = WebAssembly.Memory.prototype.grow;
WebAssembly.Memory.prototype.grow = function (/** @type {number} */ delta) {
	if (this.buffer.byteLength / 65_536 + delta > MAX_PAGES) throw new RangeError("memory limit");
	return grow.call(this, delta);
};

const python = await bootPython();
limitFiles(python);
const harness = python.pyimport("harness");
const [begin, runTest, intact] = ["begin", "run_test", "intact"].map((name) => harness[name]);
const read = readLine(process.stdin);
const write = fs.writeSync.bind(fs);
const exit = process.exit.bind(process);
write(1, "ready\n");

const { nonce, job, only } = JSON.parse(await read());
lockRealm();
/** @param {unknown} event */
const say = (event) => write(1, `${nonce}${JSON.stringify(event)}\n`);
say({ event: "taken" });
try {
	runSuites();
	say({ event: "done" });
} catch (error) {
	say({ event: "crash", message: String(/** @type {Error} */ (error)?.message ?? error).slice(-300) });
}
exit(0);

function runSuites() {
	const plan = JSON.parse(begin(JSON.stringify(job)));
	say({ event: "plan", plan });
	for (const test of plan.tests) {
		if (only && !only.includes(test.id)) continue;
		say({ event: "start", id: test.id });
		const result = JSON.parse(runTest(test.id));
		say({ event: "test", result });
	}
	say({ event: "intact", intact: intact() === true });
}

async function bootPython() {
	const { loadPyodide } = await import(`${pyodideFolder}/pyodide.mjs`);
	const options = {
		jsglobals: Object.assign(Object.create(null), { setTimeout, clearTimeout, Object, Error }),
		stdout: () => {},
		stderr: () => {},
		env: { HOME: "/home/candidate", PYTHONHASHSEED: "0" },
		...(snapshotFile ? { _loadSnapshot: fs.readFileSync(snapshotFile) } : {}),
	};
	const booted = await loadPyodide(options);
	if (!snapshotFile) {
		booted.FS.writeFile("/tmp/harness.py", fs.readFileSync(harnessFile, "utf8"));
		booted.runPython("import sys; sys.path.insert(0, '/tmp'); import harness; sys.path.remove('/tmp')");
		booted.FS.unlink("/tmp/harness.py");
	}
	booted.unregisterJsModule("js");
	booted.unregisterJsModule("pyodide_js");
	booted.runPython(
		"import sys\nfor name in [n for n in sys.modules if n == 'js' or n.startswith(('js.', 'pyodide_js'))]: del sys.modules[name]",
	);
	return booted;
}

/**
 * Files live in this process's memory, outside Python's own limit.
 *
 * @param {any} booted
 */
function limitFiles(booted) {
	const { FS } = booted;
	const original = FS.write;
	let written = 0;
	FS.write = (/** @type {any[]} */ ...args) => {
		written += Number(args[3]) || 0;
		if (written > MAX_FILE_BYTES) throw new FS.ErrnoError(51);
		return original.apply(FS, args);
	};
}

/** @param {NodeJS.ReadStream} stream */
function readLine(stream) {
	return async () => {
		let text = "";
		for await (const chunk of stream.setEncoding("utf8")) text += chunk;
		return text;
	};
}

/** What this realm can do to the world, taken away before the first line of the candidate's code. */
function lockRealm() {
	const now = performance.now.bind(performance);
	const { timeOrigin } = performance;
	const getRandomValues = crypto.getRandomValues.bind(crypto);
	const kept = ["Object", "Error", "JSON", "String", "Number", "Math", "Array", "Map", "Set", "WeakMap", "Promise"];
	for (const name of Object.getOwnPropertyNames(globalThis)) {
		if (kept.includes(name) || /^(undefined|NaN|Infinity|globalThis)$/.test(name)) continue;
		if (
			/Error$|Array$|^(Function|Symbol|Boolean|Date|RegExp|Proxy|Reflect|BigInt|WeakRef|FinalizationRegistry|DataView|ArrayBuffer|WebAssembly|TextDecoder|TextEncoder|setTimeout|clearTimeout|isNaN|parseInt|parseFloat)$/.test(
				name,
			)
		)
			continue;
		try {
			delete (/** @type {any} */ (globalThis)[name]);
		} catch {}
	}
	// Python's clock, random source and last words; a bare function each, with nothing behind it.
	const silent = () => {};
	Object.assign(globalThis, {
		performance: { now, timeOrigin },
		crypto: { getRandomValues },
		console: { log: silent, info: silent, warn: silent, error: silent, debug: silent },
	});
}
