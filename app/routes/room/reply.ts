import type { ActionFunctionArgs } from "@remix-run/node";
import { RoomInput } from "~/core/interview/input";
import { requirePerson } from "~/services/guest.server";
import { orJson, readJson } from "~/services/http.server";
import { streamReply } from "~/services/reply.server";
import { NDJSON } from "./ndjson";

/** What the candidate does in the room; the answer streams one JSON value a line. */
export function action({ request, params }: ActionFunctionArgs) {
	return orJson(async () => {
		const person = await requirePerson(request);
		const input = await readJson(request, RoomInput);
		const stream = await streamReply({ id: params.id ?? "", person, input });
		return new Response(stream, { headers: NDJSON });
	});
}
