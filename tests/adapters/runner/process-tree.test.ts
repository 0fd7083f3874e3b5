import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { killTree, processorTime, residentMegabytes } from "~/adapters/runner/process-tree.server";
import { isolations, poolOf, runOn, statuses } from "../../support/runner";

// Without a snapshot, as on a clone that was never built, every process takes seconds to boot.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const until = async (fits: () => boolean) => {
	for (let waited = 0; waited < 3_000 && !fits(); waited += 20) await new Promise((resolve) => setTimeout(resolve, 20));
	return fits();
};
const isGone = (pid: number) => {
	if (!existsSync(`/proc/${pid}`)) return true;
	return /State:\s+Z/.test(readFileSync(`/proc/${pid}/status`, "utf8"));
};

const childrenOf = (pid: number): number[] =>
	readdirSync(`/proc/${pid}/task`).flatMap((task) =>
		readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").split(/\s+/).filter(Boolean).map(Number),
	);

describe.runIf(existsSync("/proc/self/status"))("a process tree", () => {
	it("is killed to its last leaf, and weighs what all of it weighs", async () => {
		const root = spawn("sh", ["-c", "sh -c 'sleep 60 & sleep 60' & wait"], { stdio: "ignore" });
		const pid = root.pid ?? 0;
		const children = () =>
			spawnSync("sh", ["-c", `cat /proc/${pid}/task/${pid}/children`], { encoding: "utf8" })
				.stdout.trim()
				.split(/\s+/);
		await until(() => children()[0] !== "");
		const child = Number(children()[0]);
		expect(residentMegabytes(pid)).toBeGreaterThan(0);
		killTree(pid);
		expect(await until(() => isGone(pid) && isGone(child))).toBe(true);
	});

	it("tells work from waiting: the one uses the processor and wants more, the other does neither", async () => {
		const busy = spawn("sh", ["-c", "while :; do :; done"], { stdio: "ignore" });
		const idle = spawn("sleep", ["60"], { stdio: "ignore" });
		const [working, waiting] = [busy.pid ?? 0, idle.pid ?? 0];
		expect(await until(() => (processorTime(working)?.usedMs ?? 0) >= 50)).toBe(true);
		expect(processorTime(working)?.wantsMore).toBe(true);
		expect(await until(() => processorTime(waiting)?.wantsMore === false)).toBe(true);
		expect(processorTime(waiting)?.usedMs).toBeLessThan(processorTime(working)?.usedMs ?? 0);
		for (const pid of [working, waiting]) killTree(pid);
		expect(await until(() => isGone(working) && isGone(waiting))).toBe(true);
	});

	it("of a pool that is closed while its processes start is gone", async () => {
		for (const isolation of await isolations()) {
			const before = childrenOf(process.pid);
			const pool = poolOf(isolation);
			pool.warm();
			await new Promise((resolve) => setTimeout(resolve, 3));
			const started = childrenOf(process.pid).filter((pid) => !before.includes(pid));
			const all = started.flatMap((pid) => [pid, ...(existsSync(`/proc/${pid}`) ? childrenOf(pid) : [])]);
			expect(started.length).toBeGreaterThan(0);
			pool.close();
			expect(await until(() => all.every(isGone))).toBe(true);
		}
	});

	it("that died while it waited for work is not handed out", async () => {
		for (const isolation of await isolations()) {
			const before = childrenOf(process.pid);
			const pool = poolOf(isolation);
			pool.warm();
			await new Promise((resolve) => setTimeout(resolve, 1_500));
			const waiting = childrenOf(process.pid).filter((pid) => !before.includes(pid));
			expect(waiting.length).toBeGreaterThan(0);
			waiting.forEach(killTree);
			await until(() => waiting.every(isGone));
			const run = await runOn({ pool, code: "x = 1", tests: "def test_core_a():\n    T.eq(1, 1)" });
			expect([run.loadError, statuses(run)]).toEqual([null, "pass"]);
			pool.close();
		}
	});
});
