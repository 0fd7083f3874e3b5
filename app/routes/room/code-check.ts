import type { ActionFunctionArgs } from "@remix-run/node";
import { checkCode } from "~/services/code.server";
import { CheckInput } from "~/services/code-input";
import { requirePerson } from "~/services/guest.server";
import { orJson, readJson } from "~/services/http.server";

/** Runs all open tests on the server, hidden ones included. */
export function action({ request, params, context }: ActionFunctionArgs) {
	return orJson(async () => {
		const person = await requirePerson(request);
		const input = await readJson(request, CheckInput);
		return Response.json(await checkCode({ id: params.id ?? "", person, input, address: context.clientAddress }));
	});
}
