/** The URL table: read this first. */
import { index, layout, type RouteConfig, route } from "@remix-run/route-config";

export default [
	layout("routes/shell.tsx", [
		index("routes/home.tsx"),
		route("setup", "routes/setup.tsx"),
		route("interviews/:id/grading", "routes/grading.tsx"),
		route("interviews/:id/report", "routes/report/route.tsx"),
		route("samples", "routes/samples/list.tsx"),
		route("samples/:name", "routes/samples/sample.tsx"),
		route("sessions", "routes/sessions.tsx"),
		route("models", "routes/models/route.tsx"),
		route("usage", "routes/usage.tsx"),
		route("account", "routes/account.tsx"),
		route("sign-in", "routes/sign-in.tsx"),
		route("recover", "routes/recover.tsx"),
		route("operator", "routes/operator.tsx"),
	]),
	route("interviews/:id", "routes/room/route.tsx"),
	route("interviews/:id/reply", "routes/room/reply.ts"),
	route("interviews/:id/attach", "routes/room/attach.ts"),
	route("interviews/:id/state", "routes/room/state.ts"),
	route("interviews/:id/board", "routes/room/board.ts"),
	route("interviews/:id/code", "routes/room/code.ts"),
	route("interviews/:id/code/run", "routes/room/code-run.ts"),
	route("interviews/:id/code/check", "routes/room/code-check.ts"),
	route("interviews/:id/board/export", "routes/room/board-export.ts"),
	route("interviews/:id/draft", "routes/room/draft.ts"),
	route("interviews/:id/export", "routes/export-interview.ts"),
	route("usage/export", "routes/usage-export.ts"),
	route("account/export", "routes/export-account.ts"),
	route("*", "routes/not-found.tsx"),
] satisfies RouteConfig;
