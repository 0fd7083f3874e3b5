// @ts-check
import { randomBytes } from "node:crypto";
import helmet from "helmet";

const ROOM = /^\/interviews\/[^/]+\/?$/;
const PYTHON_WORKER = /^\/assets\/python-worker-[\w-]+\.js$/;

/**
 * The usual security headers. The content security policy allows this host only; inline scripts and styles carry the
 * nonce in `res.locals.cspNonce`. In development Vite's own inline code and its socket are let through.
 *
 * @param {{ dev: boolean, https: boolean }} input
 * @returns {import("express").RequestHandler[]}
 */
export function securityHeaders({ dev, https }) {
	/** @type {(req: unknown, res: unknown) => string} */
	const nonce = (_req, res) => `'nonce-${/** @type {import("express").Response} */ (res).locals.cspNonce}'`;
	const inline = dev ? "'unsafe-inline'" : nonce;
	return [
		(_req, res, next) => {
			res.locals.cspNonce = randomBytes(16).toString("base64");
			next();
		},
		helmet({
			contentSecurityPolicy: {
				useDefaults: false,
				directives: {
					defaultSrc: ["'self'"],
					// In development the worker with Python has no policy of its own.
					scriptSrc: ["'self'", inline, ...(dev ? ["'wasm-unsafe-eval'"] : [])],
					scriptSrcAttr: ["'none'"],
					styleSrc: ["'self'", inline],
					// Style attributes cannot carry a nonce; a tooltip is placed by one.
					styleSrcAttr: ["'unsafe-inline'"],
					imgSrc: ["'self'", "data:", "blob:"],
					fontSrc: ["'self'"],
					connectSrc: dev ? ["'self'", "ws:"] : ["'self'"],
					workerSrc: ["'self'"],
					objectSrc: ["'none'"],
					baseUri: ["'none'"],
					formAction: ["'self'"],
					frameAncestors: ["'none'"],
					...(https ? { upgradeInsecureRequests: [] } : {}),
				},
			},
			strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
			// With no-referrer a browser would send "Origin: null" with a form, and the form would count as cross-site.
			referrerPolicy: { policy: "same-origin" },
			xFrameOptions: { action: "deny" },
		}),
		(req, res, next) => {
			// A worker obeys the policy of its own script: Python may load itself from here and nothing else.
			if (PYTHON_WORKER.test(req.path)) {
				const python = `${req.protocol}://${req.get("host")}/vendor/pyodide/`;
				res.set(
					"Content-Security-Policy",
					`default-src 'none'; script-src ${python} 'wasm-unsafe-eval'; connect-src ${python}`,
				);
			}
			next();
		},
		(req, res, next) => {
			// Only the room can be spoken in, and only by its own page.
			const microphone = ROOM.test(req.path) ? "(self)" : "()";
			res.set("Permissions-Policy", `camera=(), geolocation=(), microphone=${microphone}, payment=(), usb=()`);
			next();
		},
	];
}
