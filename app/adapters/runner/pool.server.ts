/**
 * Processes that have booted before they are needed. As many run at once as the machine has cores; whoever comes later
 * waits in line, first come first served. A process is used once.
 */
import { availableParallelism } from "node:os";
import { AppError } from "~/core/errors";
import { type Isolation, type Places, spawnChild } from "./isolation.server";
import { type RunnerProcess, runnerProcess } from "./process.server";

/** Spare processes hold about 200 MB each, so they are kept only while somebody is writing code. */
const IDLE_MS = 10 * 60_000;
const MOST_WAITING = 60;

export interface Pool {
	/**
	 * Runs `work` with permission to use a core. Refuses with "too-many" when the line is too long; who is `patient`, such
	 * as the grader, waits in any line.
	 */
	inTurn: <T>(work: () => Promise<T>, options?: { patient?: boolean }) => Promise<T>;
	/** A process that is up, or null when it does not come up. */
	take: () => Promise<RunnerProcess | null>;
	/** Somebody is about to need processes. */
	warm: () => void;
	/** Running and waiting jobs. */
	load: () => { running: number; waiting: number };
	close: () => void;
}

export function openPool(input: { isolation: Isolation; places: Places; cores?: number; spare?: number }): Pool {
	const cores = Math.max(1, input.cores ?? availableParallelism());
	const spare = input.spare ?? Math.min(2, cores);
	const warmed: RunnerProcess[] = [];
	const waiting: (() => void)[] = [];
	let running = 0;
	let closed = false;
	let idle: NodeJS.Timeout | undefined;

	const start = () => runnerProcess(spawnChild(input));
	const drain = () => {
		for (const process of warmed.splice(0)) process.kill();
	};
	const keepSpare = () => {
		clearTimeout(idle);
		idle = setTimeout(drain, IDLE_MS);
		idle.unref();
		// A machine that is busy with real work has nothing to spare for what may be needed later.
		while (!closed && running < cores && warmed.length < spare) warmed.push(start());
	};
	const next = () => {
		const turn = waiting.shift();
		if (turn) turn();
		else {
			running -= 1;
			keepSpare();
		}
	};
	return {
		inTurn: async (work, { patient = false } = {}) => {
			if (running >= cores) {
				if (waiting.length >= MOST_WAITING && !patient)
					throw new AppError("too-many", "Many rounds are being checked at this moment. Try again in a few seconds.");
				await new Promise<void>((resolve) => waiting.push(resolve));
			} else running += 1;
			try {
				return await work();
			} finally {
				next();
			}
		},
		take: async () => {
			for (let tries = 0; tries <= spare + 1; tries += 1) {
				const process = warmed.shift() ?? start();
				if ((await process.ready) && process.alive()) return process;
				process.kill();
			}
			return null;
		},
		warm: keepSpare,
		load: () => ({ running, waiting: waiting.length }),
		close: () => {
			closed = true;
			clearTimeout(idle);
			drain();
		},
	};
}
