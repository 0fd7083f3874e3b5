/** Keys of providers at rest: AES-256-GCM under a key derived from the server's secret (HKDF-SHA-256, RFC 5869). */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { AppError } from "~/core/errors";

const ALGORITHM = "aes-256-gcm";
const VERSION = "v1";
const PURPOSE = "mockingbird provider keys";

/** `text` as `v1.<iv>.<tag>.<data>`, base64url. Two calls never give the same. */
export function encrypt(input: { secret: string; text: string }): string {
	const iv = randomBytes(12);
	const cipher = createCipheriv(ALGORITHM, keyFrom(input.secret), iv);
	const data = Buffer.concat([cipher.update(input.text, "utf8"), cipher.final()]);
	return [VERSION, ...[iv, cipher.getAuthTag(), data].map((part) => part.toString("base64url"))].join(".");
}

/** The text again. Throws an `AppError` when the server's secret is another one, or the value was changed. */
export function decrypt(input: { secret: string; value: string }): string {
	const [version, iv = "", tag = "", data = ""] = input.value.split(".");
	try {
		if (version !== VERSION) throw new Error("unknown version");
		const decipher = createDecipheriv(ALGORITHM, keyFrom(input.secret), Buffer.from(iv, "base64url"));
		decipher.setAuthTag(Buffer.from(tag, "base64url"));
		return Buffer.concat([decipher.update(Buffer.from(data, "base64url")), decipher.final()]).toString("utf8");
	} catch {
		throw new AppError(
			"not-available",
			"The stored key cannot be read, because the server's secret has changed. Remove the connection and enter the key again.",
		);
	}
}

function keyFrom(secret: string): Buffer {
	return Buffer.from(hkdfSync("sha256", secret, "", PURPOSE, 32));
}
