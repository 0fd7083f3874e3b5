// @ts-check

/**
 * Refuses a request with a sentence, in the form its sender reads: JSON for scripts, the wire format of Remix for its
 * own fetches (so that the page shows the sentence in its error boundary), a plain page for everyone else.
 *
 * @param {import("express").Request} req
 * @param {import("express").Response} res
 * @param {{ status: number, sentence: string }} refusal
 */
export function refuse(req, res, { status, sentence }) {
	res.status(status).set("Cache-Control", "no-store");
	if (req.path.endsWith(".data")) {
		res.set({ "Content-Type": "text/x-script; charset=utf-8", "X-Remix-Response": "yes" });
		res.send(asRemixError({ status, sentence }));
	} else if (wantsPage(req)) {
		res.type("html").send(asPage({ status, sentence }));
	} else {
		res.json({ error: sentence });
	}
}

/**
 * What Remix's single fetch writes for an action that failed: one line of turbo-stream, its parts numbered.
 *
 * @param {{ status: number, sentence: string }} refusal
 */
export function asRemixError({ status, sentence }) {
	return `${JSON.stringify([{ _1: 2 }, "error", ["ErrorResponse", 3, 4, 5], sentence, status, ""])}\n`;
}

/** @param {import("express").Request} req */
function wantsPage(req) {
	return /text\/html/.test(req.get("accept") ?? "");
}

/** @param {{ status: number, sentence: string }} refusal */
function asPage({ status, sentence }) {
	const text = sentence.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
	return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${status} – Mockingbird</title></head>
<body><main><h1>This did not work</h1><p>${text}</p><p><a href="/">To the start page</a></p></main></body>
</html>
`;
}
