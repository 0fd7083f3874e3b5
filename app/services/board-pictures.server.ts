/**
 * The last picture of a board, for a model that sees: sent along with the next turn when reading the board is not sure.
 * Kept in memory only. It is no part of the record; a restart loses it and the outline stands alone.
 */

/** Half a megabyte each at most; the one that was drawn longest ago goes first. */
const MOST = 50;
const pictures = new Map<string, string>();

/** `png` is base64. */
export function keepPicture(input: { id: string; png: string }): void {
	pictures.delete(input.id);
	pictures.set(input.id, input.png);
	const [oldest] = pictures.keys();
	if (pictures.size > MOST && oldest !== undefined) pictures.delete(oldest);
}

export function pictureOf(id: string): string | null {
	return pictures.get(id) ?? null;
}
