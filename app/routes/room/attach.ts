import type { LoaderFunctionArgs } from "@remix-run/node";
import { requirePerson } from "~/services/guest.server";
import { orJson } from "~/services/http.server";
import { attachReply } from "~/services/reply.server";
import { NDJSON } from "./ndjson";

/** The turn that is being written, from its first sentence on: for a reload and a second tab. */
export function loader({ request, params }: LoaderFunctionArgs) {
	return orJson(async () => {
		const person = await requirePerson(request);
		return new Response(await attachReply({ id: params.id ?? "", person }), { headers: NDJSON });
	});
}
