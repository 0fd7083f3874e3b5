// @ts-check
import { ipKeyGenerator, rateLimit } from "express-rate-limit";
import { refuse } from "./answer.js";
import { isReading } from "./guards.js";

const SESSION_WINDOW_MS = 60_000;
/** A room saves a draft every two seconds, and there may be a second tab. */
const POSTS_PER_SESSION = 240;
const NEWCOMER_WINDOW_MS = 10 * 60_000;

/**
 * Counts posts per session, so that a classroom behind one address is not shut out. Posts without a session can only be
 * counted by address, with a limit that a classroom does not reach. Failed sign-ins are counted where they fail.
 *
 * @param {{ sessionKey: (cookieHeader: string | undefined) => string | null, newcomersPerAddress: number }} input
 * @returns {import("express").RequestHandler[]}
 */
export function postLimits({ sessionKey, newcomersPerAddress }) {
	/** @param {import("express").Request} req */
	const keyOf = (req) => sessionKey(req.headers.cookie);
	return [
		limiter({
			windowMs: SESSION_WINDOW_MS,
			limit: POSTS_PER_SESSION,
			skip: (req) => isReading(req) || keyOf(req) === null,
			keyGenerator: (req) => keyOf(req) ?? "",
			sentence: "Too many requests in one minute. What was saved is safe. Wait a minute and go on.",
		}),
		limiter({
			windowMs: NEWCOMER_WINDOW_MS,
			limit: newcomersPerAddress,
			skip: (req) => isReading(req) || keyOf(req) !== null,
			keyGenerator: (req) => ipKeyGenerator(req.ip ?? ""),
			sentence: "Too many people have started here from your address in ten minutes. Wait a few minutes and try again.",
		}),
	];
}

/** @param {Partial<import("express-rate-limit").Options> & { sentence: string }} input */
function limiter({ sentence, ...options }) {
	return rateLimit({
		...options,
		standardHeaders: "draft-8",
		legacyHeaders: false,
		validate: false,
		handler: (req, res) => refuse(req, res, { status: 429, sentence }),
	});
}
