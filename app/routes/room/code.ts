import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { saveCode, viewCode } from "~/services/code.server";
import { SaveCodeInput } from "~/services/code-input";
import { requirePerson } from "~/services/guest.server";
import { orJson, readJson } from "~/services/http.server";

/** The candidate's files, what they may read beside them, and the last check. */
export function loader({ request, params }: LoaderFunctionArgs) {
	return orJson(async () => {
		const person = await requirePerson(request);
		const view = await viewCode({ id: params.id ?? "", person });
		return Response.json(view, { headers: { "Cache-Control": "no-store" } });
	});
}

/** One file as it is in the editor now. */
export function action({ request, params }: ActionFunctionArgs) {
	return orJson(async () => {
		const person = await requirePerson(request);
		const input = await readJson(request, SaveCodeInput);
		const { seq } = await saveCode({ id: params.id ?? "", person, input });
		return Response.json({ seq });
	});
}
