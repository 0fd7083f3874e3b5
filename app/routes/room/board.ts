import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { BoardInput, saveBoard, viewBoard } from "~/services/board.server";
import { requirePerson } from "~/services/guest.server";
import { orJson, readJson } from "~/services/http.server";

/** The board as it stands. */
export function loader({ request, params }: LoaderFunctionArgs) {
	return orJson(async () => {
		const person = await requirePerson(request);
		const board = await viewBoard({ id: params.id ?? "", person });
		return Response.json(board, { headers: { "Cache-Control": "no-store" } });
	});
}

/** What changed on it; the answer is what the interviewer sees now. */
export function action({ request, params }: ActionFunctionArgs) {
	return orJson(async () => {
		const person = await requirePerson(request);
		const input = await readJson(request, BoardInput);
		const { outline } = await saveBoard({ id: params.id ?? "", person, input });
		return Response.json({ outline });
	});
}
