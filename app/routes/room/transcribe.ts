import type { ActionFunctionArgs } from "@remix-run/node";
import { requirePerson } from "~/services/guest.server";
import { orJson } from "~/services/http.server";
import { transcribe } from "~/services/transcribe.server";

/** A recording as the body; the answer is what was said and which stretches of it were unclear. */
export function action({ request, params }: ActionFunctionArgs) {
	return orJson(async () => {
		const person = await requirePerson(request);
		const transcript = await transcribe({ id: params.id ?? "", person, request });
		return Response.json(transcript, { headers: { "Cache-Control": "no-store" } });
	});
}
