import { PassThrough } from "node:stream";
import { type AppLoadContext, createReadableStreamFromReadable, type EntryContext } from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { isbot } from "isbot";
import { renderToPipeableStream } from "react-dom/server";
import { NonceContext } from "./nonce";
import { logger } from "./services/logger.server";

/** What server.js starts and watches; it reaches the application only through the build. */
export { boot, readSettings } from "./services/boot.server";
export { checkHealth } from "./services/health.server";
export { logger };

declare module "@remix-run/node" {
	interface AppLoadContext {
		/** The nonce of this response's content security policy. */
		cspNonce: string;
		/** Network address of the client, as far as TRUST_PROXY lets it be believed. Used to count failed sign-ins only. */
		clientAddress: string;
	}
	interface Future {
		v3_singleFetch: true;
	}
}

/** How long a page may wait for a deferred value, in milliseconds. */
export const streamTimeout = 10_000;

export default function handleRequest(
	request: Request,
	status: number,
	headers: Headers,
	remixContext: EntryContext,
	loadContext: AppLoadContext,
): Promise<Response> {
	const { cspNonce } = loadContext;
	// A robot gets the whole page at once; a browser as soon as its frame is there.
	const ready = isbot(request.headers.get("user-agent")) ? "onAllReady" : "onShellReady";
	return new Promise((resolve, reject) => {
		let sent = false;
		let failed = false;
		const { pipe, abort } = renderToPipeableStream(
			<NonceContext.Provider value={cspNonce}>
				<RemixServer context={remixContext} url={request.url} nonce={cspNonce} />
			</NonceContext.Provider>,
			{
				nonce: cspNonce,
				[ready]() {
					sent = true;
					const body = new PassThrough();
					headers.set("Content-Type", "text/html; charset=utf-8");
					// Pages are personal: no cache in between may keep one.
					if (!headers.has("Cache-Control")) headers.set("Cache-Control", "private, no-cache");
					resolve(new Response(createReadableStreamFromReadable(body), { headers, status: failed ? 500 : status }));
					pipe(body);
				},
				onShellError: reject,
				onError(error) {
					failed = true;
					// An error before the frame is ready rejects, and is logged by whoever catches it.
					if (sent) logger.error({ err: error }, "a page failed while it was rendered");
				},
			},
		);
		setTimeout(abort, streamTimeout + 1_000).unref();
	});
}

/** Called by Remix for what loaders and actions throw without meaning to. */
export function handleError(error: unknown, { request }: { request: Request }): void {
	if (request.signal.aborted) return;
	if (isRouteErrorResponse(error) && error.status < 500) return;
	logger.error({ err: error, method: request.method, path: new URL(request.url).pathname }, "a request failed");
}
