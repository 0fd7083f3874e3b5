import { isRouteErrorResponse, Link, useRouteError } from "@remix-run/react";

const TITLES: Record<number, string> = {
	400: "That did not work",
	401: "No session in this browser",
	403: "Not for this account",
	404: "There is nothing here",
	405: "This page takes no such request",
	409: "Not right now",
	413: "Too large",
	429: "Too many at once",
};

/** What went wrong, what is safe, what to do. Used by every error boundary. */
export function ErrorPage() {
	const error = useRouteError();
	const status = isRouteErrorResponse(error) ? error.status : 500;
	const unreachable = error instanceof TypeError && /fetch|network|load failed/i.test(error.message);
	return (
		<>
			<p className="eyebrow">{unreachable ? "No connection" : status}</p>
			<h1 className="mt-1 text-2xl">
				{unreachable ? "The server cannot be reached" : (TITLES[status] ?? "Something went wrong here")}
			</h1>
			<p className="mt-3 max-w-[560px] text-read text-ink-2">{sentence(error)}</p>
			<p className="mt-6 flex gap-3">
				<Link className="btn primary" to="/">
					Go to practice
				</Link>
				<Link className="btn" to="/sessions">
					Your sessions
				</Link>
			</p>
		</>
	);
}

function sentence(error: unknown): string {
	if (isRouteErrorResponse(error)) {
		const body: unknown = error.data;
		if (typeof body === "object" && body !== null && "error" in body && typeof body.error === "string")
			return body.error;
		if (error.status === 404) return "The page does not exist, or it belongs to someone else. Nothing was changed.";
	}
	if (isRouteErrorResponse(error) && error.status === 405)
		return "This address can be read, and nothing can be sent to it. Nothing was changed. Go back and load the page again.";
	return "What was saved is safe. Load the page again in a moment; if it stays, tell whoever runs this server.";
}
