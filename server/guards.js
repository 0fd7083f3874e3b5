// @ts-check
import { refuse } from "./answer.js";

/**
 * @typedef {import("express").Request} Request
 * @typedef {import("express").RequestHandler} RequestHandler
 * @typedef {{ publicUrl: string, hasPublicUrl: boolean, isPublic: boolean }} Settings
 */

const THIS_MACHINE = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i;
const ADDRESS = /^(\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:.]+\])$/i;

/** A typed turn is far below the first; an interview file may be larger. */
const MAX_BODY_BYTES = 512_000;
const MAX_UPLOAD_BYTES = 6_000_000;
const MAX_RECORDING_BYTES = 10_000_000;
const UPLOAD_PATH = /^\/sessions(\.data)?\/?$/;
const RECORDING_PATH = /^\/interviews\/[^/]+\/transcribe\/?$/;

/**
 * Answers only under the names this server is known by: another site whose name points at this machine could otherwise
 * read from it in a visitor's browser. Without PUBLIC_URL that is this machine and bare addresses.
 *
 * @param {Settings} settings
 * @returns {RequestHandler}
 */
export function knownHosts({ publicUrl, hasPublicUrl, isPublic }) {
	const known = new URL(publicUrl).host;
	return (req, res, next) => {
		const host = req.headers.host ?? "";
		const name = host.replace(/:\d+$/, "");
		if (host === known || THIS_MACHINE.test(name) || (!isPublic && !hasPublicUrl && ADDRESS.test(name))) return next();
		refuse(req, res, {
			status: 421,
			sentence: "This server does not go by that name. Whoever runs it can set PUBLIC_URL to the address in use.",
		});
	};
}

/**
 * Refuses posts that a page of another site sent. Browsers say where a request comes from in Sec-Fetch-Site or Origin;
 * what carries neither is not a browser.
 *
 * @param {Settings} settings
 * @returns {RequestHandler}
 */
export function sameSiteOnly({ publicUrl }) {
	return (req, res, next) => {
		if (isReading(req) || isFromHere({ req, publicUrl })) return next();
		refuse(req, res, {
			status: 403,
			sentence:
				"This request came from another site and was refused. Nothing was changed. Open Mockingbird itself and try again.",
		});
	};
}

/** @param {{ req: Request, publicUrl: string }} input */
function isFromHere({ req, publicUrl }) {
	const site = req.get("sec-fetch-site");
	if (site && site !== "same-origin" && site !== "none") return false;
	const origin = req.get("origin");
	if (!origin) return true;
	return origin === publicUrl || (URL.canParse(origin) && new URL(origin).host === req.headers.host);
}

/**
 * Refuses bodies that are too large, or whose size is not said, before they are read.
 *
 * @returns {RequestHandler}
 */
export function bodyLimits() {
	return (req, res, next) => {
		if (isReading(req)) return next();
		const limit = bodyLimit(req.path);
		const size = Number(req.get("content-length") ?? 0);
		const unsized = req.get("transfer-encoding") !== undefined;
		if (!unsized && size <= limit) return next();
		// What is still arriving is thrown away, so that the browser reads the answer instead of losing the connection.
		req.resume();
		res.set("Connection", "close");
		if (unsized)
			return refuse(req, res, {
				status: 411,
				sentence: "Say how long the request is (Content-Length) and send it again.",
			});
		const most = limit >= 1e6 ? `${limit / 1e6} MB` : `${limit / 1e3} kB`;
		refuse(req, res, {
			status: 413,
			sentence: `This is larger than ${most} and was not read. Nothing was changed. Send less at a time.`,
		});
	};
}

/** @param {string} path */
function bodyLimit(path) {
	if (UPLOAD_PATH.test(path)) return MAX_UPLOAD_BYTES;
	return RECORDING_PATH.test(path) ? MAX_RECORDING_BYTES : MAX_BODY_BYTES;
}

/** @param {Request} req */
export function isReading(req) {
	return req.method === "GET" || req.method === "HEAD" || req.method === "OPTIONS";
}
