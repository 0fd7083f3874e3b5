// @ts-check
import { ipKeyGenerator, rateLimit } from "express-rate-limit";
import { refuse } from "./answer.js";
import { isReading } from "./guards.js";

const SESSION_WINDOW_MS = 60_000;
/** A room saves a draft every two seconds, and there may be a second tab. */
const POSTS_PER_SESSION = 240;
/** A page that waits asks once a second. */
const READS_PER_SESSION = 1_200;
/** A browser opens six connections to a server; somebody may have some windows. */
const AT_ONCE_PER_SESSION = 24;
const EXPORTS_AT_ONCE = 2;
const EXPORT_PATH = /^\/interviews\/[^/]+\/export\/?$/;
/** Whoever does not take what they asked for holds it in memory here. */
const UNREAD_MS = 120_000;
const NEWCOMER_WINDOW_MS = 10 * 60_000;

/**
 * Counts requests per session, so that a classroom behind one address is not shut out. Posts without a session can only be
 * counted by address, with a limit that a classroom does not reach. Failed sign-ins are counted where they fail.
 *
 * @param {{ sessionKey: (cookieHeader: string | undefined) => string | null, newcomersPerAddress: number }} input
 * @returns {import("express").RequestHandler[]}
 */
export function requestLimits({ sessionKey, newcomersPerAddress }) {
	/** @param {import("express").Request} req */
	const keyOf = (req) => sessionKey(req.headers.cookie);
	return [
		dropUnread,
		atOnce({ keyOf, most: AT_ONCE_PER_SESSION }),
		atOnce({ keyOf: (req) => (EXPORT_PATH.test(req.path) ? keyOf(req) : null), most: EXPORTS_AT_ONCE }),
		limiter({
			windowMs: SESSION_WINDOW_MS,
			limit: READS_PER_SESSION,
			skip: (req) => !isReading(req) || keyOf(req) === null,
			keyGenerator: (req) => keyOf(req) ?? "",
			sentence: "Too many pages were asked for in one minute. Wait a minute and go on.",
		}),
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

/** @type {import("express").RequestHandler} */
function dropUnread(_req, res, next) {
	const { writeHead } = res;
	// Node ends a connection on which nothing moves for so long. It sets times of its own between two requests.
	res.writeHead = (/** @type {any[]} */ ...args) => {
		res.socket?.setTimeout(UNREAD_MS);
		return Reflect.apply(writeHead, res, args);
	};
	next();
}

/**
 * Refuses what comes while `most` answers to the same key are still on their way; a key of null is not counted.
 *
 * @param {{ keyOf: (req: import("express").Request) => string | null, most: number }} input
 * @returns {import("express").RequestHandler}
 */
function atOnce({ keyOf, most }) {
	/** @type {Map<string, number>} */
	const open = new Map();
	return (req, res, next) => {
		const key = keyOf(req);
		if (key === null) return next();
		const now = open.get(key) ?? 0;
		if (now >= most) {
			const sentence = "Too many requests at once. What was saved is safe. Try again in a moment.";
			return refuse(req, res, { status: 429, sentence });
		}
		open.set(key, now + 1);
		res.on("close", () => {
			const left = (open.get(key) ?? 1) - 1;
			if (left > 0) open.set(key, left);
			else open.delete(key);
		});
		next();
	};
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
