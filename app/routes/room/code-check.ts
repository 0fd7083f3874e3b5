import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { checkCode, checksBefore } from "~/services/code.server";
import { CheckInput } from "~/services/code-input";
import { requirePerson } from "~/services/guest.server";
import { orJson, readJson } from "~/services/http.server";

/** How long the line is before the check that runs or waits. */
export function loader({ request, params }: LoaderFunctionArgs) {
	return orJson(async () => {
		const person = await requirePerson(request);
		return Response.json({ before: await checksBefore({ id: params.id ?? "", person }) });
	});
}

/** Runs all open tests on the server, hidden ones included. */
export function action({ request, params, context }: ActionFunctionArgs) {
	return orJson(async () => {
		const person = await requirePerson(request);
		const input = await readJson(request, CheckInput);
		return Response.json(await checkCode({ id: params.id ?? "", person, input, address: context.clientAddress }));
	});
}
