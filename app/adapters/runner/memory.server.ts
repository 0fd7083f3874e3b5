/** Resident memory of a process and all it started, in megabytes. Linux only; elsewhere Python's own cap is all there is. */
import { readFileSync } from "node:fs";

export function residentMegabytes(pid: number): number {
	try {
		const own = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
		const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(/\s+/).filter(Boolean);
		const below = children.reduce((sum, child) => sum + residentMegabytes(Number(child)), 0);
		return Number(own?.[1] ?? 0) / 1_024 + below;
	} catch {
		return 0;
	}
}
