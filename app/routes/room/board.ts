import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { BoardInput, saveBoard, viewBoard } from "~/services/board.server";
import { requirePerson } from "~/services/guest.server";
import { orJson, readJson } from "~/services/http.server";

/** The board as it stands, or as it was at a moment of the round (`?at=` in round milliseconds). */
export function loader({ request, params }: LoaderFunctionArgs) {
	return orJson(async () => {
		const person = await requirePerson(request);
		const at = new URL(request.url).searchParams.get("at");
		const untilMs = at === null || !Number.isFinite(Number(at)) ? {} : { untilMs: Number(at) };
		const board = await viewBoard({ id: params.id ?? "", person, ...untilMs });
		return Response.json(board, { headers: { "Cache-Control": "no-store" } });
	});
}

/** What changed on it; the answer is what the interviewer sees now. */
export function action({ request, params }: ActionFunctionArgs) {
	return orJson(async () => {
		const person = await requirePerson(request);
		const input = await readJson(request, BoardInput);
		const { outline, uncertain, words } = await saveBoard({ id: params.id ?? "", person, input });
		return Response.json({ outline, uncertain, words });
	});
}
