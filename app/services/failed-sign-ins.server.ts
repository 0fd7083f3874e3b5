/**
 * Counts failed sign-ins only, per account and address and per address, in this process: a classroom that shares one
 * address is not shut out by signing in (decisions 16).
 */
import { AppError } from "~/core/errors";

const WINDOW_MS = 15 * 60_000;
const PER_ACCOUNT_AND_ADDRESS = 10;
const PER_ADDRESS = 100;
const MAX_KEYS = 10_000;

interface Count {
	failures: number;
	since: number;
}

const holder = globalThis as typeof globalThis & { mockingbirdFailures?: Map<string, Count> };
holder.mockingbirdFailures ??= new Map();
const counts = holder.mockingbirdFailures;

interface Attempt {
	account: string;
	address: string;
	now?: number;
}

/** Refuses with "too-many" when this account and address, or this address, failed too often in the last 15 minutes. */
export function refuseTooMany({ account, address, now = Date.now() }: Attempt): void {
	if (failuresOf(pairKey(account, address), now) < PER_ACCOUNT_AND_ADDRESS && failuresOf(address, now) < PER_ADDRESS)
		return;
	throw new AppError("too-many", "Too many attempts failed. Wait 15 minutes and try again.");
}

export function countFailure({ account, address, now = Date.now() }: Attempt): void {
	for (const key of [pairKey(account, address), address]) {
		const failures = failuresOf(key, now);
		const since = failures === 0 ? now : (counts.get(key)?.since ?? now);
		counts.delete(key);
		counts.set(key, { failures: failures + 1, since });
	}
	for (const key of counts.keys()) {
		if (counts.size <= MAX_KEYS) break;
		counts.delete(key);
	}
}

/** A sign-in that worked clears what was counted for this account at this address. */
export function forgetFailures({ account, address }: Attempt): void {
	counts.delete(pairKey(account, address));
}

function failuresOf(key: string, now: number): number {
	const count = counts.get(key);
	return count && now - count.since < WINDOW_MS ? count.failures : 0;
}

function pairKey(account: string, address: string): string {
	return `${address} ${account}`;
}
