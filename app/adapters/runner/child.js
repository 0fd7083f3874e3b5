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

const [pyodideFolder = "", pythonFolder = "", snapshotFile = ""] = process.argv.slice(2);
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

// Taken before Python is here: whatever the realm looks like later, these are the language's own.
const { parse, stringify } = JSON;
const text = String;
const write = fs.writeSync.bind(fs);
const exit = process.exit.bind(process);
const chance = Math.random;

const python = await bootPython();
limitFiles(python);
const [harness, guard] = ["harness", "guard"].map((name) => python.pyimport(name));
const [prepare, load, runTest, intact, ours] = harness.engine().toJs({ depth: 1 });
const { arm } = guard;
const read = readLine(process.stdin);
write(1, "ready\n");

const { nonce, job, only, twist } = parse(await read());
/** @param {unknown} event */
const say = (event) => write(1, `${nonce}${stringify(event)}\n`);
say({ event: "taken" });
try {
	prepare(stringify(job));
	lockRealm();
	arm((/** @type {unknown} */ what) => say({ event: "reached", what: text(what) }), ours);
	runSuites();
	say({ event: "done" });
} catch (error) {
	say({ event: "crash", message: withoutPaths(text(/** @type {Error} */ (error)?.message ?? error)).slice(-300) });
}
exit(0);

function runSuites() {
	const plan = parse(load());
	say({ event: "plan", plan });
	for (let at = 0; at < plan.tests.length; at += 1) {
		const { id } = plan.tests[at];
		if (only && !only.includes(id)) continue;
		const twisted = twist === true && chance() < 0.7;
		say({ event: "start", id });
		const result = parse(runTest(id, twisted));
		say({ event: "test", result: twisted ? { ...result, twisted } : result });
	}
	say({ event: "intact", intact: intact() === true });
}

/** @param {string} message */
function withoutPaths(message) {
	return message.replace(/(?:file:\/\/)?(?:\/[\w.@+-]+)+\/(?=[\w.-]+)/g, "");
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
		const names = ["harness", "guard"];
		for (const name of names) {
			booted.FS.writeFile(`/tmp/${name}.py`, fs.readFileSync(`${pythonFolder}/${name}.py`, "utf8"));
		}
		booted.runPython("import sys; sys.path.insert(0, '/tmp'); import harness, guard; sys.path.remove('/tmp')");
		for (const name of names) booted.FS.unlink(`/tmp/${name}.py`);
	}
	booted.unregisterJsModule("js");
	booted.unregisterJsModule("pyodide_js");
	booted.runPython(`
import asyncio, os, sys
for name in [n for n in sys.modules if n == "js" or n.startswith(("js.", "pyodide_js"))]:
    del sys.modules[name]
sys.meta_path[:] = [finder for finder in sys.meta_path if "pyodide" not in getattr(finder, "__module__", type(finder).__module__)]
os.environ.clear()
os.environ["HOME"] = "/home/candidate"
# Classes can be found without a name; what their modules hold of JavaScript must not be there.
for module in [module for name, module in sys.modules.items() if name.startswith(("pyodide", "_pyodide."))]:
    for key, value in list(vars(module).items()):
        if type(value).__name__ in ("JsProxy", "JsCallable") or key in ("create_once_callable", "create_proxy", "run_js", "to_js", "scheduleCallback"):
            del vars(module)[key]
asyncio.events._event_loop_policy = None
asyncio.events._set_running_loop(None)
del asyncio, key, module, name, os, sys, value
`);
	forgetModules(booted);
	lockFiles(booted);
	return booted;
}

/**
 * Modules of the interpreter itself that lead out of Python. A name that is gone from its table cannot be imported, by
 * whatever way: the names are overwritten where they stand in its memory.
 *
 * @param {any} booted
 */
function forgetModules(booted) {
	const memory = Buffer.from(booted._module.HEAPU8.buffer);
	const random = [...crypto.getRandomValues(new Uint8Array(24))].map((byte) => 97 + (byte % 26));
	for (const name of [
		"_pyodide_core",
		"_ctypes",
		"_testcapi",
		"_testinternalcapi",
		"_remote_debugging",
		"_lsprof",
		"_xxtestfuzz",
		"_testlimitedcapi",
		"_testclinic",
		"_testbuffer",
	]) {
		for (let at = memory.indexOf(name); at >= 0; at = memory.indexOf(name, at + 1)) {
			for (let index = 0; index < name.length; index += 1) memory[at + index] = random[index] ?? 0;
		}
	}
}

/**
 * No file system but the one in memory, and nothing that fetches.
 *
 * @param {any} booted
 */
function lockFiles({ FS }) {
	for (const name of Object.keys(FS.filesystems)) if (name !== "MEMFS") delete FS.filesystems[name];
	const refuse = () => {
		throw new FS.ErrnoError(63);
	};
	for (const name of ["mount", "createLazyFile", "createPreloadedFile", "createDevice", "registerDevice", "mkdev"])
		FS[name] = refuse;
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
	Error.stackTraceLimit = 0;
	freezePrototypes();
}

/** A getter on a prototype that everything shares would see whatever passes through Pyodide, and be handed its insides. */
function freezePrototypes() {
	const kinds = Object.getOwnPropertyNames(globalThis)
		.map((name) => /** @type {any} */ (globalThis)[name])
		.filter((value) => typeof value === "function");
	const hidden = [
		Object.getPrototypeOf(Uint8Array),
		Object.getPrototypeOf(async () => {}).constructor,
		Object.getPrototypeOf(function* () {}).constructor,
		Object.getPrototypeOf(async function* () {}).constructor,
	];
	for (const kind of [...kinds, ...hidden]) {
		for (const target of [kind.prototype, kind]) {
			if (!target) continue;
			// What inherits a frozen value could not be given one of its own; errors are given names and messages.
			const settable = target instanceof Error || target === Error.prototype;
			if (!settable) Object.freeze(target);
			else
				for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(target)))
					Object.defineProperty(target, key, { value, writable: true, configurable: false });
			Object.preventExtensions(target);
		}
	}
	const iterators = [[][Symbol.iterator](), new Map().entries(), new Set().values(), ""[Symbol.iterator]()];
	for (const space of [JSON, Math, Reflect, ...iterators.map(Object.getPrototypeOf)]) Object.freeze(space);
}
