// @ts-check
/**
 * The HTTP server: headers, guards, limits, static files, and Remix behind them. The application is reached through its
 * build only. It listens before it boots, so that a second start on a busy port touches nothing.
 */
import { once } from "node:events";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { createRequestHandler } from "@remix-run/express";
import compression from "compression";
import express from "express";
import { ipKeyGenerator } from "express-rate-limit";
import { refuse } from "./server/answer.js";
import { bodyLimits, knownHosts, sameSiteOnly } from "./server/guards.js";
import { securityHeaders } from "./server/headers.js";
import { requestLimits } from "./server/limits.js";
import { logRequests } from "./server/request-log.js";

/** How long open responses may take after a stop was asked for. */
const STOP_MS = 10_000;

/** The whiteboard asks for its fonts under a path of its own; without this it would ask another host. */
const BOARD_FONTS = "node_modules/@excalidraw/excalidraw/dist/prod/fonts";

/** Python for the browser. The address carries the version, so that a copy can be kept for good. */
const PYODIDE = createRequire(import.meta.url)("pyodide/package.json");
const PYODIDE_FILES = /^\/(pyodide\.mjs|pyodide\.asm\.(mjs|wasm)|python_stdlib\.zip|pyodide-lock\.json)$/;

/** Not written in the import itself: this file exists once the pages are built. */
const BUILT_PAGES = "./build/server/index.js";

/** @typedef {typeof import("./app/entry.server")} Entry */

/** Starts serving; comes back when the first page can be asked for. Exits the process when it cannot. */
export async function serve() {
	const startedAt = Date.now();
	try {
		await start(startedAt);
	} catch (error) {
		say(`\n${describeFailure(error)}`);
		process.exit(1);
	}
}

