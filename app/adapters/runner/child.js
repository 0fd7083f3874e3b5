// @ts-check
/**
 * One of the two locked-down processes of a check: boots Python, throws away everything this realm could do to the
 * machine, and works. As "candidate" it runs the code under test and answers what the tests ask of it (candidate.py). As
 * "judge" it runs the tests (judge.py): it reads one line of JSON, `{job, only}`, from standard input and writes lines of
 * JSON to standard output, which nothing else can reach. Between the two is a socket: the candidate's standard input, the
 * judge's standard error.
 *
 * Started by the supervisor with Node's permission model on and code generation off; both, and what lockdown.js takes
 * away, are needed (sandbox design §1, "what each layer stops").
 */
import fs from "node:fs";
import { forgetModules, limitFiles, lockFiles, lockRealm, openPeer, PEER } from "./lockdown.js";

// Importing it would open all three streams, and a stream that is open cannot be waited for.
const { process } = globalThis;
const [role = "", pyodideFolder = "", pythonFolder = "", snapshotFile = ""] = process.argv.slice(2);
const MAX_PAGES = 4_096;
/** The status with which a process ends whose Python called itself too deeply. */
const TOO_DEEP = 70;

Object.defineProperty(process, role === "judge" ? "stderr" : "stdin", { value: { fd: -1 } });
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

const python = await bootPython();
limitFiles(python);
if (role === "judge") await judge();
else candidate();

function candidate() {
	const { main } = python.pyimport("candidate");
	const lockdown = python.pyimport("lockdown");
	const names = lockdown.FORGOTTEN.toJs();
	lockdown.sever();
	forgetModules(python, names);
	lockRealm();
	try {
		main(PEER);
	} catch (error) {
		exit(/call stack/i.test(text(error)) ? TOO_DEEP : 1);
	}
	exit(0);
}

async function judge() {
	const { connect, begin, run_test: runTest } = python.pyimport("judge");
	connect(PEER, fs.readFileSync(`${pythonFolder}/fakes.py`, "utf8"));
	write(1, "ready\n");
	let input = "";
	for await (const chunk of process.stdin.setEncoding("utf8")) input += chunk;
	const { job, only } = parse(input);
	/** @param {unknown} event */
	const say = (event) => write(1, `${stringify(event)}\n`);
	say({ event: "taken" });
	/** @param {string} told */
	const read = (told) => {
		const { odd, lost, ...rest } = parse(told);
		if (odd) say({ event: "odd" });
		if (lost) throw new Error(lost);
		return rest;
	};
	try {
		const plan = read(begin(stringify(job)));
		say({ event: "plan", plan });
		for (let at = 0; at < plan.tests.length; at += 1) {
			const { id } = plan.tests[at];
			if (only && !only.includes(id)) continue;
			say({ event: "start", id });
			say({ event: "test", result: read(runTest(id)) });
		}
		say({ event: "done" });
	} catch (error) {
		say({ event: "crash", message: withoutPaths(text(/** @type {Error} */ (error)?.message ?? error)).slice(-300) });
	}
	exit(0);
}

/** @param {string} message */
function withoutPaths(message) {
	return message.replace(/(?:file:\/\/)?(?:\/[\w.@+-]+)+\/(?=[\w.-]+)/g, "");
}

async function bootPython() {
	const { loadPyodide } = await import(`${pyodideFolder}/pyodide.mjs`);
	const options = {
		jsglobals: Object.assign(Object.create(null), { setTimeout, clearTimeout, Object, Error }),
		stdin: () => undefined,
		stdout: () => {},
		stderr: () => {},
		env: { HOME: "/home/candidate", PYTHONHASHSEED: "0" },
		...(snapshotFile ? { _loadSnapshot: fs.readFileSync(snapshotFile) } : {}),
	};
	const booted = await loadPyodide(options);
	if (!snapshotFile) {
		const files = fs.readdirSync(pythonFolder).filter((file) => file.endsWith(".py") && file !== "fakes.py");
		for (const file of files) booted.FS.writeFile(`/tmp/${file}`, fs.readFileSync(`${pythonFolder}/${file}`, "utf8"));
		booted.runPython(
			'import sys; sys.path.insert(0, "/tmp"); import candidate, judge, lockdown; sys.path.remove("/tmp")',
		);
		for (const file of files) booted.FS.unlink(`/tmp/${file}`);
	}
	booted.unregisterJsModule("js");
	booted.unregisterJsModule("pyodide_js");
	booted.pyimport("lockdown").lock();
	openPeer(booted, role === "judge" ? 2 : 0);
	lockFiles(booted);
	return booted;
}
