import type { LoaderFunctionArgs } from "@remix-run/node";
import { requirePerson } from "~/services/guest.server";
import { orJson } from "~/services/http.server";
import { viewRoom } from "~/services/room.server";

export function loader({ request, params }: LoaderFunctionArgs) {
	return orJson(async () => {
		const person = await requirePerson(request);
		const view = await viewRoom({ id: params.id ?? "", person });
		return Response.json(view, { headers: { "Cache-Control": "no-store" } });
	});
}
