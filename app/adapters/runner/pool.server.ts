/**
 * Processes that have booted before they are needed. As many run at once as the machine has cores; whoever comes later
 * waits in line, where everybody has their turn: who asks often does not wait less. A process is used once.
 */
import { availableParallelism } from "node:os";
import { AppError } from "~/core/errors";
import { type Isolation, type Places, spawnPair } from "./isolation.server";
import { type RunnerProcess, runnerProcess } from "./process.server";

/** Spare pairs of processes hold about 400 MB each, so they are kept only while somebody is writing code. */
const IDLE_MS = 10 * 60_000;
const MOST_WAITING = 60;
/** Of one person: one that runs and one that waits. */
const MOST_OF_ONE = 2;
/** In line for one group, such as all guests behind one address: a classroom, not a flood. */
const MOST_OF_GROUP = 30;

export interface Asker {
	/** Whose check it is. */
	person: string;
	/** Who has turns together; a person alone when left out. */
	group?: string;
}

export interface TurnOptions {
	patient?: boolean;
	asker?: Asker;
	onPlace?: (before: number) => void;
}

export interface Pool {
	/**
	 * Runs `work` with permission to use a core. Refuses with "too-many" when the line is too long; who is `patient`, such
	 * as the grader, waits in any line. Refuses so too when `asker` has enough running and waiting. `onPlace` hears how many
	 * are before it whenever that changes, and 0 when its turn has come.
	 */
	inTurn: <T>(work: () => Promise<T>, options?: TurnOptions) => Promise<T>;
	/** A process that is up, or null when it does not come up. */
	take: () => Promise<RunnerProcess | null>;
	/** Somebody is about to need processes. */
	warm: () => void;
	/** Running and waiting jobs. */
	load: () => { running: number; waiting: number };
	close: () => void;
}

interface Waiting {
	group: string;
	person?: string;
	go: () => void;
	onPlace: (before: number) => void;
}

export function openPool(input: { isolation: Isolation; places: Places; cores?: number; spare?: number }): Pool {
	const cores = Math.max(1, input.cores ?? availableParallelism());
	const spare = input.spare ?? Math.min(2, Math.ceil(cores / 4));
	const warmed: RunnerProcess[] = [];
	const waiting: Waiting[] = [];
	const inHand = new Map<string, number>();
	const served = new Map<string, number>();
	const atWork = new Set<string>();
	let turns = 0;
	let running = 0;
	let closed = false;
	let idle: NodeJS.Timeout | undefined;

	const start = () => runnerProcess(spawnPair(input));
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
	const noteTurn = (group: string) => {
		turns += 1;
		served.set(group, turns);
	};
	const count = (person: string | undefined, by: 1 | -1) => {
		if (!person) return;
		const now = (inHand.get(person) ?? 0) + by;
		if (now > 0) inHand.set(person, now);
		else inHand.delete(person);
	};
	const tellPlaces = () => {
		for (const [before, turn] of inOrder({ waiting, served }).entries()) turn.onPlace(before + running);
	};
	const next = () => {
		const turn = inOrder({ waiting, served }).find(({ person }) => !person || !atWork.has(person));
		if (turn) {
			waiting.splice(waiting.indexOf(turn), 1);
			noteTurn(turn.group);
			turn.go();
			tellPlaces();
		} else {
			if (waiting.length === 0) served.clear();
			running -= 1;
			keepSpare();
		}
	};
	return {
		inTurn: async (work, { patient = false, asker, onPlace = () => {} } = {}) => {
			const group = asker?.group ?? asker?.person ?? "";
			if (asker && !patient && (inHand.get(asker.person) ?? 0) >= MOST_OF_ONE)
				throw new AppError("too-many", "Two checks of yours are running or waiting. Try again when one has ended.");
			const before = waiting.length;
			const ofGroup = asker ? waiting.filter((entry) => entry.group === group).length : 0;
			// A line that others have filled is not closed to who has nobody in it.
			const full = ofGroup >= MOST_OF_GROUP || before >= (asker && ofGroup === 0 ? 5 * MOST_WAITING : MOST_WAITING);
			if (running >= cores && !patient && full)
				throw new AppError(
					"too-many",
					`Many rounds are being checked at this moment: ${before} checks are before yours. Try again in a few seconds.`,
				);
			count(asker?.person, 1);
			try {
				const person = asker?.person;
				if (running >= cores || (person && atWork.has(person)))
					await new Promise<void>((go) => {
						waiting.push({ group, person, go, onPlace });
						tellPlaces();
					});
				else {
					running += 1;
					noteTurn(group);
				}
				onPlace(0);
				if (person) atWork.add(person);
				try {
					return await work();
				} finally {
					if (person) atWork.delete(person);
					next();
				}
			} finally {
				count(asker?.person, -1);
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

/** Who waits, in the order of their turns: whose group was served longest ago, and who came first. */
function inOrder(input: { waiting: readonly Waiting[]; served: ReadonlyMap<string, number> }): Waiting[] {
	const left = [...input.waiting];
	const served = new Map(input.served);
	let turns = Math.max(0, ...served.values());
	const order: Waiting[] = [];
	while (left.length > 0) {
		const first = left.reduce((best, entry) =>
			(served.get(best.group) ?? 0) <= (served.get(entry.group) ?? 0) ? best : entry,
		);
		left.splice(left.indexOf(first), 1);
		turns += 1;
		served.set(first.group, turns);
		order.push(first);
	}
	return order;
}
