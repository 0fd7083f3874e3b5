/** Codes people write down. Twenty letters and digits hold 100 random bits, so a plain hash keeps them. */
import { createHash, randomInt, timingSafeEqual } from "node:crypto";

/** Crockford's base 32: no I, L, O or U, and what looks alike is read alike. */
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUPS = 5;
const GROUP_LENGTH = 4;

/** A new code such as 7F3K-9QPM-…: shown once, never stored. */
export function newCode(): string {
	const group = () => Array.from({ length: GROUP_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join("");
	return Array.from({ length: GROUPS }, group).join("-");
}

/** The form in which a code is stored. */
export function hashCode(code: string): string {
	const plain = code
		.toUpperCase()
		.replaceAll("O", "0")
		.replace(/[IL]/g, "1")
		.replace(/[^0-9A-Z]/g, "");
	return createHash("sha256").update(plain).digest("hex");
}

export function matchesCode(input: { code: string; hash: string }): boolean {
	const given = Buffer.from(hashCode(input.code));
	const stored = Buffer.from(input.hash);
	return given.length === stored.length && timingSafeEqual(given, stored);
}
