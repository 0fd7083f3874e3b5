/** A process and all it started, read from /proc. Linux only; elsewhere a process counts as alone. */
import { readFileSync } from "node:fs";

/** Resident memory of the whole tree in megabytes; 0 where it cannot be known. */
export function residentMegabytes(pid: number): number {
	const own = (id: number) => Number(/VmRSS:\s+(\d+)/.exec(read(`/proc/${id}/status`))?.[1] ?? 0) / 1_024;
	return [pid, ...descendants(pid)].reduce((sum, id) => sum + own(id), 0);
}

/**
 * Milliseconds of processor time the whole trees have had, and whether any of them wants more right now; null where that
 * cannot be known. Kernels count in hundredths of a second.
 */
export function processorTime(...pids: number[]): { usedMs: number; wantsMore: boolean } | null {
	const all = pids.flatMap((pid) => [pid, ...descendants(pid)]);
	const stats = all.flatMap((id) => {
		// The name in brackets may hold anything; what follows the last bracket is fixed.
		const fields = read(`/proc/${id}/stat`).split(") ").at(-1)?.split(" ") ?? [];
		return fields.length > 12 ? [{ state: fields[0], ticks: Number(fields[11]) + Number(fields[12]) }] : [];
	});
	if (stats.length === 0) return null;
	return {
		usedMs: stats.reduce((sum, { ticks }) => sum + ticks * 10, 0),
		wantsMore: stats.some(({ state }) => state === "R" || state === "D"),
	};
}

/**
 * Kills the whole tree. Killing only its root is not enough: bubblewrap that dies while it is still setting up leaves a
 * child behind that waits for it for ever.
 */
export function killTree(pid: number): void {
	for (const id of [...descendants(pid), pid]) {
		try {
			process.kill(id, "SIGKILL");
		} catch {
			// It is gone already.
		}
	}
}

function descendants(pid: number): number[] {
	const children = read(`/proc/${pid}/task/${pid}/children`).split(/\s+/).filter(Boolean).map(Number);
	return children.flatMap((child) => [...descendants(child), child]);
}

function read(file: string): string {
	try {
		return readFileSync(file, "utf8");
	} catch {
		return "";
	}
}
