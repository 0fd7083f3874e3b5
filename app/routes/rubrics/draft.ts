import type { ActionFunctionArgs } from "@remix-run/node";
import { requirePerson } from "~/services/guest.server";
import { orJson, readJson } from "~/services/http.server";
import { SaveDraftInput, saveDraft } from "~/services/rubric-draft.server";

/** Autosave. A draft that somebody else changed meanwhile comes back with 409, and nothing is stored. */
export function action({ request, params }: ActionFunctionArgs) {
	return orJson(async () => {
		const input = await readJson(request, SaveDraftInput);
		const outcome = await saveDraft({ id: params.id ?? "", person: await requirePerson(request), ...input });
		return Response.json(outcome, { status: outcome.saved ? 200 : 409 });
	});
}
