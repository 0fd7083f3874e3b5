import type { ActionFunctionArgs } from "@remix-run/node";
import { noteBrowserRun } from "~/services/code.server";
import { BrowserRunInput } from "~/services/code-input";
import { requirePerson } from "~/services/guest.server";
import { orJson, readJson } from "~/services/http.server";

/** Notes that the candidate ran their code in the browser; the answer is that run as the history lists it. */
export function action({ request, params }: ActionFunctionArgs) {
	return orJson(async () => {
		const person = await requirePerson(request);
		const input = await readJson(request, BrowserRunInput);
		return Response.json({ run: await noteBrowserRun({ id: params.id ?? "", person, input }) });
	});
}
