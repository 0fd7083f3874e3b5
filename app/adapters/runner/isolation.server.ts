/**
 * How far the process that runs a candidate's Python is kept from this machine, and from the tests that judge it: those
 * run in a process of their own. Four layers always: a process with an empty environment, Node's permission model, no
 * code from strings, and a realm emptied before the candidate's first line (lockdown.js). Where bubblewrap works, a fifth:
 * no network, no other files, no other processes. What each layer stops was measured (sandbox design §1).
 */
import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { setPriority } from "node:os";
import path from "node:path";

/** "full": bubblewrap round the four layers. "process": the four layers alone. */
export type Isolation = "full" | "process";

/** Nothing of this process's environment, where its secrets are. */
const NO_ENVIRONMENT = {} as NodeJS.ProcessEnv;
const NICE = 5;
const PROBE_MS = 5_000;
const MAX_OLD_SPACE_MB = 128;

export interface Places {
	pyodide: string;
	runner: string;
	snapshot: string | null;
}

const INSIDE: Places = { pyodide: "/app/pyodide", runner: "/app/runner", snapshot: "/app/harness.snapshot" };

/** Where things are on this machine. Without the snapshot the child boots Python the slow way. */
export function placesIn(root: string): Places {
	const snapshot = path.join(root, "build/python/harness.snapshot");
	return {
		pyodide: realpathSync(path.join(root, "node_modules/pyodide")),
		runner: realpathSync(path.join(root, "app/adapters/runner")),
		snapshot: existsSync(snapshot) ? realpathSync(snapshot) : null,
	};
}

/** The two processes of one check: one has the tests, the other the code under test. */
export interface Pair {
	judge: ChildProcess;
	candidate: ChildProcess;
}

/** Starts a locked-down pair that boots and then waits for its one job. A socket joins the two; this process has no end of it. */
export function spawnPair(input: { isolation: Isolation; places: Places }): Pair {
	const candidate = spawnChild({ ...input, role: "candidate", stdio: ["pipe", "ignore", "ignore"] });
	const socket = candidate.stdin;
	// Without a process there is no socket; the pair is then seen not to start.
	const judge = spawnChild({
		...input,
		role: "judge",
		stdio: ["pipe", "pipe", candidate.pid && socket ? socket : "ignore"],
	});
	socket?.on("error", () => {});
	socket?.destroy();
	return { judge, candidate };
}

function spawnChild(input: {
	isolation: Isolation;
	places: Places;
	role: "judge" | "candidate";
	stdio: StdioOptions;
}): ChildProcess {
	const { isolation, places, role, stdio } = input;
	if (isolation === "process") {
		const options = { cwd: places.runner, env: NO_ENVIRONMENT, stdio };
		return behindOthers(spawn(process.execPath, nodeArguments(places, role), options));
	}
	const inside = { ...INSIDE, snapshot: places.snapshot && INSIDE.snapshot };
	const words = [...bubble(places), "/bin/node", ...nodeArguments(inside, role)];
	return behindOthers(spawn("bwrap", words, { env: NO_ENVIRONMENT, stdio }));
}

/** Pages come before checks: on a busy machine code under test waits, not whoever reads or speaks. */
function behindOthers(child: ChildProcess): ChildProcess {
	try {
		if (child.pid) setPriority(child.pid, NICE);
	} catch {
		// It is gone already, or this system does not let us.
	}
	return child;
}

/** Whether bubblewrap can start Node here. Asked once, when the server starts. */
export async function probeIsolation(places: Places): Promise<Isolation> {
	const works = await new Promise<boolean>((resolve) => {
		const probe = spawn("bwrap", [...bubble(places), "/bin/node", "-e", "0"], { env: NO_ENVIRONMENT, stdio: "ignore" });
		const timer = setTimeout(() => probe.kill("SIGKILL"), PROBE_MS);
		const end = (ok: boolean) => {
			clearTimeout(timer);
			resolve(ok);
		};
		probe.on("error", () => end(false));
		probe.on("close", (code) => end(code === 0));
	});
	return works ? "full" : "process";
}

function nodeArguments({ pyodide, runner, snapshot }: Places, role: string): string[] {
	return [
		permissionFlag(),
		...[`${pyodide}/*`, `${runner}/*`, ...(snapshot ? [snapshot] : [])].map((place) => `--allow-fs-read=${place}`),
		"--disallow-code-generation-from-strings",
		`--max-old-space-size=${MAX_OLD_SPACE_MB}`,
		"--no-warnings",
		`${runner}/child.js`,
		role,
		pyodide,
		`${runner}/python`,
		...(snapshot ? [snapshot] : []),
	];
}

/** Node 20 calls it experimental; later versions know the short name. */
function permissionFlag(): string {
	return process.allowedNodeEnvironmentFlags.has("--permission") ? "--permission" : "--experimental-permission";
}

function bubble(places: Places): string[] {
	const libraries = ["/lib", "/lib64", "/usr/lib", "/usr/lib64"].filter((folder) => existsSync(folder));
	return [
		...["--unshare-all", "--unshare-user", "--uid", "65534", "--gid", "65534"],
		...["--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL"],
		...libraries.flatMap((folder) => ["--ro-bind", folder, folder]),
		...["--ro-bind", realpathSync(process.execPath), "/bin/node"],
		...["--ro-bind", places.pyodide, INSIDE.pyodide, "--ro-bind", places.runner, INSIDE.runner],
		...(places.snapshot ? ["--ro-bind", places.snapshot, String(INSIDE.snapshot)] : []),
		...["--proc", "/proc", "--dev", "/dev", "--size", "8388608", "--tmpfs", "/tmp", "--chdir", INSIDE.runner],
	];
}