/** @param {number} startedAt */
async function start(startedAt) {
	const dev = process.env.NODE_ENV !== "production";
	const http = createServer();
	const vite = dev ? await startVite(http) : null;
	/** @returns {Promise<any>} */
	const loadBuild = () => (vite ? vite.ssrLoadModule("virtual:remix/server-build") : import(BUILT_PAGES));
	const build = await loadBuild();
	/** @type {Entry} */
	const { boot, checkHealth, logger, readSettings } = build.entry.module;
	const settings = readSettings();

	/** @type {{ running: import("./app/services/boot.server").Running | null }} */
	const state = { running: null };
	const app = express();
	app.disable("x-powered-by");
	app.set("trust proxy", settings.trustProxy);
	app.use(logRequests({ logger }), (req, _res, next) => {
		// Remix believes this header; whether to is the setting's decision.
		if (settings.trustProxy === false) delete req.headers["x-forwarded-host"];
		next();
	});
	app.use(securityHeaders({ dev, https: settings.publicUrl.startsWith("https:") }));
	app.get("/healthz", async (_req, res) => {
		const health = await checkHealth();
		res
			.status(health.status === "well" ? 200 : 503)
			.set("Cache-Control", "no-store")
			.json(health);
	});
	app.use(knownHosts(settings), compression({ filter: mayCompress }));
	app.use("/vendor/excalidraw/fonts", express.static(BOARD_FONTS, { maxAge: "30d", index: false }));
	app.use(`/vendor/pyodide/${PYODIDE.version}`, pythonFiles());
	if (vite) app.use(vite.middlewares);
	else serveFiles(app);
	app.use((req, res, next) => {
		if (state.running) return next();
		res.set("Retry-After", "2");
		refuse(req, res, { status: 503, sentence: "Mockingbird is starting. Try again in a moment." });
	});
	app.use(sameSiteOnly(settings), bodyLimits());
	app.use(
		requestLimits({
			sessionKey: (cookies) => state.running?.sessionKey(cookies) ?? null,
			newcomersPerAddress: settings.newcomersPerAddress,
		}),
	);
	app.use(
		createRequestHandler({
			build: vite ? loadBuild : build,
			mode: dev ? "development" : "production",
			getLoadContext: (req, res) => ({ cspNonce: res.locals.cspNonce, clientAddress: ipKeyGenerator(req.ip ?? "") }),
		}),
	);
	app.use(answerErrors(logger));

	http.on("request", app);
	await listen(http, settings);
	stopOnSignals({ http, vite, state, logger });
	state.running = await boot({ say });
	say(`Mockingbird is running at ${settings.publicUrl} (started in ${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
	if (state.running.operatorLink)
		say(`To run this server, open once, within seven days: ${state.running.operatorLink}`);
	if (isOpen(settings))
		say(
			`It listens on ${settings.host}: other machines can reach it without encryption. See PUBLIC_URL in .env.example.`,
		);
}

/** @param {import("node:http").Server} http */
async function startVite(http) {
	const { createServer: createVite } = await import("vite");
	return createVite({ server: { middlewareMode: true, hmr: { server: http } } });
}

/** @param {express.Express} app */
function serveFiles(app) {
	// Names under assets/ carry a hash of what is in them.
	app.use("/assets", express.static("build/client/assets", { immutable: true, maxAge: "1y", index: false }));
	app.use("/assets", (req, res) =>
		refuse(req, res, { status: 404, sentence: "There is no such file. Reload the page." }),
	);
	app.use(express.static("build/client", { maxAge: "1h", index: false }));
}

/** @returns {express.RequestHandler} */
function pythonFiles() {
	const files = express.static("node_modules/pyodide", { immutable: true, maxAge: "1y", index: false });
	return (req, res, next) => (PYODIDE_FILES.test(req.path) ? files(req, res, next) : next());
}

/**
 * A stream of lines must not wait in a compressor for more of them.
 *
 * @type {import("compression").CompressionFilter}
 */
function mayCompress(req, res) {
	return !/ndjson|event-stream/.test(String(res.getHeader("Content-Type"))) && compression.filter(req, res);
}

/**
 * @param {import("node:http").Server} http
 * @param {{ host: string, port: number }} settings
 */
async function listen(http, { host, port }) {
	http.listen(port, host);
	await once(http, "listening");
}

/**
 * On a signal: no new connections, open responses end, the database is closed. A second signal ends at once.
 *
 * @param {{ http: import("node:http").Server, vite: { close: () => Promise<void> } | null,
 *   state: { running: { stop: () => Promise<void> } | null }, logger: Entry["logger"] }} input
 */
function stopOnSignals({ http, vite, state, logger }) {
	let stopping = false;
	/** @type {Set<import("node:http").ServerResponse>} */
	const open = new Set();
	http.on("request", (_req, res) => {
		open.add(res);
		res.on("close", () => open.delete(res));
	});
	const stop = async () => {
		if (stopping) process.exit(1);
		stopping = true;
		const closed = once(http, "close");
		http.close();
		// Connections without a response in progress may be kept open by their other end for as long as it likes.
		const deadline = Date.now() + STOP_MS;
		const timer = setInterval(() => {
			if (open.size === 0 || Date.now() > deadline) http.closeAllConnections();
		}, 50);
		await closed;
		clearInterval(timer);
		await vite?.close();
		await state.running?.stop();
		logger.flush();
		process.exit(0);
	};
	for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => void stop());
}

/**
 * What no route has caught. A mistake of the sender, such as a path that cannot be decoded, keeps its status.
 *
 * @param {Entry["logger"]} logger
 * @returns {express.ErrorRequestHandler}
 */
function answerErrors(logger) {
	return (error, req, res, next) => {
		if (res.headersSent) return next(error);
		const status = Number(error?.status);
		if (status >= 400 && status < 500) {
			return refuse(req, res, {
				status,
				sentence: "This address or request is not well formed. Check it and try again.",
			});
		}
		logger.error({ err: error, method: req.method, path: req.path }, "a request failed");
		refuse(req, res, {
			status: 500,
			sentence: "Something went wrong here. What was saved is safe. Try again in a moment.",
		});
	};
}

/** @param {{ host: string, hasPublicUrl: boolean }} settings */
function isOpen({ host, hasPublicUrl }) {
	return !hasPublicUrl && !/^(localhost|127\.|::1$|\[::1\]$)/.test(host);
}

/** @param {unknown} error */
function describeFailure(error) {
	if (!(error instanceof Error)) return String(error);
	const { code, port, address } = /** @type {{ code?: string, port?: number, address?: string }} */ (error);
	if (code === "EADDRINUSE") {
		return `Port ${port} is in use, perhaps by a Mockingbird that is running already. Stop it, or choose another: PORT=4311 npm start`;
	}
	if (code === "EACCES" && port)
		return `Port ${port} may not be used without more rights. Choose one above 1023: PORT=4310 npm start`;
	if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
		return `This machine has no address ${address ?? ""}. Change HOST.`;
	return error.name === "StartError" || error.name === "AppError" ? error.message : (error.stack ?? error.message);
}

/** @param {string} line */
function say(line) {
	process.stderr.write(`${line}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await serve();
