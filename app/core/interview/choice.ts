/** Choices that vary between interviews but never within a replay: the same seed always gives the same choice. */

/** A number in [0, 1) from a text (FNV-1a, 32 bit, with a final avalanche). */
export function fraction(seed: string): number {
	let hash = 0x811c9dc5;
	for (let index = 0; index < seed.length; index += 1) {
		hash ^= seed.charCodeAt(index);
		hash = Math.imul(hash, 0x01000193);
	}
	hash ^= hash >>> 15;
	hash = Math.imul(hash, 0x2c1b3c6d);
	hash ^= hash >>> 12;
	hash = Math.imul(hash, 0x297a2d39);
	hash ^= hash >>> 15;
	return (hash >>> 0) / 0x1_0000_0000;
}

/** The items in an order that depends on the seed only. */
export function shuffled<T>(items: readonly T[], seed: string): T[] {
	return items
		.map((item, index) => ({ item, rank: fraction(`${seed}:${index}`) }))
		.sort((a, b) => a.rank - b.rank)
		.map((entry) => entry.item);
}
