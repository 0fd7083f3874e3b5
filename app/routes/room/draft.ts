import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requirePerson } from "~/services/guest.server";
import { orJson, readJson } from "~/services/http.server";
import { saveDraft } from "~/services/room.server";

const Draft = z.object({ text: z.string().nullable() });

/** Keeps what is in the box; null is only a sign of life. */
export function action({ request, params }: ActionFunctionArgs) {
	return orJson(async () => {
		const person = await requirePerson(request);
		const { text } = await readJson(request, Draft);
		await saveDraft({ id: params.id ?? "", person, text });
		return new Response(null, { status: 204 });
	});
}
