import type { LoaderFunctionArgs } from "@remix-run/node";
import { requirePerson } from "~/services/guest.server";
import { download, orJson } from "~/services/http.server";
import { exportInterview } from "~/services/report.server";

export function loader({ request, params }: LoaderFunctionArgs) {
	return orJson(async () => {
		const id = params.id ?? "";
		const text = await exportInterview({ id, person: await requirePerson(request) });
		const name = `mockingbird-${id.replace(/[^\w-]/g, "")}.json`;
		return download({ body: text, type: "application/json; charset=utf-8", name });
	});
}
