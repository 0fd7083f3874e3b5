import type { LoaderFunctionArgs } from "@remix-run/node";
import { viewBoard } from "~/services/board.server";
import { requirePerson } from "~/services/guest.server";
import { download, orJson } from "~/services/http.server";

/** The board as a file that Excalidraw opens. */
export function loader({ request, params }: LoaderFunctionArgs) {
	return orJson(async () => {
		const person = await requirePerson(request);
		const { elements } = await viewBoard({ id: params.id ?? "", person });
		const scene = { type: "excalidraw", version: 2, source: "mockingbird", elements, appState: {}, files: {} };
		return download({ body: JSON.stringify(scene, null, "\t"), type: "application/json", name: "board.excalidraw" });
	});
}
