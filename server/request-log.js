// @ts-check
import { randomUUID } from "node:crypto";

/**
 * One line per request: method, path without its query, status and time. Files and health checks are left out unless
 * they fail.
 *
 * @param {{ logger: import("../app/services/logger.server").Logger }} input
 * @returns {import("express").RequestHandler}
 */
export function logRequests({ logger }) {
	return (req, res, next) => {
		const startedAt = performance.now();
		const id = randomUUID().slice(0, 8);
		const { method, path } = req;
		res.on("close", () => {
			const quiet = res.statusCode < 400 && /^\/(assets\/|healthz$|@|node_modules\/|app\/)/.test(path);
			if (quiet) return;
			const ms = Math.round(performance.now() - startedAt);
			const level = res.statusCode >= 500 ? "error" : "info";
			logger[level](
				{ id, method, path, status: res.statusCode, ms, ...(res.writableFinished ? {} : { cutOff: true }) },
				"request",
			);
		});
		next();
	};
}
